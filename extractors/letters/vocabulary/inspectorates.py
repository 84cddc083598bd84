"""Inspectorates: the wordings that name each of them (`inspectorates.csv`)."""

from __future__ import annotations

import re
from functools import cache

from extractors.letters.vocabulary import read_table


def inspectorates_in(introduction: str) -> list[str]:
    """Return the inspectorates that the introduction names, by their present names."""
    return [name for name, wording in _known_inspectorates() if wording.search(introduction)]


@cache
def _known_inspectorates() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((row["inspectorate"], re.compile(row["wording"])) for row in read_table("inspectorates.csv"))
