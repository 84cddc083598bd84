"""Placement: from a PDF's own coordinates to points from the top left of the page as it is shown.

A page may show a part of its sheet (crop box) and may be turned; text and drawings inside a form have a frame of their
own.
"""

from __future__ import annotations

from typing import NamedTuple, Protocol

from extractors.letters.layout.boxes import Rectangle


class Matrix(Protocol):
    """A PDF's transformation matrix."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float


class Placement(NamedTuple):
    """Where a point (x, y) is shown: at (a·x + c·y + e, b·x + d·y + f)."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    @property
    def is_turned(self) -> bool:
        """Whether the page is shown turned."""
        return self.a != 1

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Return where a point is shown."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def direction(self, x: float, y: float) -> tuple[float, float]:
        """Return how a step is shown."""
        return self.a * x + self.c * y, self.b * x + self.d * y

    def rectangle(self, x0: float, y0: float, x1: float, y1: float) -> Rectangle:
        """Return the bounds that two opposite corners are shown with."""
        a, b, c, d, e, f = self
        left, right = a * x0 + c * y0 + e, a * x1 + c * y1 + e
        top, bottom = b * x0 + d * y0 + f, b * x1 + d * y1 + f
        return Rectangle(min(left, right), min(top, bottom), max(left, right), max(top, bottom))

    def of_form(self, form: Matrix) -> Placement:
        """Return the placement of what stands inside a form that is drawn with a matrix."""
        e, f = self.point(form.e, form.f)
        return Placement(*self.direction(form.a, form.b), *self.direction(form.c, form.d), e, f)


def placement_of(left: float, bottom: float, right: float, top: float, rotation: int) -> Placement:
    """Return the placement of a page that shows a box of its sheet, turned clockwise by some degrees."""
    if rotation == 90:  # noqa: PLR2004
        return Placement(0, 1, 1, 0, -bottom, -left)
    if rotation == 180:  # noqa: PLR2004
        return Placement(-1, 0, 0, 1, right, -bottom)
    if rotation == 270:  # noqa: PLR2004
        return Placement(0, -1, -1, 0, top, right)
    return Placement(1, 0, 0, -1, -left, top)
