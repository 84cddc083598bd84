"""One gate's suites run in one Great Expectations context, and its data docs written."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path

import great_expectations as gx
from great_expectations.core import ExpectationSuiteValidationResult
from great_expectations.core.run_identifier import RunIdentifier

from expectations import discovered, extracted, published
from expectations.claims import Check
from expectations.data_docs import begin_site, build_site, context_for
from expectations.library import configurations_made_once
from expectations.problems import LAST_GATE, ROW_NUMBER, Gate, Problem, problems_of, stops
from expectations.tables import LastRelease, Tables


def checks_of(gate: Gate, tables: Tables, last: LastRelease, most_flagged: float = 1) -> Iterator[Check]:
    """What a gate holds against its tables: suites, each with the rows it judges, made when they are asked for."""
    checks: dict[Gate, Callable[[], Iterator[Check]]] = {
        "discovered": lambda: discovered.checks(tables, last),
        "extracted": lambda: extracted.checks(tables, last),
        "published": lambda: published.checks(tables, last, most_flagged),
    }
    return checks[gate]()


def validate(
    gate: Gate, tables: Tables, checks: Iterable[Check], docs: Path | None, corrected: Collection[str] = ()
) -> list[Problem]:
    """Run the checks of a gate, all in one context so that the data docs have one index; list what was refused."""
    if docs is not None:
        begin_site(docs, gate)
    context = context_for(docs)
    # One asset for all: each that is added costs 10 ms of writing the context's settings.
    asset = context.data_sources.add_pandas(gate).add_dataframe_asset("tables")
    batch = asset.add_batch_definition_whole_dataframe("all rows")
    problems: list[Problem] = []
    for check in checks:
        suite = context.suites.add(check.suite)
        definition = gx.ValidationDefinition(name=suite.name, data=batch, suite=suite)
        with configurations_made_once():
            outcome = run(context.validation_definitions.add(definition), check, gate)
        problems += problems_of(gate, check, outcome, tables[check.table].columns)
    if docs is not None and (gate == LAST_GATE or any(stops(problem, corrected) for problem in problems)):
        build_site(context, docs, corrected)
    return problems


def run(definition: gx.ValidationDefinition, check: Check, gate: Gate) -> ExpectationSuiteValidationResult:
    """Run one suite on its rows, so that every refused row is listed by its number and its report.

    The library copies what it is given: so it is given only the columns that the suite asks about, no letter's text.
    """
    asked = check.rows.columns.intersection(["report_id", *columns_asked_about(check.suite)])
    rows = check.rows[asked].assign(**{ROW_NUMBER: range(len(check.rows))})
    names = [name for name in ("report_id", ROW_NUMBER) if name in rows]
    return definition.run(
        batch_parameters={"dataframe": rows},
        result_format={
            "result_format": "COMPLETE",
            "unexpected_index_column_names": names,
            "return_unexpected_index_query": False,
        },
        run_id=RunIdentifier(run_name=gate),
    )


def columns_asked_about(suite: gx.ExpectationSuite) -> Iterator[str]:
    """Every column that a suite judges, or that tells which rows it judges."""
    for expectation in suite.expectations:
        yield from getattr(expectation, "column_list", [])
        if column := getattr(expectation, "column", None):
            yield column
        if condition := getattr(expectation, "row_condition", None):
            yield condition.column.name
