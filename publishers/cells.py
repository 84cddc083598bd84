"""What a cell of a spreadsheet can hold, and what it must not hold."""

from __future__ import annotations

import re

from publishers.wording import printable

# What a spreadsheet can hold: UTF-16 units in a cell.
MAX_CELL_UNITS = 32_767
# How a formula begins, in the full-width forms that some spreadsheets take too; a tab or a line feed may hide it.
FORMULA_BEGINS = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\n]")


def cell_text(text: str) -> str:
    """A text as a cell may hold it: printable, no longer than a cell, and never run as a formula.

    The workbook writes text as text, which no spreadsheet runs; but a CSV file that is saved from it has no
    types, so what would be run there has an apostrophe before it.
    """
    shown = printable(text)
    return fit_cell(f"'{shown}" if FORMULA_BEGINS.match(shown) else shown)


def fit_cell(text: str) -> str:
    """A text that a cell can hold; one that is too long ends in a note of how much is missing and where it is."""
    units = text.encode("utf-16-le")
    if len(units) <= 2 * MAX_CELL_UNITS:
        return text
    note = f"\n[… cut here: a cell holds no more. All {len(text):,} characters are in jtai.duckdb and in csv/]"
    room = 2 * (MAX_CELL_UNITS - len(note))
    return units[:room].decode("utf-16-le", errors="ignore") + note
