"""What no sentence of a letter has: each function quotes the first such place in a text, or says None.

Tried on the plain text of 40 letters: a page number set between the words of two pages is found two times in three,
with one false alarm; every digit glued to a word was a footnote's mark.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

import pandas as pd

QUOTED_EACH_SIDE = 30
OPENING_LETTERS = 60
"""So many letters of a text tell it from any other."""
LEAST_LETTERS = 20
"""A shorter footnote may be a phrase of the letter."""

BROKEN = re.compile(r"[\ufffe\uffff\u00ad\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f]")
"""PDFium's broken hyphen, soft hyphen, replacement character, private-use and control glyphs."""

NOTE_MARK = re.compile(r"[¹²³⁰-⁹]|[a-z]{3}[.,;:’”)]{0,2}\d{1,2}(?![\d%a-z]|[.:/]\d)")

NUMBER = re.compile(r"^(?:[Pp]age )?(?P<line>\d{1,3})$| (?P<inside>\d{1,3}) (?=(?P<after>[a-z]+))", re.MULTILINE)
WORD_BEFORE = re.compile(r"(?P<word>[^\W\d]+)[’),;]*$")

BEFORE_A_NUMBER = frozenset((
    "about", "after", "age", "aged", "ages", "all", "among", "and", "another", "approximately", "around",
    "article", "at", "band", "before", "between", "beyond", "by", "chapter", "every", "for", "from", "further",
    "grade", "in", "is", "its", "last", "least", "level", "most", "nearly", "not", "number", "of", "on", "only",
    "or", "over", "page", "paragraph", "part", "past", "phase", "regulation", "section", "since", "stage",
    "step", "than", "the", "these", "those", "tier", "to", "under", "until", "up", "was", "were", "within",
    "year",
))  # fmt: skip
AFTER_A_NUMBER = frozenset((
    "and", "cases", "children", "day", "days", "families", "hour", "hours", "minute", "minutes", "month", "months",
    "or", "per", "to", "week", "weeks", "year", "years", "young",
))  # fmt: skip


def blemishes_in(sections: pd.DataFrame, footnotes: pd.DataFrame) -> dict[str, list[str | None]]:
    """Quote what should be in no sentence from each section; a subsection's words are judged with its parent's."""
    notes = footnotes.groupby("report_id")["text"].agg(list).to_dict()
    pages = zip(judged_texts(sections), sections["start_page"], sections["end_page"], strict=True)
    reports = zip(judged_texts(sections), sections["report_id"], strict=True)
    return {
        "broken_word": [broken_word(text) for text in judged_texts(sections)],
        "note_mark": [note_mark(text) for text in judged_texts(sections)],
        "page_number": [page_number(text, int(start), int(end)) for text, start, end in pages],
        "footnote": [footnote_in(text, notes.get(report, [])) for text, report in reports],
    }


def judged_texts(sections: pd.DataFrame) -> Iterator[str]:
    """The text of each section, one at a time; empty for a subsection, whose words its parent has."""
    is_judged = sections["parent_section_number"].isna() | sections["kind"].eq("case_study")
    for text, judged in zip(sections["text"], is_judged & sections["text"].notna(), strict=True):
        yield text if judged else ""


def broken_word(text: str) -> str | None:
    """Quote a glyph that is no letter, digit or mark of a sentence."""
    return quoted(BROKEN.search(text))


def note_mark(text: str) -> str | None:
    """Quote a footnote's mark left in a sentence."""
    return quoted(NOTE_MARK.search(text))


def page_number(text: str, first_page: int, last_page: int) -> str | None:
    """Quote a page number left in a text that stands on these pages: a line by itself, or between two words."""
    for found in NUMBER.finditer(text):
        is_page = first_page <= int(found["line"] or found["inside"]) <= last_page
        if is_page and (found["line"] or not belongs(found)):
            return quoted(found)
    return None


def belongs(number: re.Match[str]) -> bool:
    """Whether the words around a number let it be part of their sentence."""
    before = WORD_BEFORE.search(number.string, max(0, number.start() - QUOTED_EACH_SIDE), number.start())
    is_introduced = before is None or before["word"].lower() in BEFORE_A_NUMBER
    return is_introduced or number["after"] in AFTER_A_NUMBER


def footnote_in(text: str, notes: Iterable[str]) -> str | None:
    """Quote the footnote whose words stand in a text."""
    letters = letters_of(text)
    openings = ((letters_of(note)[:OPENING_LETTERS], note) for note in notes)
    inside = (note for opening, note in openings if len(opening) >= LEAST_LETTERS and opening in letters)
    return next((note[:OPENING_LETTERS] for note in inside), None)


def quoted(found: re.Match[str] | None) -> str | None:
    """The place with a few words around it, what cannot be printed written as its code."""
    if found is None:
        return None
    start, end = max(0, found.start() - QUOTED_EACH_SIDE), found.end() + QUOTED_EACH_SIDE
    around = " ".join(found.string[start:end].split())
    return "".join(mark if mark.isprintable() else f"<U+{ord(mark):04X}>" for mark in around)


@lru_cache(maxsize=1000)
def letters_of(text: str) -> str:
    """The letters and digits of a text in lower case, to compare texts that are spaced or quoted differently."""
    return re.sub(r"[\W_]+", "", text).lower()
