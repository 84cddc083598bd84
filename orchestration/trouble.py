"""What the machine refuses a run, in words: no room on the disk, a folder nobody may write to, a warehouse held open.

Each library has errors of its own for these, dbt only a text; what they have in common are the system's words.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from extractors.files import StoreUnreachable, WrongStore
from extractors.sources import SourceUnreachable
from orchestration.gate_record import GateNotPassed
from orchestration.home import WHAT_TO_DO, Home, HomeIsBusy, HomeNotUsable

MIB = 1 << 20
LEAST_FREE_MIB = 100
NO_ROOM = ("no space left", "disk is full", "quota exceeded", "file too large", "disk i/o error")
NOT_WRITABLE = ("read-only file system", "readonly database", "permission denied", "operation not permitted")
HELD_OPEN = ("could not set lock on file",)
LONGEST_REASON = 300


def require_room(home: Home) -> None:
    """Raise `HomeNotUsable` where there is so little room that a run would only fail half way."""
    folder, free = _fullest(home)
    if free < LEAST_FREE_MIB:
        room = f"{free} MB are free, a refresh needs at least {LEAST_FREE_MIB}"
        raise HomeNotUsable(f"there is no room to work in {folder}: {room}; make room, or name another with --home")


@contextmanager
def machine_trouble_told(home: Home) -> Iterator[None]:
    """Raise `HomeNotUsable` or `HomeIsBusy` in the place of what libraries say where the machine refuses something."""
    try:
        yield
    except (GateNotPassed, SourceUnreachable, StoreUnreachable, WrongStore, HomeIsBusy, HomeNotUsable):
        raise
    except Exception as error:
        if trouble := trouble_behind(error, home):
            raise trouble from error
        raise


def trouble_behind(error: BaseException, home: Home) -> Exception | None:
    """What the machine refused, where that is what is behind an error."""
    for reason in _reasons(error):
        said, words = reason.lower(), reason[:LONGEST_REASON]
        if any(mark in said for mark in NO_ROOM):
            folder, free = _fullest(home)
            return HomeNotUsable(
                f"no room was left to write to {folder} ({free} MB are free): {words}\n"
                "Nothing was released, the last release is as it was: make room, then refresh again."
            )
        if any(mark in said for mark in NOT_WRITABLE):
            return HomeNotUsable(f"{home.root} cannot be written to: {words}\n{WHAT_TO_DO.capitalize()} --home.")
        if any(mark in said for mark in HELD_OPEN):
            return HomeIsBusy(
                f"another program has {home.warehouse} open: {words}\n"
                f"Close it, or let it open {home.latest_release}/jtai.duckdb instead, which nobody writes to."
            )
    return None


def _reasons(error: BaseException) -> list[str]:
    """What an error and those behind it say, the first cause first; such a chain may lead back to itself."""
    chain = [error]
    while (behind := chain[-1].__cause__ or chain[-1].__context__) and behind not in chain:
        chain.append(behind)
    return [str(one) for one in reversed(chain)]


def _fullest(home: Home) -> tuple[Path, int]:
    """Of the folders that a refresh writes to, the one with the least room, and how many MiB are free there."""
    there = [folder for folder in home.folders if folder.exists()]
    return min(((folder, shutil.disk_usage(folder).free // MIB) for folder in there), key=lambda found: found[1])
