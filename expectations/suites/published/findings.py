"""The expectation about the findings about to be published; their keys and relations are dbt's tests."""

from __future__ import annotations

import great_expectations as gx

from expectations.expectation_types import TheTableHasRows

SUITE = gx.ExpectationSuite(
    "published.findings",
    expectations=[TheTableHasRows(description="There is at least one finding.")],
    meta={"table": "findings", "row_key": "finding_number", "page": "page"},
)
