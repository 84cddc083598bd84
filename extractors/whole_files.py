"""Files that are there whole or not at all, whatever dies when: written aside, made durable, then renamed.

What a killed process wrote aside stays behind under a name of its own kind; whoever next has the folder to itself
removes it. A bucket shows only whole objects, so there nothing is written aside.
"""

from __future__ import annotations

import os
import uuid
from pathlib import Path

from upath import UPath

ASIDE = ".aside-"


def write_whole(path: Path | UPath, body: bytes) -> None:
    """Write a file so that nobody ever sees half of it, not even after the machine lost its power."""
    if not isinstance(path, Path):
        # A bucket has no folders, and making one would make a bucket that is not there.
        path.write_bytes(body)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f"{ASIDE}{uuid.uuid4().hex}")
    try:
        aside.write_bytes(body)
        flush(aside)
        aside.replace(path)
        flush(path.parent)
    finally:
        aside.unlink(missing_ok=True)


def remove_asides(folder: Path) -> None:
    """Remove what killed processes left under a folder; nobody may be writing there."""
    for left in folder.rglob(f"{ASIDE}*"):
        left.unlink()


def flush(path: Path) -> None:
    """See that a file, or the list of names in a folder, is on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
