"""A letter read so wrongly that a gate stops it is released once a person has put it right, and not before."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from running import Refreshed, jtai

from orchestration.dbt_command import DBT_PROJECT, MADE_BY_DBT

REPORT, WRONG = "80419_2016-12-05", "sheep"
CODE = ("orchestration", "expectations", "extractors", "publishers")
SETTINGS = ("pyproject.toml", "uv.lock")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of this project, for a test to write its corrections into."""
    folder = tmp_path / "project"
    for name in CODE:
        shutil.copytree(DBT_PROJECT.parent / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in SETTINGS:
        shutil.copyfile(DBT_PROJECT.parent / name, folder / name)
    shutil.copytree(DBT_PROJECT, folder / "dbt_project", ignore=shutil.ignore_patterns(*MADE_BY_DBT))
    return folder


def released(home: Path, query: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(home / "releases" / "latest" / "jtai.duckdb"), read_only=True) as connection:
        return connection.execute(query, [REPORT]).fetchall()


def correct(project: Path, column: str, wrong: str, right: str) -> None:
    with (project / "dbt_project" / "seeds" / "hand_corrections.csv").open("a") as corrections:
        corrections.write(f"{REPORT},inspections,,{column},{wrong},{right},misread,A person,2026-11-20\n")


def test_a_critical_problem_is_answered_by_a_correction_of_its_cell_and_by_no_other(
    refreshed: Refreshed, home: Path, project: Path, change_warehouse: Callable[[str], None]
) -> None:
    [(theme, title)] = released(home, "SELECT theme, title FROM inspections WHERE report_id = ?")
    change_warehouse(f"UPDATE raw.letters SET theme = '{WRONG}' WHERE report_id = '{REPORT}'")  # noqa: S608
    refresh = ("refresh", "--home", home, "--source", refreshed.archive, "--pace", "0")

    correct(project, "title", f'"{title}"', "Another title")
    stopped = jtai(*refresh, PYTHONPATH=str(project))
    assert stopped.returncode == 1, stopped.stdout + stopped.stderr
    assert "the gate 'published' refused extraction_problems" in stopped.stderr
    assert "A theme is one of the closed list." in stopped.stderr

    correct(project, "theme", WRONG, str(theme))
    passed = jtai(*refresh, PYTHONPATH=str(project))
    assert passed.returncode == 0, passed.stdout + passed.stderr
    query = "SELECT theme, extraction_status FROM inspections WHERE report_id = ?"
    assert released(home, query) == [(theme, "corrected")]
    query = "SELECT severity, seen, is_open FROM extraction_problems WHERE report_id = ? AND column_name = 'theme'"
    assert released(home, query) == [("critical", WRONG, False)]
    assert "corrected by hand" in (home / "releases" / "latest" / "data_docs" / "index.html").read_text()
