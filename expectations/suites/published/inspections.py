"""Expectations about the inspections about to be published: all of them are there, with marks that can be."""

from __future__ import annotations

from typing import ClassVar

import great_expectations as gx
import polars as pl

from expectations.expectation_types import (
    MOST_LETTERS,
    ExpectTrue,
    TheTableHasRows,
)
from expectations.previous_release import PreviousRelease, describe_letter


class TheLatestInspectionOfAnAuthorityIsMarked(ExpectTrue):
    description: str = "The newest inspection of an authority, and no other, is marked as the latest."
    message: ClassVar[str] = (
        "The latest inspection of {local_authority:an unknown authority} is marked wrongly: is_latest of the letter "
        "published on {publication_date} is {is_latest}."
    )
    column: str = "is_latest_right"
    shown: ClassVar[tuple[str, ...]] = ("is_latest", "publication_date")


class FewEnoughLettersAreFlagged(ExpectTrue):
    description: str = "No more letters are flagged or unread than the settings allow."
    message: ClassVar[str] = (
        "{failed} of {total} letters are flagged or unread, more than JTAI_MAX_FLAGGED_SHARE allows."
    )
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
    """Say of each inspection what its authority's other inspections say of it."""
    is_latest, published = pl.col("is_latest").fill_null(False), pl.col("publication_date")
    is_older = (published < published.max().over("urn")).fill_null(False)
    return inspections.with_columns(
        is_latest_right=(is_latest.sum().over("urn") == 1) & ~(is_latest & is_older),
        is_unflagged=~pl.col("extraction_status").is_in(["flagged", "unread"]).fill_null(False),
    )


def build_previous_batch(inspections: pl.DataFrame, previous: PreviousRelease) -> pl.DataFrame:
    """Every inspection of the previous release, and whether it is published again."""
    return previous.letters.select("report_id", letter=describe_letter(), is_published=_is_among(inspections))


def build_listed_batch(publications: pl.DataFrame, inspections: pl.DataFrame) -> pl.DataFrame:
    """Every listed letter that is not left out for a reason, and whether it is published."""
    to_publish = publications.filter("is_jtai", pl.col("left_out_reason").is_null())
    return to_publish.with_columns(is_published=_is_among(inspections))


def _is_among(inspections: pl.DataFrame) -> pl.Expr:
    return pl.col("report_id").is_in(inspections["report_id"].to_list())
