"""From what Great Expectations refused to rows that name the report and say what was seen."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, cast

import pandas as pd

from extractors.records import Severity

if TYPE_CHECKING:
    from great_expectations.core import ExpectationSuiteValidationResult, ExpectationValidationResult
    from great_expectations.expectations.expectation_configuration import ExpectationConfiguration

    from expectations.claims import Check

Gate = Literal["discovered", "extracted", "published"]
FIRST_GATE: Gate = "discovered"
CORRECTABLE_GATE: Gate = "extracted"
LAST_GATE: Gate = "published"

ROW_NUMBER = "row_number"
"""The column by which a refused row is found again in the judged frame."""

LONGEST_SEEN = 300

NAME = re.compile(r"^[a-z][a-z_0-9]*: ")
VALUE_BREAK = re.compile(r"; (?=[a-z][a-z_0-9]*: )")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing a gate refused: one row of a table, or with null `report_id` a claim about a whole table.

    `expectation` is the claim's short name; `row_key` and `page` place the row within its report; `seen` is what
    stood there, null where the claim is about a row that is missing.
    """

    gate: Gate
    expectation: str
    claim: str
    severity: Severity
    report_id: str | None
    table_name: str
    column_name: str | None
    row_key: str | None
    page: int | None
    seen: str | None


def stops(problem: Problem, corrected: Collection[str]) -> bool:
    """Whether a problem stops the release at its gate.

    `corrected` are the reports that a person corrected: whether that answers a critical problem of the letter as read,
    the last gate asks.
    """
    is_left_to_last_gate = problem.gate == CORRECTABLE_GATE and problem.report_id in corrected
    return problem.severity == "critical" and not is_left_to_last_gate


@dataclass(frozen=True, slots=True)
class Refused:
    """Where a problem was found: a row's place and what stood in it."""

    report_id: str | None = None
    row_key: str | None = None
    page: int | None = None
    seen: str | None = None


def problems_of(
    gate: Gate, check: Check, outcome: ExpectationSuiteValidationResult, columns: Collection[str]
) -> list[Problem]:
    """List what a suite refused, in the order of its claims; `columns` are those the table itself has."""
    names = [(expectation.meta or {})["name"] for expectation in check.suite.expectations]
    failed = [result for result in outcome.results if not result.success]
    failed.sort(key=lambda result: names.index(config_of(result).meta["name"]))
    return [problem for result in failed for problem in problems_of_claim(gate, check, result, columns)]


def config_of(result: ExpectationValidationResult) -> ExpectationConfiguration:
    """The claim that a result is about; the library's types allow for a result without one."""
    return cast("ExpectationConfiguration", result.expectation_config)


def problems_of_claim(
    gate: Gate, check: Check, result: ExpectationValidationResult, columns: Collection[str]
) -> Iterator[Problem]:
    """Make one problem of each row that fails a claim; a claim that could not be judged is critical."""
    config = config_of(result)
    raised = exception_in(result.exception_info or {})
    shown = [config.kwargs.get("column"), *config.meta["seen"]]
    for refused in [Refused(seen=raised)] if raised else refused_by(check, result):
        yield Problem(
            gate=gate,
            expectation=config.meta["name"],
            claim=config.meta["claim"],
            severity="critical" if raised else config.meta["severity"],
            report_id=refused.report_id,
            table_name=check.table,
            column_name=next((column for column in shown if column in columns), None),
            row_key=refused.row_key,
            page=refused.page,
            seen=refused.seen,
        )


def exception_in(info: Mapping[str, object]) -> str | None:
    """What an expectation raised instead of judging, if it did; the library nests this by metric or not at all."""
    layers = [info, *(layer for layer in info.values() if isinstance(layer, Mapping))]
    messages = [str(layer["exception_message"]) for layer in layers if layer.get("raised_exception")]
    return f"could not be judged: {messages[0]}"[:LONGEST_SEEN] if messages else None


def refused_by(check: Check, result: ExpectationValidationResult) -> list[Refused]:
    """What a claim refused: rows, values that are missing, or the table as a whole."""
    config, found = config_of(result), result.result
    if "partial_missing_list" in found:
        there = set(check.rows[config.kwargs["column"]])
        gone = [value for value in config.kwargs["value_set"] if value not in there]
        return [refused_value(config.kwargs["column"], value, config.meta["called"]) for value in gone]
    is_of_the_whole = config.kwargs.get("mostly", 1) < 1 or "unexpected_index_list" not in found
    if is_of_the_whole:
        return [Refused(seen=summary_of(found))]
    numbers = [int(row[ROW_NUMBER]) for row in found["unexpected_index_list"]]
    return [refused_row(check, check.rows.iloc[number], config.meta["seen"]) for number in numbers]


def refused_value(column: str, value: object, called: Mapping[str, str]) -> Refused:
    """A value that no row has: the report itself, or something without one, and what it is called."""
    seen = called.get(str(value))
    return Refused(report_id=str(value), seen=seen) if column == "report_id" else Refused(row_key=str(value), seen=seen)


def refused_row(check: Check, row: pd.Series, seen: list[str]) -> Refused:
    """The place of a row, and what stands in the columns to show."""
    place = check.suite.meta or {}
    return Refused(
        report_id=text_of(row.get("report_id")) or None,
        row_key=text_of(row.get(place["row_key"])),
        page=int(row[place["page"]]) if pd.notna(row.get(place["page"])) else None,
        seen=words_for(row, seen),
    )


def words_for(row: pd.Series, columns: list[str]) -> str:
    """What stands in some columns: alone, or each with its name."""
    texts = {column: text_of(row.get(column)) or "nothing" for column in columns}
    named = "; ".join(f"{column}: {text}" for column, text in texts.items())
    return (named if len(texts) > 1 else "".join(texts.values()))[:LONGEST_SEEN]


def values_of(seen: str) -> list[str]:
    """The values that `words_for` put into words: the one, or each without its name."""
    return [NAME.sub("", value, count=1) for value in VALUE_BREAK.split(seen)]


def text_of(value: object) -> str | None:
    """A value as a reader writes it; null where there is none."""
    if pd.isna(value):
        return None
    if isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d}"
    return f"{value:g}" if isinstance(value, float) else str(value)


def summary_of(found: Mapping[str, object]) -> str:
    """What was counted of a whole table."""
    if "unexpected_count" in found:
        return f"{found['unexpected_count']} of {found['element_count']} rows are not so"
    return f"{found['observed_value']} rows"
