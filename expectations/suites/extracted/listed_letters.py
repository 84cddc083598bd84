"""Expectations about which listed reports could be read as letters.

A letter that cannot be read is named and left out; that is critical only where it was released before, or where it is
so many that the release would mislead.
"""

from __future__ import annotations

from typing import ClassVar

import great_expectations as gx
import great_expectations.expectations as gxe
import polars as pl
from great_expectations.expectations.metadata_types import FailureSeverity
from great_expectations.expectations.model_field_types import ValueSetField

from expectations.expectation_types import WARNING, ExpectMostlyTrue, ExpectTrue, TheTableHasRows
from expectations.previous_release import PreviousRelease, mask_by_release


class AReportIsOneLetter(gxe.ExpectColumnValuesToBeUnique):
    description: str = "No report is two letters."
    column: str = "report_id"
    shown: ClassVar[tuple[str, ...]] = ("file_sha256", "report_id")


class EveryFileWasRead(gxe.ExpectColumnValuesToNotBeNull):
    description: str = "The file of every listed report was put to the reader."
    column: str = "status"
    shown: ClassVar[tuple[str, ...]] = ("file_sha256",)


class TheOutcomeOfReadingIsKnown(gxe.ExpectColumnValuesToBeInSet):
    description: str = "It is known how reading ended."
    column: str = "status"
    value_set: ValueSetField = ["read", "unreadable", "not_a_jtai_letter"]  # noqa: RUF012


class AReleasedLetterCanBeRead(ExpectTrue):
    description: str = "Every letter that was released before can still be read."
    column: str = "is_read_if_released"
    shown: ClassVar[tuple[str, ...]] = ("status", "status_detail", "label")


class EveryListedLetterCanBeRead(ExpectTrue):
    description: str = "Every listed JTAI letter can be read."
    column: str = "is_read_if_new"
    severity: FailureSeverity = WARNING
    shown: ClassVar[tuple[str, ...]] = ("status", "status_detail", "label")


class MostLettersCanBeRead(ExpectMostlyTrue):
    description: str = "Most listed JTAI letters can be read."
    column: str = "is_read"


SUITE = gx.ExpectationSuite(
    "extracted.listed_letters",
    expectations=[
        TheTableHasRows(description="There are listed reports with a file at all."),
        AReportIsOneLetter(),
        EveryFileWasRead(),
        TheOutcomeOfReadingIsKnown(),
        AReleasedLetterCanBeRead(),
        EveryListedLetterCanBeRead(),
        MostLettersCanBeRead(),
    ],
    meta={"table": "letters"},
)


def build_batch(
    letters: pl.DataFrame, report_files: pl.DataFrame, publications: pl.DataFrame, previous: PreviousRelease
) -> pl.DataFrame:
    """Every file of a listed report with the letter read from it, all null where none was.

    A document without a label may turn out to be another kind of document; one that is labelled a JTAI may not.
    """
    files = report_files.filter(pl.col("file_sha256").is_not_null()).select("report_id", "file_sha256")
    documents = publications.select("report_id", "urn", "label", "publication_date")
    is_another_kind = (pl.col("status") == "not_a_jtai_letter") & pl.col("label").is_null()
    is_read = ((pl.col("status") == "read") | is_another_kind).fill_null(False)
    return (
        files.join(documents, on="report_id", maintain_order="left")
        .join(letters, on=["report_id", "file_sha256"], how="left", maintain_order="left")
        .with_columns(is_read=is_read, **mask_by_release(is_read, previous, "is_read"))
    )
