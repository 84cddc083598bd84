"""The suites of every gate, and the checks they make."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import great_expectations as gx
import great_expectations.expectations as gxe
import polars as pl

from expectations.checks import GATES, Check, Gate
from expectations.previous_release import PreviousRelease
from expectations.suites import discovered, extracted, published

Batches = Iterable[tuple[gx.ExpectationSuite, pl.DataFrame]]

INPUTS: Mapping[Gate, tuple[str, ...]] = {
    "discovered": discovered.INPUTS,
    "extracted": extracted.INPUTS,
    "published": published.INPUTS,
}
"""The tables that each gate's suites read."""

SUITES: Mapping[Gate, tuple[gx.ExpectationSuite, ...]] = {
    "discovered": discovered.SUITES,
    "extracted": extracted.SUITES,
    "published": published.SUITES,
}

BATCH_BUILDERS: Mapping[Gate, Callable[[Mapping[str, pl.DataFrame], PreviousRelease], Batches]] = {
    "discovered": discovered.build_batches,
    "extracted": extracted.build_batches,
    "published": published.build_batches,
}


def table_of(suite: gx.ExpectationSuite) -> str:
    """The table that a suite is about."""
    return str((suite.meta or {})["table"])


def to_check(gate: Gate, suite: gx.ExpectationSuite, expectation: gxe.Expectation) -> Check:
    """Describe an expectation as a check."""
    return Check(
        gate=gate,
        table_name=table_of(suite),
        name=expectation.expectation_type,
        description=str(expectation.description),
        severity="critical" if expectation.severity == "critical" else "warning",
    )


def collect_checks() -> tuple[Check, ...]:
    """The checks of every gate's suites, from which the list of checks is generated."""
    return tuple(
        to_check(gate, suite, expectation)
        for gate in GATES
        for suite in SUITES[gate]
        for expectation in suite.expectations
    )
