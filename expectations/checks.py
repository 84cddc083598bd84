"""What a gate checks and what came out: plain rows, for Dagster, the warehouse and the data docs.

Great Expectations takes three seconds to import, so whoever shows the checks reads their generated list instead.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args

from extractors.errors import JtaiError
from extractors.records import Severity

CHECK_LIST = Path(__file__).with_name("checks.json")
"""Each gate's tables and checks, generated from the suites; a test compares."""

NAME = re.compile(r"^[a-z][a-z_0-9]*: ")
VALUE_BREAK = re.compile(r"; (?=[a-z][a-z_0-9]*: )")

Gate = Literal["discovered", "extracted", "published"]
GATES: tuple[Gate, ...] = get_args(Gate)

CORRECTABLE_GATE: Gate = "extracted"
"""A hand correction may answer its critical problems; the gate `published` blocks those that none answers."""


@dataclass(frozen=True, slots=True)
class Check:
    """One expectation about one table; `name` is unique for each gate and table, `description` is its rule."""

    gate: Gate
    table_name: str
    name: str
    description: str
    severity: Severity

    @property
    def is_blocking(self) -> bool:
        """Whether a failure stops the release."""
        return self.severity == "critical"


@dataclass(frozen=True, slots=True)
class Problem:
    """One failed row of a check, or with null `report_id` a failure of the whole table.

    `rule` is the check's description and `message` says what is wrong; `row_key` and `page` place the row within its
    report; `seen` is what was observed there, the bare values.
    """

    gate: Gate
    expectation: str
    rule: str
    message: str
    severity: Severity
    report_id: str | None
    table_name: str
    column_name: str | None
    row_key: str | None
    page: int | None
    seen: str | None


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What one check found; `severity` is the one in effect, `element_count` how many rows were checked."""

    check: Check
    passed: bool
    severity: Severity
    element_count: int
    problems: tuple[Problem, ...]


class StaleCheckListError(JtaiError):
    """The generated list of checks is not that of the suites."""


@cache
def list_checks() -> tuple[Check, ...]:
    """List every check of every gate, in the order of the suites."""
    return tuple(Check(**check) for check in _read_check_list()["checks"])


@cache
def list_inputs(gate: Gate) -> tuple[str, ...]:
    """The tables that a gate's suites read."""
    return tuple(_read_check_list()["inputs"][gate])


def require_listed(gate: Gate, results: Sequence[CheckResult]) -> None:
    """Raise `StaleCheckListError` unless there is a result of each listed check of a gate, and of no other."""
    listed = {check for check in list_checks() if check.gate == gate}
    if different := sorted({check.name for check in listed ^ {result.check for result in results}}):
        raise StaleCheckListError(
            f"{CHECK_LIST} is out of date ({', '.join(different)}); run: uv run python docs/generate.py"
        )


def parse_observed(observed: str) -> list[str]:
    """Read back the values of `Problem.seen`: the one, or each without its name."""
    return [NAME.sub("", value, count=1) for value in VALUE_BREAK.split(observed)]


def _read_check_list() -> Mapping[str, Any]:
    listed: Mapping[str, Any] = json.loads(CHECK_LIST.read_bytes())
    return listed
