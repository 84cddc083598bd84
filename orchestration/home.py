"""Where a home keeps its things, and the lock that lets one refresh at a time work on it.

The lock is an flock: the kernel frees it when its process dies, however it dies, so no home stays locked for
nothing.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Self

from filelock import BaseFileLock, FileLock, Timeout

if TYPE_CHECKING:
    from orchestration.settings import Settings

STEP_PATIENCE_SECONDS = 5
WHAT_TO_DO = "make room or make it writable, or name another with"


class HomeIsBusy(Exception):
    """Another process is refreshing this home; the message says which and since when."""


class HomeNotUsable(Exception):
    """Nothing can be written where the home should be; the message says why."""


@dataclass(frozen=True, slots=True)
class Home:
    """The folder that holds everything one user of the project has: `root` is absolute.

    `files_at` and `warehouse_at` say where the files and the warehouse are kept, if not in it.
    """

    root: Path
    files_at: str | None = None
    warehouse_at: str | None = None

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """The home that the settings name."""
        return cls(settings.home, settings.files, settings.warehouse)

    @property
    def warehouse(self) -> Path:
        """The private database that a refresh builds."""
        return Path(self.warehouse_at) if self.warehouse_at else self.root / "warehouse.duckdb"

    @property
    def files(self) -> Path | str:
        """The letters as fetched: a folder, or the address of a bucket."""
        if self.files_at and "://" in self.files_at:
            return self.files_at
        return Path(self.files_at) if self.files_at else self.root / "files"

    @property
    def folders(self) -> list[Path]:
        """The folders of this machine that a refresh writes to."""
        return [self.root, self.warehouse.parent, *([self.files] if isinstance(self.files, Path) else [])]

    @property
    def data_docs(self) -> Path:
        """What the gates said in the latest run, as a web site."""
        return self.root / "data_docs"

    @property
    def withdrawals(self) -> Path:
        """The letters whose withdrawal from the source a person has acknowledged; there only if one has."""
        return self.root / "acknowledged_withdrawals.csv"

    @property
    def releases(self) -> Path:
        """The releases, one folder each."""
        return self.root / "releases"

    @property
    def latest_release(self) -> Path:
        """A link to the newest release; absent before the first."""
        return self.releases / "latest"

    @property
    def dagster(self) -> Path:
        """Dagster's own history of runs."""
        return self.root / "dagster"

    @property
    def dbt(self) -> Path:
        """What dbt compiles and logs."""
        return self.root / "dbt"

    @property
    def crops(self) -> Path:
        """Pictures of the places that the gates' latest problems are about."""
        return self.root / "crops"

    @property
    def log(self) -> Path:
        """The log of the latest refresh that was started from the command line."""
        return self.root / "logs" / "refresh.log"

    @property
    def lock(self) -> Path:
        """The lock file; while a refresh is at work, it says whose."""
        return self.root / "refresh.lock"

    @property
    def temporary_folder_note(self) -> Path:
        """Says which folder outside the home the last run used for its worker processes."""
        return self.root / "temporary_folder.txt"

    @contextmanager
    def held(self, run_id: str = "") -> Iterator[None]:
        """Hold the home, and a warehouse elsewhere with it; within one process it may be held again.

        A step of the Dagster run `run_id` waits while another process holds the home for a step of the same run.
        Raises `HomeIsBusy` or `HomeNotUsable`.
        """
        with ExitStack() as locks:
            locks.enter_context(_held(self.root, "--home", self.lock, run_id))
            if self.warehouse_at:
                beside = self.warehouse.with_name(f"{self.warehouse.name}.lock")
                locks.enter_context(_held(self.warehouse, "JTAI_WAREHOUSE", beside, run_id))
            yield


@contextmanager
def _held(what: Path, setting: str, whose: Path, run_id: str) -> Iterator[None]:
    """Hold what a setting names, a home or a warehouse that another home may name too, by the lock file `whose`."""
    lock = FileLock(whose, is_singleton=True, thread_local=False)
    try:
        whose.parent.mkdir(parents=True, exist_ok=True)
        while not _is_taken(lock, STEP_PATIENCE_SECONDS if run_id else 0):
            if not run_id or run_id not in _holder(whose):
                raise HomeIsBusy(f"another refresh is at work on {what} ({_holder(whose)})")
        if lock.lock_counter == 1:
            whose.write_text(_who_holds(run_id))
    except OSError as reason:
        lock.release()
        raise HomeNotUsable(f"{what} cannot be used: {reason}; {WHAT_TO_DO} {setting}") from reason
    try:
        yield
    finally:
        lock.release()


def _is_taken(lock: BaseFileLock, patience_seconds: float) -> bool:
    try:
        lock.acquire(timeout=patience_seconds)
    except Timeout:
        return False
    return True


def _who_holds(run_id: str) -> str:
    run = f", run {run_id}" if run_id else ""
    return f"process {os.getpid()}, since {datetime.now().astimezone():%Y-%m-%d %H:%M:%S}{run}"


def _holder(lock: Path) -> str:
    try:
        return lock.read_text() or "it has just begun"
    except FileNotFoundError:
        return "it has just ended"
