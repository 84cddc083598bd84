"""The whole job on real files, dbt and Great Expectations: what is released, and what is stopped."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import dagster as dg
import duckdb
import pytest
from running import Refreshed, jtai

from orchestration.assets.release import release
from orchestration.gate_record import GateNotPassed
from orchestration.progress import NoProgress
from orchestration.refresh import refresh
from orchestration.resources import resources_for
from orchestration.settings import Settings


@pytest.fixture
def thinned_archive(archive: Path, tmp_path: Path) -> Iterator[Path]:
    """The archive while a third of its letters is gone."""
    gone = sorted(archive.iterdir())[::3]
    for folder in gone:
        shutil.move(folder, tmp_path / "gone" / folder.name)
    yield archive
    for folder in gone:
        shutil.move(tmp_path / "gone" / folder.name, folder)


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


def test_what_is_doubtful_is_told_at_the_end_and_again_when_asked(refreshed: Refreshed) -> None:
    problems = jtai("problems", "--home", refreshed.home)
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


def test_the_release_alone_is_made_again_where_every_gate_passed(home: Path) -> None:
    (home / "releases" / "latest").unlink()
    release_alone(home)
    assert (home / "releases" / "latest" / "jtai.duckdb").exists()
