"""Paragraphs of sections: whether their sentences are complete.

A page that is lost, or a list that is cut, leaves a paragraph that begins or ends in the middle of a sentence. Letters
also leave out a full stop here and there: in 40 of them, 14 paragraphs and list items end without one. So one missing
full stop is no warning; a last word that no sentence ends on is, and so are many missing full stops.
"""

from __future__ import annotations

import polars as pl

from expectations.text.expressions import QUOTED_EACH_SIDE

NEVER_LAST = (
    "a", "about", "all", "also", "an", "and", "are", "as", "at", "be", "because", "been", "between", "both", "but",
    "by", "can", "could", "does", "each", "every", "for", "from", "had", "has", "have", "how", "if", "into", "is",
    "its", "may", "more", "most", "must", "not", "of", "on", "or", "other", "our", "should", "so", "some", "such",
    "than", "that", "the", "their", "there", "these", "this", "those", "through", "to", "very", "was", "we", "were",
    "when", "where", "whether", "which", "while", "who", "whose", "will", "with", "would",
)  # fmt: skip
"""Words on which no sentence of a letter ends."""

COMMON_KINDS = ("introduction", "context", "next_steps")
"""Sections that inspectorates word alike in all letters."""


def split_paragraphs(sections: pl.DataFrame) -> pl.DataFrame:
    """One row for each paragraph or list item of each section's `own_text`, in order, without headings.

    Columns: row, report_id, file_sha256, kind, bullet_count, position, paragraph.
    """
    headings = sections.select("report_id", paragraph="heading").unique()
    return (
        sections.select(
            "row", "report_id", "file_sha256", "kind", "bullet_count", paragraph=pl.col("own_text").str.split("\n")
        )
        .explode("paragraph")
        .with_row_index("position")
        .filter(pl.col("paragraph") != "")
        .join(headings, on=["report_id", "paragraph"], how="anti")
        .sort("position")
    )


def find_torn_sentences(paragraphs: pl.DataFrame) -> pl.DataFrame:
    """For each section, by `row`, the first paragraph that `begins_midway`, and the first that `ends_midway`."""
    torn = paragraphs.select(
        "row",
        begins_midway=pl.when(_begins_midway()).then(
            pl.format("… {}", pl.col("paragraph").str.slice(0, 2 * QUOTED_EACH_SIDE))
        ),
        ends_midway=pl.when(_ends_midway()).then(pl.format("{} …", pl.col("paragraph").str.tail(2 * QUOTED_EACH_SIDE))),
    )
    return torn.group_by("row").agg(pl.col("begins_midway", "ends_midway").drop_nulls().first())


def _begins_midway() -> pl.Expr:
    """Whether a paragraph begins in lower case; items of a list may, of which several do or which a colon opens."""
    is_item = _is_listed_beside(-1) | _is_listed_beside(1) | _follows_colon().shift(1, fill_value=False).over("row")
    return _is_lower() & ~is_item


def _ends_midway() -> pl.Expr:
    """Whether a paragraph ends on a comma, a dash, or a word that no sentence ends on; items of a list may."""
    last_word = pl.col("paragraph").str.extract(r"\b([\w’]+)$").str.to_lowercase()
    is_unfinished = pl.col("paragraph").str.contains(r"[,–-]$") | last_word.is_in(NEVER_LAST).fill_null(False)
    is_item = _is_lower() & (_follows_colon() | _is_listed_beside(-1))
    has_next = pl.col("position").shift(-1).over("row").is_not_null() & (pl.col("bullet_count") > 0)
    is_item_before_last = has_next & pl.col("paragraph").str.contains(r"; (?:and|or)$")
    return is_unfinished & ~is_item & ~is_item_before_last


def _is_lower() -> pl.Expr:
    """Whether a paragraph begins with a word in lower case; a name such as "iPad" is none."""
    return pl.col("paragraph").str.contains(r"^\p{Lowercase}[^\p{Uppercase}\s]*(?:\s|$)")


def _is_listed_beside(step: int) -> pl.Expr:
    """Whether the next paragraph begins in lower case too, in a section with bullets: in prose, both are torn."""
    return _is_lower().shift(step, fill_value=False).over("row") & (pl.col("bullet_count") > 0)


def _follows_colon() -> pl.Expr:
    """Whether a paragraph ends with the colon that opens a list, or is one of that list."""
    opens_list = pl.col("paragraph").str.ends_with(":")
    last_opening = pl.when(opens_list).then("position").forward_fill()
    last_other = pl.when(~_is_lower() & ~opens_list).then("position").forward_fill()
    return last_opening.is_not_null() & (last_other.is_null() | (last_opening > last_other))
