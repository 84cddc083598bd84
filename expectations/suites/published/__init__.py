"""The gate `published`: the tables about to be published, once dbt has built and tested them.

What would mislead a reader stops the release here; what is merely missing was named at the gate before. Whatever dbt
states of a table (keys, not null, accepted values, relations, counts that agree) is not stated again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import great_expectations as gx
import polars as pl

from expectations.previous_release import PreviousRelease
from expectations.suites.published import (
    extracted_rows,
    extraction_problems,
    inspections,
    local_authorities,
    outcomes,
    traits_of_letters,
)

INPUTS = (
    "publications",
    "inspections",
    "sections",
    "findings",
    "case_studies",
    "footnotes",
    "signatories",
    "corrections",
    "section_kinds",
    "outcomes_summary",
    "outcomes_expanded",
    "local_authorities",
    "extraction_problems",
    *extracted_rows.RAW_INPUTS,
)
SUITES: tuple[gx.ExpectationSuite, ...] = (
    inspections.SUITE,
    inspections.PREVIOUS_SUITE,
    inspections.LISTED_SUITE,
    traits_of_letters.SUITE,
    outcomes.SUMMARY_SUITE,
    outcomes.EXPANDED_SUITE,
    local_authorities.SUITE,
    extraction_problems.SUITE,
    *extracted_rows.SUITES,
)


def build_batches(
    tables: Mapping[str, pl.DataFrame], previous: PreviousRelease
) -> Iterator[tuple[gx.ExpectationSuite, pl.DataFrame]]:
    """Pair each suite of this gate with the rows it validates, one after the other."""
    letters, parts = tables["inspections"], tables["sections"]
    yield inspections.SUITE, inspections.build_batch(letters)
    yield inspections.PREVIOUS_SUITE, inspections.build_previous_batch(letters, previous)
    yield inspections.LISTED_SUITE, inspections.build_listed_batch(tables["publications"], letters)
    yield traits_of_letters.SUITE, traits_of_letters.build_batch(tables, previous)
    yield (
        outcomes.SUMMARY_SUITE,
        outcomes.build_summary_batch(tables["outcomes_summary"], letters, tables["outcomes_expanded"]),
    )
    yield (
        outcomes.EXPANDED_SUITE,
        outcomes.build_expanded_batch(tables["outcomes_expanded"], letters, parts, tables["case_studies"]),
    )
    yield local_authorities.SUITE, local_authorities.build_batch(tables["local_authorities"])
    yield extraction_problems.SUITE, extraction_problems.build_batch(tables["extraction_problems"])
    yield from extracted_rows.build_batches(tables)
