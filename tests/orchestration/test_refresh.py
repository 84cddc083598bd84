"""The whole job on real files, dbt and Great Expectations: what is released, and what is blocked."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import dagster as dg
import duckdb
import pytest
import yaml
from running import Refreshed, jtai, unfolded, without_a_third

from orchestration.cli.refresh import refresh
from orchestration.definitions import defs
from orchestration.defs.asset_checks import discovered_checks, extracted_checks, published_checks
from orchestration.defs.assets.dbt_models import dbt_models
from orchestration.defs.assets.discovery import RefreshConfig, discovery
from orchestration.defs.assets.letters import letters
from orchestration.defs.assets.letters_by_report import letters_by_report
from orchestration.defs.assets.release import release
from orchestration.defs.resources import build_resources
from orchestration.metadata.check_results import CheckNotPassedError
from orchestration.workspace.dagster_home import CODE_LOCATION
from orchestration.workspace.progress import NoProgress
from orchestration.workspace.settings import Settings
from publishers import PublishingError

ASSETS = (discovery, letters, dbt_models, release)
CHECKS = (discovered_checks, extracted_checks, published_checks)
# A run of blocking checks ends with an error of its own; what matters is what a release makes of it.
CHECKS_ALONE = {*CHECKS}
VANISHED = dg.AssetCheckKey(dg.AssetKey(["raw", "publications"]), "no_released_letter_vanished")
UNKNOWN_HEADING = dg.AssetCheckKey(dg.AssetKey(["raw", "sections"]), "the_heading_is_recognised")


@pytest.fixture
def in_place(refreshed: Refreshed, tmp_path: Path) -> Iterator[Path]:
    """The refreshed data directory itself, which Dagster's records are of; it is put back after the test."""
    backup = Path(shutil.copytree(refreshed.home, tmp_path / "backup", symlinks=True))
    yield refreshed.home
    shutil.rmtree(refreshed.home)
    shutil.move(backup, refreshed.home)


def materialize(
    home: Path, archive: Path, *definitions: dg.AssetsDefinition, full_refresh: bool = True, **settings: float | str
) -> dg.ExecuteInProcessResult:
    """What a run of the UI does that was asked for some assets or checks alone, in the same history."""
    config = RefreshConfig(full_refresh=full_refresh).model_dump() if discovery in definitions else None
    selection = dg.AssetSelection.assets().without_checks()
    for definition in definitions:
        selection |= _selection_of(definition)
    with dg.DagsterInstance.from_config(str(home / "dagster")) as instance:
        return dg.materialize(
            [*ASSETS, *CHECKS],
            selection=selection,
            instance=instance,
            resources=build_resources(Settings(home=home, source=str(archive), pace_seconds=0, **settings)),
            run_config=config and {"ops": {"discovery": {"config": config}}},
            raise_on_error=not {*definitions} <= CHECKS_ALONE,
        )


def _selection_of(definition: dg.AssetsDefinition) -> dg.AssetSelection:
    if isinstance(definition, dg.AssetChecksDefinition):
        return dg.AssetSelection.checks(definition)
    return dg.AssetSelection.assets(*definition.keys).without_checks()


def test_a_first_refresh_releases_every_letter_and_names_the_files_to_open(refreshed: Refreshed) -> None:
    assert refreshed.finished.returncode == 0, refreshed.finished.stderr
    assert (
        "14 letters: 14 new, 0 changed, 0 gone; 2 flagged, 0 unread; 15 are listed as letters"
        in refreshed.finished.stdout
    )
    for name in ("index.html", "jtai_outcomes.xlsx", "jtai.duckdb", "data_docs/index.html"):
        assert (refreshed.home / "releases" / "latest" / name).exists()
    with duckdb.connect(str(refreshed.home / "releases" / "latest" / "jtai.duckdb"), read_only=True) as connection:
        assert len(connection.table("main.inspections")) == 14


def test_extraction_problems_are_listed_at_the_end_and_again_when_asked(refreshed: Refreshed, home: Path) -> None:
    problems = jtai("problems", "--home", home)
    assert problems.returncode == 0
    assert "What children told us" in unfolded(problems.stdout)
    assert "What children told us" in unfolded(refreshed.finished.stdout)


def test_a_problem_that_a_correction_answers_is_not_listed_and_one_that_no_longer_fits_is(
    home: Path, change_warehouse: Callable[[str], None]
) -> None:
    change_warehouse("UPDATE marts.extraction_problems SET is_open = false WHERE seen = 'What children told us'")
    change_warehouse(
        "INSERT INTO marts.extraction_problems BY NAME SELECT * REPLACE ('corrections' AS gate,"
        " 'the correction does not fit' AS message, true AS is_open, 'Something else' AS seen)"
        " FROM marts.extraction_problems WHERE NOT is_open"
    )
    listed = unfolded(jtai("problems", "--home", home).stdout)
    assert "What children told us" not in listed
    assert "the correction does not fit" in listed


def test_a_second_refresh_fetches_nothing_extracts_nothing_and_releases_nothing(
    refreshed: Refreshed, home: Path
) -> None:
    again = refresh(Settings(home=home, source=str(refreshed.archive), pace_seconds=0), NoProgress())
    assert (again.is_new, again.files_fetched, again.letters_extracted) == (False, 0, 0)
    assert len(list((home / "releases").iterdir())) == 2, "the first release and the link to it"


def test_letters_that_vanished_block_the_run_and_every_later_release_and_once_they_are_back_a_run_goes_on(
    refreshed: Refreshed, home: Path
) -> None:
    before = (home / "releases" / "latest").readlink()
    settings = Settings(home=home, source=str(refreshed.archive), pace_seconds=0)
    with without_a_third(refreshed.archive):
        with pytest.raises(CheckNotPassedError, match="raw/publications: no_released_letter_vanished"):
            refresh(settings, NoProgress())
        blocked = latest_evaluation(home, VANISHED)
        with pytest.raises(CheckNotPassedError):
            materialize(home, refreshed.archive, release)
    assert (blocked.passed, blocked.severity) == (False, dg.AssetCheckSeverity.ERROR)
    assert blocked.metadata["failed_rows"].value == 5
    assert (home / "releases" / "latest").readlink() == before
    # The source is as it was at the last release, but what was built and checked since is not: the run goes on.
    assert materialize(home, refreshed.archive, discovery, full_refresh=False).asset_materializations_for_node(
        "discovery"
    )


def latest_evaluation(home: Path, check: dg.AssetCheckKey) -> dg.AssetCheckEvaluation:
    """The last result of a check, as the UI shows it."""
    with dg.DagsterInstance.from_config(str(home / "dagster")) as instance:
        record = instance.get_latest_asset_check_evaluation_record(check)
    assert record is not None and record.evaluation is not None
    return record.evaluation


def test_a_flagged_letter_shows_as_a_warning_and_does_not_block(refreshed: Refreshed) -> None:
    flagged = latest_evaluation(refreshed.home, UNKNOWN_HEADING)
    assert (flagged.passed, flagged.severity) == (False, dg.AssetCheckSeverity.WARN)
    shown = flagged.metadata
    assert "What children told us" in str(shown["failures"].value)
    assert "data:image/png;base64," in str(shown["places"].value)
    assert re.search(r",sections,5,kind,other,what the letter says,why,your name,", str(shown["next_steps"].value))
    assert "blocks nothing" in str(shown["next_steps"].value)


def test_a_letter_can_be_looked_up_with_its_problems_and_pictures(refreshed: Refreshed) -> None:
    with dg.DagsterInstance.from_config(str(refreshed.home / "dagster")) as instance:
        partitions = instance.get_dynamic_partitions("letters")
        (flagged,) = [partition for partition in partitions if partition.endswith("_2022-10-27")]
        (record,) = instance.fetch_materializations(
            dg.AssetRecordsFilter(asset_key=letters_by_report.key, asset_partitions=[flagged]), limit=1
        ).records
    assert len(partitions) == 14
    assert record.asset_materialization is not None
    shown = record.asset_materialization.metadata
    assert shown["status"].value == "flagged"
    assert "What children told us" in str(shown["problems"].value)
    assert "data:image/png;base64," in str(shown["pictures"].value)


def test_routine_news_is_logged_at_info_level(refreshed: Refreshed) -> None:
    log = (refreshed.home / "logs" / "refresh.log").read_text()
    assert " INFO discovery: skipped document types" in log
    assert " WARNING discovery: " not in log


def test_a_run_of_the_command_line_is_on_the_timeline_of_the_ui(refreshed: Refreshed) -> None:
    # The timeline shows the runs of a code location that the UI has loaded.
    location = yaml.safe_load(CODE_LOCATION.read_text())["load_from"][0]["python_module"]
    with dg.DagsterInstance.from_config(str(refreshed.home / "dagster")) as instance:
        (run,) = instance.get_runs()
    assert run.remote_job_origin is not None
    assert run.remote_job_origin.location_name == location["location_name"]
    assert run.remote_job_origin.repository_origin.repository_name == defs.get_repository_def().name


def test_what_was_never_built_is_not_released(tmp_path: Path, archive: Path) -> None:
    (tmp_path / "new" / "dagster").mkdir(parents=True)
    with pytest.raises(CheckNotPassedError, match="never built"):
        materialize(tmp_path / "new", archive, release)


@pytest.mark.parametrize(
    ("rebuilt", "reason"),
    [
        ((discovery,), "of 2 different runs"),
        ((letters,), "of 2 different runs"),
        ((dbt_models,), "of 2 different runs"),
        ((discovery, discovered_checks), "of 2 different runs"),
        ((letters, extracted_checks), "of 2 different runs"),
    ],
)
def test_tables_of_which_some_were_built_again_are_not_released(
    rebuilt: Sequence[dg.AssetsDefinition], reason: str, refreshed: Refreshed, in_place: Path
) -> None:
    materialize(in_place, refreshed.archive, *rebuilt)
    with pytest.raises(CheckNotPassedError, match=f"{reason}; run the whole refresh"):
        materialize(in_place, refreshed.archive, release)


def test_what_a_check_rejects_when_it_is_run_alone_is_not_released(refreshed: Refreshed, in_place: Path) -> None:
    materialize(in_place, refreshed.archive, published_checks, max_flagged_share=0)
    with pytest.raises(CheckNotPassedError, match="few_enough_letters_are_flagged of marts/inspections failed"):
        materialize(in_place, refreshed.archive, release)


def test_the_history_of_another_data_directory_releases_nothing(refreshed: Refreshed, home: Path) -> None:
    shutil.rmtree(home / "releases")
    with pytest.raises(CheckNotPassedError, match="records are not of"):
        materialize(home, refreshed.archive, release)


def test_a_data_directory_that_lost_its_history_releases_nothing(refreshed: Refreshed, home: Path) -> None:
    shutil.rmtree(home / "dagster")
    (home / "dagster").mkdir()
    with pytest.raises(CheckNotPassedError, match="never built"):
        materialize(home, refreshed.archive, release)


def test_a_release_compared_with_another_than_the_previous_one_is_not_made(
    refreshed: Refreshed, in_place: Path
) -> None:
    (in_place / "releases" / "latest").unlink()
    with pytest.raises(PublishingError, match="compared with release none"):
        materialize(in_place, refreshed.archive, release)


def test_the_release_alone_is_made_again_where_every_check_passed(refreshed: Refreshed, in_place: Path) -> None:
    shutil.rmtree(in_place / "releases")
    materialize(in_place, refreshed.archive, release, feedback_url="mailto:data@example.org")
    latest = in_place / "releases" / "latest"
    assert (latest / "jtai.duckdb").exists()
    assert "mailto:data@example.org" in (latest / "index.html").read_text(), "the settings of the run are used"
