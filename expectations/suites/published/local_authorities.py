"""Expectations about the codes of the authorities about to be published; their keys are dbt's tests."""

from __future__ import annotations

import great_expectations as gx
import great_expectations.expectations as gxe

from expectations.expectation_types import ACodeIsThreeDigits, TheTableHasRows


class ANewCodeIsAnECode(gxe.ExpectColumnValuesToMatchRegex):
    description: str = "An authority's new code is E and eight digits."
    column: str = "new_la_code"
    regex: str = r"^E\d{8}$"


SUITE = gx.ExpectationSuite(
    "published.local_authorities",
    expectations=[
        TheTableHasRows(description="There are authorities at all."),
        ACodeIsThreeDigits(),
        ANewCodeIsAnECode(),
    ],
    meta={"table": "local_authorities", "row_key": "urn"},
)
