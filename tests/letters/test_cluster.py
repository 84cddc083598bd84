"""Letters read on a Dask cluster are those read here; what goes wrong with the cluster is named."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from dask_cluster import MAY_START_PROCESSES, Cluster, end
from extractors.errors import ReadersUnreachableError, WrongReadersError
from extractors.files import FileStore, new_fetch
from extractors.letters import StoredLetter, cluster, read_here, shares
from extractors.letters.cluster import read_on_cluster, read_share_here
from extractors.letters.shares import Limits
from extractors.sample import ARCHIVE

pytestmark = pytest.mark.slow


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
