"""What no sentence of a letter has: each expression quotes the first such place in a text, or is null.

Tried on the plain text of 40 letters: every digit glued to a word was a footnote's mark.
"""

from __future__ import annotations

import polars as pl

from expectations.text.expressions import OPENING_LETTERS, normalise_text, text_opening

LEAST_LETTERS = 20
"""A shorter footnote may be a phrase of the letter."""

BROKEN_GLYPH = r"[\x{FFFE}\x{FFFF}\x{AD}\x{FFFD}\x{E000}-\x{F8FF}\x00-\x08\x0e-\x1f]"
"""PDFium's broken hyphen, soft hyphen, replacement character, private-use and control glyphs."""

FOOTNOTE_MARK = (
    r"(?:[¹²³⁰-⁹].{0,30}"
    r"|[a-z]{3}[.,;:’”)]{0,2}\d{1,2}(?:\z|[^\d%A-Za-z.:/].{0,29}|[.:/](?:\z|\D.{0,28})))"
)
"""A raised digit, or one glued to a word that no digit, letter, % or decimal follows; then the words to quote."""


def quote_broken_glyph(text: pl.Expr) -> pl.Expr:
    """Quote a glyph that is no letter, digit or punctuation of a sentence."""
    return _clean_quote(text.str.extract(rf"(?s)(.{{0,30}}?{BROKEN_GLYPH}.{{0,30}})"))


def quote_footnote_mark(text: pl.Expr) -> pl.Expr:
    """Quote a footnote's mark left in a sentence."""
    return _clean_quote(text.str.extract(rf"(?s)(.{{0,30}}?{FOOTNOTE_MARK})"))


def find_footnotes_in_text(sections: pl.DataFrame, footnotes: pl.DataFrame) -> pl.DataFrame:
    """For each section, by `row`, the first `footnote` of its letter whose words are in its `own_text`.

    A note that is no longer than a title may be named in a sentence: it is left in the text where a paragraph begins
    with it, or with its mark.
    """
    notes = footnotes.drop_nulls("text").select(
        "report_id", "marker", footnote="text", opening=text_opening(pl.col("text"))
    )
    paragraphs = pl.col("own_text").str.split("\n").list.eval(normalise_text(pl.element())).list.join("\n")
    text = pl.format("\n{}", paragraphs)
    begins_paragraph = pl.any_horizontal(
        text.str.contains(pl.format("\n{}", "opening"), literal=True),
        text.str.contains(pl.format("\n{}{}", pl.col("marker").fill_null(""), "opening"), literal=True),
    )
    is_long = pl.col("opening").str.len_chars() == OPENING_LETTERS
    return (
        sections.select("row", "report_id", "own_text")
        .join(notes.filter(pl.col("opening").str.len_chars() >= LEAST_LETTERS), on="report_id")
        .filter(
            begins_paragraph
            | (is_long & normalise_text(pl.col("own_text")).str.contains(pl.col("opening"), literal=True))
        )
        .unique("row", keep="first", maintain_order=True)
        .select("row", pl.col("footnote").str.slice(0, OPENING_LETTERS))
    )


def _clean_quote(quote: pl.Expr) -> pl.Expr:
    """Write a quote on one line, and what cannot be printed as its code."""
    on_one_line = quote.str.replace_all(r"\s+", " ").str.strip_chars()
    return on_one_line.map_elements(_escape_unprintable, return_dtype=pl.String)


def _escape_unprintable(quote: str) -> str:
    return "".join(mark if mark.isprintable() else f"<U+{ord(mark):04X}>" for mark in quote)
