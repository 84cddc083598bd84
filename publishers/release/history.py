"""Which releases there are, read from the manifests of the releases themselves."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from publishers.release.manifest import Manifest, read_manifest
from publishers.release.release_directory import BUILDING, LATEST


@dataclass(frozen=True, slots=True)
class Release:
    """One release: its folder, its manifest, and whether `latest` points to it."""

    path: Path
    manifest: Manifest
    is_latest: bool


def list_releases(releases: Path) -> list[Release]:
    """List every release in a folder of releases, newest first; empty where nothing was released yet.

    A copy under another name is none.
    """
    if not releases.is_dir():
        return []
    latest = (releases / LATEST).resolve()
    folders = [path for path in releases.iterdir() if may_be_release(path)]
    found = [(path, read_manifest(path)) for path in sorted(folders, reverse=True)]
    return [
        Release(path, manifest, path.resolve() == latest)
        for path, manifest in found
        if manifest and manifest.name == path.name
    ]


def latest_release(releases: Path) -> Release | None:
    """Find the release that `latest` points to; None before the first."""
    return next((release for release in list_releases(releases) if release.is_latest), None)


def previous_release(releases: Path, source: str) -> Release | None:
    """Find the release that the next one from `source` is compared with; None before its first.

    It is the newest from that source, but none newer than `latest`: a person may have set `latest` back.
    """
    found = list_releases(releases)
    latest = next((release.manifest.name for release in found if release.is_latest), None)
    return next(
        (
            release
            for release in found
            if release.manifest.source == source and (latest is None or release.manifest.name <= latest)
        ),
        None,
    )


def may_be_release(path: Path) -> bool:
    """Whether a path is a folder that may be a release."""
    return path.is_dir() and not path.is_symlink() and not path.name.startswith(BUILDING)
