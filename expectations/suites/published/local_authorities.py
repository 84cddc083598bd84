"""Expectations about the codes of the authorities about to be published; their keys are dbt's tests."""

from __future__ import annotations

from typing import ClassVar

import great_expectations as gx
import great_expectations.expectations as gxe

from expectations.expectation_types import ACodeIsThreeDigits, TheTableHasRows


class ANewCodeIsAnECode(gxe.ExpectColumnValuesToMatchRegex):
    description: str = "An authority's `new_la_code` is E and eight digits."
    message: ClassVar[str] = (
        "The new_la_code of {local_authority:an unknown authority} is not E and eight digits: {new_la_code!q}."
    )
    column: str = "new_la_code"
    regex: str = r"^E\d{8}$"


SUITE = gx.ExpectationSuite(
    "published.local_authorities",
    expectations=[
        TheTableHasRows(description="There is at least one authority."),
        ACodeIsThreeDigits(),
        ANewCodeIsAnECode(),
    ],
    meta={"table": "local_authorities", "row_key": "urn"},
)
