"""The first sheet of the workbook: what it is, where it comes from, how it may be used and how to read it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

import duckdb
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from publishers.formats.excel.worksheets import (
    HEADER_FORMAT,
    LINE_PIXELS,
    LINK_FORMAT,
    NAVY,
    TEXT_FORMAT,
    set_up_print,
)
from publishers.release_facts import ReleaseFacts
from publishers.text import SUMMARY, TITLE, describe_licence, describe_refresh, describe_source, pluralise

COUNTS = """
SELECT
    count(*), count(DISTINCT urn), count(*) FILTER (extraction_status IN ('flagged', 'unread')),
    (SELECT count(*) FROM findings), (SELECT count(*) FROM case_studies),
    (SELECT count(*) FROM extraction_problems SEMI JOIN inspections USING (report_id) WHERE is_open),
    (SELECT count(*) FROM extraction_problems ANTI JOIN inspections USING (report_id) WHERE is_open)
FROM inspections
"""
# A hash of the code, which says nothing to a reader; the manifest has it.
CODE = "code"
WIDTHS_CHARACTERS = (24, 110, 9)

HOW_TO_READ = (
    ("Rows and columns", "The first row of a sheet names its columns, stays in sight, and filters and sorts."),
    (
        "Empty cells",
        "The letter does not say it or has no such section, or it could not be read: then the letter is flagged, "
        "and the sheet Problems says what. Nothing was filled in.",
    ),
    ("Dates and times", "Real dates; times are UTC."),
    ("Yes and no", "What is true or false in the other files is yes or no here."),
    (
        "What to trust",
        "A letter whose extraction status is flagged has an open problem: see the sheet Problems before you use it. Of "
        "one that is unread, only the reason is here.",
    ),
    ("Text", "As the letter prints it, one paragraph or bullet a line, without page numbers, headers and footnotes."),
    (
        "Escaped formulas",
        "A text that begins with = + - or @ has an apostrophe before it, so that no program takes it for a formula.",
    ),
    (
        "Long texts",
        "A cell holds 32,767 characters. Longer text is truncated, and the cell says so; jtai.duckdb and csv/ hold "
        "all of it.",
    ),
    (
        "Column meanings",
        "The last sheet says what each column means. The same tables are in jtai.duckdb, csv/ and parquet/.",
    ),
)


@dataclass(frozen=True, slots=True)
class SheetSummary:
    """A sheet as the cover lists it; `cut` says how many of its rows fit, where not all do."""

    title: str
    about: str
    row_count: int
    cut: str


def write_cover(
    book: Workbook,
    page: Worksheet,
    con: duckdb.DuckDBPyConnection,
    facts: ReleaseFacts,
    sheets: Sequence[SheetSummary],
) -> None:
    """Write the cover of the workbook over the released database that `con` reads."""
    page.hide_gridlines(2)
    for column, width in enumerate(WIDTHS_CHARACTERS):
        page.set_column(column, column, width)
    set_up_print(page)
    page.write_string(0, 0, TITLE, book.add_format({"bold": True, "font_size": 18, "font_color": NAVY}))
    blocks = {
        "About this workbook": _describe_workbook(con, facts),
        "Licence": _describe_licences(facts),
        "How to read it": HOW_TO_READ,
    }
    row = 2
    for heading, lines in blocks.items():
        row = _write_block(book, page, row, heading, lines) + 1
    _write_contents(book, page, row, sheets)


def _describe_workbook(con: duckdb.DuckDBPyConnection, facts: ReleaseFacts) -> Sequence[tuple[str, str]]:
    ((letters, authorities, flagged, findings, case_studies, problems, others),) = con.sql(COUNTS).fetchall()
    return (
        ("What this is", SUMMARY),
        ("Source", describe_source(facts)),
        ("Refreshed", describe_refresh(facts)),
        ("Release", facts.release_name),
        ("Compared with", facts.previous_release or "nothing: this is the first release from its source"),
        (
            "Holds",
            f"{pluralise(letters, 'letter')} about {pluralise(authorities, 'authority', 'authorities')}, "
            f"{pluralise(findings, 'finding')}, {pluralise(case_studies, 'case study', 'case studies')}",
        ),
        (
            "Flagged or unread",
            f"{pluralise(flagged, 'letter')} ({pluralise(problems, 'open problem')}); "
            f"{pluralise(others, 'further problem')} of the source, such as letters that it does not list",
        ),
        ("Made with", ", ".join(f"{name} {facts.versions[name]}" for name in sorted({*facts.versions} - {CODE}))),
    )


def _describe_licences(facts: ReleaseFacts) -> Sequence[tuple[str, str]]:
    return (
        ("The letters", describe_licence(facts)),
        ("The software", "The MIT licence covers the software, not the data."),
    )


def _write_block(book: Workbook, page: Worksheet, row: int, heading: str, lines: Sequence[tuple[str, str]]) -> int:
    """Write lines of label and value under a heading; return the row after them."""
    page.write_string(row, 0, heading, book.add_format({"bold": True, "font_size": 13, "font_color": NAVY}))
    label_format, text_format = book.add_format({"bold": True, "valign": "top"}), book.add_format(TEXT_FORMAT)
    for number, (label, value) in enumerate(lines, start=row + 1):
        page.write_string(number, 0, label, label_format)
        page.write_string(number, 1, value, text_format)
        page.set_row_pixels(number, ceil(len(value) / WIDTHS_CHARACTERS[1]) * LINE_PIXELS + 1)
    return row + 1 + len(lines)


def _write_contents(book: Workbook, page: Worksheet, row: int, sheets: Sequence[SheetSummary]) -> None:
    header, link, text = (book.add_format(form) for form in (HEADER_FORMAT, LINK_FORMAT, TEXT_FORMAT))
    for column, heading in enumerate(("Sheet", "What it holds", "Rows")):
        page.write_string(row, column, heading, header)
    for number, sheet in enumerate(sheets, start=row + 1):
        page.write_url(number, 0, f"internal:'{sheet.title}'!A1", link, string=sheet.title)
        page.write_string(number, 1, f"{sheet.about} {sheet.cut}".strip(), text)
        page.write_number(number, 2, sheet.row_count, text)
