"""Claims about the figures of the release to come, beside those of the release before: a slow decay is seen here.

Each letter may pass every other claim while the whole of them grows thinner week by week.
"""

from __future__ import annotations

import great_expectations as gx
import pandas as pd

from expectations.claims import has_rows, holds, suite_of
from expectations.tables import Tables

DOUBTS = frozenset({"problems", "unknown headings", "letters without a theme", "flagged letters"})
"""Figures that should stay low; all others should stay high."""
LARGEST_CHANGE = 0.1
FEWEST_NEW_DOUBTS = 3
"""One doubt more where there were two is no decay."""


def suite() -> gx.ExpectationSuite:
    """Claim that no figure has become much worse since the release before."""
    seen = ("figure", "kind", "value_before", "value")
    return suite_of(
        "published.release_figures",
        has_rows("figures of the release to come"),
        holds("has_held", "no_figure_has_fallen",
              "No figure has fallen by more than a tenth since the release before.", "warning", *seen),
        holds("has_stayed_low", "no_doubt_has_grown",
              "No kind of doubt has grown by more than a tenth since the release before.", "warning", *seen),
        row_key="figure",
    )  # fmt: skip


def rows(tables: Tables) -> pd.DataFrame:
    """The figures of the newest release, and whether each is about as good as before."""
    figures = tables["release_figures"]
    newest = figures.loc[figures["release_name"].eq(figures["release_name"].max())]
    value, before = newest["value"].astype(float), newest["value_before"].astype(float)
    is_doubt = newest["figure"].isin(DOUBTS)
    has_fallen = value < before * (1 - LARGEST_CHANGE)
    has_grown = (value > before * (1 + LARGEST_CHANGE)) & (value - before >= FEWEST_NEW_DOUBTS)
    return newest.assign(has_held=is_doubt | ~has_fallen, has_stayed_low=~is_doubt | ~has_grown)
