"""What a gate checks and what came out: plain rows, for Dagster, the warehouse and the data docs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from extractors.records import Severity

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
