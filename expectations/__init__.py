"""The gates: what is checked at the three borders of the warehouse, with Great Expectations over polars frames.

`validate` runs one gate; `CHECKS` lists what it checks. To add an expectation, see `expectations.suites`.
"""

from expectations.catalogue import CHECKS, INPUTS, list_checks
from expectations.checks import GATES, Check, CheckResult, Gate, Problem
from expectations.previous_release import PreviousRelease
from expectations.problems import parse_observed
from expectations.validation import validate

__all__ = [
    "CHECKS",
    "GATES",
    "INPUTS",
    "Check",
    "CheckResult",
    "Gate",
    "PreviousRelease",
    "Problem",
    "list_checks",
    "parse_observed",
    "validate",
]
