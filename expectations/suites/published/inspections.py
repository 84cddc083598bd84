"""Expectations about the inspections about to be published: all of them are there, with dates and marks that can be."""

from __future__ import annotations

from typing import ClassVar

import great_expectations as gx
import polars as pl

from expectations.expectation_types import (
    MOST_LETTERS,
    ExpectTrue,
    TheTableHasRows,
    except_one,
)
from expectations.previous_release import PreviousRelease, describe_letter

MOST_DAYS_BEFORE_ITS_DATE = 3
"""A letter may appear on the site some days before the date it bears."""


class MostDatesAreInOrder(ExpectTrue):
    description: str = (
        "Inspections start, end, are written about and are published in that order, but for the share that may be "
        "flagged."
    )
    message: ClassVar[str] = "{failed} of {total} inspections have dates that are not in order."
    column: str = "are_dates_in_order_or_is_one"


class TheLatestInspectionOfAnAuthorityIsMarked(ExpectTrue):
    description: str = "The newest inspection of an authority, and no other, is marked as the latest."
    message: ClassVar[str] = (
        "The latest inspection of {local_authority:an unknown authority} is marked wrongly: is_latest of the letter "
        "published on {publication_date} is {is_latest}."
    )
    column: str = "is_latest_right"
    shown: ClassVar[tuple[str, ...]] = ("is_latest", "publication_date")


class FewEnoughLettersAreFlagged(ExpectTrue):
    description: str = "No more letters are flagged than the settings allow."
    message: ClassVar[str] = "{failed} of {total} letters are flagged, more than the settings allow."
    column: str = "is_unflagged"


class NoReleasedInspectionIsMissing(ExpectTrue):
    description: str = "Every inspection of the previous release is published again."
    message: ClassVar[str] = "Missing, though in the previous release: {letter}."
    column: str = "is_published"
    shown: ClassVar[tuple[str, ...]] = ("letter",)


class EveryListedLetterIsPublishedOrLeftOutForAReason(ExpectTrue):
    description: str = "Every listed JTAI letter is an inspection, read or not, or the list of documents says why not."
    message: ClassVar[str] = (
        "Not published, and no reason is given: {label!q:no label}, published on {publication_date}."
    )
    column: str = "is_published"
    shown: ClassVar[tuple[str, ...]] = ("label", "publication_date")


SUITE = gx.ExpectationSuite(
    "published.inspections",
    expectations=[
        TheTableHasRows(description="There is at least one inspection."),
        MostDatesAreInOrder(mostly=MOST_LETTERS),
        TheLatestInspectionOfAnAuthorityIsMarked(),
        FewEnoughLettersAreFlagged(mostly=MOST_LETTERS),
    ],
    meta={"table": "inspections"},
)
PREVIOUS_SUITE = gx.ExpectationSuite(
    "published.previous_inspections",
    expectations=[NoReleasedInspectionIsMissing()],
    meta={"table": "inspections"},
)
LISTED_SUITE = gx.ExpectationSuite(
    "published.listed_letters",
    expectations=[EveryListedLetterIsPublishedOrLeftOutForAReason()],
    meta={"table": "inspections"},
)


def build_batch(inspections: pl.DataFrame) -> pl.DataFrame:
    """Say of each inspection what its dates and its authority's other inspections say of it."""
    is_latest, published = pl.col("is_latest").fill_null(False), pl.col("publication_date")
    is_older = (published < published.max().over("urn")).fill_null(False)
    return inspections.with_columns(
        are_dates_in_order_or_is_one=except_one(_are_dates_in_order()),
        is_latest_right=(is_latest.sum().over("urn") == 1) & ~(is_latest & is_older),
        is_unflagged=~pl.col("extraction_status").is_in(["flagged", "unread"]).fill_null(False),
    )


def _are_dates_in_order() -> pl.Expr:
    """Whether no date is before one it should follow; a missing date is in nobody's way."""
    start, end = pl.col("inspection_start_date"), pl.col("inspection_end_date")
    letter, publication = pl.col("letter_date"), pl.col("publication_date")
    days_early = (letter - publication).dt.total_days()
    disorders = (start > end, start > letter, end > letter, end > publication, days_early > MOST_DAYS_BEFORE_ITS_DATE)
    return ~pl.any_horizontal([disorder.fill_null(False) for disorder in disorders])


def build_previous_batch(inspections: pl.DataFrame, previous: PreviousRelease) -> pl.DataFrame:
    """Every inspection of the previous release, and whether it is published again."""
    return previous.letters.select("report_id", letter=describe_letter(), is_published=_is_among(inspections))


def build_listed_batch(publications: pl.DataFrame, inspections: pl.DataFrame) -> pl.DataFrame:
    """Every listed letter that is not left out for a reason, and whether it is published."""
    to_publish = publications.filter("is_jtai", pl.col("left_out_reason").is_null())
    return to_publish.with_columns(is_published=_is_among(inspections))


def _is_among(inspections: pl.DataFrame) -> pl.Expr:
    return pl.col("report_id").is_in(inspections["report_id"].to_list())
