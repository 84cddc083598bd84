"""Tells people when a refresh ends without a release: by mail, Teams, Slack or whatever else Apprise can reach.

Nobody is told anything by default; `JTAI_NOTIFY` names whom. Its addresses hold passwords and tokens, so they are
never printed.
"""

from __future__ import annotations

from orchestration.settings import Settings

TITLE = "Inspection outcomes: the refresh failed, nothing is released"


class NoticeNotSent(Exception):
    """Somebody could not be told; the message says what, and names no address."""


def tell_of_failure(settings: Settings, reason: str) -> None:
    """Tell everyone whom the settings name that nothing was released, and why. Raises `NoticeNotSent`."""
    addresses = settings.notify.get_secret_value().split()
    if not addresses:
        return
    import apprise  # noqa: PLC0415 (most runs have nobody to tell)

    receivers = apprise.Apprise(asset=apprise.AppriseAsset(app_id="jtai", app_desc=""))
    understood = [receivers.add(address) for address in addresses]
    if not all(understood):
        unknown = ", ".join(f"number {place}" for place, known in enumerate(understood, start=1) if not known)
        raise NoticeNotSent(f"JTAI_NOTIFY holds an address that Apprise does not understand: {unknown}")
    body = f"{reason}\n\nThe last release stays. Home: {settings.home}"
    if not receivers.notify(title=TITLE, body=body, body_format=apprise.NotifyFormat.TEXT):
        raise NoticeNotSent("not everyone whom JTAI_NOTIFY names could be told that the refresh failed")
