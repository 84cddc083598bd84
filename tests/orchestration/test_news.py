"""A run ends early where nothing is new, and reads again just the letters it is asked to."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import dagster as dg

# What the UI shows of an asset that is to be built again; there is no public way to ask.
from dagster._core.definitions.data_version import CachingStaleStatusResolver, StaleStatus
from dagster._core.loader import LoadingContextForTest
from running import Refreshed, jtai

from orchestration.definitions import defs
from orchestration.run_outcome import OUTCOME
from publishers.tables import open_to_read, row_count

# A sample letter under the number of a real place.
LETTER = "80419_2016-12-05"


def test_a_letter_is_read_again_alone_and_what_that_changed_is_told(
    refreshed: Refreshed, home: Path, change_warehouse: Callable[[str], None]
) -> None:
    change_warehouse(f"DELETE FROM raw.footnotes WHERE report_id = '{LETTER}'")  # noqa: S608
    arguments = ("refresh", "--home", home, "--source", refreshed.archive, "--pace", "0")
    again = jtai(*arguments, "--read-again", LETTER)
    assert again.returncode == 0, again.stderr
    assert "0 new files fetched, 1 letters read" in again.stdout
    log = (home / "logs" / "refresh.log").read_text()
    assert [line for line in log.splitlines() if "letter read" in line and f"report_id={LETTER}" in line]
    assert log.count("letter read") == 1
    assert f"letters: reading changed report_id={LETTER} table=footnotes rows_gone=0 rows_new=" in log

    early = jtai(*arguments)
    assert early.returncode == 0, early.stderr
    assert "Nothing new" in early.stdout
    assert "dbt_models" not in early.stdout.rpartition("seconds:")[2]
    assert "nothing new release=" in (home / "logs" / "refresh.log").read_text()


def test_a_letter_that_is_not_listed_cannot_be_read_again(refreshed: Refreshed, home: Path) -> None:
    told = jtai("refresh", "--home", home, "--source", refreshed.archive, "--pace", "0", "--read-again", "1_2020-01-01")
    assert told.returncode == 2
    assert "the source lists no letter 1_2020-01-01" in told.stderr


def test_where_nothing_is_new_the_ui_says_so_and_asks_for_nothing(refreshed: Refreshed, home: Path) -> None:
    again = jtai("refresh", "--home", home, "--source", refreshed.archive, "--pace", "0")
    assert "Nothing new" in again.stdout
    latest = (home / "releases" / "latest").resolve()
    with dg.DagsterInstance.from_config(str(home / "dagster")) as instance:
        assert [run.tags[OUTCOME] for run in instance.get_runs()] == ["nothing new", f"released {latest.name}"]
        assert to_be_built_again(instance) == set()
        release = instance.get_latest_materialization_event(dg.AssetKey("release"))
    assert release is not None and release.asset_materialization is not None
    shown = release.asset_materialization.metadata
    assert (shown["is_new"].value, shown["release"].value) == (False, latest.name)
    assert "new_letters" not in shown, "they were new in another run"
    with open_to_read(latest / "jtai.duckdb") as connection:
        assert shown["letters"].value == row_count(connection.table("inspections"))


def to_be_built_again(instance: dg.DagsterInstance) -> set[str]:
    graph = defs.resolve_asset_graph()
    resolver = CachingStaleStatusResolver(instance, graph, LoadingContextForTest(instance))
    keys = graph.materializable_asset_keys
    return {key.to_user_string() for key in keys if resolver.get_status(key) is StaleStatus.STALE}
