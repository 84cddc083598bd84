"""Dates of letters: how far apart they are, and whether they moved since the previous release."""

from __future__ import annotations

import polars as pl

from expectations.previous_release import DATES, PreviousRelease
from expectations.text.expressions import join_present


def count_days() -> dict[str, pl.Expr]:
    """How long the inspection took, both days included, and what went by between the other dates."""
    return {
        "days_inspected": _days_between("inspection_start_date", "inspection_end_date") + 1,
        "days_to_letter": _days_between("inspection_end_date", "letter_date"),
        "days_after_letter": _days_between("letter_date", "publication_date"),
        "days_to_statement": _days_between("letter_date", "written_statement_due_date"),
    }


def _days_between(earlier: str, later: str) -> pl.Expr:
    return (pl.col(later) - pl.col(earlier)).dt.total_days()


def find_moved_dates(letters: pl.DataFrame, previous: PreviousRelease) -> pl.DataFrame:
    """For each letter, by `report_id`, which dates differ from those released of the same file, with both values."""
    released = previous.letters.select("report_id", "file_sha256", *DATES)
    both = letters.select("report_id", "file_sha256", *DATES).join(
        released, on=["report_id", "file_sha256"], suffix="_before"
    )
    moved = [
        pl.when(pl.col(date).ne_missing(pl.col(f"{date}_before"))).then(
            pl.format("{}: {}, was {}", pl.lit(date), _write_date(date), _write_date(f"{date}_before"))
        )
        for date in DATES
    ]
    return both.select("report_id", moved_dates=join_present(moved, "; ")).unique("report_id")


def _write_date(column: str) -> pl.Expr:
    return pl.col(column).dt.to_string().fill_null("nothing")
