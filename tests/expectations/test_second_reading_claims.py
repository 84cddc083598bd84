"""What calls for a second reading are claims that the gate really makes."""

from __future__ import annotations

from good_tables import extracted, frames

from expectations import LastRelease
from expectations.tables import typed
from expectations.validation import checks_of
from orchestration.second_reading import MAY_BE_MENDED


def test_every_claim_that_calls_for_a_second_reading_is_made_by_the_gate() -> None:
    checks = checks_of("extracted", typed("extracted", frames("extracted", extracted())), LastRelease())
    made = {expectation.meta["name"] for check in checks for expectation in check.suite.expectations}
    assert made >= MAY_BE_MENDED
