"""Invented rows of every table that dbt reads, in the shape in which discovery, extraction and the gates write them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

import polars as pl

from extractors.frames import Row, to_frame
from extractors.records import (
    FINDINGS_KINDS,
    CaseStudy,
    Discovery,
    Footnote,
    Letter,
    Paragraph,
    ParagraphForm,
    Provider,
    Publication,
    ReportFile,
    Section,
    SectionKind,
    Signatory,
    Theme,
)

BARNSLEY, BEDFORD, YORK, UNKNOWN = 80426, 80428, 80453, 99999
LAST_WEEK, TODAY = datetime(2026, 1, 5, 5), datetime(2026, 1, 12, 5)  # noqa: DTZ001 UTC without zone, as in DuckDB
OLDER_RELEASE = "2026-01-05T050000Z"

RAW_TABLES: Mapping[str, type[Row]] = {
    "raw.discoveries": Discovery,
    "raw.providers": Provider,
    "raw.publications": Publication,
    "raw.report_files": ReportFile,
    "raw.themes": Theme,
    "raw.letters": Letter,
    "raw.sections": Section,
    "raw.paragraphs": Paragraph,
    "raw.case_studies": CaseStudy,
    "raw.footnotes": Footnote,
    "raw.signatories": Signatory,
}
CORRECTION_COLUMNS = (
    "report_id",
    "table_name",
    "row_key",
    "column_name",
    "original_value",
    "corrected_value",
    "reason",
    "corrected_by",
)
WITHDRAWAL_COLUMNS = ("report_id", "reason", "acknowledged_by")
PROBLEM_SCHEMA = {
    **dict.fromkeys(("gate", "expectation", "rule", "message", "severity", "report_id"), pl.String()),
    **dict.fromkeys(("table_name", "column_name", "row_key"), pl.String()),
    "page": pl.Int64(),
    **dict.fromkeys(("seen", "crop_path", "run_id"), pl.String()),
    "checked_at": pl.Datetime("us"),
    "local_authority": pl.String(),
}


def make_tables(corrected: Sequence[tuple[str, ...]] | None = None) -> dict[str, pl.DataFrame]:
    """Make a frame for each table that dbt reads, by schema and name; with other hand corrections than those below."""
    rows = [*source_rows(), *letter_rows()]
    return {
        **{name: to_frame(kind, [row for row in rows if type(row) is kind]) for name, kind in RAW_TABLES.items()},
        "raw.hand_corrections": text_frame(CORRECTION_COLUMNS, corrected or corrections()).with_columns(
            corrected_on=TODAY.date()
        ),
        "raw.acknowledged_withdrawals": text_frame(WITHDRAWAL_COLUMNS, []).with_columns(acknowledged_on=TODAY.date()),
        "validation.discovered": pl.DataFrame([], schema=PROBLEM_SCHEMA),
        "validation.extracted": pl.DataFrame(failed_rows(), schema=PROBLEM_SCHEMA),
    }


def text_frame(columns: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> pl.DataFrame:
    """Rows of texts, as a CSV file has them."""
    return pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.String()), orient="row")


def source_rows() -> list[Row]:
    """Five documents: three letters, one document of another kind, one letter without a file."""
    listed = [
        ("early", BARNSLEY, date(2019, 1, 7), True),
        ("late", BARNSLEY, date(2023, 1, 9), True),
        ("bedford", BEDFORD, date(2022, 5, 2), True),
        ("annual", BEDFORD, date(2009, 7, 3), False),
        ("unfetched", YORK, date(2024, 2, 1), True),
    ]
    return [
        Discovery("report site", 4, 4, 5, 1),
        *(Provider(urn, f"Council {urn}", None) for urn in (BARNSLEY, BEDFORD, YORK, UNKNOWN)),
        *(
            Publication(report_id, urn, "A label", day, f"https://example.org/{report_id}", is_jtai, True, False)
            for report_id, urn, day, is_jtai in listed
        ),
        *(ReportFile(i, f"sha of {i}", 1000, None, TODAY, None) for i in ("early", "late", "bedford")),
        ReportFile("unfetched", None, None, None, None, "404 not found"),
        Theme("neglect", ""),
        Theme("early help", "children and families who need help"),
    ]


def letter_rows() -> list[Row]:
    """What was extracted from the three letters, and from one that is no longer listed."""
    return [
        letter("early", theme="neglect"),
        letter("late", theme="early help", priority_action_areas_stated_none=True),
        letter("bedford"),
        letter("no longer listed"),
        *section("early", 1, "introduction", "To whom it may concern."),
        *section("early", 2, "strengths", "First strength.\nSecond strength.", bullet_count=2),
        *section("early", 3, "case_study", "A child was helped.", heading="Case study: help", level=2, parent=2),
        *section("early", 4, "areas_for_improvement", "First area.", bullet_count=1),
        *section("late", 1, "headline_findings", "Most children are helped."),
        *section("late", 2, "priority_action", "There are no areas for priority action", bullet_count=1),
        *section("bedford", 1, "introduction", "To whom it may concern."),
        *section("no longer listed", 1, "strengths", "Unseen.", bullet_count=1),
        CaseStudy("early", 1, 3, "Case study: help", "strength", 2, 2),
        Footnote("early", 1, "1", "A regulation.", 1, 1, "under the regulation"),
        Signatory("early", 2, "Chief Inspector", "Care Quality Commission"),
        Signatory("early", 1, "Director", "Ofsted"),
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
        inspectorates="Ofsted",
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
) -> list[Row]:
    """A section on the second page, as short as its summary, and its paragraphs; what it lists is itemised."""
    row = Section(
        report_id=report_id,
        section_number=number,
        parent_section_number=parent,
        level=level,
        kind=kind,
        heading=heading,
        polarity="strength" if kind == "case_study" else None,
        start_page=2,
        end_page=2,
        summary=text,
        paragraph_count=0 if bullet_count else 1,
        bullet_count=bullet_count,
        sub_bullet_count=0,
    )
    form: ParagraphForm = "bullet" if bullet_count else "paragraph"
    is_itemised = kind in FINDINGS_KINDS and not text.startswith("There are no")
    lines = enumerate(text.split("\n"))
    return [row, *(paragraph(report_id, number, at, form, line, is_itemised=is_itemised) for at, line in lines)]


def paragraph(
    report_id: str, section_number: int, at: int, form: ParagraphForm, text: str, *, is_itemised: bool
) -> Paragraph:
    """The paragraph at a position of a section, on the second page."""
    return Paragraph(
        report_id=report_id,
        paragraph_number=10 * section_number + at,
        section_number=section_number,
        form=form,
        level=1,
        parent_paragraph_number=None,
        is_itemised=is_itemised,
        text=text,
        page=2,
        x0=70.0,
        top=100.0,
        x1=500.0,
        bottom=120.0,
        end_page=2,
    )


def corrections() -> list[tuple[str, ...]]:
    """Hand corrections: seven cells that were extracted wrongly, and four rows that do not apply."""
    corrected = [
        ("bedford", "inspections", "", "theme", "", "neglect"),
        ("bedford", "inspections", "", "letter_date", "2022-01-01", "2022-02-01"),
        ("early", "sections", "4", "text", "First area.", "First area,\nover two lines."),
        ("early", "findings", "3", "text", "First area.", "First area, on one line."),
        ("early", "case_studies", "1", "polarity", "strength", "mixed"),
        ("early", "footnotes", "1", "reference_page", "1", ""),
        ("early", "signatories", "1", "office", "Director", "National Director"),
        ("early", "inspections", "", "theme", "early help", "neglect"),
        ("late", "inspections", "", "theme", "neglect", "domestic abuse"),
        ("late", "sections", "9", "text", "Something.", "Something else."),
        ("of the site", "inspections", "", "theme", "", "neglect"),
    ]
    return [(*cell, "Page 2 says so.", "A. Reader") for cell in corrected]


def failed_rows() -> list[dict[str, object]]:
    """Two warnings: one about a heading, one about a theme that a correction answers."""
    failed = {
        "gate": "extracted",
        "expectation": "heading_is_known",
        "rule": "Every heading is known.",
        "message": "Heading not known: “A heading”.",
        "severity": "warning",
        "page": 2,
        "seen": "A heading",
        "crop_path": "crops/0123456789abcdef.png",
        "run_id": "run 2",
        "checked_at": TODAY,
    }
    return [
        {**failed, "report_id": "late", "table_name": "sections", "column_name": "heading", "row_key": "2"},
        {**failed, "report_id": "bedford", "table_name": "letters", "column_name": "theme", "row_key": None},
    ]
