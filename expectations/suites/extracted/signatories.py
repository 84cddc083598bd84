"""Expectations about those who signed the letters that were read."""

from __future__ import annotations

from typing import ClassVar

import great_expectations as gx
import polars as pl
from great_expectations.expectations.metadata_types import FailureSeverity

from expectations.expectation_types import WARNING, ExpectTrue

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


SUITE = gx.ExpectationSuite(
    "extracted.signatories",
    expectations=[AnOfficeIsWhole(), AnInspectorateSignsOnce()],
    meta={"table": "signatories", "row_key": "position"},
)


def build_batch(signatories: pl.DataFrame, letters: pl.DataFrame) -> pl.DataFrame:
    """Say of the signatories of these letters whether their office is whole and their inspectorate named once."""
    is_named = pl.col("organisation").is_not_null()
    return signatories.join(letters.select("report_id").unique(), on="report_id", maintain_order="left").with_columns(
        is_whole=~pl.col("office").str.contains(CUT_OFF),
        is_only_one=~is_named | (pl.len().over("report_id", "organisation") == 1),
    )
