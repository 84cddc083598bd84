"""Where the sections of a letter lie: on its pages, in each other, and clear of the next."""

from __future__ import annotations

import polars as pl

from expectations.text.expressions import OPENING_LETTERS, normalise_text


def is_in_sequence(number: str) -> pl.Expr:
    """Whether the numbers of each report run 1, 2, 3 without a gap."""
    return (pl.col(number).rank("ordinal").over("report_id") == pl.col(number)).fill_null(False)


def is_within_letter() -> pl.Expr:
    """Whether a section starts before it ends, on pages the letter has."""
    start, end = pl.col("start_page"), pl.col("end_page")
    return ((start >= 1) & (start <= end) & (end <= pl.col("page_count"))).fill_null(False)


def is_within_parent() -> pl.Expr:
    """Whether the parent a section names is there and, for a subsection, has it on its pages.

    A case study may be on the page after the last words of the section it belongs to.
    """
    start, end = pl.col("start_page"), pl.col("end_page")
    is_on_its_pages = ((pl.col("parent_start_page") <= start) & (start <= end) & (end <= pl.col("parent_end_page"))) | (
        pl.col("kind") != "sub_section"
    )
    return pl.when(pl.col("parent_section_number").is_not_null()).then(
        pl.col("parent_kind").is_not_null() & is_on_its_pages
    )


def is_expected_there() -> pl.Expr:
    """Whether a subsection is where letters of its family have some: an unknown heading elsewhere is a section's."""
    is_newer = (pl.col("family") == "2022 on").fill_null(False)
    is_in_main_findings = (pl.col("parent_kind") == "main_findings").fill_null(False)
    return pl.when((pl.col("kind") == "sub_section") & is_newer).then(is_in_main_findings)


def find_overlaps(sections: pl.DataFrame) -> pl.DataFrame:
    """For each top-level section, by `row`, whether it `is_clear_of_next`: ends before it, without its words."""
    next_letters = pl.col("letters").shift(-1).over("report_id")
    ends_later = pl.col("end_page") > pl.col("start_page").shift(-1).over("report_id")
    has_next_words = (next_letters.str.len_chars() >= OPENING_LETTERS) & pl.col("letters").str.contains(
        next_letters, literal=True
    )
    return (
        sections.filter(pl.col("level") == 1, pl.col("kind") != "case_study")
        .with_columns(letters=normalise_text(pl.col("text")))
        .select("row", is_clear_of_next=~(ends_later.fill_null(False) | has_next_words.fill_null(False)))
    )
