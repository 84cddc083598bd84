"""How a claim is written down: what is expected, a name, a sentence a reader understands, and how bad it is if not so.

The sentence with its severity is Great Expectations' `description`, which its data docs show; the name, the sentence
and the columns to show of a refused row are in `meta`. A claim that no built-in expectation can make is put as a column
that is true or false (`is_...`), or that quotes what is amiss, worked out beside the table.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypedDict

import great_expectations as gx
import great_expectations.expectations as gxe
import pandas as pd
from great_expectations.expectations.metadata_types import FailureSeverity
from great_expectations.expectations.row_conditions import Column, ComparisonCondition

from extractors.records import Severity

RELEASED_BEFORE = "released before"
NEW = "new"

LEAST_SHARE = 0.75
"""The share of rows that `holds_for_most` asks for: a third of the letters once vanished without a word."""


@dataclass(frozen=True, slots=True)
class Check:
    """A suite and the rows it judges, counted towards the verdict on `table`."""

    table: str
    suite: gx.ExpectationSuite
    rows: pd.DataFrame


def suite_of(
    name: str, *expectations: gxe.Expectation, row_key: str | None = None, page: str | None = None
) -> gx.ExpectationSuite:
    """Gather expectations; `row_key` and `page` are the columns that place a row within its report."""
    return gx.ExpectationSuite(name=name, expectations=expectations, meta={"row_key": row_key, "page": page})


class Claim(TypedDict):
    """What every claim adds to an expectation."""

    description: str
    severity: FailureSeverity
    meta: dict[str, object]


def claim(name: str, sentence: str, severity: Severity, *seen: str) -> Claim:
    """Name a claim and say it; `seen` are the columns to show of a row that fails it."""
    return Claim(
        description=f"{sentence} ({severity} if not so)",
        severity=FailureSeverity(severity),
        meta={"name": name, "claim": sentence, "severity": severity, "seen": list(dict.fromkeys(seen))},
    )


def has_rows(rows_are: str) -> gxe.Expectation:
    """Claim that there are rows: an empty table meets most other claims."""
    what = claim("the_table_has_rows", f"There are {rows_are} at all.", "critical")
    return gxe.ExpectTableRowCountToBeBetween(min_value=1, **what)


def may_be_empty(why: str) -> gxe.Expectation:
    """State that a table may rightly have no rows, and why."""
    return gxe.ExpectTableRowCountToBeBetween(min_value=0, **claim("the_table_may_be_empty", why, "critical"))


def has_as_many_rows(count: int, name: str, sentence: str) -> gxe.Expectation:
    """Claim an exact number of rows."""
    return gxe.ExpectTableRowCountToEqual(value=count, **claim(name, sentence, "critical"))


def holds(
    column: str, name: str, sentence: str, severity: Severity, *seen: str, among: ComparisonCondition | None = None
) -> gxe.Expectation:
    """Claim that a true-or-false column is true in every row, or in those `among` which it matters."""
    what = claim(name, sentence, severity, *seen)
    return gxe.ExpectColumnValuesToBeInSet(column=column, value_set=[True], row_condition=among, **what)


def holds_for_most(column: str, name: str, sentence: str) -> gxe.Expectation:
    """Claim that a true-or-false column is true in at least `LEAST_SHARE` of the rows."""
    return holds_for_enough(column, LEAST_SHARE, name, sentence)


def holds_for_enough(column: str, share: float, name: str, sentence: str) -> gxe.Expectation:
    """Claim that a true-or-false column is true in at least a share of the rows."""
    what = claim(name, sentence, "critical")
    return gxe.ExpectColumnValuesToBeInSet(column=column, value_set=[True], mostly=share, **what)


def has_none(
    column: str, name: str, sentence: str, severity: Severity, among: ComparisonCondition | None = None
) -> gxe.Expectation:
    """Claim that nothing is amiss, in a column that quotes what is and is null where nothing is."""
    return gxe.ExpectColumnValuesToBeNull(column=column, row_condition=among, **claim(name, sentence, severity, column))


def has_none_in_most(column: str, name: str, sentence: str) -> gxe.Expectation:
    """Claim that nothing is amiss in at least `LEAST_SHARE` of the rows, as in `has_none`."""
    return gxe.ExpectColumnValuesToBeNull(column=column, mostly=LEAST_SHARE, **claim(name, sentence, "critical"))


def is_filled(column: str, name: str, sentence: str, severity: Severity, *seen: str) -> gxe.Expectation:
    """Claim that a column has no nulls."""
    return gxe.ExpectColumnValuesToNotBeNull(column=column, **claim(name, sentence, severity, *seen))


def has_words(column: str, name: str, sentence: str, severity: Severity, *seen: str) -> gxe.Expectation:
    """Claim that a text column is never null and never blank."""
    return holds(f"is_{column}_worded", name, sentence, severity, *seen, column)


def looks_like(column: str, pattern: str, name: str, sentence: str, severity: Severity) -> gxe.Expectation:
    """Claim that what a column has matches a regular expression; nulls are another claim's matter."""
    return gxe.ExpectColumnValuesToMatchRegex(column=column, regex=pattern, **claim(name, sentence, severity, column))


def is_one_of(
    column: str, values: Iterable[str], name: str, sentence: str, severity: Severity, *seen: str
) -> gxe.Expectation:
    """Claim that what a column has is on a list; nulls are another claim's matter."""
    what = claim(name, sentence, severity, *(seen or (column,)))
    return gxe.ExpectColumnValuesToBeInSet(column=column, value_set=list(values), **what)


def is_never(column: str, value: str, name: str, sentence: str, severity: Severity, *seen: str) -> gxe.Expectation:
    """Claim that a column never has a value."""
    what = claim(name, sentence, severity, *(seen or (column,)))
    return gxe.ExpectColumnValuesToNotBeInSet(column=column, value_set=[value], **what)


def is_within(
    column: str, bounds: tuple[float, float | None], name: str, sentence: str, severity: Severity, *seen: str
) -> gxe.Expectation:
    """Claim that what a column has is within bounds, both included; nulls are another claim's matter."""
    what = claim(name, sentence, severity, *(seen or (column,)))
    return gxe.ExpectColumnValuesToBeBetween(column=column, min_value=bounds[0], max_value=bounds[1], **what)


def is_unique(column: str, name: str, sentence: str, severity: Severity, *seen: str) -> gxe.Expectation:
    """Claim that no two rows have the same value in a column."""
    return gxe.ExpectColumnValuesToBeUnique(column=column, **claim(name, sentence, severity, *seen, column))


def is_unique_in_report(number: str, name: str, sentence: str, *seen: str) -> gxe.Expectation:
    """Claim that no two rows of a report have the same number."""
    what = claim(name, sentence, "critical", *seen, number)
    return gxe.ExpectCompoundColumnsToBeUnique(column_list=["report_id", number], **what)


def includes(
    column: str,
    values: Iterable[int] | Iterable[str],
    name: str,
    sentence: str,
    severity: Severity,
    *,
    called: Mapping[str, str] | None = None,
) -> gxe.Expectation:
    """Claim that every one of these values stands in some row; each that does not is a problem by itself.

    `called` names some of the values as a person would.
    """
    what = claim(name, sentence, severity)
    what["meta"]["called"] = dict(called or {})
    return gxe.ExpectColumnDistinctValuesToContainSet(column=column, value_set=sorted(set(values)), **what)


def released_before() -> ComparisonCondition:
    """Rows of reports that the release before held."""
    return Column("standing") == RELEASED_BEFORE


def not_released_before() -> ComparisonCondition:
    """Rows of reports that are new since the release before."""
    return Column("standing") == NEW
