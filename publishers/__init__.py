"""Publishers: a gated warehouse becomes a release, the complete and unchanging set of files that people open.

Here is what a release is and which there are. `publishing` makes one and `site` lays them out: the libraries that write
files take a while to import, so a run with nothing to release does not wait for them.
"""

from __future__ import annotations

from publishers.folders import INPUTS_FOLDER
from publishers.history import Release, latest_release, list_releases, release_before
from publishers.manifest import ChangeCounts, Manifest, ReleasedFile, TableContent
from publishers.records import GateVerdict, PublishingError, ReleaseFacts, release_name

__all__ = [
    "INPUTS_FOLDER",
    "ChangeCounts",
    "GateVerdict",
    "Manifest",
    "PublishingError",
    "Release",
    "ReleaseFacts",
    "ReleasedFile",
    "TableContent",
    "latest_release",
    "list_releases",
    "release_before",
    "release_name",
]
