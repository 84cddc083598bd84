"""How the figures of the releases move over time, drawn small, so that a slow decay is seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

WIDTH, HEIGHT, MARGIN = 160, 24, 3
RELEASES_DRAWN = 52
FIGURES = """
    SELECT figure, kind, list(value ORDER BY release_name) AS values
    FROM release_figures
    GROUP BY figure, kind
    HAVING max(release_name) = (SELECT max(release_name) FROM release_figures)
    ORDER BY kind <> 'all letters', kind, figure
"""


@dataclass(frozen=True, slots=True)
class Drift:
    """One figure over the releases, oldest first; the newest is this release's."""

    figure: str
    kind: str
    values: tuple[float, ...]

    @property
    def now(self) -> str:
        """The figure of this release."""
        return in_words(self.values[-1])

    @property
    def before(self) -> str:
        """The figure of the release before; empty in the first."""
        return in_words(self.values[-2]) if len(self.values) > 1 else ""

    @property
    def points(self) -> list[tuple[float, float]]:
        """Where the values stand in a drawing of `WIDTH` by `HEIGHT`, of which zero is the floor."""
        return placed(self.values[-RELEASES_DRAWN:])


def read_drift(con: duckdb.DuckDBPyConnection) -> list[Drift]:
    """Every figure that this release has, over all releases; those for all letters first."""
    return [Drift(figure, kind, tuple(values)) for figure, kind, values in con.sql(FIGURES).fetchall()]


def placed(values: Sequence[float]) -> list[tuple[float, float]]:
    """Spread values over the width of a drawing; the highest touches its top, zero its floor."""
    highest, steps = max(values) or 1, max(len(values) - 1, 1)
    width, height = WIDTH - 2 * MARGIN, HEIGHT - 2 * MARGIN
    return [
        (round(MARGIN + width * step / steps, 1), round(MARGIN + height * (1 - value / highest), 1))
        for step, value in enumerate(values)
    ]


def in_words(value: float) -> str:
    """A figure for people: whole, or with one decimal place."""
    return f"{value:,.0f}" if value == int(value) else f"{value:,.1f}"
