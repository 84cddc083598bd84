"""Files that are complete or not there at all: written under a temporary name, flushed to the disk, then renamed.

A killed writer leaves its temporary file; whoever next has the folder to itself removes it. A bucket shows only
complete objects, so nothing temporary is written there.
"""

from __future__ import annotations

import os
import uuid
from pathlib import Path

from upath import UPath

TEMP_PREFIX = ".tmp-"


def write_atomically(path: Path | UPath, body: bytes) -> None:
    """Write a file so that nobody ever reads half of it; after a power failure it is whole, or as it was before."""
    if not isinstance(path, Path):
        # A bucket has no folders, and making one would make a bucket that is not there.
        path.write_bytes(body)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f"{TEMP_PREFIX}{uuid.uuid4().hex}")
    try:
        temporary.write_bytes(body)
        flush(temporary)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def remove_temporary_files(folder: Path) -> None:
    """Remove what killed processes left under a folder; nobody may be writing there."""
    for left in folder.rglob(f"{TEMP_PREFIX}*"):
        left.unlink()


def flush(path: Path) -> None:
    """Flush a file, or the list of names in a folder, to the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
