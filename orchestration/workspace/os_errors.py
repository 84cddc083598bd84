"""Errors of libraries as clear messages: a full disk, a folder without write permission, a lost database.

Each library has errors of its own for these, dbt only a text; what they have in common are the system's words.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from extractors.errors import JtaiError, RecordsUnreachableError
from orchestration.workspace.workspace import WHAT_TO_DO, Workspace, WorkspaceBusyError, WorkspaceUnusableError

MIB = 1 << 20
MIN_FREE_MIB = 100
DISK_FULL = ("no space left", "disk is full", "quota exceeded", "file too large", "disk i/o error")
NOT_WRITABLE = ("read-only file system", "readonly database", "permission denied", "operation not permitted")
OUT_OF_MEMORY = ("out of memory", "cannot allocate memory", "failed to allocate", "bad_alloc", "could not allocate")
# Errors of psycopg2: no connection, or one that was cut.
LOST = ("OperationalError", "InterfaceError")
LOCKED = "could not set lock on file"
MAX_REASON_LENGTH = 300


def require_disk_space(workspace: Workspace) -> None:
    """Raise `WorkspaceUnusableError` where there is so little room that a run would only fail half way."""
    folder, free = _fullest(workspace)
    if free < MIN_FREE_MIB:
        room = f"{free} MB are free in {folder}, a refresh needs at least {MIN_FREE_MIB}"
        raise WorkspaceUnusableError(f"not enough disk space: {room}; make room, or name another with --home")


@contextmanager
def translate_os_errors(workspace: Workspace) -> Iterator[None]:
    """Raise `WorkspaceUnusableError` or `WorkspaceBusyError` where a library reports an operating-system error.

    Raises `RecordsUnreachableError` where Dagster's records are on PostgreSQL and it went away.
    """
    try:
        yield
    except JtaiError:
        raise
    except Exception as error:
        if translated := find_lost_database(error) or find_os_error(error, workspace):
            raise translated from error
        raise


def find_os_error(error: BaseException, workspace: Workspace) -> Exception | None:
    """The operating-system error among an error and its causes, as one of ours; None where there is none."""
    for one in _causes(error):
        said, words = str(one).lower(), str(one)[:MAX_REASON_LENGTH]
        if any(mark in said for mark in DISK_FULL):
            folder, free = _fullest(workspace)
            return WorkspaceUnusableError(
                f"no room was left to write to {folder} ({free} MB are free): {words}\n"
                "Nothing was released, the last release is as it was: make room, then refresh again."
            )
        if any(mark in said for mark in NOT_WRITABLE):
            return WorkspaceUnusableError(
                f"{workspace.root} cannot be written to: {words}\n{WHAT_TO_DO.capitalize()} --home."
            )
        if isinstance(one, MemoryError) or any(mark in said for mark in OUT_OF_MEMORY):
            return WorkspaceUnusableError(
                f"not enough memory: {words or 'no more could be had'}\n"
                "Nothing was released, the last release is as it was: free some memory or allow the process more, or "
                "set JTAI_WORKERS=1, then refresh again."
            )
        if is_locked(one):
            return WorkspaceBusyError(
                f"another program has {workspace.warehouse} open: {words}\n"
                f"Close it, or let it open {workspace.latest_release}/jtai.duckdb instead, which nobody writes to."
            )
    return None


def is_locked(error: BaseException) -> bool:
    """Whether an error is DuckDB's for a file that another program has open."""
    return LOCKED in str(error).lower()


def find_lost_database(error: BaseException) -> RecordsUnreachableError | None:
    """The error of the driver of PostgreSQL among an error and its causes, as one of ours; None where there is none."""
    for one in _causes(error):
        # The driver is an extra.
        if any(kind.__module__ == "psycopg2" and kind.__name__ in LOST for kind in type(one).__mro__):
            return RecordsUnreachableError(
                f"Dagster's records on PostgreSQL cannot be used: {str(one).strip()}\n"
                "Nothing is released and nothing is lost: start the database, then refresh again."
            )
    return None


def _causes(error: BaseException) -> list[BaseException]:
    """An error and those behind it, the first cause first; such a chain may lead back to itself."""
    chain = [error]
    while (behind := chain[-1].__cause__ or chain[-1].__context__) and behind not in chain:
        chain.append(behind)
    return chain[::-1]


def _fullest(workspace: Workspace) -> tuple[Path, int]:
    """Of the folders that a refresh writes to, the one with the least room, and how many MiB are free there."""
    there = [folder for folder in workspace.folders if folder.exists()]
    return min(((folder, shutil.disk_usage(folder).free // MIB) for folder in there), key=lambda found: found[1])
