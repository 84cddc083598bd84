"""From the results of Great Expectations to check results, with a problem for each row that failed.

A batch carries its own account of each row, as JSON in the column `row`: Great Expectations returns it with a failed
row, so a stored result says the same as a fresh one, and the data docs show what the releases show.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from typing import Any

import great_expectations as gx
import great_expectations.expectations as gxe
import polars as pl
import polars.selectors as cs
from great_expectations.core import ExpectationSuiteValidationResult, ExpectationValidationResult

from expectations.catalogue import table_of, to_check
from expectations.checks import CORRECTABLE_GATE, CheckResult, Gate, Problem
from expectations.messages import list_columns, write_message
from extractors.records import Severity

ROW = "row"
LONGEST_OBSERVED = 300


def add_row_account(batch: pl.DataFrame, suite: gx.ExpectationSuite) -> pl.DataFrame:
    """Keep the columns that a suite checks, and describe each row by its place and by what may be said of it."""
    checked = [column for expectation in suite.expectations for column in _checked_columns(expectation)]
    shown = [column for expectation in suite.expectations for column in _shown_columns(expectation)]
    said = [column for expectation in suite.expectations for column in list_columns(_message_of(expectation))]
    place = [column for column in ("report_id", *_place_columns(suite)) if column in batch.columns]
    # What is shown is cut in the end, so a section's whole text need not be handed over.
    account = batch.select(*dict.fromkeys([*place, *shown, *said])).with_columns(cs.string().str.head(LONGEST_OBSERVED))
    row = account.select(pl.struct(pl.all()).struct.json_encode().alias(ROW))
    return row.hstack(batch.select(*dict.fromkeys(checked)))


def find_results(
    gate: Gate,
    suite: gx.ExpectationSuite,
    result: ExpectationSuiteValidationResult,
    *,
    table_columns: Collection[str] = (),
    corrected: Collection[str] = (),
) -> list[CheckResult]:
    """Pair each expectation of a suite with what came out, in the suite's order.

    `table_columns` are the columns of the table itself, beside those that its batch adds; `corrected` are the reports
    that a person corrected: whether that answers a critical problem of the letter as read, the last gate asks.
    """
    found = {str(one.expectation_config.type): one for one in result.results if one.expectation_config}
    results = []
    for expectation in suite.expectations:
        one = found[expectation.expectation_type]
        problems = tuple(_find_problems(gate, suite, expectation, one, table_columns))
        severities = {problem.severity for problem in problems}
        is_correctable = gate == CORRECTABLE_GATE and all(problem.report_id in corrected for problem in problems)
        check = to_check(gate, suite, expectation)
        in_effect: Severity = "critical" if "critical" in severities and not is_correctable else "warning"
        results.append(
            CheckResult(
                check=check,
                passed=bool(one.success),
                severity=check.severity if one.success else in_effect,
                element_count=int(one.result.get("element_count", one.result.get("observed_value", 0))),
                problems=problems,
            )
        )
    return results


def _find_problems(
    gate: Gate,
    suite: gx.ExpectationSuite,
    expectation: gxe.Expectation,
    result: ExpectationValidationResult,
    table_columns: Collection[str],
) -> Iterator[Problem]:
    """Make a problem of each failed row, or one of the whole; an expectation that raised is critical."""
    if result.success:
        return
    check = to_check(gate, suite, expectation)
    error = find_exception(result.exception_info or {})
    candidates = (*_checked_columns(expectation), *_shown_columns(expectation))
    row_key, page = _place_columns(suite)
    failed = _failed_rows(table_of(suite), expectation, result.result)
    for row, observed, message in [({}, error, error[:1].upper() + error[1:])] if error else failed:
        yield Problem(
            gate=gate,
            expectation=check.name,
            rule=check.description,
            message=message,
            severity="critical" if error else check.severity,
            report_id=row.get("report_id") or None,
            table_name=check.table_name,
            column_name=next((column for column in candidates if column in table_columns), None),
            row_key=_write_value(row.get(row_key)),
            page=row.get(page),
            seen=observed,
        )


def _failed_rows(
    table_name: str, expectation: gxe.Expectation, found: Mapping[str, Any]
) -> Iterator[tuple[dict[str, Any], str, str]]:
    """Each failed row with what was observed there, bare and as a message; one without a row about the whole table."""
    message = _message_of(expectation)
    if "element_count" not in found:
        total = found["observed_value"]
        yield {}, f"{total} rows", write_message(message, {"table": table_name, "total": total})
    elif getattr(expectation, "mostly", 1) != 1:
        failed, total = found["unexpected_count"], found["element_count"]
        values = {"table": table_name, "failed": failed, "total": total}
        yield {}, f"{failed} of {total} rows failed", write_message(message, values)
    else:
        for place in found["unexpected_index_list"]:
            row = json.loads(place[ROW])
            yield row, format_observed(row, _shown_columns(expectation)), write_message(message, row)


def find_exception(info: Mapping[str, Any]) -> str | None:
    """What an expectation raised instead of a result, if it did; the library nests this by metric or not at all."""
    layers = [info, *(layer for layer in info.values() if isinstance(layer, Mapping))]
    messages = [str(layer["exception_message"]) for layer in layers if layer.get("raised_exception")]
    return f"could not be checked: {messages[0]}"[:LONGEST_OBSERVED] if messages else None


def format_observed(row: Mapping[str, Any], columns: Collection[str]) -> str:
    """Write what some columns of a row hold: alone, or each with its name."""
    texts = {column: _write_value(row.get(column)) or "nothing" for column in columns}
    named = "; ".join(f"{column}: {text}" for column, text in texts.items())
    return (named if len(texts) > 1 else "".join(texts.values()))[:LONGEST_OBSERVED]


def _write_value(value: object) -> str | None:
    if value is None:
        return None
    return f"{value:g}" if isinstance(value, float) else str(value)


def _checked_columns(expectation: gxe.Expectation) -> tuple[str, ...]:
    column = getattr(expectation, "column", None)
    return (column,) if column else tuple(getattr(expectation, "column_list", ()))


def _shown_columns(expectation: gxe.Expectation) -> tuple[str, ...]:
    return getattr(expectation, "shown", ()) or _checked_columns(expectation)


def _message_of(expectation: gxe.Expectation) -> str:
    return str(getattr(expectation, "message", ""))


def _place_columns(suite: gx.ExpectationSuite) -> tuple[str, str]:
    """The columns that place a row within its report: its key and its page."""
    meta = suite.meta or {}
    return str(meta.get("row_key")), str(meta.get("page"))
