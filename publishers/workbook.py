"""The workbook: a cover, a sheet for each way of reading the outcomes, and a data dictionary.

A letter's text is always written as text, so nothing in it can run as a formula.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from publishers.records import Cell, ReleaseFacts
from publishers.sheets import SHEETS, Sheet
from publishers.tables import Table
from publishers.wording import (
    SUMMARY,
    TITLE,
    heading_of,
    is_address,
    licence_sentence,
    printable,
    refreshed_sentence,
    source_sentence,
)

WORKBOOK_NAME = "jtai_outcomes.xlsx"
DICTIONARY_TITLE = "Data dictionary"

# What a spreadsheet can hold: UTF-16 units in a cell, characters in a link, links in a sheet.
MAX_CELL_UNITS = 32_767
MAX_LINK_CHARACTERS = 2_079
MAX_LINKS_IN_A_SHEET = 65_530

# A picture beside the workbook.
CROP_PATH = re.compile(r"crops/[0-9a-f]+\.png")

MIN_WIDTH_CHARACTERS, MAX_WIDTH_CHARACTERS = 9, 60
DATE_WIDTH_CHARACTERS = 13
LONG_TEXT_CHARACTERS = 600
LONG_ROW_POINTS = 90


def write_workbook(con: duckdb.DuckDBPyConnection, tables: Sequence[Table], made: ReleaseFacts, folder: Path) -> Path:
    """Write the workbook of the released database that `con` reads; the same input gives the same bytes."""
    path = folder / WORKBOOK_NAME
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        created = made.refreshed_at.astimezone(UTC).replace(tzinfo=None)
        book.set_properties({"title": TITLE, "comments": source_sentence(made), "created": created})
        writer = _Writer(book)
        writer.write_cover(made)
        for sheet in SHEETS:
            writer.write_sheet(sheet, con)
        writer.write_dictionary(tables)
    return path


class _Writer:
    """Writes sheets into one workbook, with the formats they share."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        def format_of(**properties: object) -> Format:
            return book.add_format({"valign": "top"} | properties)

        self.book = book
        self.title = format_of(bold=True, font_size=18)
        self.header = format_of(bold=True, text_wrap=True, bg_color="#1D3557", font_color="#FFFFFF")
        self.label = format_of(bold=True)
        self.text = format_of(text_wrap=True)
        self.number = format_of()
        self.link = format_of(font_color="#0B5394", underline=1)
        self.day = format_of(num_format="d mmm yyyy", align="left")
        self.moment = format_of(num_format="d mmm yyyy hh:mm", align="left")

    def write_cover(self, made: ReleaseFacts) -> None:
        """Say what the workbook is, where it comes from and how its text may be used."""
        page = self.book.add_worksheet("Cover")
        page.hide_gridlines(2)
        page.set_column(0, 0, 24)
        page.set_column(1, 1, 100)
        page.write_string(0, 0, TITLE, self.title)
        for row, (label, value) in enumerate(_cover_lines(made), start=2):
            page.write_string(row, 0, label, self.label)
            page.write_string(row, 1, printable(value), self.text)

    def write_sheet(self, sheet: Sheet, con: duckdb.DuckDBPyConnection) -> None:
        """Write the rows of one query under a heading row."""
        found = con.sql(sheet.query)
        self._write_rows(sheet.title, found.columns, found.fetchall())

    def write_dictionary(self, tables: Sequence[Table]) -> None:
        """Say what every column of every table means."""
        rows: list[Sequence[Cell]] = [
            (table.name, column.name, heading_of(column.name), column.type, column.comment)
            for table in tables
            for column in table.columns
        ]
        self._write_rows(DICTIONARY_TITLE, ["table", "column", "heading_in_this_workbook", "type", "meaning"], rows)

    def _write_rows(self, title: str, columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> None:
        page = self.book.add_worksheet(title)
        for index, column in enumerate(columns):
            page.write_string(0, index, heading_of(column), self.header)
            page.set_column(index, index, _width(heading_of(column), [row[index] for row in rows]))
        links_left = MAX_LINKS_IN_A_SHEET
        for number, row in enumerate(rows, start=1):
            if any(isinstance(value, str) and len(value) > LONG_TEXT_CHARACTERS for value in row):
                page.set_row(number, LONG_ROW_POINTS)
            for index, value in enumerate(row):
                links_left -= self._write_cell(page, number, index, value, may_link=links_left > 0)
        page.freeze_panes(1, columns.index("local_authority") + 1 if "local_authority" in columns else 0)
        page.autofilter(0, 0, max(len(rows), 1), len(columns) - 1)

    def _write_cell(self, page: Worksheet, row: int, column: int, value: Cell, *, may_link: bool) -> int:
        """Write one value as what it is; the number of links written, 0 or 1."""
        match value:
            case None:
                pass
            case bool():
                page.write_boolean(row, column, value, self.number)
            case int() | float():
                page.write_number(row, column, value, self.number)
            case datetime():
                page.write_datetime(row, column, value.astimezone(UTC).replace(tzinfo=None), self.moment)
            case date():
                page.write_datetime(row, column, value, self.day)
            case str() if may_link and CROP_PATH.fullmatch(value):
                page.write_url(row, column, f"external:{value}", self.link, string=value)
                return 1
            case str() if may_link and is_address(value) and len(value) <= MAX_LINK_CHARACTERS:
                page.write_url(row, column, value, self.link, string=value)
                return 1
            case str():
                page.write_string(row, column, fit_cell(printable(value)), self.text)
        return 0


def fit_cell(text: str) -> str:
    """A text that a cell can hold; one that is too long ends in a note of how much is missing and where it is."""
    units = text.encode("utf-16-le")
    if len(units) <= 2 * MAX_CELL_UNITS:
        return text
    note = f"\n[… cut here: a cell holds no more. All {len(text):,} characters are in jtai.duckdb and in csv/]"
    room = 2 * (MAX_CELL_UNITS - len(note))
    return units[:room].decode("utf-16-le", errors="ignore") + note


def _cover_lines(made: ReleaseFacts) -> list[tuple[str, str]]:
    return [
        ("What this is", SUMMARY),
        ("Source", source_sentence(made)),
        ("Refreshed", refreshed_sentence(made)),
        ("Release", made.release_name),
        ("Letters read", f"{len(made.input_files):,}"),
        ("Licence", licence_sentence(made)),
        ("Made with", ", ".join(f"{name} {version}" for name, version in sorted(made.versions.items()))),
        *((sheet.title, sheet.about) for sheet in SHEETS),
        (DICTIONARY_TITLE, "What every column of every table means."),
    ]


def _width(heading: str, values: Sequence[Cell]) -> int:
    if any(isinstance(value, date) for value in values):
        return DATE_WIDTH_CHARACTERS
    longest = max((len(str(value)) for value in values if value is not None), default=0)
    longest_word = max(len(word) for word in heading.split())
    return min(max(longest, longest_word, MIN_WIDTH_CHARACTERS) + 3, MAX_WIDTH_CHARACTERS)
