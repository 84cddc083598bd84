"""The expectation about what the gates before noticed: a hand correction has answered whatever is critical.

A critical problem of a letter that a person corrected does not block the gate `extracted`: only dbt, which runs after
it, tells whether the correction still fits and answers it.
"""

from __future__ import annotations

from typing import ClassVar

import great_expectations as gx
import polars as pl

from expectations.expectation_types import ExpectTrue


class CriticalProblemsAreAnswered(ExpectTrue):
    description: str = "A hand correction answers every critical problem of a letter."
    message: ClassVar[str] = "No hand correction answers this critical problem: {message}"
    column: str = "is_answered"
    shown: ClassVar[tuple[str, ...]] = ("message",)


SUITE = gx.ExpectationSuite(
    "published.extraction_problems",
    expectations=[CriticalProblemsAreAnswered()],
    meta={"table": "extraction_problems", "row_key": "row_key", "page": "page"},
)


def build_batch(extraction_problems: pl.DataFrame) -> pl.DataFrame:
    """Say of each problem whether it is a warning or answered."""
    return extraction_problems.with_columns(is_answered=(pl.col("severity") != "critical") | ~pl.col("is_open"))
