"""How the metrics of the releases move over time, drawn small, so that a slow decline is seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

WIDTH, HEIGHT, MARGIN = 160, 24, 3
RELEASES_DRAWN = 52
METRICS = """
SELECT metric, segment, list(value ORDER BY release_name), arg_max_null(previous_value, release_name)
FROM release_metrics
GROUP BY metric, segment
HAVING max(release_name) = (SELECT max(release_name) FROM release_metrics)
ORDER BY segment <> 'all letters', segment, metric
"""


@dataclass(frozen=True, slots=True)
class MetricTrend:
    """One metric over the releases, oldest first; the newest is this release's."""

    name: str
    segment: str
    values: Sequence[float]
    previous_value: float | None

    @property
    def current(self) -> str:
        """The value in this release."""
        return format_value(self.values[-1])

    @property
    def previous(self) -> str:
        """The value in the previous release; empty where it had none."""
        return "" if self.previous_value is None else format_value(self.previous_value)

    @property
    def points(self) -> list[tuple[float, float]]:
        """The values as points of a drawing of `WIDTH` by `HEIGHT`, with zero at its bottom."""
        return place_points(self.values[-RELEASES_DRAWN:])


def read_metric_trends(con: duckdb.DuckDBPyConnection) -> list[MetricTrend]:
    """Read every metric that this release has, over all releases; those for all letters first."""
    return [MetricTrend(*row) for row in con.sql(METRICS).fetchall()]


def place_points(values: Sequence[float]) -> list[tuple[float, float]]:
    """Spread values over the width of a drawing; the highest touches its top, zero its bottom."""
    highest, steps = max(values) or 1, max(len(values) - 1, 1)
    width, height = WIDTH - 2 * MARGIN, HEIGHT - 2 * MARGIN
    return [
        (round(MARGIN + width * step / steps, 1), round(MARGIN + height * (1 - value / highest), 1))
        for step, value in enumerate(values)
    ]


def format_value(value: float) -> str:
    """Write a value for people: whole, or with one decimal place."""
    return f"{value:,.0f}" if value == int(value) else f"{value:,.1f}"
