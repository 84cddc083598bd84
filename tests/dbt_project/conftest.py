"""A warehouse of invented rows, and what dbt makes of it: built once, for dbt takes seconds to start."""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import pytest

from extractors.records import (
    CaseStudy,
    Discovery,
    Finding,
    Footnote,
    Letter,
    Provider,
    Publication,
    ReadingProblem,
    ReportFile,
    Section,
    SectionKind,
    Theme,
)
from orchestration.dbt_command import DBT_PROJECT, MADE_BY_DBT
from orchestration.tables import (
    TABLES,
    RecordedProblem,
    RecordedVerdict,
    ReleasedCell,
    ReleasedFigure,
    ReleasedProblem,
    ReleasedVersion,
    ReleasePlan,
    Row,
)
from orchestration.warehouse import Warehouse

BARNSLEY, BEDFORD, UNKNOWN = 80426, 80428, 99999
LAST_WEEK, TODAY = datetime(2026, 1, 5, 5, tzinfo=UTC), datetime(2026, 1, 12, 5, tzinfo=UTC)


@pytest.fixture(scope="session")
def marts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """What dbt built from the invented rows: a read-only connection that looks into schema `marts`."""
    home = tmp_path_factory.mktemp("home")
    fill_warehouse(Warehouse(home=str(home)))
    shutil.copytree(DBT_PROJECT, home / "dbt_project", ignore=shutil.ignore_patterns(*MADE_BY_DBT))
    write_corrections(home / "dbt_project" / "seeds" / "hand_corrections.csv")
    run_dbt("build", home)
    with duckdb.connect(str(home / "warehouse.duckdb"), read_only=True) as connection:
        connection.execute("USE marts")
        yield connection


def run_dbt(command: str, home: Path) -> None:
    """Run dbt as production does, on the project in `home` and with everything that it writes there."""
    project = ["--project-dir", home / "dbt_project", "--profiles-dir", home / "dbt_project"]
    written = ["--target-path", home / "target", "--log-path", home / "logs"]
    finished = subprocess.run(
        [Path(sys.executable).with_name("dbt"), "--no-use-colors", command, *project, *written],
        env={**os.environ, "JTAI_WAREHOUSE": str(home / "warehouse.duckdb")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode == 0, finished.stdout


def fill_warehouse(warehouse: Warehouse) -> None:
    """Put the rows below into the tables that dbt reads."""
    rows = [*source_rows(), *letter_rows(), *released_rows(), *gate_rows()]
    warehouse.create_tables(list(TABLES))
    for row_type in TABLES:
        warehouse.replace(row_type, [row for row in rows if type(row) is row_type])


def source_rows() -> list[Row]:
    """Five documents: three letters, one document of another kind, one letter without a file."""
    listed = [
        ("early", BARNSLEY, date(2019, 1, 7), True),
        ("late", BARNSLEY, date(2023, 1, 9), True),
        ("bedford", BEDFORD, date(2022, 5, 2), True),
        ("annual", BEDFORD, date(2009, 7, 3), False),
        ("unfetched", UNKNOWN, date(2024, 2, 1), True),
    ]
    return [
        Discovery("report site", 3, 3, 5, 1),
        *(Provider(urn, f"Council {urn}", None) for urn in (BARNSLEY, BEDFORD, UNKNOWN)),
        *(
            Publication(report_id, urn, "A label", day, f"https://example.org/{report_id}", is_jtai)
            for report_id, urn, day, is_jtai in listed
        ),
        *(ReportFile(i, f"sha of {i}", 1000, None, TODAY, None) for i in ("early", "late", "bedford")),
        ReportFile("unfetched", None, None, None, None, "404 not found"),
        Theme("neglect", ""),
        Theme("early help", "children and families who need help"),
    ]


def letter_rows() -> list[Row]:
    """What was read from the three letters, and one letter that is no longer listed."""
    return [
        letter("early", theme="neglect"),
        letter("late", theme="early help", priority_action_areas_stated_none=True),
        letter("bedford"),
        letter("no longer listed"),
        section("early", 1, "introduction", "To whom it may concern."),
        section("early", 2, "strengths", "First strength.\nSecond strength.", bullet_count=2),
        section("early", 3, "case_study", "A child was helped.", heading="Case study: help", level=2, parent=2),
        section("early", 4, "areas_for_improvement", "First area.", bullet_count=1),
        section("late", 1, "headline_findings", "Most children are helped."),
        section("late", 2, "priority_action", "There are no areas for priority action", bullet_count=1),
        section("no longer listed", 1, "strengths", "Unseen.", bullet_count=1),
        CaseStudy("early", 1, 3, "Case study: help", "strength", "A child was helped.", 2, 2),
        finding("early", 1, 2, "strengths", "First strength."),
        finding("early", 2, 2, "strengths", "Second strength."),
        finding("early", 3, 4, "areas_for_improvement", "First area."),
        Footnote("early", 1, "1", "A regulation.", 1, 1, "under the regulation"),
        ReadingProblem("late", "unknown_heading", "warning", 2, "A heading", "heading not in the list"),
    ]


def letter(report_id: str, *, theme: str | None = None, priority_action_areas_stated_none: bool = False) -> Letter:
    """A letter that was read, with the facts that these tests look at."""
    return Letter(
        report_id=report_id,
        file_sha256=f"sha of {report_id}",
        extractor_version="1",
        reader="pdfium",
        status="read",
        status_detail=None,
        family="2022 on",
        page_count=9,
        word_count=3000,
        unplaced_word_count=0,
        placed_character_count=0,
        title="Joint targeted area inspection",
        letter_date=date(2022, 1, 1),
        inspection_start_date=date(2021, 11, 1),
        inspection_end_date=date(2021, 11, 5),
        inspection_dates_quote="between 1 and 5 November 2021",
        is_inspection_year_inferred=False,
        theme=theme,
        theme_quote=theme,
        deep_dive_focus=None,
        priority_action_areas_stated_none=priority_action_areas_stated_none,
        written_statement_required=False,
        written_statement_lead=None,
        written_statement_due_date=None,
        written_statement_quote=None,
        inspectorates=None,
        signatory_offices=None,
    )


def section(
    report_id: str,
    number: int,
    kind: SectionKind,
    text: str,
    *,
    heading: str | None = None,
    level: int = 1,
    parent: int | None = None,
    bullet_count: int = 0,
) -> Section:
    """A section on the second page, as short as its summary."""
    return Section(
        report_id=report_id,
        section_number=number,
        parent_section_number=parent,
        level=level,
        kind=kind,
        heading=heading,
        polarity="strength" if kind == "case_study" else None,
        start_page=2,
        end_page=2,
        text=text,
        summary=text,
        paragraph_count=0 if bullet_count else 1,
        bullet_count=bullet_count,
        sub_bullet_count=0,
    )


def finding(report_id: str, number: int, section_number: int, kind: SectionKind, text: str) -> Finding:
    """A top-level bullet on the second page."""
    return Finding(report_id, number, section_number, kind, 1, None, text, 2, 70.0, 100.0, 500.0, 120.0)


def released_rows() -> list[Row]:
    """The release before had the two older letters, one of them with another theme, and one problem."""
    return [
        ReleasedCell("early", "inspections", "", "local_authority", "Barnsley"),
        ReleasedCell("early", "inspections", "", "theme", "domestic abuse"),
        ReleasedCell("bedford", "inspections", "", "local_authority", "Bedford Borough"),
        ReleasedCell("early", "inspections", "", "file_sha256", "sha of another file"),
        ReleasedVersion("early", "sha of another file", "Barnsley", None, None, "R0", "R1", None, None, None),
        ReleasedFigure("R1", "letters", "all letters", 2.0),
        ReleasePlan("R2", TODAY, "R1"),
        ReleasedProblem("not seen again", LAST_WEEK),
    ]


def gate_rows() -> list[Row]:
    """Last week's run distrusted one letter, today's another."""
    return [
        *(
            RecordedVerdict("extracted", "letters", run_id, True, judged_at, 3, "hash")
            for run_id, judged_at in (("run 1", LAST_WEEK), ("run 2", TODAY))
        ),
        problem("early", "run 1", LAST_WEEK),
        problem("late", "run 2", TODAY),
        problem("bedford", "run 2", TODAY, table_name="letters", column_name="theme", row_key=None),
    ]


def problem(
    report_id: str,
    run_id: str,
    judged_at: datetime,
    *,
    table_name: str = "sections",
    column_name: str = "heading",
    row_key: str | None = "2",
) -> RecordedProblem:
    """A warning, about a heading on the second page where nothing else is said."""
    return RecordedProblem(
        gate="extracted",
        expectation="heading_is_known",
        claim="Every heading is known",
        severity="warning",
        report_id=report_id,
        table_name=table_name,
        column_name=column_name,
        row_key=row_key,
        page=2,
        seen="A heading",
        crop_path="crops/0123456789abcdef.png",
        run_id=run_id,
        judged_at=judged_at,
    )


def write_corrections(seed: Path) -> None:
    """Correct the invented letters: six cells read wrongly, and four rows that come to nothing."""
    corrections = [
        ("bedford", "inspections", "", "theme", "", "neglect"),
        ("bedford", "inspections", "", "letter_date", "2022-01-01", "2022-02-01"),
        ("early", "sections", "4", "text", "First area.", "First area,\nover two lines."),
        ("early", "findings", "3", "text", "First area.", "First area, on one line."),
        ("early", "case_studies", "1", "polarity", "strength", "mixed"),
        ("early", "footnotes", "1", "reference_page", "1", ""),
        ("early", "inspections", "", "theme", "early help", "neglect"),
        ("late", "inspections", "", "theme", "neglect", "domestic abuse"),
        ("late", "sections", "9", "text", "Something.", "Something else."),
        ("of the site", "inspections", "", "theme", "", "neglect"),
    ]
    with seed.open("a", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows((*cell, "Page 2 says so.", "A. Reader", "2026-01-06") for cell in corrections)
