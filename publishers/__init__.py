"""Publishers: turn a warehouse whose checks passed into a release, a complete and unchanging set of files.

This package says what a release is and which ones there are. `publishers.release.publish` makes one and
`publishers.site` lays them out as a site; they import the libraries that write files, so import them where needed.
"""

from __future__ import annotations

from publishers.errors import DamagedReleaseError, PublishingError, SiteNotPossibleError
from publishers.published_tables import ChangeCounts
from publishers.release.history import Release, latest_release, list_releases, previous_release
from publishers.release.integrity import require_whole_releases
from publishers.release.manifest import Manifest, ReleasedFile, TableContent
from publishers.release.release_directory import INPUTS_FOLDER
from publishers.release_facts import CheckOutcome, ReleaseFacts, release_name

__all__ = [
    "INPUTS_FOLDER",
    "ChangeCounts",
    "CheckOutcome",
    "DamagedReleaseError",
    "Manifest",
    "PublishingError",
    "Release",
    "ReleaseFacts",
    "ReleasedFile",
    "SiteNotPossibleError",
    "TableContent",
    "latest_release",
    "list_releases",
    "previous_release",
    "release_name",
    "require_whole_releases",
]
