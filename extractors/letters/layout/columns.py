"""Columns: text set side by side, read column by column.

Cells of a table stand side by side too, and are read row by row: text in columns reads on from line to line, or is a
list in each of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from extractors.letters.layout.lines import CLOSING
from extractors.letters.layout.text_runs import BULLET, ENUMERATOR, TextRun

SAME_EDGE_POINTS, SAME_BASELINE_POINTS = 3, 0.5
LEAST_LINES = 3
LEAST_GUTTER, WIDEST_SPACE, STRAIGHT_SHARE = 0.5, 1.0, 0.75
# From a list mark to the text after it.
MARK_ROOM = 3
# From a heading to the text of the list below it.
LIST_INDENT = 4
NEAR_HEADING = 2
DEEPEST_INDENT_POINTS = 24
READS_ON_SHARE, PLAINLY_READS_ON_SHARE = 0.25, 0.5
LEAST_READING_ON = 2


class Region(NamedTuple):
    """Runs that are read together; `is_column` where other text stands beside them."""

    runs: Sequence[TextRun]
    is_column: bool


def split_columns(runs: Sequence[TextRun]) -> list[Region]:
    """Cut a page's runs into regions, in reading order: whole lines above, each column, whole lines below."""
    for edge in _possible_edges(runs):
        columns = _columns_at(edge, runs)
        if columns:
            above, left, right, below = columns
            beside = [Region(region.runs, is_column=True) for part in (left, right) for region in split_columns(part)]
            return [*split_columns(above), *beside, *split_columns(below)]
    return [Region(runs, is_column=False)] if runs else []


def _possible_edges(runs: Sequence[TextRun]) -> list[float]:
    """Return where several runs begin well inside the text, the most used first."""
    if not runs:
        return []
    left, right = min(run.x0 for run in runs), max(run.x1 for run in runs)
    inside = left + (right - left) / 5
    edges = Counter(round(run.x0 / SAME_EDGE_POINTS) for run in runs if run.x0 > inside)
    marks = [run for run in runs if run.x0 > inside and (len(run.text.strip()) == 1 or run.text_x0 > run.x0)]
    styles = Counter(run.style for run in runs).most_common(1)
    heads = [
        run
        for run in runs
        if run.x0 > inside and (run.is_bold or run.style != styles[0][0]) and _has_text_beside(run, runs)
    ]
    return [
        min(
            [
                SAME_EDGE_POINTS * edge,
                *(mark.x0 for mark in marks if _marks_text_at(edge, mark, runs)),
                *(head.x0 for head in heads if 0 < SAME_EDGE_POINTS * edge - head.x0 < LIST_INDENT * head.size),
            ]
        )
        for edge in dict.fromkeys(_leftmost_near(edge, edges) for edge, _ in edges.most_common(3))
        if edges[edge] >= LEAST_LINES
    ]


def _leftmost_near(edge: int, edges: Mapping[int, int]) -> int:
    """Return where a column begins whose lists or boxes are set further in, at an edge that more lines begin at."""
    near = range(edge - DEEPEST_INDENT_POINTS // SAME_EDGE_POINTS, edge)
    further_left = next((other for other in near if edges.get(other, 0) >= LEAST_LINES), None)
    return edge if further_left is None else _leftmost_near(further_left, edges)


def _has_text_beside(run: TextRun, runs: Sequence[TextRun]) -> bool:
    """Say whether words end left of a heading, and none reach over it: it heads a column, whose lists may be set in."""
    level = [each for each in runs if each.x0 < run.x0 and abs(each.baseline - run.baseline) < NEAR_HEADING * run.size]
    return bool(level) and all(each.x1 < run.x0 for each in level)


def _marks_text_at(edge: int, mark: TextRun, runs: Sequence[TextRun]) -> bool:
    """Say whether a list mark stands just left of an edge, with text after it that begins there."""
    if not 0 < SAME_EDGE_POINTS * edge - mark.x0 < MARK_ROOM * mark.size:
        return False
    return round(mark.text_x0 / SAME_EDGE_POINTS) == edge or any(
        round(run.x0 / SAME_EDGE_POINTS) == edge and abs(run.baseline - mark.baseline) < mark.size / 2 for run in runs
    )


def _columns_at(edge: float, runs: Sequence[TextRun]) -> tuple[list[TextRun], ...] | None:
    """Return the runs above, left and right of an edge, and below, where columns meet there."""
    limit = edge - SAME_EDGE_POINTS
    in_order = sorted(runs, key=lambda run: (run.baseline, run.x0))
    crossing = [
        at
        for at, run in enumerate(in_order)
        if run.x0 < limit
        and (
            run.x1 > limit - LEAST_GUTTER * run.size
            or _heads_both(at, in_order, limit)
            or _closes_both(at, in_order, limit)
        )
    ]
    for start, end in zip([-1, *crossing], [*crossing, len(in_order)], strict=True):
        band = in_order[start + 1 : end]
        right = [run for run in band if run.x0 >= limit]
        left = _left_of(right, [run for run in band if run.x0 < limit])
        if _are_columns(left, right):
            beside = {id(run) for run in (*left, *right)}
            top = right[0].baseline
            rest = [run for run in in_order if id(run) not in beside]
            return [run for run in rest if run.baseline <= top], left, right, [r for r in rest if r.baseline > top]
    return None


def _heads_both(at: int, in_order: Sequence[TextRun], limit: float) -> bool:
    """Say whether bold words head both columns: nothing stands beside them, and both end above or go on below alike."""
    heading = in_order[at]
    if not heading.is_bold:
        return False
    before, after = in_order[:at][::-1], in_order[at + 1 :]
    right_above, right_below = (next((run for run in part if run.x0 >= limit), None) for part in (before, after))
    if right_below is None or right_below.baseline - heading.baseline <= heading.size:
        return False
    if right_above is not None and heading.baseline - right_above.baseline <= 2 * heading.size:
        return False
    left_above, left_below = (next((run for run in part if run.x0 < limit), None) for part in (before, after))
    return _are_level(left_below, right_below) or _are_level(left_above, right_above)


def _closes_both(at: int, in_order: Sequence[TextRun], limit: float) -> bool:
    """Say whether the words that close a letter stand below both columns: text ends on the right before them."""
    if not CLOSING.match(in_order[at].text):
        return False
    right_above = next((run for run in in_order[:at][::-1] if run.x0 >= limit), None)
    return right_above is not None and right_above.text.rstrip().endswith(".")


def _are_level(one: TextRun | None, other: TextRun | None) -> bool:
    return one is not None and other is not None and abs(one.baseline - other.baseline) < SAME_BASELINE_POINTS


def _left_of(right: Sequence[TextRun], runs: Sequence[TextRun]) -> list[TextRun]:
    """Return the runs of the left column: beside the right one, and on below it.

    What follows closely goes on with the column; after a gap or a heading, only text that reads on within it does.
    """
    if not right:
        return []
    top, bottom = right[0].baseline - right[0].size, right[-1].baseline + right[-1].size
    column = [run for run in runs if top <= run.baseline <= bottom]
    if not column:
        return []
    below = [run for run in runs if run.baseline > bottom]
    largest_step = max((after.baseline - before.baseline for before, after in pairwise(column)), default=0.0)
    right_edge = max(run.x1 for run in column)
    while below and below[0].baseline - column[-1].baseline <= largest_step + 1 and not below[0].is_bold:
        if below[0].x0 > right_edge:
            break
        column.append(below.pop(0))
    goes_on = len(below) >= LEAST_LINES and _share_reading_on(below) >= READS_ON_SHARE
    return column + below if goes_on else column


def _are_columns(left: Sequence[TextRun], right: Sequence[TextRun]) -> bool:
    """Say whether text reads on in both columns, or plainly in one, or both are lists."""
    if min(len({round(run.baseline) for run in column}) for column in (left, right)) < LEAST_LINES:
        return False
    if not _stand_apart(left, right):
        return False
    least, most = sorted((_share_reading_on(left), _share_reading_on(right)))
    return least >= READS_ON_SHARE or most >= PLAINLY_READS_ON_SHARE or all(map(_is_list, (left, right)))


def _stand_apart(left: Sequence[TextRun], right: Sequence[TextRun]) -> bool:
    """Say whether the room between two columns is wide or has a straight edge, unlike that in justified lines."""
    ends: dict[int, float] = {}
    starts: dict[int, float] = {}
    for run in left:
        ends[round(run.baseline)] = max(run.x1, ends.get(round(run.baseline), run.x1))
    for run in right:
        starts[round(run.baseline)] = min(run.x0, starts.get(round(run.baseline), run.x0))
    edge = min(starts.values())
    straight = sum(start - edge < SAME_EDGE_POINTS for start in starts.values())
    gaps = [starts[row] - ends[row] for row in starts.keys() & ends.keys()]
    return not gaps or max(gaps) > WIDEST_SPACE * right[0].size or straight > STRAIGHT_SHARE * len(starts)


def _share_reading_on(column: Sequence[TextRun]) -> float:
    """Return how many of a column's lines begin in the middle of a sentence; 0 where hardly any do."""
    count = sum(run.text.lstrip()[:1].islower() and not ENUMERATOR.fullmatch(run.text.strip()) for run in column)
    return count / len(column) if count >= LEAST_READING_ON else 0


def _is_list(column: Sequence[TextRun]) -> bool:
    return sum(BULLET.match(run.text) is not None for run in column) >= LEAST_READING_ON
