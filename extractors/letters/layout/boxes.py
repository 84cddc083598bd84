"""Boxes: the outlined or shaded rectangles that letters put case studies in.

Word draws an outline as many thin rectangles, one for each cell edge and corner, so edges that touch are gathered into
one box; a shaded box may come as one filled rectangle or as a stack of them, a line of text each.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from extractors.letters.layout.lines import Box

TOUCHING_POINTS = 1.5
LEAST_BOX_POINTS = 20


@dataclass(frozen=True, slots=True)
class Rectangle:
    """Something drawn: its bounds, in points from the page's top left."""

    x0: float
    top: float
    x1: float
    bottom: float

    def touches(self, other: Rectangle) -> bool:
        """Say whether the two overlap or lie closer than a border is thick."""
        return (
            self.x0 <= other.x1 + TOUCHING_POINTS
            and other.x0 <= self.x1 + TOUCHING_POINTS
            and self.top <= other.bottom + TOUCHING_POINTS
            and other.top <= self.bottom + TOUCHING_POINTS
        )

    def joined_to(self, other: Rectangle) -> Rectangle:
        """Return the bounds that hold both."""
        return Rectangle(
            min(self.x0, other.x0), min(self.top, other.top), max(self.x1, other.x1), max(self.bottom, other.bottom)
        )


def boxes_from(page: int, drawn: Iterable[Rectangle]) -> list[Box]:
    """Gather what touches, and keep what is tall and wide enough to hold text, from top to bottom."""
    groups: list[Rectangle] = []
    for rectangle in drawn:
        group = rectangle
        for other in [other for other in groups if other.touches(group)]:
            groups.remove(other)
            group = group.joined_to(other)
        groups.append(group)
    return sorted(
        (
            Box(page, group.x0, group.top, group.x1, group.bottom)
            for group in groups
            if group.x1 - group.x0 > LEAST_BOX_POINTS and group.bottom - group.top > LEAST_BOX_POINTS
        ),
        key=lambda box: (box.top, box.x0),
    )
