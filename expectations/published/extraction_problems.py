"""The claim about what the gates before noticed: nothing critical is left that a hand correction has not answered.

A critical problem of a letter that a person corrected does not stop the gate before, since only dbt, which comes after
it, tells whether the correction still fits and answers it. So this gate asks.
"""

from __future__ import annotations

import great_expectations as gx
import pandas as pd

from expectations.claims import holds, may_be_empty, suite_of
from expectations.tables import Tables


def suite() -> gx.ExpectationSuite:
    """Claim that no critical problem is open."""
    return suite_of(
        "published.extraction_problems",
        may_be_empty("There may be no extraction problems, which is the aim."),
        holds("is_answered", "critical_problems_are_answered",
              "A hand correction answers every critical problem of the letters as read.", "critical", "claim", "seen"),
        row_key="row_key",
        page="page",
    )  # fmt: skip


def rows(tables: Tables) -> pd.DataFrame:
    """Problems, and whether each is a warning or answered."""
    problems = tables["extraction_problems"]
    return problems.assign(is_answered=problems["severity"].ne("critical") | problems["is_open"].eq(False))
