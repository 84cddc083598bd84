"""The data directory: where everything is kept, and the lock that lets one refresh at a time use it.

The lock is an flock: the kernel frees it when its process dies, however it dies, so no directory stays locked for
nothing.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Self

from filelock import BaseFileLock, FileLock, Timeout

from extractors.errors import JtaiError

if TYPE_CHECKING:
    from orchestration.workspace.settings import Settings

STEP_WAIT_SECONDS = 5
# Who only reads holds the lock for as long as it takes to open the warehouse.
READER_WAIT_SECONDS = 1
WHAT_TO_DO = "make room or make it writable, or name another with"


class WorkspaceBusyError(JtaiError):
    """Another process is refreshing this data directory; the message says which and since when."""

    exit_code: ClassVar[int] = 4


class WorkspaceUnusableError(JtaiError):
    """Nothing can be written where the data directory should be; the message says why."""

    exit_code: ClassVar[int] = 2


@dataclass(frozen=True, slots=True)
class Workspace:
    """The paths of one data directory: `root` is absolute.

    `files_at` and `warehouse_at` say where the files and the warehouse are kept, if not in it.
    """

    root: Path
    files_at: str | None = None
    warehouse_at: str | None = None

    @classmethod
    def from_settings(cls, settings: Settings) -> Self:
        """The data directory that the settings name."""
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
    def manual_inputs(self) -> Path:
        """The tables that people fill in: corrections, acknowledged withdrawals, label decisions."""
        return self.root / "manual"

    @property
    def extractions(self) -> Path:
        """What was extracted from each file, by the hash of the extractor's code and of the file."""
        return self.root / "extractions"

    @property
    def data_docs(self) -> Path:
        """The data docs of the latest run's checks, as a web site."""
        return self.root / "data_docs"

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
    def previous_release_link(self) -> Path:
        """A link to the database that dbt attaches as the previous release."""
        return self.dbt / "previous_release.duckdb"

    @property
    def crops(self) -> Path:
        """Pictures of the places that extraction problems of the latest run are about."""
        return self.root / "crops"

    @property
    def log(self) -> Path:
        """The log of the latest refresh that was started from the command line."""
        return self.root / "logs" / "refresh.log"

    @property
    def lock_file(self) -> Path:
        """The lock file; while a refresh is running, it says whose."""
        return self.root / "refresh.lock"

    @property
    def temporary_folder_note(self) -> Path:
        """Says which folder outside the data directory the last run used for its worker processes."""
        return self.root / "temporary_folder.txt"

    @contextmanager
    def lock(self, run_id: str = "") -> Iterator[None]:
        """Lock the data directory, and a warehouse elsewhere with it; one process may lock it more than once.

        A step of the Dagster run `run_id` waits while another process holds the lock for a step of the same run;
        others wait for a moment, as `jtai problems` may hold it.
        Raises `WorkspaceBusyError` or `WorkspaceUnusableError`.
        """
        with ExitStack() as locks:
            locks.enter_context(_lock(self.root, "--home", self.lock_file, run_id))
            if self.warehouse_at:
                beside = self.warehouse.with_name(f"{self.warehouse.name}.lock")
                locks.enter_context(_lock(self.warehouse, "JTAI_WAREHOUSE", beside, run_id))
            yield


@contextmanager
def _lock(what: Path, setting: str, lock_file: Path, run_id: str) -> Iterator[None]:
    """Lock what a setting names: a data directory, or a warehouse that another data directory may use too."""
    lock = FileLock(lock_file, is_singleton=True, thread_local=False)
    try:
        lock_file.parent.mkdir(parents=True, exist_ok=True)
        while not _acquire(lock, STEP_WAIT_SECONDS if run_id else READER_WAIT_SECONDS):
            if not run_id or run_id not in _read_holder(lock_file):
                raise WorkspaceBusyError(f"another refresh is already running on {what} ({_read_holder(lock_file)})")
        if lock.lock_counter == 1:
            lock_file.write_text(_describe_holder(run_id))
    except OSError as reason:
        lock.release()
        raise WorkspaceUnusableError(f"{what} cannot be used: {reason}; {WHAT_TO_DO} {setting}") from reason
    try:
        yield
    finally:
        lock.release()


def _acquire(lock: BaseFileLock, timeout_seconds: float) -> bool:
    try:
        lock.acquire(timeout=timeout_seconds)
    except Timeout:
        return False
    return True


def _describe_holder(run_id: str) -> str:
    run = f", run {run_id}" if run_id else ""
    return f"process {os.getpid()}, since {datetime.now().astimezone():%Y-%m-%d %H:%M:%S}{run}"


def _read_holder(lock_file: Path) -> str:
    try:
        return lock_file.read_text() or "it has just begun"
    except FileNotFoundError:
        return "it has just ended"
