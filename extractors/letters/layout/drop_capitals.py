"""Drop capitals: a first letter several lines high is given back to the word that it begins.

It has a baseline of its own, or that of a later line, and the lines beside it are set further in than their paragraph.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractors.letters.layout.text_runs import TextRun

LARGER_THAN_BESIDE = 1.7
FARTHEST_BESIDE, SAME_HEIGHT = 1.0, 0.35


def join_drop_capitals(runs: Sequence[TextRun]) -> Sequence[TextRun]:
    """Return a page's runs with each drop capital joined to the line that it opens."""
    capitals = [run for run in runs if len(run.text.strip()) == 1 and run.text.strip().isupper()]
    for capital in capitals:
        beside = [run for run in runs if _is_beside(capital, run)]
        first = min(beside, key=lambda run: run.baseline, default=None)
        if first is not None and _opens(capital, first):
            runs = list(_joined(runs, capital, first, beside))
    return runs


def _is_beside(capital: TextRun, run: TextRun) -> bool:
    """Say whether a run begins just right of a capital, on one of the lines that it is high."""
    return (
        run is not capital
        and capital.size > LARGER_THAN_BESIDE * run.size
        and capital.baseline - capital.size < run.baseline <= capital.baseline + SAME_HEIGHT * run.size
        and -SAME_HEIGHT * run.size < run.x0 - capital.x1 < FARTHEST_BESIDE * run.size
    )


def _opens(capital: TextRun, first: TextRun) -> bool:
    """Say whether a line stands at the top of a capital that is several lines high, and no number or stop opens it."""
    return first.baseline <= capital.baseline - SAME_HEIGHT * capital.size and first.text[:1] not in ".)0123456789"


def _joined(runs: Sequence[TextRun], capital: TextRun, first: TextRun, beside: Sequence[TextRun]) -> Iterator[TextRun]:
    for run in runs:
        if run is first:
            text = capital.text.strip() + run.text
            raised = tuple(mark._replace(start=mark.start + 1, end=mark.end + 1) for mark in run.raised)
            yield run._replace(text=text, x0=capital.x0, text_x0=capital.x0, raised=raised)
        elif any(run is other for other in beside):
            yield run._replace(x0=capital.x0, text_x0=capital.x0)
        elif run is not capital:
            yield run
