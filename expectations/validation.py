"""One gate run as one Great Expectations checkpoint: a validation definition for each suite, over a Parquet file.

Great Expectations reads the files itself, so polars frames are handed over without pandas.
Concept: https://docs.greatexpectations.io/docs/core/trigger_actions_based_on_results/run_a_checkpoint
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping
from multiprocessing.util import get_temp_dir
from pathlib import Path
from tempfile import TemporaryDirectory

import great_expectations as gx
import polars as pl
from great_expectations.checkpoint import UpdateDataDocsAction, ValidationAction
from great_expectations.core.run_identifier import RunIdentifier
from great_expectations.data_context import AbstractDataContext

from expectations.catalogue import BATCH_BUILDERS, INPUTS, Batches, table_of
from expectations.checks import CheckResult, Gate
from expectations.data_docs import SITE, create_context, remove_static_files, require_pages
from expectations.docs_folders import remove_results
from expectations.expectation_types import LEAST_UNFLAGGED_SHARE
from expectations.previous_release import PreviousRelease
from expectations.problems import ROW, add_row_account, find_results


def validate(
    gate: Gate,
    tables: Mapping[str, pl.DataFrame],
    previous: PreviousRelease | None = None,
    *,
    docs: Path | None = None,
    max_flagged_share: float = 1,
    corrected: Collection[str] = (),
) -> list[CheckResult]:
    """Check the tables of one gate, also against the previous release; one result for each check of the gate.

    `tables` has every table in `INPUTS[gate]` by name; a `ValueError` names a table or column that is missing. `docs`
    is the folder of the data docs, in which the pages of other gates stay. `max_flagged_share` is the share of
    letters that may be flagged or unread. `corrected` are the reports that a person corrected, the same for all gates
    of a run: a critical check of the gate `extracted` that only they fail is in effect a warning, left for the gate
    `published`. An expectation that raises is a critical failure.
    """
    _require_tables(gate, tables)
    batches = BATCH_BUILDERS[gate](tables, previous or PreviousRelease())
    if docs is not None:
        remove_results(docs, gate)
    return validate_batches(gate, batches, tables, docs=docs, max_flagged_share=max_flagged_share, corrected=corrected)


def validate_batches(
    gate: Gate,
    batches: Batches,
    tables: Mapping[str, pl.DataFrame],
    *,
    docs: Path | None = None,
    max_flagged_share: float = 1,
    corrected: Collection[str] = (),
) -> list[CheckResult]:
    """Run some suites of a gate, each over its rows, as one checkpoint; `tables` are what the rows were made from."""
    actions: list[ValidationAction] = []
    if docs is not None:
        actions.append(UpdateDataDocsAction(name="update data docs", site_names=[SITE]))
    # What a killed run leaves in Python's own temporary folder, the next run removes.
    with TemporaryDirectory(dir=get_temp_dir()) as folder:
        suites = _write_batches(gate, batches, Path(folder))
        checkpoint = _create_checkpoint(create_context(docs, corrected), gate, suites, Path(folder), actions)
        outcome = checkpoint.run(
            expectation_parameters={LEAST_UNFLAGGED_SHARE: least_unflagged_share(tables, max_flagged_share)},
            run_id=RunIdentifier(run_name=gate),
        )
    if docs is not None:
        remove_static_files(docs)
        require_pages(docs, gate, suites)
    found = {str(result.suite_name): result for result in outcome.run_results.values()}
    return [
        result
        for suite in suites
        for result in find_results(
            gate, suite, found[suite.name], table_columns=tables[table_of(suite)].columns, corrected=corrected
        )
    ]


def least_unflagged_share(tables: Mapping[str, pl.DataFrame], max_flagged_share: float) -> float:
    """The share of letters that must not be flagged; unless none may be, one letter may, however few there are."""
    letter_count = tables["inspections"].height if "inspections" in tables else 0
    share_of_one = 1 / letter_count if letter_count and max_flagged_share else 0
    # Rounded down: what a division leaves over must not count as a letter.
    return math.floor((1 - max(max_flagged_share, share_of_one)) * 1e9) / 1e9


def _require_tables(gate: Gate, tables: Mapping[str, pl.DataFrame]) -> None:
    missing = [name for name in INPUTS[gate] if name not in tables]
    if missing:
        raise ValueError(f"gate {gate!r} also needs the tables {', '.join(missing)}")


def _write_batches(gate: Gate, batches: Batches, folder: Path) -> list[gx.ExpectationSuite]:
    """Write the rows of each suite as a Parquet file named after it, one after the other; return the suites."""
    suites = []
    try:
        for suite, batch in batches:
            add_row_account(batch, suite).write_parquet(folder / f"{suite.name}.parquet")
            suites.append(suite)
    except pl.exceptions.ColumnNotFoundError as error:
        raise ValueError(f"gate {gate!r}: a table has not all its columns: {error}") from error
    return suites


def _create_checkpoint(
    context: AbstractDataContext,
    gate: Gate,
    suites: Iterable[gx.ExpectationSuite],
    folder: Path,
    actions: list[ValidationAction],
) -> gx.Checkpoint:
    source = context.data_sources.add_pandas_filesystem(gate, base_directory=folder)
    definitions = []
    for suite in suites:
        asset = source.add_parquet_asset(suite.name)
        batch = asset.add_batch_definition_path("all rows", path=f"{suite.name}.parquet")
        definition = gx.ValidationDefinition(name=suite.name, data=batch, suite=context.suites.add(suite))
        definitions.append(context.validation_definitions.add(definition))
    return gx.Checkpoint(
        name=gate,
        validation_definitions=definitions,
        actions=actions,
        result_format={
            "result_format": "COMPLETE",
            "unexpected_index_column_names": [ROW],
            "return_unexpected_index_query": False,
        },
    )
