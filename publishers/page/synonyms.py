"""The synonyms that the page's search knows, from `data/search_synonyms.csv`: one group of terms a row."""

from __future__ import annotations

import csv
from pathlib import Path

SYNONYMS = Path(__file__).with_name("data") / "search_synonyms.csv"


def read_synonyms() -> list[list[str]]:
    """Read the groups; a search for any term of a group finds the others too."""
    with SYNONYMS.open(encoding="utf-8", newline="") as file:
        return [row["terms"].split("|") for row in csv.DictReader(file)]
