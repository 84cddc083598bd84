"""Vocabulary: the wordings of headings, themes and inspectorates, as CSV tables with a reason beside each row.

A new wording is a new row and a test. Each module here loads one table.
"""

from __future__ import annotations

import csv
from importlib import resources


def read_table(name: str) -> list[dict[str, str]]:
    """Read one of the CSV tables of this package."""
    table = resources.files(__name__).joinpath(name).read_text("utf-8")
    return list(csv.DictReader(table.splitlines()))
