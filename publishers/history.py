"""What has been released: read from the manifests of the releases themselves."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from publishers.folders import BUILDING, LATEST
from publishers.manifest import Manifest, read_manifest


@dataclass(frozen=True, slots=True)
class Release:
    """One release: its folder, what its manifest says, and whether `latest` points to it."""

    path: Path
    manifest: Manifest
    is_latest: bool


def list_releases(releases: Path) -> list[Release]:
    """Every release in a folder of releases, newest first; empty where nothing was released yet."""
    if not releases.is_dir():
        return []
    latest = (releases / LATEST).resolve()
    folders = [path for path in releases.iterdir() if _may_be_release(path)]
    found = [(path, read_manifest(path)) for path in sorted(folders, reverse=True)]
    return [Release(path, manifest, path.resolve() == latest) for path, manifest in found if manifest]


def latest_release(releases: Path) -> Release | None:
    """The release that `latest` points to; None before the first."""
    return next((release for release in list_releases(releases) if release.is_latest), None)


def release_before(releases: Path, source: str) -> Release | None:
    """The newest release from `source`, up to the one that `latest` points to; None before its first."""
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


def _may_be_release(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink() and not path.name.startswith(BUILDING)
