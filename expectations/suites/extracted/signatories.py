"""Expectations about those who signed the letters that were read."""

from __future__ import annotations

from typing import ClassVar

import great_expectations as gx
import polars as pl
from great_expectations.expectations.metadata_types import FailureSeverity

from expectations.expectation_types import WARNING, ExpectTrue
from expectations.text.expressions import normalise_text

CUT_OFF = r"(?i)(?:\b(?:of|and|for|the)|[,&-])$"


class AnOfficeIsWhole(ExpectTrue):
    description: str = "The office of a signatory is not cut off."
    message: ClassVar[str] = "An office is cut off: {office!q}."
    column: str = "is_whole"
    severity: FailureSeverity = WARNING
    shown: ClassVar[tuple[str, ...]] = ("office",)


class AnInspectorateSignsOnce(ExpectTrue):
    description: str = "Each inspectorate signs a letter once."
    message: ClassVar[str] = "Signed more than once: {organisation}; here as {office!q}."
    column: str = "is_only_one"
    severity: FailureSeverity = WARNING
    shown: ClassVar[tuple[str, ...]] = ("organisation", "office")


class AnOfficeIsPrinted(ExpectTrue):
    description: str = "The words of a signatory's office are printed in the letter."
    message: ClassVar[str] = "This office is not printed in the letter: {office!q}."
    column: str = "is_office_printed"
    severity: FailureSeverity = WARNING
    shown: ClassVar[tuple[str, ...]] = ("office",)


SUITE = gx.ExpectationSuite(
    "extracted.signatories",
    expectations=[AnOfficeIsWhole(), AnInspectorateSignsOnce(), AnOfficeIsPrinted()],
    meta={"table": "signatories", "row_key": "position"},
)


def build_batch(signatories: pl.DataFrame, letters: pl.DataFrame, printed_lines: pl.DataFrame) -> pl.DataFrame:
    """Say of the signatories of these letters whether their office is whole and printed, their inspectorate once."""
    is_named = pl.col("organisation").is_not_null()
    words = printed_lines.group_by("report_id").agg(words=normalise_text(pl.col("text").str.join("")))
    offices = pl.col("office").str.split("; ").list.eval(normalise_text(pl.element()))
    return (
        signatories.join(letters.select("report_id").unique(), on="report_id", maintain_order="left")
        .join(words, on="report_id", how="left", maintain_order="left")
        .with_columns(
            is_whole=~pl.col("office").str.contains(CUT_OFF),
            is_only_one=~is_named | (pl.len().over("report_id", "organisation") == 1),
            is_office_printed=offices.list.first().is_null()
            | pl.col("words").str.contains(offices.list.first(), literal=True),
        )
        .drop("words")
    )
