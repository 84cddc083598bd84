"""What can stop a release or a site; each error carries the exit status of the command line."""

from __future__ import annotations

from extractors.errors import JtaiError


class PublishingError(JtaiError):
    """A release could not be made; the message names what stopped it. The previous release is untouched."""

    exit_code = 1


class DamagedReleaseError(JtaiError):
    """A release that the next one would be compared with cannot be read whole; the message names it and what to do."""

    exit_code = 2


class SiteNotPossibleError(JtaiError):
    """No site can be laid out as asked; the message says what to do. Nothing was changed."""

    exit_code = 2
