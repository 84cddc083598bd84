"""Themes: the closed list of what inspections are about (`themes.csv`), with the wordings that name each."""

from __future__ import annotations

import re
from functools import cache

from extractors.letters.vocabulary import read_table
from extractors.records import Theme


def theme_of(words: str) -> str | None:
    """Return the theme from the closed list that the words name, or None."""
    return next((theme for theme, wording in _known_wordings() if wording.search(words)), None)


def known_themes() -> list[Theme]:
    """Return the closed list of themes, each with the other names it goes by."""
    names: dict[str, list[str]] = {}
    for row in read_table("themes.csv"):
        names.setdefault(row["theme"], []).extend(row["known_as"].split("; ") if row["known_as"] else [])
    return [Theme(theme, "; ".join(others)) for theme, others in sorted(names.items())]


@cache
def _known_wordings() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((row["theme"], re.compile(row["wording"], re.IGNORECASE)) for row in read_table("themes.csv"))
