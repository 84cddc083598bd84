"""Whether a letter is the one it is listed as: what it says of its authority and its dates agrees with its listing.

A cache or a swapped file may give one letter's bytes for another. A letter that is surely another one is left out, so
only what no slip of the pen explains counts: its authority is named nowhere and another one often, or all of its dates
are more than a year from the publication.
"""

from __future__ import annotations

import polars as pl

from expectations.text.expressions import join_present

MAX_DAYS_FROM_PUBLICATION = 400
"""A letter may bear a wrong year in January, and is published within months."""
OWN_DATES = ("letter_date", "inspection_start_date", "inspection_end_date")


def name_other_letter() -> pl.Expr:
    """Say why a letter is not the one it is listed as; null where it may be."""
    days = [(pl.col("publication_date") - pl.col(date)).dt.total_days().abs() for date in OWN_DATES]
    is_of_another_time = pl.min_horizontal(days) > MAX_DAYS_FROM_PUBLICATION
    own_dates = join_present([pl.col(date).dt.to_string() for date in OWN_DATES], ", ")
    return join_present(
        [
            pl.when("is_other_letter").then("other_authority"),
            pl.when(is_of_another_time).then(
                pl.format("published on {}, its own dates are {}", pl.col("publication_date").dt.to_string(), own_dates)
            ),
        ],
        "; ",
    )


def compare_listed_inspection_date() -> pl.Expr:
    """Say where the day of inspection that is printed with a letter is not one of the days the letter gives."""
    listed, start, end = (
        pl.col(f"{name}_date") for name in ("listed_inspection", "inspection_start", "inspection_end")
    )
    return pl.when(~listed.is_between(start, end)).then(
        pl.format("{}; in the letter: {} to {}", listed.dt.to_string(), start.dt.to_string(), end.dt.to_string())
    )
