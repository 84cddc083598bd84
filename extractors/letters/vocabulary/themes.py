"""Themes: the closed list of what inspections are about (`themes.csv`), with the wordings that name each.

A whole phrase decides: what is left of it beside a theme's wording must be words that change nothing
(`theme_frames.csv`) or the name of a place. "Parental mental ill health" is no children's mental health.
"""

from __future__ import annotations

import re
from functools import cache

from extractors.letters.vocabulary import read_table
from extractors.records import Theme

NAME = r"[A-Z][\w’'.-]*"
COUNCIL = r"(?:borough|city|county|district|metropolitan|council)"
NAMES = rf"{NAME}(?:,?\s+(?:(?:and|of|upon|on|with|the|in|&|{COUNCIL})\s+)*{NAME})*(?:\s+{COUNCIL}\b)*"
# "in the Royal Borough of Windsor and Maidenhead", "across Telford & Wrekin"; a title may have no more than the name.
PLACE = re.compile(rf"\b(?:in|across|within|of)\s+(?:the\s+)?{NAMES}")
ONLY_PLACE = re.compile(rf"^{NAMES}(?=\s*(?:$|[:–—-]\s))")
EXPLANATION = re.compile(r"\([^)]*\)")


def theme_of(words: str) -> str | None:
    """Return the theme from the closed list that a whole phrase names, or None."""
    phrases = _normalise(words), _without_place(words)
    return next((theme for phrase in phrases for theme, wording in _known_wordings() if _names(phrase, wording)), None)


def _names(phrase: str, wording: re.Pattern[str]) -> bool:
    named = wording.search(phrase)
    return named is not None and not _informative_rest(f"{phrase[: named.start()]} … {phrase[named.end() :]}")


def is_informative(words: str) -> bool:
    """Say whether a phrase says more than that an inspection was of children, agencies and a place."""
    return bool(_informative_rest(_without_place(ONLY_PLACE.sub(" ", words))))


def known_themes() -> list[Theme]:
    """Return the closed list of themes, each with the other names it goes by."""
    names: dict[str, list[str]] = {}
    for row in read_table("themes.csv"):
        names.setdefault(row["theme"], []).extend(row["known_as"].split("; ") if row["known_as"] else [])
    return [Theme(theme, "; ".join(others)) for theme, others in sorted(names.items())]


def _without_place(words: str) -> str:
    return _normalise(PLACE.sub(" ", words))


def _normalise(words: str) -> str:
    return " ".join(EXPLANATION.sub(" ", words).replace("'", "’").lower().split())


def _informative_rest(words: str) -> str:
    return re.sub(r"[\W_]+", "", _frames().sub(" ", words))


@cache
def _known_wordings() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((row["theme"], _whole_words(row["wording"])) for row in read_table("themes.csv"))


@cache
def _frames() -> re.Pattern[str]:
    return _whole_words("|".join(row["wording"] for row in read_table("theme_frames.csv")))


def _whole_words(wording: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w’-])(?:{wording})(?![\w-]|’\w)", re.IGNORECASE)
