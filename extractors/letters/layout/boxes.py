"""Boxes: the outlined or shaded rectangles that letters put case studies in.

Word draws an outline as many thin rectangles, one for each cell edge and corner, so edges that touch are gathered into
one box; a shaded box may come as one filled rectangle or as a stack of them, a line of text each. A frame around the
whole page and a table's grid hold no case study.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import NamedTuple

from extractors.letters.layout.lines import Box

TOUCHING_POINTS = 1.5
LEAST_BOX_POINTS, LEAST_STRIP_POINTS = 20, 8
LEAST_CORNER_POINTS, LARGEST_CORNER_POINTS = 4, 40
PAGE_SHARE, SAME_EDGE_POINTS = 0.85, 3
# How much of a box's height the rules between two columns of a table take.
RULED_SHARE = 0.6


class Rectangle(NamedTuple):
    """Something drawn: its bounds, in points from the page's top left."""

    x0: float
    top: float
    x1: float
    bottom: float

    def touches(self, other: Rectangle) -> bool:
        """Say whether the two overlap or lie closer than a border is thick, and neither lies well inside the other."""
        return (
            self.x0 <= other.x1 + TOUCHING_POINTS
            and other.x0 <= self.x1 + TOUCHING_POINTS
            and self.top <= other.bottom + TOUCHING_POINTS
            and other.top <= self.bottom + TOUCHING_POINTS
            and not self.surrounds(other)
            and not other.surrounds(self)
        )

    def surrounds(self, other: Rectangle) -> bool:
        """Say whether the other lies inside with room on every side."""
        return (
            self.x0 + TOUCHING_POINTS < other.x0
            and other.x1 < self.x1 - TOUCHING_POINTS
            and self.top + TOUCHING_POINTS < other.top
            and other.bottom < self.bottom - TOUCHING_POINTS
        )

    def joined_to(self, other: Rectangle) -> Rectangle:
        """Return the bounds that hold both."""
        return Rectangle(
            min(self.x0, other.x0), min(self.top, other.top), max(self.x1, other.x1), max(self.bottom, other.bottom)
        )

    def within(self, other: Rectangle) -> Rectangle:
        """Return the part of this that lies in the other, of no size where they do not meet."""
        x0, top = max(self.x0, other.x0), max(self.top, other.top)
        return Rectangle(x0, top, max(x0, min(self.x1, other.x1)), max(top, min(self.bottom, other.bottom)))

    def fills(self, width: float, height: float) -> bool:
        """Say whether this is as large as a page."""
        return self.x1 - self.x0 > PAGE_SHARE * width > 0 and self.bottom - self.top > PAGE_SHARE * height > 0


class Frames(NamedTuple):
    """What is drawn around text on a page, from top to bottom: boxes, and the outer edges of tables.

    `strips` are as high as a line of text: bands, or the rest of a box of the page before.
    """

    boxes: list[Box]
    tables: list[Box]
    strips: list[Box]


def find_frames(page: int, width: float, height: float, drawn: Iterable[Rectangle]) -> Frames:
    """Gather what touches, and keep what is large enough to hold text and not as large as the page."""
    groups: list[tuple[Rectangle, list[Rectangle]]] = []
    for rectangle in drawn:
        if rectangle.fills(width, height):
            continue
        bounds, members = rectangle, [rectangle]
        for other in [other for other in groups if other[0].touches(bounds)]:
            groups.remove(other)
            bounds, members = bounds.joined_to(other[0]), [*other[1], *members]
        groups.append((bounds, members))
    frames = Frames([], [], [])
    groups += [(bounds, [bounds]) for bounds in _frames_of_corners([bounds for bounds, _ in groups])]
    for bounds, members in sorted(groups, key=lambda group: (group[0].top, group[0].x0)):
        if _holds_text(bounds) and not bounds.fills(width, height):
            (frames.tables if _is_table(bounds, members) else frames.boxes).append(Box(page, *bounds))
        elif _is_strip(bounds):
            frames.strips.append(Box(page, *bounds))
    return frames


def find_rest(before: Frames, frames: Frames) -> list[Box]:
    """Return the strip of a page that is as wide as the last box of the page before: the last line of its text."""
    last = max(before.boxes, key=lambda box: box.bottom, default=None)
    return [
        strip
        for strip in frames.strips[:1]
        if last and max(abs(strip.x0 - last.x0), abs(strip.x1 - last.x1)) < SAME_EDGE_POINTS
    ]


def _frames_of_corners(drawn: Sequence[Rectangle]) -> list[Rectangle]:
    """Return the frames of which only the corners are drawn: small drawings at the corners of rectangles.

    Two pairs of corners make a frame, from top to bottom; where a pair is left over, a frame runs over the page, and
    which pairs belong together is not known.
    """
    corners = sorted((each for each in drawn if _is_corner(each)), key=lambda each: (each.top, each.x0))
    pairs = [
        left.joined_to(right)
        for left, right in combinations(corners, 2)
        if abs(left.top - right.top) < TOUCHING_POINTS and right.x0 - left.x1 > LEAST_BOX_POINTS
    ]
    uppers, lowers = pairs[::2], pairs[1::2]
    is_whole = len(uppers) == len(lowers) and 2 * len(pairs) == len(corners)
    if not is_whole or any(not _are_above_each_other(*pair) for pair in zip(uppers, lowers, strict=True)):
        return []
    return [upper.joined_to(lower) for upper, lower in zip(uppers, lowers, strict=True)]


def _are_above_each_other(upper: Rectangle, lower: Rectangle) -> bool:
    return abs(upper.x0 - lower.x0) < TOUCHING_POINTS and abs(upper.x1 - lower.x1) < TOUCHING_POINTS


def _is_corner(drawn: Rectangle) -> bool:
    width, height = drawn.x1 - drawn.x0, drawn.bottom - drawn.top
    smaller, larger = min(width, height), max(width, height)
    return smaller >= LEAST_CORNER_POINTS and larger <= LARGEST_CORNER_POINTS and 2 * smaller > larger


def without_page_frames(pages: Sequence[Sequence[Box]]) -> list[list[Box]]:
    """Leave out the boxes that are drawn on every page at the same place: frames around the pages."""
    places = Counter(place for boxes in pages for place in {_place(box) for box in boxes})
    return [[box for box in boxes if not 1 < places[_place(box)] == len(pages)] for boxes in pages]


def _place(box: Box) -> tuple[int, ...]:
    return tuple(round(edge / SAME_EDGE_POINTS) for edge in (box.x0, box.top, box.x1, box.bottom))


def _holds_text(bounds: Rectangle) -> bool:
    return bounds.x1 - bounds.x0 > LEAST_BOX_POINTS and bounds.bottom - bounds.top > LEAST_BOX_POINTS


def _is_strip(bounds: Rectangle) -> bool:
    return bounds.x1 - bounds.x0 > LEAST_BOX_POINTS and bounds.bottom - bounds.top > LEAST_STRIP_POINTS


def _is_table(bounds: Rectangle, members: Sequence[Rectangle]) -> bool:
    """Say whether upright rules or the edges of cells cut a box into columns."""
    heights: Counter[int] = Counter()
    for member in members:
        for edge in {round(member.x0), round(member.x1)}:
            if bounds.x0 + LEAST_BOX_POINTS < edge < bounds.x1 - LEAST_BOX_POINTS:
                heights[edge] += round(member.bottom - member.top)
    return bool(heights) and max(heights.values()) > RULED_SHARE * (bounds.bottom - bounds.top)
