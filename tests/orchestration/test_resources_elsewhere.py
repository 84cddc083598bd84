"""The letters and the warehouse may be kept elsewhere than in the home: in a bucket, on another disk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import boto3
import httpx
import pytest
from moto.server import ThreadedMotoServer
from running import jtai, run_until

from orchestration.workspace.workspace import Workspace


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


@pytest.fixture
def bucket() -> Iterator[Bucket]:
    bucket = Bucket()
    yield bucket
    bucket.goes_away()


def test_a_bucket_that_goes_away_stops_a_run_and_the_next_one_goes_on(
    bucket: Bucket, archive: Path, tmp_path: Path
) -> None:
    home, warehouse = tmp_path / "home", tmp_path / "another disk" / "outcomes.duckdb"
    arguments = ["refresh", "--home", home, "--source", archive, "--pace", "0"]
    settings = bucket.settings | {"JTAI_WAREHOUSE": str(warehouse)}

    stopped = run_until("checks of discovered tables: ", bucket.goes_away, arguments, settings)
    assert stopped.returncode == 3
    assert "the file store s3://letters/as-fetched cannot be used: Could not connect" in stopped.stderr
    assert not (home / "releases").exists()

    bucket.comes_back()
    finished = jtai(*arguments, **settings)
    assert finished.returncode == 0, finished.stderr
    assert "0 new files fetched, 15 letters extracted" in finished.stdout
    assert len([name for name in bucket.names() if name.endswith(".pdf")]) == 15
    assert warehouse.exists()
    assert list((home / "crops").iterdir())
    assert not [path for path in home.iterdir() if path.name in {"files", "warehouse.duckdb"}]

    early = jtai(*arguments, **settings)
    assert "No changes" in early.stdout


def test_a_bucket_that_is_not_there_is_wrong_usage_and_is_not_made(bucket: Bucket, tmp_path: Path) -> None:
    finished = jtai("demo", "--home", tmp_path, **bucket.settings | {"JTAI_FILES": "s3://of-somebody-else/letters"})
    assert finished.returncode == 2
    assert "s3://of-somebody-else/letters cannot be used: The specified bucket does not exist" in finished.stderr
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
