"""Whether as many letters as usual have something in common: over all of them, where no single letter shows a fault."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

import great_expectations as gx
import great_expectations.expectations as gxe
import polars as pl

from expectations.expectation_types import MOST_LETTERS
from expectations.letter_traits import TRAITS, find_traits
from expectations.previous_release import PreviousRelease

FEWEST_LETTERS = 20
"""Of fewer letters, many may be alike by chance."""


class AsManyLettersAsUsualAreAlike(gxe.ExpectColumnValuesToBeBetween):
    description: str = (
        f"Of {FEWEST_LETTERS} letters or more, as many have something in common (a date, a number, a kind of section) "
        "as usual and as in the previous release, but for the share that may be flagged."
    )
    message: ClassVar[str] = "{share:.0%} of {letter_count} letters {trait}; {expected}."
    column: str = "share_as_expected"
    shown: ClassVar[tuple[str, ...]] = ("trait", "share")


SUITE = gx.ExpectationSuite(
    "published.traits_of_letters",
    expectations=[AsManyLettersAsUsualAreAlike(min_value=MOST_LETTERS)],
    meta={"table": "inspections"},
)


def build_batch(tables: Mapping[str, pl.DataFrame], previous: PreviousRelease) -> pl.DataFrame:
    """Compare the share of letters that have each trait with the usual one, and with the previous release's.

    No rows where there are few letters. The previous release is compared in the letters that both have.
    """
    now = find_traits(tables)
    both = now.join(previous.traits, on="report_id", how="semi")
    before = previous.traits.join(now, on="report_id", how="semi")
    usual = pl.DataFrame(
        [(trait.words, trait.least, trait.most) for trait in TRAITS], schema=["trait", "least", "most"], orient="row"
    )
    with_usual = (
        _count_shares(now)
        .join(usual, on="trait", maintain_order="left")
        .with_columns(expected=pl.format("usual is {}% to {}%", *(_to_percent(name) for name in ("least", "most"))))
    )
    with_before = (
        _count_shares(both)
        .join(_count_shares(before).select("trait", least="share", most="share"), on="trait", maintain_order="left")
        .with_columns(expected=pl.format("in the previous release {}%", _to_percent("least")))
    )
    distance = pl.max_horizontal(pl.col("least") - pl.col("share"), pl.col("share") - pl.col("most"), 0.0)
    return (
        pl.concat([with_usual, with_before])
        .filter(pl.col("letter_count") >= FEWEST_LETTERS)
        .with_columns(share_as_expected=1 - distance)
    )


def _count_shares(letters: pl.DataFrame) -> pl.DataFrame:
    """The share of letters that have each trait: trait, share, letter_count."""
    return (
        letters.drop("report_id")
        .select(pl.all().mean())
        .unpivot(variable_name="trait", value_name="share")
        .with_columns(letter_count=pl.lit(letters.height))
    )


def _to_percent(column: str) -> pl.Expr:
    return (pl.col(column) * 100).round().cast(pl.Int64)
