"""The whole job on real files, dbt and Great Expectations: what is released, and what is stopped."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import dagster as dg
import duckdb
import pytest
from running import Refreshed, jtai

from expectations import Gate
from orchestration.assets.discovery import discovery
from orchestration.assets.release import release
from orchestration.assets.report_files import report_files
from orchestration.gate_record import GateNotPassed
from orchestration.gates import GATES, judge_and_record
from orchestration.progress import NoProgress
from orchestration.refresh import refresh
from orchestration.resources import resources_for
from orchestration.settings import Settings
from orchestration.warehouse import Warehouse
from publishers import PublishingError


@pytest.fixture
def thinned_archive(archive: Path, tmp_path: Path) -> Iterator[Path]:
    """The archive while a third of its letters is gone."""
    gone = sorted(archive.iterdir())[::3]
    for folder in gone:
        shutil.move(folder, tmp_path / "gone" / folder.name)
    yield archive
    for folder in gone:
        shutil.move(tmp_path / "gone" / folder.name, folder)


def judge_alone(gate: Gate, home: Path, moment: datetime | None = None) -> None:
    """What a later run does that asks for nothing but the checks of one gate."""
    judge_and_record(gate, Warehouse(home=str(home)), "a later run", moment or datetime.now(UTC), most_flagged=1)


def release_alone(home: Path) -> None:
    """What a later run does that asks for nothing but the release."""
    dg.materialize([release], resources=resources_for(Settings(home=home)))


def test_a_first_refresh_releases_every_letter_and_names_the_files_to_open(refreshed: Refreshed) -> None:
    assert refreshed.finished.returncode == 0, refreshed.finished.stderr
    assert "14 letters: 14 new, 0 changed, 0 gone" in refreshed.finished.stdout
    for name in ("index.html", "jtai_outcomes.xlsx", "jtai.duckdb", "data_docs/index.html"):
        assert (refreshed.home / "releases" / "latest" / name).exists()
    with duckdb.connect(str(refreshed.home / "releases" / "latest" / "jtai.duckdb"), read_only=True) as connection:
        assert len(connection.table("main.inspections")) == 14


def test_what_is_doubtful_is_told_at_the_end_and_again_when_asked(refreshed: Refreshed, home: Path) -> None:
    problems = jtai("problems", "--home", home)
    assert problems.returncode == 0
    assert "What children told us" in problems.stdout
    assert "What children told us" in refreshed.finished.stdout


def test_what_a_hand_correction_answers_is_told_no_more_and_one_that_no_longer_fits_is(
    home: Path, change_warehouse: Callable[[str], None]
) -> None:
    change_warehouse("UPDATE marts.extraction_problems SET is_open = false WHERE seen = 'What children told us'")
    change_warehouse(
        "INSERT INTO marts.extraction_problems BY NAME SELECT * REPLACE ('corrections' AS gate,"
        " 'the correction does not fit' AS claim) FROM marts.extraction_problems WHERE NOT is_open"
    )
    told = jtai("problems", "--home", home).stdout
    assert told.count("What children told us") == 1
    assert "the correction does not fit" in told


def test_a_second_refresh_fetches_nothing_reads_nothing_and_releases_nothing(refreshed: Refreshed, home: Path) -> None:
    again = refresh(Settings(home=home, source=str(refreshed.archive), pace_seconds=0), NoProgress())
    assert (again.is_new, again.files_fetched, again.letters_read) == (False, 0, 0)
    assert len(list((home / "releases").iterdir())) == 2, "the first release and the link to it"


def test_letters_that_vanished_stop_the_run_and_every_later_one_that_asks_for_the_release_alone(
    thinned_archive: Path, home: Path
) -> None:
    before = (home / "releases" / "latest").readlink()
    stopped = jtai("refresh", "--home", home, "--source", thinned_archive)
    assert stopped.returncode == 1
    assert "No letter of the last release has vanished" in stopped.stderr
    with pytest.raises(GateNotPassed, match="the gate 'discovered' refused"):
        release_alone(home)
    assert (home / "releases" / "latest").readlink() == before


def test_a_table_written_after_it_was_judged_is_not_released(
    home: Path, change_warehouse: Callable[[str], None]
) -> None:
    change_warehouse(
        "UPDATE marts.inspections SET theme = NULL WHERE report_id = (SELECT min(report_id) FROM marts.inspections)"
    )
    with pytest.raises(GateNotPassed, match=r"'published' judged marts\.inspections before it was last written"):
        release_alone(home)


def test_what_was_never_judged_is_not_released(tmp_path: Path) -> None:
    with pytest.raises(GateNotPassed, match=r"never judged raw\.discoveries"):
        release_alone(tmp_path / "new home")


def test_a_table_that_no_claim_is_about_is_not_released_either_once_it_was_written_again(
    home: Path, change_warehouse: Callable[[str], None]
) -> None:
    change_warehouse("DELETE FROM marts.themes")
    with pytest.raises(GateNotPassed, match="a published table was written after the last gate judged"):
        release_alone(home)


def test_models_built_from_other_rows_than_those_judged_are_not_released(
    home: Path, change_warehouse: Callable[[str], None]
) -> None:
    change_warehouse("UPDATE raw.report_files SET fetched_at = fetched_at + INTERVAL 1 DAY")
    for gate in GATES:
        judge_alone(gate, home)
    with pytest.raises(GateNotPassed, match="the models were not built from the rows that are there now"):
        release_alone(home)


def test_a_gate_that_judged_alone_leaves_data_docs_that_are_not_released(home: Path) -> None:
    judge_alone("discovered", home)
    with pytest.raises(GateNotPassed, match="the data docs are not those of the latest judgement"):
        release_alone(home)


def test_a_home_that_lost_its_notes_releases_nothing(home: Path, change_warehouse: Callable[[str], None]) -> None:
    change_warehouse("DROP TABLE gates.states")
    with pytest.raises(GateNotPassed, match="run the whole refresh"):
        release_alone(home)


def test_a_release_compared_with_another_than_the_one_before_is_not_made(home: Path) -> None:
    (home / "releases" / "latest").unlink()
    with pytest.raises(PublishingError, match="compared with release none, the one before is"):
        release_alone(home)


def test_a_refusal_stands_though_the_clock_was_set_back(home: Path, thinned_archive: Path) -> None:
    settings = Settings(home=home, source=str(thinned_archive), pace_seconds=0)
    assert dg.materialize([discovery, report_files], resources=resources_for(settings)).success
    judge_alone("discovered", home, datetime(2020, 1, 1, tzinfo=UTC))
    with pytest.raises(GateNotPassed, match="the gate 'discovered' refused"):
        release_alone(home)


def test_the_release_alone_is_made_again_where_every_gate_passed(home: Path) -> None:
    shutil.rmtree(home / "releases")
    release_alone(home)
    assert (home / "releases" / "latest" / "jtai.duckdb").exists()
