"""Expectations about the files of the reports in scope.

A file that the source says it does not have is a warning, so that one broken link does not hold up every other letter;
the inspection is released without it, or with the last version that the source gave, and marked, until a person
acknowledges that it was withdrawn. A letter released before may not lose its text that way. A file that may be had
another time is no matter for a gate: the run has ended before, with the source.
"""

from __future__ import annotations

from typing import ClassVar

import great_expectations as gx
import great_expectations.expectations as gxe
import polars as pl
from great_expectations.expectations.metadata_types import FailureSeverity

from expectations.expectation_types import WARNING, ExpectMostlyTrue, ExpectTrue, TheTableHasRows, except_one
from expectations.previous_release import PreviousRelease


class AReportHasOneFile(gxe.ExpectColumnValuesToBeUnique):
    description: str = "Every report has one file."
    message: ClassVar[str] = "More than one file is stored for report {report_id}."
    column: str = "report_id"
    shown: ClassVar[tuple[str, ...]] = ("file_sha256", "report_id")


class AFileIsOfAListedReport(ExpectTrue):
    description: str = "Every file belongs to a listed report."
    message: ClassVar[str] = "A file is stored for report {report_id}, which the source does not list."
    column: str = "is_listed"
    shown: ClassVar[tuple[str, ...]] = ("file_sha256",)


class AReleasedLetterHasAFile(ExpectTrue):
    description: str = "Every letter that was released before still has a file."
    message: ClassVar[str] = "The letter was released before, and now has no file: {fetch_problem:it was not fetched}."
    column: str = "has_file_if_released"
    shown: ClassVar[tuple[str, ...]] = ("fetch_problem",)


class EveryFileIsStillThere(gxe.ExpectColumnValuesToBeNull):
    description: str = "The source still has the file of every letter, or a person acknowledged that it was withdrawn."
    message: ClassVar[str] = (
        "The source no longer has this letter's file, and the last version is kept: {gone}. If it was rightly "
        "withdrawn, say so in manual/acknowledged_withdrawals.csv."
    )
    column: str = "gone"
    severity: FailureSeverity = WARNING


class EveryListedLetterHasAFile(ExpectTrue):
    description: str = "Every listed JTAI letter has a file, or a person acknowledged that it was withdrawn."
    message: ClassVar[str] = (
        "Report {report_id} has no file: {fetch_problem:it was not fetched}. If it was rightly withdrawn, say so in "
        "manual/acknowledged_withdrawals.csv."
    )
    column: str = "has_file_if_new"
    severity: FailureSeverity = WARNING
    shown: ClassVar[tuple[str, ...]] = ("fetch_problem",)


class MostLettersHaveAFile(ExpectMostlyTrue):
    description: str = "At least three in four listed JTAI letters have a file."
    message: ClassVar[str] = "{failed} of {total} listed JTAI letters have no file."
    column: str = "has_file_or_is_one"


class AFileIsKnownByItsHash(gxe.ExpectColumnValuesToMatchRegex):
    description: str = "Every file has a SHA-256 hash of 64 hexadecimal digits."
    message: ClassVar[str] = "Not a SHA-256 hash: {file_sha256!q}."
    column: str = "file_sha256"
    regex: str = r"^[0-9a-f]{64}$"


class NoTwoReportsShareAFile(gxe.ExpectColumnValuesToBeUnique):
    description: str = "Every report has a file of its own."
    message: ClassVar[str] = "Several reports have the same file: {reports_of_file}."
    column: str = "file_sha256"
    severity: FailureSeverity = WARNING


class AFileIsNotEmpty(gxe.ExpectColumnValuesToBeBetween):
    description: str = "Every file has at least 1,000 bytes, which an empty page has."
    message: ClassVar[str] = "The file has only {size_bytes} bytes."
    column: str = "size_bytes"
    min_value: int = 1000
    severity: FailureSeverity = WARNING


SUITE = gx.ExpectationSuite(
    "discovered.report_files",
    expectations=[
        TheTableHasRows(description="There is at least one report in scope."),
        AReportHasOneFile(),
        AFileIsOfAListedReport(),
        AReleasedLetterHasAFile(),
        EveryFileIsStillThere(),
        EveryListedLetterHasAFile(),
        MostLettersHaveAFile(),
        AFileIsKnownByItsHash(),
        NoTwoReportsShareAFile(),
        AFileIsNotEmpty(),
    ],
    meta={"table": "report_files"},
)


def build_batch(report_files: pl.DataFrame, publications: pl.DataFrame, previous: PreviousRelease) -> pl.DataFrame:
    """Every report in scope, whether listed or fetched, with its file."""
    in_scope = publications.filter("is_jtai").select("report_id").unique()
    has_file = pl.col("file_sha256").is_not_null()
    is_withdrawn = pl.col("report_id").is_in(list(previous.withdrawn)) & pl.col("fetch_problem").is_not_null()
    is_released = pl.col("report_id").is_in(
        previous.letters.filter(pl.col("file_sha256").is_not_null())["report_id"].to_list()
    )
    return (
        in_scope.join(report_files, on="report_id", how="full", coalesce=True)
        .sort("report_id")
        .with_columns(
            has_file_or_is_one=except_one(has_file),
            reports_of_file=pl.col("report_id").sort().str.join(", ").over("file_sha256"),
            is_listed=pl.col("report_id").is_in(publications["report_id"].drop_nulls().to_list()),
            has_file_if_released=pl.when(is_released).then(has_file),
            has_file_if_new=pl.when(~is_released & ~is_withdrawn).then(has_file),
            gone=pl.when(has_file & ~is_withdrawn).then("fetch_problem"),
        )
    )
