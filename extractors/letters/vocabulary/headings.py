"""Headings: what kind of section each known wording opens (`headings.csv`), and how case studies are headed.

How a line is set says that it is a heading (`structure.blocks`); this table says what it means. A wording that is not
in it is kept as a subsection or a section of kind `other`, and reported.
"""

from __future__ import annotations

import re
from functools import cache

from extractors.letters.vocabulary import read_table
from extractors.records import Polarity, SectionKind

CASE_STUDY = re.compile(
    r"(?:case|practice)\s+stud(?:y|ies)\b|places\s+and\s+spaces\b|(?:case|practice)\s+example\b", re.I
)


def kind_of_heading(heading: str) -> SectionKind | None:
    """Return the kind of section a heading opens, or None where its wording is not known."""
    words = normalise_heading(heading)
    return next((kind for kind, wording in _known_headings() if wording.fullmatch(words)), None)


def is_case_study_heading(heading: str) -> bool:
    """Say whether a heading opens a boxed example."""
    return bool(CASE_STUDY.match(heading))


def polarity_of(heading: str) -> Polarity:
    """Return what a case study's heading says it is an example of; several kinds at once are `mixed`."""
    words = normalise_heading(heading)
    named: list[Polarity] = []
    if re.search(r"\bpriority\b", words):
        named.append("priority")
    if re.search(r"\b(?:improve|ineffective|poor|weak)", words):
        named.append("improvement")
    if re.search(r"\b(?:effective|strengths?|good|best|excellent|exemplary|outstanding|positive)\b", words):
        named.append("strength")
    if not named:
        return "neutral"
    return named[0] if len(named) == 1 else "mixed"


def normalise_heading(text: str) -> str:
    """Return the text in lower case with punctuation as spaces, to compare wordings."""
    return " ".join(re.sub(r"[^\w()’'-]+", " ", text.lower().replace("(s)", "s")).split())


@cache
def _known_headings() -> tuple[tuple[SectionKind, re.Pattern[str]], ...]:
    return tuple((row["kind"], re.compile(row["wording"])) for row in read_table("headings.csv"))  # type: ignore[misc]
