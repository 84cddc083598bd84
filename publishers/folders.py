"""How a release comes to be all at once: built aside, made durable and read-only, then named and pointed to.

Whoever opened the release before keeps it: nothing of it is touched, only `latest` points elsewhere. Callers
hold the home's lock, so whatever stands half built here was left by a run that died.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from publishers.records import PublishingError

LATEST = "latest"
BUILDING = ".building-"
READ_ONLY = 0o444


@contextmanager
def new_release_folder(releases: Path, name: str) -> Iterator[Path]:
    """Give a folder to build a release in; when the block ends well it is `releases/name`, and `latest` is it.

    When the block raises, nothing is left of it. Raises `PublishingError` where there is a release of that
    name.
    """
    final, building = releases / name, releases / f"{BUILDING}{name}"
    if final.exists():
        raise PublishingError(f"{final} is there already; releases never change, so refresh again for a new one")
    releases.mkdir(parents=True, exist_ok=True)
    _remove_leftovers(releases)
    building.mkdir()
    try:
        yield building
        _seal(building)
        building.rename(final)
        _point_latest_to(final)
    except BaseException:
        _take_back(final)
        raise


def _remove_leftovers(releases: Path) -> None:
    for leftover in releases.glob(f"{BUILDING}*"):
        if leftover.is_dir() and not leftover.is_symlink():
            shutil.rmtree(leftover)
        else:
            leftover.unlink()


def _seal(folder: Path) -> None:
    """Make every file read-only and see that all of it is on the disk."""
    for parent, _, file_names in os.walk(folder):
        for file_name in file_names:
            path = Path(parent, file_name)
            path.chmod(READ_ONLY)
            _flush(path)
        _flush(Path(parent))


def _point_latest_to(release: Path) -> None:
    """Switch `latest` in one step, by a relative link, so that the whole folder can be moved or copied."""
    link = release.parent / f"{BUILDING}{LATEST}"
    link.symlink_to(release.name, target_is_directory=True)
    _flush(release.parent)
    link.replace(release.parent / LATEST)
    _flush(release.parent)


def _take_back(release: Path) -> None:
    _remove_leftovers(release.parent)
    if release.exists() and (release.parent / LATEST).resolve() != release.resolve():
        shutil.rmtree(release)


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
