"""How a release comes to be all at once: built aside, made durable and read-only, then named and pointed to.

Whoever opened the release before keeps it: nothing of it is touched, only `latest` points elsewhere. Callers
hold the home's lock, so whatever stands half built here was left by a run that died. The link that is to become
`latest` is made first: where it is found beside a release, only the switch was left to do.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from extractors.whole_files import flush
from publishers.records import PublishingError

LATEST = "latest"
# In a release: what its source listed and gave.
INPUTS_FOLDER = "inputs"
BUILDING = ".building-"
NEXT = f"{BUILDING}{LATEST}"
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
    remove_unfinished(releases)
    building.mkdir()
    try:
        yield building
        _seal(building)
        _link_to(final)
        building.rename(final)
        flush(releases)
        _switch_latest(releases)
    except BaseException:
        _take_back(final)
        raise


def finish_interrupted_release(releases: Path) -> None:
    """Do what a run that died had left to do: switch `latest` to a whole release, or remove an unfinished one."""
    if (releases / NEXT).exists():
        _switch_latest(releases)
    remove_unfinished(releases)


def remove_unfinished(releases: Path) -> None:
    """Remove what was being built."""
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
            flush(path)
        flush(Path(parent))


def _link_to(release: Path) -> None:
    """Make the link that is to become `latest`; it is relative, so that the whole folder can be moved or copied."""
    (release.parent / NEXT).symlink_to(release.name, target_is_directory=True)
    flush(release.parent)


def _switch_latest(releases: Path) -> None:
    (releases / NEXT).replace(releases / LATEST)
    flush(releases)


def _take_back(release: Path) -> None:
    """Unmake what did not become the latest release, again in one step: half of it must not pass for a release."""
    if release.exists() and (release.parent / LATEST).resolve() != release.resolve():
        release.rename(release.with_name(f"{BUILDING}{release.name}"))
    remove_unfinished(release.parent)
