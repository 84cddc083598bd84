"""Base classes of the expectations in `suites/`.

An expectation of ours is a class whose name, in snake case, is the name of its check: Great Expectations registers it
under that name, Dagster shows it, and releases carry it. Its fields:

- `description`: the rule, a sentence that says what is expected
- `message`: what to say of a row that breaks the rule; see `expectations.messages`
- `severity`: `CRITICAL`, the library's default, or `WARNING`
- `shown`: the columns whose values `Problem.seen` holds; the checked column where it is left out

Nulls are another expectation's matter, except for uniqueness and "not null".
Concept: https://docs.greatexpectations.io/docs/core/customize_expectations/define_a_custom_expectation_class
"""

from __future__ import annotations

from typing import ClassVar

import great_expectations.expectations as gxe
import polars as pl
from great_expectations.expectations.metadata_types import FailureSeverity
from great_expectations.expectations.model_field_types import MostlyField, ValueSetField

WARNING = FailureSeverity.WARNING


class ExpectTrue(gxe.ExpectColumnValuesToBeInSet):
    """A column of true and false is never false; null rows are not checked."""

    value_set: ValueSetField = [True]  # noqa: RUF012 (a pydantic field)
    shown: ClassVar[tuple[str, ...]] = ()


class ExpectMostlyTrue(ExpectTrue):
    """A column of true and false is true in three rows of four: a third of the letters once vanished unnoticed."""

    mostly: MostlyField = 0.75


LEAST_UNFLAGGED_SHARE = "least_unflagged_share"
MOST_LETTERS: MostlyField = {"$PARAMETER": LEAST_UNFLAGGED_SHARE}
"""`mostly` of an expectation about letters: all but the share that may be flagged, a setting that a run knows."""


def except_one(condition: pl.Expr) -> pl.Expr:
    """The condition of each row, true for all where one of several fails: one of few letters is more than a quarter."""
    is_one_of_several = ((~condition).sum() <= 1) & (pl.len() > 1)
    return condition | is_one_of_several


class TheTableHasRows(gxe.ExpectTableRowCountToBeBetween):
    """The table has rows; an empty table meets most other expectations."""

    message: ClassVar[str] = "Table {table} has {total} rows."
    min_value: int = 1
