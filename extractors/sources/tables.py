"""The tables beside the modules of this folder: what people decided or saw, with the reason in each row."""

from __future__ import annotations

import csv
from importlib import resources


def read_table(name: str) -> list[dict[str, str]]:
    """The rows of one table, by column."""
    table = resources.files("extractors.sources").joinpath(name).read_text("utf-8")
    return list(csv.DictReader(table.splitlines()))
