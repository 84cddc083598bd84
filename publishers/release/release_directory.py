"""How a release appears all at once: built under a temporary name, flushed, made read-only, then renamed and linked.

Whoever opened an older release keeps it: none of its files is touched, only `latest` points elsewhere. The caller
holds the lock of the data directory, so whatever is half built here was left by a run that died. The link that becomes
`latest` is made before the folder gets its final name: where both are found, only the switch was left to do.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from extractors.atomic_files import flush
from publishers.errors import PublishingError

LATEST = "latest"
# In a release: what its run started from.
INPUTS_FOLDER = "inputs"
BUILDING = ".building-"
NEXT = f"{BUILDING}{LATEST}"
READ_ONLY = 0o444
FOLDER = 0o755


@contextmanager
def new_release_folder(releases: Path, name: str) -> Iterator[Path]:
    """Yield a folder to build a release in; when the block ends without error it becomes `releases/name` and `latest`.

    When the block raises, nothing of it remains. Raises `PublishingError` where there is a release of that name.
    """
    final, building = releases / name, releases / f"{BUILDING}{name}"
    if final.exists():
        raise PublishingError(f"{final} already exists; releases never change, so refresh again for a new one")
    releases.mkdir(mode=FOLDER, parents=True, exist_ok=True)
    _remove_unfinished(releases)
    building.mkdir()
    try:
        yield building
        _seal(building)
        _link_to(final)
        building.rename(final)
        flush(releases)
        _switch_latest(releases)
    except BaseException:
        _roll_back(final)
        raise


def finish_interrupted_release(releases: Path) -> None:
    """Finish what a run that died left: switch `latest` to a complete release, or remove an unfinished one."""
    if (releases / NEXT).exists():
        _switch_latest(releases)
    _remove_unfinished(releases)


def _remove_unfinished(releases: Path) -> None:
    for leftover in releases.glob(f"{BUILDING}*"):
        if leftover.is_dir() and not leftover.is_symlink():
            shutil.rmtree(leftover)
        else:
            leftover.unlink()


def _seal(folder: Path) -> None:
    """Make every file read-only, let nobody else write to the folders, and flush all of it to the disk."""
    for parent, _, file_names in os.walk(folder):
        for file_name in file_names:
            path = Path(parent, file_name)
            path.chmod(READ_ONLY)
            flush(path)
        Path(parent).chmod(FOLDER)
        flush(Path(parent))


def _link_to(release: Path) -> None:
    """Make the link that becomes `latest`; it is relative, so that the whole folder can be moved or copied."""
    (release.parent / NEXT).symlink_to(release.name, target_is_directory=True)
    flush(release.parent)


def _switch_latest(releases: Path) -> None:
    (releases / NEXT).replace(releases / LATEST)
    flush(releases)


def _roll_back(release: Path) -> None:
    """Undo a release that did not become the latest, in one step again: half of one must not pass for a release."""
    if release.exists() and (release.parent / LATEST).resolve() != release.resolve():
        release.rename(release.with_name(f"{BUILDING}{release.name}"))
    _remove_unfinished(release.parent)
