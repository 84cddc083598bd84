"""Expectations about which listed reports could be read as letters.

A letter that cannot be read is an inspection without facts, and named. That is critical only where the same file was
read before, which is the extractor's fault, or where it is so many that the release would mislead.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import ClassVar

import great_expectations as gx
import great_expectations.expectations as gxe
import polars as pl
from great_expectations.expectations.metadata_types import FailureSeverity

from expectations.expectation_types import MOST_LETTERS, WARNING, ExpectTrue, TheTableHasRows, except_one
from expectations.previous_release import SAME_FILE, PreviousRelease, mask_by_release


class AReportIsOneLetter(gxe.ExpectColumnValuesToBeUnique):
    description: str = "Every report is one letter."
    message: ClassVar[str] = "Report {report_id} is more than one letter."
    column: str = "report_id"
    shown: ClassVar[tuple[str, ...]] = ("file_sha256", "report_id")


class EveryFileWasRead(gxe.ExpectColumnValuesToNotBeNull):
    description: str = "Every file of a listed report was read."
    message: ClassVar[str] = "The file of report {report_id} was not read."
    column: str = "status"
    shown: ClassVar[tuple[str, ...]] = ("file_sha256",)


class AReleasedLetterCanBeRead(ExpectTrue):
    description: str = "Every file that a released letter was read from can still be read."
    message: ClassVar[str] = (
        "The letter was released before, and now cannot be read: {status_detail:no reason was given} (status {status})."
    )
    column: str = "is_read_if_released"
    shown: ClassVar[tuple[str, ...]] = ("status", "status_detail", "label")


class EveryListedLetterCanBeRead(ExpectTrue):
    description: str = "Every listed JTAI letter can be read."
    message: ClassVar[str] = "The letter could not be read: {status_detail:no reason was given} (status {status})."
    column: str = "is_read_if_new"
    severity: FailureSeverity = WARNING
    shown: ClassVar[tuple[str, ...]] = ("status", "status_detail", "label")


class MostLettersCanBeRead(ExpectTrue):
    description: str = "Listed JTAI letters can be read, but for the share that may be flagged."
    message: ClassVar[str] = "{failed} of {total} letters could not be read."
    column: str = "is_read_or_is_one"


class TheAuthorityIsKnown(ExpectTrue):
    description: str = "The authority of a letter is on the list of England's authorities, or was abolished."
    message: ClassVar[str] = "URN {urn} is not on the list of authorities: its codes and region are not known."
    column: str = "is_authority_known"
    severity: FailureSeverity = WARNING
    shown: ClassVar[tuple[str, ...]] = ("urn",)


SUITE = gx.ExpectationSuite(
    "extracted.listed_letters",
    expectations=[
        TheTableHasRows(description="There is at least one listed report with a file."),
        AReportIsOneLetter(),
        EveryFileWasRead(),
        AReleasedLetterCanBeRead(),
        EveryListedLetterCanBeRead(),
        MostLettersCanBeRead(mostly=MOST_LETTERS),
        TheAuthorityIsKnown(),
    ],
    meta={"table": "letters"},
)


def find_known_urns(local_authorities: pl.DataFrame, providers: pl.DataFrame) -> list[int]:
    """The authorities with codes and region: those that exist, and abolished ones, which the source lists as closed."""
    return [*local_authorities["urn"], *providers.filter("is_closed")["urn"]]


def build_batch(
    letters: pl.DataFrame,
    report_files: pl.DataFrame,
    publications: pl.DataFrame,
    *,
    known_urns: Collection[int],
    previous: PreviousRelease,
) -> pl.DataFrame:
    """Every file of a listed report with the letter read from it, all null where none was.

    A document without a label may turn out to be another kind of document; one that is labelled a JTAI may not.
    """
    files = report_files.filter(pl.col("file_sha256").is_not_null()).select("report_id", "file_sha256")
    documents = publications.select("report_id", "urn", "label", "publication_date", "listed_inspection_date")
    is_another_kind = (pl.col("status") == "not_a_jtai_letter") & pl.col("label").is_null()
    is_read = ((pl.col("status") == "read") | is_another_kind).fill_null(False)
    return (
        files.join(documents, on="report_id", maintain_order="left")
        .join(letters, on=["report_id", "file_sha256"], how="left", maintain_order="left")
        .with_columns(
            is_read=is_read,
            is_read_or_is_one=except_one(is_read),
            is_authority_known=pl.col("urn").is_in(known_urns),
            **mask_by_release(is_read, previous, "is_read", key=SAME_FILE),
        )
    )
