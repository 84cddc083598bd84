"""Small expressions about texts that every suite may use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

QUOTED_EACH_SIDE = 30
OPENING_LETTERS = 60
"""So many letters of a text tell it from any other."""

LETTER_OR_DIGIT = r"[\p{L}\p{N}]"


def normalise_text(text: pl.Expr) -> pl.Expr:
    """Keep the letters and digits of a text in lower case, to compare texts that are spaced or quoted differently."""
    return text.str.replace_all(r"[^\p{L}\p{N}]+", "").str.to_lowercase()


def text_opening(text: pl.Expr) -> pl.Expr:
    """Take the first letters and digits of a text, empty where there is none."""
    return normalise_text(text.fill_null("")).str.slice(0, OPENING_LETTERS)


def is_not_blank(column: str) -> pl.Expr:
    """Whether a text has a letter or a digit."""
    return pl.col(column).str.contains(LETTER_OR_DIGIT).fill_null(False)


def split_words(text: pl.Expr) -> pl.Expr:
    """Write a text as lower-case words with one space around each, "&" written out."""
    words = text.str.to_lowercase().str.replace_all("&", " and ", literal=True).str.replace_all(r"[^\p{L}\p{N}]+", " ")
    return pl.format(" {} ", words.str.strip_chars(" "))


def join_present(parts: Sequence[pl.Expr], separator: str) -> pl.Expr:
    """Join the parts that are not null; null where all are."""
    joined = pl.concat_str(parts, separator=separator, ignore_nulls=True)
    return pl.when(joined != "").then(joined)


def name_where(conditions: Mapping[str, pl.Expr]) -> pl.Expr:
    """List the names whose condition is true, with commas; null where none is."""
    return join_present([pl.when(condition).then(pl.lit(name)) for name, condition in conditions.items()], ", ")
