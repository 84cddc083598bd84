"""Operating-system errors are reported with what to do, whatever library met them first."""

from __future__ import annotations

import errno
import os
import sqlite3
from pathlib import Path

import duckdb
import pytest
from sqlalchemy import create_engine
from sqlalchemy.exc import OperationalError

from extractors.errors import RecordsUnreachableError
from extractors.sources import SourceUnreachableError
from orchestration.workspace import os_errors
from orchestration.workspace.os_errors import require_disk_space, translate_os_errors
from orchestration.workspace.workspace import Workspace, WorkspaceBusyError, WorkspaceUnusableError

DISCARD_PORT = 9


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)), "no room was left to write to .*make room"),
        (sqlite3.OperationalError("database or disk is full"), "no room was left"),
        (RuntimeError("dbt said: IO Error: Could not write: No space left on device"), "no room was left"),
        (OSError(errno.EROFS, os.strerror(errno.EROFS), "file"), "cannot be written to: .*Read-only"),
        (sqlite3.OperationalError("attempt to write a readonly database"), "cannot be written to"),
        (MemoryError(), "not enough memory: no more could be had.*JTAI_WORKERS=1"),
        (duckdb.OutOfMemoryException("Out of Memory Error: failed to allocate"), "not enough memory"),
    ],
)
def test_a_full_or_read_only_disk_and_too_little_memory_are_named_with_what_to_do(
    error: Exception, message: str, tmp_path: Path
) -> None:
    with pytest.raises(WorkspaceUnusableError, match=f"(?s){message}"), translate_os_errors(Workspace(tmp_path)):
        raise RuntimeError("a library's own words") from error


def test_a_warehouse_that_another_program_has_open_is_named(tmp_path: Path) -> None:
    error = duckdb.IOException("Could not set lock on file: Conflicting lock is held in psql (PID 7)")
    message = r"(?s)has .*warehouse\.duckdb open.*jtai\.duckdb instead"
    with pytest.raises(WorkspaceBusyError, match=message), translate_os_errors(Workspace(tmp_path)):
        raise error


def test_records_on_a_database_that_is_lost_during_a_run_are_named(tmp_path: Path) -> None:
    nobody_listens = f"postgresql+psycopg2://jtai@127.0.0.1:{DISCARD_PORT}/jtai"
    with (
        pytest.raises(RecordsUnreachableError, match=r"(?s)PostgreSQL cannot be used: .*Connection refused.*is lost"),
        translate_os_errors(Workspace(tmp_path)),
    ):
        try:
            create_engine(nobody_listens).connect()
        except OperationalError as problem:
            raise RuntimeError("a library's own words") from problem


def test_other_errors_stay_what_they_are(tmp_path: Path) -> None:
    for error in (ValueError("something else"), SourceUnreachableError("/archive cannot be read: Permission denied")):
        with pytest.raises(type(error), match=str(error)), translate_os_errors(Workspace(tmp_path)):
            raise error


def test_errors_that_lead_back_to_each_other_are_shown_as_they_are(tmp_path: Path) -> None:
    error, behind = RuntimeError("a model"), ValueError("a value")
    error.__cause__, behind.__context__ = behind, error
    with pytest.raises(RuntimeError), translate_os_errors(Workspace(tmp_path)):
        raise error


def test_a_run_that_has_no_room_does_not_begin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os_errors, "MIN_FREE_MIB", 1 << 40)
    with pytest.raises(WorkspaceUnusableError, match=r"not enough disk space: .* MB are free"):
        require_disk_space(Workspace(tmp_path))
