"""Dates of letters: how far apart they are, whether the sentence they were read from has them, whether they moved."""

from __future__ import annotations

import polars as pl

from expectations.previous_release import DATES, PreviousRelease
from expectations.text.expressions import join_present

QUOTE_OF = {
    "inspection_start_date": "inspection_dates_quote",
    "inspection_end_date": "inspection_dates_quote",
    "written_statement_due_date": "written_statement_quote",
}


def count_days() -> dict[str, pl.Expr]:
    """How long the inspection took, both days included, and what went by between the other dates."""
    return {
        "days_inspected": _days_between("inspection_start_date", "inspection_end_date") + 1,
        "days_to_letter": _days_between("inspection_end_date", "letter_date"),
        "days_to_publication": _days_between("letter_date", "publication_date"),
        "days_to_statement": _days_between("letter_date", "written_statement_due_date"),
    }


def _days_between(earlier: str, later: str) -> pl.Expr:
    return (pl.col(later) - pl.col(earlier)).dt.total_days()


def quote_dates_not_in_sentence() -> pl.Expr:
    """Name the dates of each letter that their sentence does not have, with the sentence."""
    return join_present(
        [
            pl.when(~_is_in_sentence(pl.col(date), pl.col(quote))).then(
                pl.format("{}: {} is not in “{}”", pl.lit(date), _write_date(date), pl.col(quote).fill_null("nothing"))
            )
            for date, quote in QUOTE_OF.items()
        ],
        "; ",
    )


def _is_in_sentence(date: pl.Expr, sentence: pl.Expr) -> pl.Expr:
    """Whether a sentence has the day, the month, and the year if it has any year; null where there is no date."""
    words = sentence.fill_null("")
    has_day = words.str.contains(pl.format(r"\b0?{}(?:\D|$)", date.dt.day()))
    has_month = words.str.to_lowercase().str.contains(date.dt.strftime("%b").str.to_lowercase(), literal=True)
    has_year = words.str.contains(pl.format(r"\b{}\b", date.dt.year()))
    has_no_year = ~words.str.contains(r"\b(?:19|20)\d{2}\b")
    return pl.when(date.is_not_null()).then(has_day & has_month & (has_no_year | has_year))


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
