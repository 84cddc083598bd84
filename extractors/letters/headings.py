"""Headings: which lines are headings, and what kind of section each opens.

How a line is set says that it is a heading; the table `headings.csv` says what it means. A wording that is not in the
table is kept as a subsection or a section of kind `other`, and reported.
"""

from __future__ import annotations

import csv
import re
from functools import cache
from importlib import resources

from extractors.letters.lines import Line
from extractors.records import Polarity, SectionKind

LONGEST_HEADING = 180
CASE_STUDY = re.compile(
    r"(?:case|practice)\s+stud(?:y|ies)\b|places\s+and\s+spaces\b|(?:case|practice)\s+example\b", re.I
)
LARGER_THAN_BODY = 1.1


def stands_out(line: Line, body_size: float) -> bool:
    """Say whether a line is set as headings are: bold, or larger than the text, and no list item."""
    return line.list_mark is None and (line.is_bold or line.size > LARGER_THAN_BODY * body_size)


def is_worded_as_heading(text: str) -> bool:
    """Say whether words that stand out can be a heading: short, and not a whole sentence."""
    return len(text) < LONGEST_HEADING and not text.endswith((".", ";", ","))


def kind_of_heading(heading: str) -> SectionKind | None:
    """Return the kind of section a heading opens, or None where its wording is not known."""
    words = normal_words(heading)
    return next((kind for kind, wording in _known_headings() if wording.fullmatch(words)), None)


def is_case_study_heading(heading: str) -> bool:
    """Say whether a heading opens a boxed example."""
    return bool(CASE_STUDY.match(heading))


def polarity_of(heading: str) -> Polarity:
    """Return what a case study's heading says it is an example of; several kinds at once are `mixed`."""
    words = normal_words(heading)
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


def normal_words(text: str) -> str:
    """Return the text in lower case with punctuation as spaces, to compare wordings."""
    return " ".join(re.sub(r"[^\w()’'-]+", " ", text.lower().replace("(s)", "s")).split())


@cache
def _known_headings() -> tuple[tuple[SectionKind, re.Pattern[str]], ...]:
    table = resources.files("extractors.letters").joinpath("headings.csv").read_text("utf-8")
    return tuple((row["kind"], re.compile(row["wording"])) for row in csv.DictReader(table.splitlines()))  # type: ignore[misc]
