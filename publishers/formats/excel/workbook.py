"""`jtai_outcomes.xlsx`: a cover, a sheet for each way of reading the outcomes, and a data dictionary.

Text is written as text, dates as dates, and every sheet of rows has one row of headings and no merged cells, so that
filters, pivot tables and screen readers take it as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC
from pathlib import Path

import duckdb
import polars as pl
import xlsxwriter

from publishers.formats.excel.cover import SheetSummary, write_cover
from publishers.formats.excel.sheets import MEANINGS, SHEETS
from publishers.formats.excel.worksheets import MAX_ROWS, write_worksheet
from publishers.published_tables import Table
from publishers.release_facts import ReleaseFacts
from publishers.text import TITLE, describe_source, to_heading

WORKBOOK_NAME = "jtai_outcomes.xlsx"
COVER_TITLE, DICTIONARY_TITLE = "Cover", "Data dictionary"
DICTIONARY_ABOUT = "What every column of every table means: one row per column."
NOT_SHOWN = "not in this workbook"


def write_workbook(
    con: duckdb.DuckDBPyConnection, tables: Sequence[Table], facts: ReleaseFacts, folder: Path
) -> Sequence[str]:
    """Write the workbook of the released database that `con` reads; the same input gives the same bytes.

    Returns a sentence for each sheet that does not hold all its rows, as its cover says too.
    """
    as_text = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    # Temporary files go into the release's folder, where a kill leaves nothing behind.
    with xlsxwriter.Workbook(str(folder / WORKBOOK_NAME), as_text | {"tmpdir": str(folder)}) as book:
        created = facts.refreshed_at.astimezone(UTC).replace(tzinfo=None)
        book.set_properties({"title": TITLE, "comments": describe_source(facts), "created": created})
        cover = book.add_worksheet(COVER_TITLE)
        summaries = [
            _write_sheet(book, sheet.title, sheet.table_name, sheet.about, con.sql(sheet.query).pl())
            for sheet in SHEETS
        ]
        dictionary = build_dictionary(con, tables)
        summaries.append(_write_sheet(book, DICTIONARY_TITLE, "data_dictionary", DICTIONARY_ABOUT, dictionary))
        write_cover(book, cover, con, facts, summaries)
    return [f"sheet {one.title}: {one.cut}" for one in summaries if one.cut]


def build_dictionary(con: duckdb.DuckDBPyConnection, tables: Sequence[Table]) -> pl.DataFrame:
    """List what every column of every table means, those on a sheet first, in the order of the sheets."""
    shown = {
        (sheet.table_name, name): (sheet.title, str(type_name))
        for sheet in SHEETS
        for relation in [con.sql(sheet.query)]
        for name, type_name in zip(relation.columns, relation.types, strict=True)
    }
    rows = [
        (shown.get((table.name, column.name), (NOT_SHOWN, ""))[0], table.name, column.name, column.type, column.comment)
        for table in tables
        for column in table.columns
    ]
    comments = {column.name: column.comment for table in tables for column in table.columns}
    known = {(table.name, column.name) for table in tables for column in table.columns}
    rows += [
        (title, table_name, name, type_name, MEANINGS.get(name) or comments[name])
        for (table_name, name), (title, type_name) in shown.items()
        if (table_name, name) not in known
    ]
    titles = [*(sheet.title for sheet in SHEETS), NOT_SHOWN]
    rows.sort(key=lambda row: titles.index(row[0]))
    columns = ["sheet", "table", "column", "type", "meaning"]
    headings = pl.Series("heading_in_this_workbook", [to_heading(row[2]) for row in rows])
    return pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.String), orient="row").insert_column(1, headings)


def name_kinds(frame: pl.DataFrame) -> pl.DataFrame:
    """Write kinds in plain English: `needs_to_improve` is `Needs to improve`."""
    kinds = [name for name in ("kind", "polarity") if name in frame.columns]
    return frame.with_columns(pl.col(kinds).map_elements(to_heading, return_dtype=pl.String))


def _write_sheet(
    book: xlsxwriter.Workbook, title: str, table_name: str, about: str, frame: pl.DataFrame
) -> SheetSummary:
    row_count = write_worksheet(book, title, table_name, name_kinds(frame))
    cut = f"Only the first {MAX_ROWS:,} of {frame.height:,} rows fit; csv/ holds them all."
    return SheetSummary(title, about, row_count, cut if row_count < frame.height else "")
