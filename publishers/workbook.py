"""The workbook: a cover, a sheet for each way of reading the outcomes, and a data dictionary.

Text is written as text (`publishers.cells`), dates as dates, and every sheet of rows has one row of headings and no
merged cells, so that filters, pivot tables and screen readers take it as it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from math import ceil
from pathlib import Path

import duckdb
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from publishers.cells import cell_text
from publishers.cover import CoverBlock, cover_blocks
from publishers.records import Cell, ReleaseFacts
from publishers.sheets import PAGE_URL_MEANING, SHEETS, Sheet
from publishers.tables import Table
from publishers.wording import TITLE, heading_of, source_sentence

WORKBOOK_NAME = "jtai_outcomes.xlsx"
COVER_TITLE, DICTIONARY_TITLE = "Cover", "Data dictionary"
NOWHERE = "not in this workbook"
DICTIONARY_ABOUT = "What every column of every table means: one row per column."

# What a spreadsheet can hold: characters in a link, links in a sheet.
MAX_LINK_CHARACTERS = 2_079
MAX_LINKS_IN_A_SHEET = 65_530

# A letter on the web, or a picture beside the workbook.
WEB_ADDRESS = re.compile(r"https?://\S+")
CROP_PATH = re.compile(r"crops/[0-9a-f]+\.png")

MIN_WIDTH_CHARACTERS, MAX_WIDTH_CHARACTERS = 9, 60
DATE_WIDTH_CHARACTERS, MOMENT_WIDTH_CHARACTERS = 13, 18
# Columns that are there to be read have more room, fingerprints, which nobody reads, have less.
WIDTHS = {"text": 100, "meaning": 100, "file_sha256": 20, "problem_key": 20}
LABEL_WIDTH_CHARACTERS, ABOUT_WIDTH_CHARACTERS = 24, 110
# Not every program fits a row to its text when it opens the file, so the height is written too; a long text scrolls.
LINE_POINTS, MOST_LINES = 14, 12
A4 = 9

PAGE_URL = "page_url"
WITH_PAGE_URL = ("findings", "case_studies")


def write_workbook(con: duckdb.DuckDBPyConnection, tables: Sequence[Table], made: ReleaseFacts, folder: Path) -> Path:
    """Write the workbook of the released database that `con` reads; the same input gives the same bytes."""
    path = folder / WORKBOOK_NAME
    options = dict.fromkeys(("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False)
    options["in_memory"] = (
        True  # a run killed while it wrote left its sheets in the system's folder for temporary files
    )
    with xlsxwriter.Workbook(str(path), options) as book:
        created = made.refreshed_at.astimezone(UTC).replace(tzinfo=None)
        book.set_properties({"title": TITLE, "comments": source_sentence(made), "created": created})
        writer = _Writer(book)
        cover = book.add_worksheet(COVER_TITLE)
        row_counts = {sheet.title: writer.write_sheet(sheet, con) for sheet in SHEETS}
        row_counts[DICTIONARY_TITLE] = writer.write_dictionary(tables, con)
        writer.write_cover(cover, cover_blocks(con, made), row_counts)
    return path


class _Writer:
    """Writes sheets into one workbook, with the formats they share."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        def format_of(**properties: object) -> Format:
            return book.add_format({"valign": "top"} | properties)

        self.book = book
        self.title = format_of(bold=True, font_size=18, font_color="#1D3557")
        self.heading = format_of(bold=True, font_size=13, font_color="#1D3557")
        self.header = format_of(bold=True, text_wrap=True, bg_color="#1D3557", font_color="#FFFFFF")
        self.label = format_of(bold=True)
        self.text = format_of(text_wrap=True)
        self.plain = format_of(align="left")
        self.link = format_of(font_color="#0B5394", underline=1)
        self.day = format_of(num_format="d mmm yyyy", align="left")
        self.moment = format_of(num_format="d mmm yyyy hh:mm", align="left")

    def write_cover(self, page: Worksheet, blocks: Sequence[CoverBlock], row_counts: Mapping[str, int]) -> None:
        """Say what the workbook is, where it comes from, how it may be used, and what its sheets are."""
        page.hide_gridlines(2)
        page.set_column(0, 0, LABEL_WIDTH_CHARACTERS)
        page.set_column(1, 1, ABOUT_WIDTH_CHARACTERS)
        page.set_column(2, 2, MIN_WIDTH_CHARACTERS)
        _set_up_print(page)
        page.write_string(0, 0, TITLE, self.title)
        row = 2
        for block in blocks:
            row = self._write_block(page, row, block) + 1
        self._write_contents(page, row, row_counts)

    def _write_block(self, page: Worksheet, row: int, block: CoverBlock) -> int:
        """Write a block under its heading; the row after it."""
        page.write_string(row, 0, block.heading, self.heading)
        for number, (label, value) in enumerate(block.lines, start=row + 1):
            page.write_string(number, 0, label, self.label)
            page.write_string(number, 1, cell_text(value), self.text)
            page.set_row(number, _row_points([value], [ABOUT_WIDTH_CHARACTERS]))
        return row + 1 + len(block.lines)

    def _write_contents(self, page: Worksheet, row: int, row_counts: Mapping[str, int]) -> None:
        about = {sheet.title: sheet.about for sheet in SHEETS} | {DICTIONARY_TITLE: DICTIONARY_ABOUT}
        for column, heading in enumerate(("Sheet", "What it holds", "Rows")):
            page.write_string(row, column, heading, self.header)
        for number, (title, row_count) in enumerate(row_counts.items(), start=row + 1):
            page.write_url(number, 0, f"internal:'{title}'!A1", self.link, string=title)
            page.write_string(number, 1, about[title], self.text)
            page.write_number(number, 2, row_count, self.plain)

    def write_sheet(self, sheet: Sheet, con: duckdb.DuckDBPyConnection) -> int:
        """Write the rows of one query under a heading row; how many there are."""
        found = con.sql(sheet.query)
        return self._write_rows(sheet.title, found.columns, found.fetchall())

    def write_dictionary(self, tables: Sequence[Table], con: duckdb.DuckDBPyConnection) -> int:
        """Say what every column of every table means, those on a sheet first; how many there are."""
        shown = {(sheet.table_name, name): sheet.title for sheet in SHEETS for name in con.sql(sheet.query).columns}
        rows: list[Sequence[Cell]] = [
            (shown.get((table.name, column.name), NOWHERE), table.name, column.name, column.type, column.comment)
            for table in tables
            for column in table.columns
        ]
        rows += [(shown[name, PAGE_URL], name, PAGE_URL, "VARCHAR", PAGE_URL_MEANING) for name in WITH_PAGE_URL]
        titles = [*(sheet.title for sheet in SHEETS), NOWHERE]
        rows.sort(key=lambda row: titles.index(str(row[0])))
        headed = [(sheet, heading_of(str(column)), table, column, *rest) for sheet, table, column, *rest in rows]
        columns = ["sheet", "heading_in_this_workbook", "table", "column", "type", "meaning"]
        return self._write_rows(DICTIONARY_TITLE, columns, headed)

    def _write_rows(self, title: str, columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> int:
        page = self.book.add_worksheet(title)
        widths = [_width(column, [row[index] for row in rows]) for index, column in enumerate(columns)]
        headings = [heading_of(column) for column in columns]
        for index, (heading, width) in enumerate(zip(headings, widths, strict=True)):
            page.write_string(0, index, heading, self.header)
            page.set_column(index, index, width)
        page.set_row(0, _row_points(headings, widths))
        links_left = MAX_LINKS_IN_A_SHEET
        for number, row in enumerate(rows, start=1):
            page.set_row(number, _row_points(row, widths))
            for index, value in enumerate(row):
                links_left -= self._write_cell(page, number, index, value, may_link=links_left > 0)
        last_row, last_column = max(len(rows), 1), len(columns) - 1
        page.freeze_panes(1, columns.index("local_authority") + 1 if "local_authority" in columns else 0)
        page.autofilter(0, 0, last_row, last_column)
        page.ignore_errors({"number_stored_as_text": f"A1:XFD{last_row + 1}"})
        page.repeat_rows(0)
        _set_up_print(page)
        return len(rows)

    def _write_cell(self, page: Worksheet, row: int, column: int, value: Cell, *, may_link: bool) -> int:
        """Write one value as what it is; the number of links written, 0 or 1."""
        match value:
            case None | "":
                pass
            case bool():
                # LibreOffice would make a formula of a truth value: =TRUE().
                page.write_string(row, column, "yes" if value else "no", self.plain)
            case int() | float():
                # A spreadsheet keeps fifteen digits of a number, and not all of them of a second.
                page.write_number(row, column, float(f"{value:.15g}"), self.plain)
            case datetime():
                moment = value.astimezone(UTC).replace(tzinfo=None, microsecond=0)
                page.write_datetime(row, column, moment, self.moment)
            case date():
                page.write_datetime(row, column, value, self.day)
            case str() if may_link and CROP_PATH.fullmatch(value):
                page.write_url(row, column, f"external:{value}", self.link, string=value)
                return 1
            case str() if may_link and WEB_ADDRESS.fullmatch(value) and len(value) <= MAX_LINK_CHARACTERS:
                page.write_url(row, column, value, self.link, string=value)
                return 1
            case str():
                text = cell_text(value)
                page.write_string(row, column, text, self.text if " " in text else self.plain)
        return 0


def _set_up_print(page: Worksheet) -> None:
    page.set_paper(A4)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.set_footer("&L&A&RPage &P of &N")


def _width(column: str, values: Sequence[Cell]) -> int:
    if any(isinstance(value, datetime) for value in values):
        return MOMENT_WIDTH_CHARACTERS
    if any(isinstance(value, date) for value in values):
        return DATE_WIDTH_CHARACTERS
    longest = max((len(line) for value in values if value is not None for line in str(value).splitlines()), default=0)
    longest_word = max(len(word) for word in heading_of(column).split())
    most = WIDTHS.get(column, MAX_WIDTH_CHARACTERS)
    # Three more for the arrow of the filter.
    return min(max(longest, longest_word, MIN_WIDTH_CHARACTERS) + 3, most)


def _row_points(values: Sequence[Cell], widths: Sequence[int]) -> int:
    lines = [
        sum(ceil(len(line) / width) or 1 for line in value.splitlines())
        for value, width in zip(values, widths, strict=True)
        if isinstance(value, str) and " " in value
    ]
    return LINE_POINTS * min(max(lines, default=1) or 1, MOST_LINES) + 1
