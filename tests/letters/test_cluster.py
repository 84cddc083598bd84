"""Letters read on a Dask cluster are those read here; what goes wrong with the cluster is named."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import mkdtemp

import pytest

from extractors.errors import ReadersUnreachableError, WrongReadersError
from extractors.files import FileStore, new_fetch
from extractors.letters import StoredLetter, cluster, read_here, shares
from extractors.letters.cluster import read_on_cluster, read_share_here
from extractors.letters.shares import Limits
from extractors.sample import ARCHIVE

pytestmark = pytest.mark.slow

DASK = Path(sys.executable).with_name("dask")
MAY_START_PROCESSES = {"DASK_DISTRIBUTED__WORKER__DAEMON": "False"}


@dataclass
class Cluster:
    """A scheduler on this machine, and workers that share no folder with it but the file store."""

    folder: Path
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)
    folders: list[Path] = field(default_factory=list)
    address: str = ""

    def start_scheduler(self) -> None:
        written = self.folder / "scheduler.json"
        self._start("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", written)
        while not written.exists() or not written.stat().st_size:
            time.sleep(0.05)
        self.address = json.loads(written.read_text("utf-8"))["address"]

    def start_worker(self, **settings: str) -> subprocess.Popen[bytes]:
        # Short, since sockets of a process pool lie there.
        own = Path(mkdtemp())
        self.folders.append(own)
        options = ("--host", "127.0.0.1", "--nthreads", "1", "--no-dashboard", "--local-directory", own)
        return self._start("worker", self.address, *options, TMPDIR=str(own), **settings)

    def _start(self, *arguments: str | Path, **settings: str) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            [DASK, *arguments],
            env=os.environ | settings,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self.processes.append(process)
        return process

    def stop(self) -> None:
        for process in self.processes:
            end(process)
        for folder in self.folders:
            shutil.rmtree(folder)


def end(process: subprocess.Popen[bytes]) -> None:
    """End a process and all that it started, as a machine that loses its power does."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Cluster]:
    """A scheduler without workers."""
    running = Cluster(tmp_path)
    running.start_scheduler()
    yield running
    running.stop()


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> FileStore:
    return FileStore(tmp_path_factory.mktemp("files"))


@pytest.fixture(scope="module")
def letters(store: FileStore) -> list[StoredLetter]:
    """The letters of the sample, in the store."""
    bodies = {path.stem: path.read_bytes() for path in sorted(ARCHIVE.rglob("*.pdf"))}
    fetches = {
        name: new_fetch(body, url=f"file:///{name}", suffix=".pdf", media_type=None) for name, body in bodies.items()
    }
    return [StoredLetter(name, store.store(bodies[name], fetch).sha256) for name, fetch in fetches.items()]


@pytest.fixture
def small_shares(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shares, "LETTERS_PER_SHARE", 2)


@pytest.mark.usefixtures("small_shares")
def test_a_cluster_that_loses_a_machine_midway_reads_what_is_read_here_in_the_same_order(
    running: Cluster, store: FileStore, letters: list[StoredLetter]
) -> None:
    first, _ = (running.start_worker(**MAY_START_PROCESSES) for _ in range(2))
    readings = read_on_cluster(letters, address=running.address, store=store)
    read = [next(readings)]
    end(first)
    assert [*read, *readings] == list(read_here(letters, store=store))


def test_a_worker_that_may_start_no_processes_is_named_with_the_setting_that_lets_it(
    running: Cluster, store: FileStore, letters: list[StoredLetter]
) -> None:
    running.start_worker()
    with pytest.raises(WrongReadersError, match="DASK_DISTRIBUTED__WORKER__DAEMON=False"):
        list(read_on_cluster(letters, address=running.address, store=store))


def test_a_worker_with_another_version_of_the_extractor_reads_nothing(
    store: FileStore, letters: list[StoredLetter]
) -> None:
    with pytest.raises(WrongReadersError, match="another version of the extractor"):
        read_share_here(letters, store, Limits(), "0123456789abcdef")


def test_a_scheduler_without_workers_or_that_goes_away_is_named_and_nothing_is_lost(
    running: Cluster, store: FileStore, letters: list[StoredLetter], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "SECONDS_TO_CONNECT", 3)
    for _ in ("without workers", "gone"):
        with pytest.raises(ReadersUnreachableError, match=rf"{running.address}[\s\S]*nothing is lost"):
            next(read_on_cluster(letters, address=running.address, store=store))
        running.stop()
