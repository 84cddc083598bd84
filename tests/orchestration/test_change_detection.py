"""A run ends early where nothing changed, and takes up a changed extractor by itself."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import dagster as dg
import duckdb
import polars as pl
import pytest
from running import Refreshed, jtai

from extractors.records import Discovery
from extractors.sources import DiscoveryResult
from orchestration.dbt.resource import DBT_PROJECT
from orchestration.defs.assets.discovery import Crawl, fingerprint_crawl
from orchestration.metadata.check_results import SAME_SINCE
from orchestration.metadata.run_tags import OUTCOME_TAG
from orchestration.warehouse.warehouse import build_warehouse
from orchestration.workspace.change_detection import CUT_SHORT, find_changes, find_cut_short, fingerprint_inputs
from orchestration.workspace.settings import Settings
from publishers import latest_release

CODE = ("orchestration", "expectations", "extractors", "publishers")
SETTINGS = ("pyproject.toml", "uv.lock")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of this project, for a test to change."""
    folder = tmp_path / "project"
    for name in CODE:
        shutil.copytree(DBT_PROJECT.parent / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in SETTINGS:
        shutil.copyfile(DBT_PROJECT.parent / name, folder / name)
    shutil.copytree(DBT_PROJECT, folder / "dbt_project")
    return folder


def test_where_nothing_changed_the_run_says_so_and_every_check_still_shows_its_last_result(
    unchanged: Refreshed,
) -> None:
    home, again = unchanged.home, unchanged.finished
    latest = (home / "releases" / "latest").resolve()
    assert f"No changes: release {latest.name} is up to date" in again.stdout
    assert "dbt_models" not in again.stdout.rpartition("seconds:")[2]
    with dg.DagsterInstance.from_config(str(home / "dagster")) as instance:
        assert [run.tags[OUTCOME_TAG] for run in instance.get_runs()] == ["no changes", f"released {latest.name}"]
        release = instance.get_latest_materialization_event(dg.AssetKey("release"))
        latest_run, built = instance.get_runs()
        evaluations = dg.DagsterEventType.ASSET_CHECK_EVALUATION
        results, first = (instance.all_logs(run.run_id, of_type=evaluations) for run in (latest_run, built))
        heading = dg.AssetCheckKey(dg.AssetKey(["raw", "sections"]), "the_heading_is_recognised")
        record = instance.get_latest_asset_check_evaluation_record(heading)
    assert len(results) == len(first) > 200
    assert record is not None and record.evaluation is not None
    assert (record.evaluation.passed, record.evaluation.severity) == (False, dg.AssetCheckSeverity.WARN)
    assert record.evaluation.metadata[SAME_SINCE].value == built.run_id
    assert release is not None and release.asset_materialization is not None
    shown = release.asset_materialization.metadata
    assert (shown["is_new"].value, shown["release"].value) == (False, latest.name)
    assert shown["letters"].value == 14
    assert "new_letters" not in shown, "they were new in another run"


def test_a_release_with_a_letter_that_was_cut_short_is_a_change(home: Path) -> None:
    complete = latest_release(home / "releases")
    assert complete is not None
    fingerprint = complete.manifest.fingerprint
    assert (find_changes(fingerprint, complete), find_cut_short(complete)) == ([], "")
    manifest = complete.path / "manifest.json"
    manifest.chmod(0o644)
    written = manifest.read_text()
    manifest.write_text(written.replace(f'"{CUT_SHORT}": ""', f'"{CUT_SHORT}": "80426_2017-08-11"'))
    cut_short = latest_release(home / "releases")
    assert (find_changes(fingerprint, cut_short), find_cut_short(cut_short)) == ([CUT_SHORT], "80426_2017-08-11")


def test_other_settings_that_decide_what_is_released_are_a_change() -> None:
    frame = pl.DataFrame({"report_id": ["1"], "file_sha256": ["ab"], "fetch_problem": [None]})
    one, same, other = (
        fingerprint_inputs("site", [frame], frame, {}, {}, settings={"feedback_url": url})
        for url in ("", "", "mailto:a@b.c")
    )
    assert one == same
    assert {part for part in one if one[part] != other[part]} == {"settings"}


@pytest.mark.parametrize("more", [{"links_unread": 1}, {"pdfs_left_out": 1}])
def test_a_document_that_is_listed_but_not_understood_is_a_change(more: dict[str, int], tmp_path: Path) -> None:
    warehouse = build_warehouse(Settings(home=tmp_path))
    usual = Discovery("report site", providers_stated=1, providers_found=1, publications_found=0, pages_read=2)
    one, same, other = (
        fingerprint_crawl(Crawl(DiscoveryResult([], [], discovery, []), []), warehouse, {})
        for discovery in (usual, usual, replace(usual, **more))
    )
    assert one == same
    assert {part for part in one if one[part] != other[part]} == {"listing"}


def test_a_change_of_one_line_in_an_extractor_is_picked_up_and_so_is_its_reversal(
    refreshed: Refreshed, home: Path, project: Path
) -> None:
    module = project / "extractors" / "letters" / "content" / "summaries.py"
    before = module.read_text()
    assert "SUMMARY_LENGTH = 3" in before
    module.write_text(before.replace("SUMMARY_LENGTH = 3", "SUMMARY_LENGTH = 1"))
    again = jtai("refresh", "--home", home, "--source", refreshed.archive, "--pace", "0", PYTHONPATH=str(project))
    assert again.returncode == 0, again.stderr
    assert " 0 letters extracted" not in again.stdout
    assert released_summaries(home) != released_summaries(refreshed.home)
    assert versions_of(project) == versions_released(home)
    module.write_text(before)
    assert versions_of(project) == versions_released(refreshed.home) != versions_released(home)


def versions_of(project: Path) -> dict[str, str]:
    """The versions of a copy of this project, by which a release made from it would be known."""
    script = "import json; from orchestration.workspace.code_versions import *; print(json.dumps(read_versions()))"
    said = subprocess.run([sys.executable, "-c", script], cwd=project, capture_output=True, check=True)
    return dict(json.loads(said.stdout))


def versions_released(home: Path) -> dict[str, str]:
    release = latest_release(home / "releases")
    assert release is not None
    return release.manifest.versions


def released_summaries(home: Path) -> list[tuple[object, ...]]:
    with duckdb.connect(str(home / "releases" / "latest" / "jtai.duckdb"), read_only=True) as connection:
        return connection.execute("SELECT report_id, section_number, summary FROM sections ORDER BY ALL").fetchall()
