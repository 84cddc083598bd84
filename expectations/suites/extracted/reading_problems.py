"""Expectations about the parser's own warnings: each such row becomes a problem as bad as it says."""

from __future__ import annotations

from typing import ClassVar, get_args

import great_expectations as gx
import great_expectations.expectations as gxe
import polars as pl
from great_expectations.expectations.metadata_types import FailureSeverity
from great_expectations.expectations.model_field_types import ValueSetField

from expectations.expectation_types import WARNING
from extractors.records import Severity


class AReadingProblemHasASeverity(gxe.ExpectColumnValuesToBeInSet):
    description: str = "A parser warning is `critical` or a `warning`."
    message: ClassVar[str] = "Parser warning of unknown severity {severity!q}: {sentence}"
    column: str = "severity"
    value_set: ValueSetField = list(get_args(Severity))  # noqa: RUF012
    shown: ClassVar[tuple[str, ...]] = ("sentence",)


class TheLetterCouldBeReadSafely(gxe.ExpectColumnValuesToNotBeInSet):
    description: str = "The parser found nothing that it cannot read."
    message: ClassVar[str] = "{sentence}"
    column: str = "severity"
    value_set: ValueSetField = ["critical"]  # noqa: RUF012
    shown: ClassVar[tuple[str, ...]] = ("sentence",)


class NoParserWarnings(gxe.ExpectColumnValuesToNotBeInSet):
    description: str = "The letter was read without parser warnings."
    message: ClassVar[str] = "{sentence}"
    column: str = "severity"
    value_set: ValueSetField = ["warning"]  # noqa: RUF012
    severity: FailureSeverity = WARNING
    shown: ClassVar[tuple[str, ...]] = ("sentence",)


SUITE = gx.ExpectationSuite(
    "extracted.reading_problems",
    expectations=[AReadingProblemHasASeverity(), TheLetterCouldBeReadSafely(), NoParserWarnings()],
    meta={"table": "reading_problems", "row_key": "rule", "page": "page"},
)


def build_batch(reading_problems: pl.DataFrame, letters: pl.DataFrame) -> pl.DataFrame:
    """Write the parser's warnings about these letters as sentences, with the words that each is about."""
    detail = pl.col("detail")
    words = pl.format("{}{}", detail.str.slice(0, 1).str.to_uppercase(), detail.str.slice(1).str.strip_chars_end("."))
    quoted = pl.format("{}; printed there is “{}”.", words, "quote")
    return reading_problems.join(
        letters.select("report_id").unique(), on="report_id", how="semi", maintain_order="left"
    ).with_columns(sentence=pl.when(pl.col("quote").is_null()).then(pl.format("{}.", words)).otherwise(quoted))
