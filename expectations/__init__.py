"""The gates: what is checked at the three borders of the warehouse, with Great Expectations over polars frames.

`list_checks` lists what is checked and `expectations.validation.validate` runs one gate; only the latter loads Great
Expectations. To add an expectation, see `expectations.suites`.
"""

from expectations.checks import (
    GATES,
    Check,
    CheckResult,
    Gate,
    Problem,
    list_checks,
    list_inputs,
    parse_observed,
    require_listed,
)
from expectations.docs_folders import remove_data_docs
from expectations.previous_release import PreviousRelease

__all__ = [
    "GATES",
    "Check",
    "CheckResult",
    "Gate",
    "PreviousRelease",
    "Problem",
    "list_checks",
    "list_inputs",
    "parse_observed",
    "remove_data_docs",
    "require_listed",
]
