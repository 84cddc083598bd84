"""What no sentence of a letter has: each expression quotes the first such place in a text, or is null.

Tried on the plain text of 40 letters: a page number set between the words of two pages is found two times in three,
with one false alarm; every digit glued to a word was a footnote's mark.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import polars as pl

from expectations.text.expressions import OPENING_LETTERS, QUOTED_EACH_SIDE, normalise_text, text_opening

LEAST_LETTERS = 20
"""A shorter footnote may be a phrase of the letter."""

BROKEN_GLYPH = r"[\x{FFFE}\x{FFFF}\x{AD}\x{FFFD}\x{E000}-\x{F8FF}\x00-\x08\x0e-\x1f]"
"""PDFium's broken hyphen, soft hyphen, replacement character, private-use and control glyphs."""

FOOTNOTE_MARK = (
    r"(?:[¹²³⁰-⁹].{0,30}"
    r"|[a-z]{3}[.,;:’”)]{0,2}\d{1,2}(?:\z|[^\d%a-z.:/].{0,29}|[.:/](?:\z|\D.{0,28})))"
)
"""A raised digit, or one glued to a word that no digit, letter, % or decimal follows; then the words to quote."""

PAGE_NUMBER = re.compile(r"^(?:[Pp]age )?(?P<line>\d{1,3})$| (?P<inside>\d{1,3}) (?=(?P<after>[a-z]+))", re.MULTILINE)
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


def quote_broken_glyph(text: pl.Expr) -> pl.Expr:
    """Quote a glyph that is no letter, digit or punctuation of a sentence."""
    return _clean_quote(text.str.extract(rf"(?s)(.{{0,30}}?{BROKEN_GLYPH}.{{0,30}})"))


def quote_footnote_mark(text: pl.Expr) -> pl.Expr:
    """Quote a footnote's mark left in a sentence."""
    return _clean_quote(text.str.extract(rf"(?s)(.{{0,30}}?{FOOTNOTE_MARK})"))


def quote_page_number(text: pl.Expr, first_page: pl.Expr, last_page: pl.Expr) -> pl.Expr:
    """Quote a page number left in a text that is on these pages: a line by itself, or between two words.

    polars' regular expressions neither look ahead nor compare numbers, so this is Python.
    """
    row = pl.struct(text.alias("text"), first_page.alias("first"), last_page.alias("last"))
    return _clean_quote(row.map_elements(_find_page_number, return_dtype=pl.String))


def _find_page_number(row: Mapping[str, object]) -> str | None:
    text, pages = str(row["text"] or ""), range(int(str(row["first"])), int(str(row["last"])) + 1)
    for found in PAGE_NUMBER.finditer(text):
        if int(found["line"] or found["inside"]) in pages and (found["line"] or not _is_of_sentence(found)):
            return text[max(0, found.start() - QUOTED_EACH_SIDE) : found.end() + QUOTED_EACH_SIDE]
    return None


def _is_of_sentence(number: re.Match[str]) -> bool:
    """Whether the words around a number let it be part of their sentence."""
    before = WORD_BEFORE.search(number.string, max(0, number.start() - QUOTED_EACH_SIDE), number.start())
    is_introduced = before is None or before["word"].lower() in BEFORE_A_NUMBER
    return is_introduced or number["after"] in AFTER_A_NUMBER


def find_footnotes_in_text(sections: pl.DataFrame, footnotes: pl.DataFrame) -> pl.DataFrame:
    """For each section, by `row`, the first `footnote` of its letter whose words are in its `own_text`."""
    notes = footnotes.drop_nulls("text").select("report_id", footnote="text", opening=text_opening(pl.col("text")))
    return (
        sections.select("row", "report_id", "own_text")
        .join(notes.filter(pl.col("opening").str.len_chars() >= LEAST_LETTERS), on="report_id")
        .filter(normalise_text(pl.col("own_text")).str.contains(pl.col("opening"), literal=True))
        .unique("row", keep="first", maintain_order=True)
        .select("row", pl.col("footnote").str.slice(0, OPENING_LETTERS))
    )


def _clean_quote(quote: pl.Expr) -> pl.Expr:
    """Write a quote on one line, and what cannot be printed as its code."""
    on_one_line = quote.str.replace_all(r"\s+", " ").str.strip_chars()
    return on_one_line.map_elements(_escape_unprintable, return_dtype=pl.String)


def _escape_unprintable(quote: str) -> str:
    return "".join(mark if mark.isprintable() else f"<U+{ord(mark):04X}>" for mark in quote)
