"""Margins: words beside the text, which are no part of its lines.

Bold words left of the text head what stands beside them; words in smaller print on either side are notes about it.
Both stand at the height of lines of the text, and would be read as words of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from extractors.letters.layout.text_runs import TextRun

EDGE_POINTS = 3
TEXT_SHARE = 0.12
SMALL_PRINT_RATIO = 0.93
LEAST_LETTERS = 4
MOST_SHARE = 0.2


class TextEdges(NamedTuple):
    """Where a letter's text begins and ends, in points from the left, and the size of its type."""

    left: float
    right: float
    size: float


class Margins(NamedTuple):
    """The runs of a page: those of the text, headings left of it, and notes beside it."""

    text: Sequence[TextRun]
    headings: Sequence[TextRun]
    notes: Sequence[TextRun]


def find_text_edges(pages: Iterable[Sequence[TextRun]]) -> TextEdges:
    """Return the leftmost edge that much of a letter's text begins at, and the rightmost that any ends at."""
    starts: Counter[int] = Counter()
    sizes: Counter[float] = Counter()
    runs = [run for page in pages for run in page]
    for run in runs:
        starts[round(run.x0 / EDGE_POINTS)] += len(run.text)
        sizes[round(run.size, 1)] += len(run.text)
    size = sizes.most_common(1)[0][0] if sizes else 0.0
    total = starts.total()
    left = min((edge for edge, count in starts.items() if count > TEXT_SHARE * total), default=0)
    right = max((run.x1 for run in runs if run.size > SMALL_PRINT_RATIO * size), default=0.0)
    return TextEdges(EDGE_POINTS * left, right, size)


def split_margins(runs: Sequence[TextRun], edges: TextEdges) -> Margins:
    """Split a page's runs into its text and what stands beside it."""
    outside = [run for run in runs if _is_outside(run, edges)]
    text = [run for run in runs if not any(run is other for other in outside)]
    beside = [run for run in outside if any(_is_level(run, other) for other in text)]
    beside += [run for run in outside if run not in beside and any(_is_next_line(run, other) for other in beside)]
    if not beside or len(beside) > MOST_SHARE * len(runs):
        return Margins(runs, (), ())
    headings = [run for run in beside if run.is_bold and run.x1 <= edges.left]
    notes = [run for run in beside if not run.is_bold and run.size < SMALL_PRINT_RATIO * edges.size]
    taken = {id(run) for run in (*headings, *notes)}
    return Margins([run for run in runs if id(run) not in taken], headings, notes)


def _is_outside(run: TextRun, edges: TextEdges) -> bool:
    is_beside = run.x1 < edges.left or run.x0 > edges.right
    return is_beside and sum(map(str.isalpha, run.text)) >= LEAST_LETTERS


def _is_level(run: TextRun, other: TextRun) -> bool:
    """Say whether two runs share some height, which lines above each other do not."""
    return run.baseline - run.size / 2 < other.baseline and other.baseline - other.size / 2 < run.baseline


def _is_next_line(run: TextRun, other: TextRun) -> bool:
    """Say whether a run is set as another one above or below it."""
    is_close = abs(run.baseline - other.baseline) < 2 * run.size
    return is_close and run.is_bold == other.is_bold and abs(run.size - other.size) < run.size / 20
