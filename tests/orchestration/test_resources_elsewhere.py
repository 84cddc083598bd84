"""What may be elsewhere than in the home: letters in a bucket, their readers, Dagster's records, the warehouse.

One data directory uses all of it at once, and is compared with one that uses nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

import boto3
import duckdb
import httpx
import pytest
from moto.server import ThreadedMotoServer
from postgresql import PROGRAMS, Server, start_postgresql
from running import Finished, Refreshed, jtai, run_until

from dask_cluster import MAY_START_PROCESSES, Cluster
from extractors.errors import WrongStoreError
from extractors.files import FileStore, new_fetch
from orchestration.workspace.workspace import Workspace

# When something was fetched, found and released.
TIMES = {"fetched_at", "first_seen", "first_released", "last_released", "release_name"}
NO_POSTGRESQL = "PostgreSQL is not installed (Debian: apt-get install postgresql)"
FILES_ARE_FETCHED = "checks of discovered tables: "


class Bucket:
    """A bucket named `letters` that can be taken away and put back, and the settings that lead to it."""

    def __init__(self) -> None:
        self.server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
        self.server.start()
        self.address = self.server.get_host_and_port()
        self.settings = {
            "AWS_ENDPOINT_URL": "http://{}:{}".format(*self.address),
            "AWS_ACCESS_KEY_ID": "nobody",
            "AWS_SECRET_ACCESS_KEY": "nothing",
            "AWS_DEFAULT_REGION": "eu-west-2",
            # Or the library asks again for many seconds.
            "AWS_MAX_ATTEMPTS": "1",
            "JTAI_FILES": "s3://letters/as-fetched",
        }
        # The server forgets nothing of what tests before did.
        httpx.post(f"{self.settings['AWS_ENDPOINT_URL']}/moto-api/reset")
        self.client = boto3.client(
            "s3",
            endpoint_url=self.settings["AWS_ENDPOINT_URL"],
            aws_access_key_id="nobody",
            aws_secret_access_key="nothing",  # noqa: S106 of no account
            region_name="eu-west-2",
        )
        self.client.create_bucket(Bucket="letters", CreateBucketConfiguration={"LocationConstraint": "eu-west-2"})

    def names(self) -> list[str]:
        return [one["Key"] for one in self.client.list_objects_v2(Bucket="letters").get("Contents", [])]

    def goes_away(self) -> None:
        self.server.stop()

    def comes_back(self) -> None:
        self.server = ThreadedMotoServer(*self.address, verbose=False)
        self.server.start()


@dataclass(frozen=True)
class Elsewhere:
    """A home whose resources are elsewhere; what its refreshes said while one was away, and what they said then."""

    home: Path
    warehouse: Path
    without_bucket: Finished
    without_database: Finished | None
    released: Finished


@pytest.fixture(scope="module")
def bucket() -> Iterator[Bucket]:
    bucket = Bucket()
    yield bucket
    bucket.goes_away()


@pytest.fixture(scope="module")
def database() -> Iterator[Server | None]:
    with start_postgresql() if PROGRAMS else nullcontext() as server:
        yield server


@pytest.fixture(scope="module")
def cluster(bucket: Bucket, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    cluster = Cluster(tmp_path_factory.mktemp("cluster"))
    cluster.start_scheduler()
    cluster.start_worker(**MAY_START_PROCESSES, **bucket.settings)
    yield cluster
    cluster.stop()


@pytest.fixture(scope="module")
def elsewhere(
    refreshed: Refreshed,
    bucket: Bucket,
    cluster: Cluster,
    database: Server | None,
    tmp_path_factory: pytest.TempPathFactory,
) -> Elsewhere:
    folder = tmp_path_factory.mktemp("elsewhere")
    home, warehouse = folder / "home", folder / "another disk" / "outcomes.duckdb"
    arguments = ["refresh", "--home", home, "--source", refreshed.archive, "--pace", "0"]
    settings = bucket.settings | {"JTAI_WAREHOUSE": str(warehouse), "JTAI_READERS": cluster.address}
    if database:
        settings["JTAI_DAGSTER_STORAGE"] = database.address
    without_bucket = run_until(FILES_ARE_FETCHED, bucket.goes_away, arguments, settings)
    bucket.comes_back()
    without_database = None
    if database:
        database.goes_away()
        without_database = jtai(*arguments, **settings)
        database.start()
    return Elsewhere(home, warehouse, without_bucket, without_database, jtai(*arguments, **settings))


def test_a_bucket_that_goes_away_stops_a_run(elsewhere: Elsewhere) -> None:
    stopped = elsewhere.without_bucket
    assert stopped.returncode == 3
    assert "the file store s3://letters/as-fetched cannot be used: Could not connect" in stopped.stderr


def test_a_database_that_is_away_stops_a_run(elsewhere: Elsewhere) -> None:
    stopped = elsewhere.without_database
    if stopped is None:
        pytest.skip(NO_POSTGRESQL)
    assert stopped.returncode == 3
    assert "Dagster's records on PostgreSQL cannot be used: connection to server at" in stopped.stderr


def test_a_run_keeps_its_connections_to_the_database_open(elsewhere: Elsewhere, database: Server | None) -> None:
    if database is None:
        pytest.skip(NO_POSTGRESQL)
    assert elsewhere.released.returncode == 0, elsewhere.released.stderr
    # A run writes a thousand events; the server counts anew since it was away.
    assert 0 < database.count_connections() < 500


def test_the_next_run_goes_on_and_releases_what_is_released_without_them(
    elsewhere: Elsewhere, refreshed: Refreshed
) -> None:
    assert elsewhere.released.returncode == 0, elsewhere.released.stderr
    assert "0 new files fetched, 15 letters extracted" in elsewhere.released.stdout
    assert len(list((elsewhere.home / "releases").glob("2*"))) == 1
    assert read_tables(elsewhere.home) == read_tables(refreshed.home)


def test_what_is_elsewhere_is_not_in_the_home(elsewhere: Elsewhere, bucket: Bucket) -> None:
    assert len([name for name in bucket.names() if name.endswith(".pdf")]) == 15
    assert elsewhere.warehouse.exists()
    assert list((elsewhere.home / "crops").iterdir())
    assert not [path for path in elsewhere.home.iterdir() if path.name in {"files", "warehouse.duckdb"}]
    assert (elsewhere.without_database is None) == bool([*(elsewhere.home / "dagster").rglob("*.db")])


def read_tables(home: Path) -> dict[str, list[tuple[object, ...]]]:
    """The rows of each released table, without its times."""
    tables = {}
    with duckdb.connect(str(home / "releases" / "latest" / "jtai.duckdb"), read_only=True) as connection:
        for (name,) in connection.execute("SELECT table_name FROM duckdb_tables() ORDER BY 1").fetchall():
            rows = connection.table(name)
            compared = ", ".join(column for column in rows.columns if column not in TIMES)
            tables[name] = rows.project(compared).order("ALL").fetchall()
    return tables


def test_a_bucket_that_is_not_there_is_wrong_usage_and_is_not_made(
    bucket: Bucket, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in bucket.settings.items():
        monkeypatch.setenv(name, value)
    store, body = FileStore("s3://of-somebody-else/letters"), b"%PDF-"
    with pytest.raises(WrongStoreError, match="letters cannot be used: The specified bucket does not exist") as refused:
        store.store(body, new_fetch(body, url="file:///letter", suffix=".pdf", media_type=None))
    assert refused.value.exit_code == 2
    assert [one["Name"] for one in bucket.client.list_buckets()["Buckets"]] == ["letters"]


def test_two_homes_do_not_build_in_one_warehouse_at_once(tmp_path: Path) -> None:
    shared = str(tmp_path / "warehouse.duckdb")
    first, second = (Workspace(tmp_path / name, warehouse_at=shared) for name in ("first", "second"))
    with first.lock(), first.lock():
        finished = jtai("demo", "--home", second.root, JTAI_WAREHOUSE=shared)
    assert finished.returncode == 4
    assert f"another refresh is already running on {shared}" in finished.stderr
    with second.lock():
        pass
