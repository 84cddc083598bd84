"""Notifications of a failed refresh: by mail, Teams, Slack or whatever else Apprise can reach.

Nothing is sent by default; `JTAI_NOTIFY` names the receivers. Its URLs hold passwords and tokens, so they are never
printed.
"""

from __future__ import annotations

from extractors.errors import JtaiError
from orchestration.workspace.settings import Settings

TITLE = "Inspection outcomes: the refresh failed, nothing is released"


class NotificationError(JtaiError):
    """A notification could not be sent; the message names no URL."""


def notify_of_failure(settings: Settings, reason: str) -> None:
    """Notify everyone whom the settings name that nothing was released, and why. Raises `NotificationError`."""
    addresses = settings.notify.get_secret_value().split()
    if not addresses:
        return
    import apprise  # noqa: PLC0415 (most runs notify nobody)

    receivers = apprise.Apprise(asset=apprise.AppriseAsset(app_id="jtai", app_desc=""))
    understood = [receivers.add(address) for address in addresses]
    if not all(understood):
        unknown = ", ".join(f"number {place}" for place, known in enumerate(understood, start=1) if not known)
        raise NotificationError(f"JTAI_NOTIFY holds a URL that Apprise does not understand: {unknown}")
    body = f"{reason}\n\nThe last release stays. Data directory: {settings.home}"
    if not receivers.notify(title=TITLE, body=body, body_format=apprise.NotifyFormat.TEXT):
        raise NotificationError("not every receiver in JTAI_NOTIFY could be notified that the refresh failed")
