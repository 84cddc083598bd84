"""Where rows lie in a letter: in sequence, and subsections where letters have some."""

from __future__ import annotations

import polars as pl

from extractors.records import NEWER_FAMILY


def is_in_sequence(number: str) -> pl.Expr:
    """Whether the numbers of each report run 1, 2, 3 without a gap."""
    return (pl.col(number).rank("ordinal").over("report_id") == pl.col(number)).fill_null(False)


def is_expected_there() -> pl.Expr:
    """Whether a subsection is where letters of its family have some, or is set below its section.

    An unknown heading elsewhere may be a section's.
    """
    is_newer = (pl.col("family") == NEWER_FAMILY).fill_null(False)
    is_in_main_findings = (pl.col("parent_kind") == "main_findings").fill_null(False)
    return pl.when((pl.col("kind") == "sub_section") & is_newer).then(is_in_main_findings | pl.col("is_set_below"))
