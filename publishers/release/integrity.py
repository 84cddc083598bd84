"""Whether the releases in a folder are whole: the next release is compared with one of them, and must not be with less.

A release that cannot be read, is dated after this machine's clock or has lost its name would silently be passed over
for an older one, and the letters it alone holds would vanish. So it is named, and a person decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import file_digest
from pathlib import Path

from publishers.errors import DamagedReleaseError
from publishers.release.history import Release, list_releases, may_be_release
from publishers.release.manifest import MANIFEST_NAME, read_manifest
from publishers.release.release_directory import LATEST

RELEASE_NAME = re.compile(r"\d{4}-\d{2}-\d{2}T\d{6}Z")
WHAT_TO_DO = (
    "Nothing was released. Restore it from a backup; or, to go on without it, move it out of {releases} and refresh "
    "again: the next release is then compared with the one before it."
)


def require_whole_releases(releases: Path) -> None:
    """Raise `DamagedReleaseError` where a release cannot be read whole, by name and reason."""
    damages = list(find_damages(releases)) if releases.is_dir() else []
    if damages:
        raise DamagedReleaseError("\n".join([*damages, WHAT_TO_DO.format(releases=releases)]))


def find_damages(releases: Path) -> Iterator[str]:
    """Say what is wrong with the link to the latest release, with each release, and with the newest of each source."""
    latest = releases / LATEST
    if latest.is_symlink() and not latest.exists():
        yield f"{latest} leads to {latest.readlink()}, which is not there."
    elif latest.exists() and not latest.is_symlink():
        yield f"{latest} is not a link to a release: something replaced it."
    for folder in sorted(releases.iterdir()):
        if may_be_release(folder) and folder.name != LATEST and (damage := describe_damage(folder)):
            yield f"Release {folder.name} {damage}."
    newest: dict[str, Release] = {}
    for release in list_releases(releases):
        newest.setdefault(release.manifest.source, release)
    for release in newest.values():
        for path, damage in find_damaged_files(release):
            yield f"Release {release.manifest.name} has a damaged file, {path}: {damage}."


def describe_damage(folder: Path) -> str | None:
    """What is wrong with a folder of releases; None where it is a release, a copy of one, or something else."""
    manifest = read_manifest(folder)
    if manifest is None:
        is_release = RELEASE_NAME.match(folder.name) or (folder / MANIFEST_NAME).exists()
        return f"cannot be read: its {MANIFEST_NAME} is missing or damaged" if is_release else None
    if manifest.name != folder.name:
        is_copy = (folder.parent / manifest.name).is_dir()
        return None if is_copy else f"is release {manifest.name} under another name; rename it"
    refreshed_at, now = datetime.fromisoformat(manifest.refreshed_at), datetime.now(UTC)
    if refreshed_at.replace(tzinfo=refreshed_at.tzinfo or UTC) > now:
        return (
            f"is dated in the future, {manifest.refreshed_at}; the clock of this machine says "
            f"{now:%Y-%m-%dT%H:%M:%SZ}. Where the clock is wrong, set it and refresh again"
        )
    return None


def find_damaged_files(release: Release) -> Iterator[tuple[str, str]]:
    """The files of a release that are not what its manifest says, each with what is wrong."""
    for listed in release.manifest.files:
        path = release.path / listed.path
        if not path.is_file():
            yield listed.path, "it is missing"
        elif (size := path.stat().st_size) != listed.size_bytes:
            yield listed.path, f"it has {size} bytes, not {listed.size_bytes}"
        elif sha256_of(path) != listed.sha256:
            yield listed.path, "its content is another one"


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()
