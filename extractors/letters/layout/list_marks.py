"""List marks: a glyph or a small drawing that opens several lines at one indent, whichever it is.

Word writes the marks of its lists in symbol fonts, so that they come as any character; browsers draw discs as paths.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import product

from extractors.letters.layout.boxes import Rectangle
from extractors.letters.layout.lines import Line, NoteMark
from extractors.letters.layout.text_runs import ENUMERATOR, NUMBER_MARK

DRAWN_MARK = "•"
LEAST_ITEMS = 2
ENUMERATED, FIRST_TWO = "#", (("a", "b"), ("i", "ii"), ("A", "B"), ("I", "II"))
SAME_INDENT_POINTS = 2
LEAST_MARK_POINTS, LARGEST_MARK_POINTS, FARTHEST_MARK = 1, 20, 3
SLIMMEST_MARK = 0.4
# A small drawing before larger bold words is the ornament of a heading, and so is one where no plain item begins.
LARGER_THAN_TEXT = 1.05

# A mark, without the letters that count, and where it and the text after it begin, in steps of the points within which
# indents are the same.
Place = tuple[str, int, int]


def mark_list_items(pages: Sequence[Sequence[Line]], drawn: Sequence[Sequence[Rectangle]]) -> list[list[Line]]:
    """Return each page's lines, with the marks that open several lines at one indent taken off their text.

    Numbers stay possible marks: headings and paragraphs may be numbered too (`structure.numbered_lists`).
    """
    small = [[mark for mark in marks if _is_small(mark)] for marks in drawn]
    sizes = Counter(round(line.size, 1) for lines in pages for line in lines)
    heading_size = LARGER_THAN_TEXT * max(sizes, key=sizes.__getitem__, default=0)
    marked = [
        [_with_drawn_mark(line, marks) for line in lines] if marks else lines
        for lines, marks in zip(pages, small, strict=True)
    ]
    item_edges = {
        _edge_of(line) for lines in marked for line in lines if line.possible_mark == DRAWN_MARK and not line.is_bold
    }
    with_drawn = [
        [
            line if line.is_bold and (line.size > heading_size or _edge_of(as_item) not in item_edges) else as_item
            for line, as_item in zip(lines, as_items, strict=True)
        ]
        for lines, as_items in zip(pages, marked, strict=True)
    ]
    places: dict[Place, list[str]] = {}
    for line in (line for lines in with_drawn for line in lines):
        if place := _place_of_mark(line):
            places.setdefault(place, []).append(line.possible_mark or "")
    return [[_confirmed(line, places) for line in lines] for lines in with_drawn]


def _with_drawn_mark(line: Line, marks: Iterable[Rectangle]) -> Line:
    """Return a line with the small drawing just before it as its possible mark."""
    if line.list_mark is not None:
        return line
    mark = next((mark for mark in marks if _may_mark(mark, line)), None)
    return line._replace(possible_mark=DRAWN_MARK, x0=mark.x0, text_x0=line.x0) if mark else line


def _edge_of(line: Line) -> int:
    return round(line.x0 / SAME_INDENT_POINTS)


def _is_small(drawn: Rectangle) -> bool:
    width, height = drawn.x1 - drawn.x0, drawn.bottom - drawn.top
    smaller, larger = min(width, height), max(width, height)
    return smaller >= LEAST_MARK_POINTS and larger <= LARGEST_MARK_POINTS and smaller >= SLIMMEST_MARK * larger


def _may_mark(mark: Rectangle, line: Line) -> bool:
    """Say whether a small drawing is just before a line, at the height of its letters."""
    return (
        line.baseline - line.size < (mark.top + mark.bottom) / 2 < line.baseline
        and mark.bottom - mark.top <= line.size
        and line.x0 - FARTHEST_MARK * line.size <= mark.x0 < mark.x1 <= line.x0 + 1
    )


def _place_of_mark(line: Line) -> Place | None:
    if line.possible_mark is None or NUMBER_MARK.fullmatch(line.possible_mark):
        return None
    kind = ENUMERATOR.sub(_without_letters, line.possible_mark)
    if kind != line.possible_mark and line.text_x0 > line.x0:
        # Letters are of different widths, and may be set flush to their right.
        return kind, 0, round(line.text_x0 / SAME_INDENT_POINTS)
    return kind, round(line.x0 / SAME_INDENT_POINTS), round(line.text_x0 / SAME_INDENT_POINTS)


def _without_letters(mark: re.Match[str]) -> str:
    return mark[0].replace(mark[1], ENUMERATED)


def _confirmed(line: Line, places: Mapping[Place, Sequence[str]]) -> Line:
    """Return a line with its possible mark as its list mark where others open so, else as text."""
    place, mark = _place_of_mark(line), line.possible_mark
    if place is None or mark is None:
        return line
    kind, x0, text_x0 = place
    near = product((kind,), (x0 - 1, x0, x0 + 1), (text_x0 - 1, text_x0, text_x0 + 1))
    alike = [other for each in near for other in places.get(each, ())]
    if len(alike) < LEAST_ITEMS or (kind != mark and not _count_up(alike)):
        left = line.x0 if line.text.startswith(mark) else line.text_x0
        return line._replace(possible_mark=None, x0=left, text_x0=left)
    return take_off_mark(line)


def take_off_mark(line: Line) -> Line:
    """Return a line with its possible mark as its list mark, and its text without it."""
    mark = line.possible_mark or ""
    cut = len(line.text) - len(line.text[len(mark) :].lstrip()) if line.text.startswith(mark) else 0
    notes = tuple(NoteMark(max(note.offset - cut, 0), note.marker) for note in line.note_marks)
    gaps = tuple(gap._replace(offset=gap.offset - cut) for gap in line.gaps if gap.offset > cut)
    return line._replace(possible_mark=None, list_mark=mark, text=line.text[cut:], note_marks=notes, gaps=gaps)


def _count_up(marks: Iterable[str]) -> bool:
    """Say whether letters or Roman numerals are those that a list begins with."""
    letters = {found[1] for mark in marks if (found := ENUMERATOR.fullmatch(mark))}
    return any(first in letters and second in letters for first, second in FIRST_TWO)
