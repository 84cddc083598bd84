"""List marks: a glyph or a small drawing that opens several lines at one indent, whichever it is.

Word writes the marks of its lists in symbol fonts, so that they come as any character; browsers draw discs as paths.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise, product
from statistics import median
from typing import NamedTuple

from extractors.letters.layout.boxes import Rectangle
from extractors.letters.layout.lines import Line, NoteMark
from extractors.letters.layout.text_runs import ENUMERATOR, NUMBER_MARK

DRAWN_MARK = "•"
LEAST_ITEMS = 2
ENUMERATED, NUMBERED = "#", "1"
ALPHABET = "abcdefghijklmnopqrstuvwxyz"
NUMERALS = "i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx".split()  # noqa: SIM905 a row
COUNTS = (*ALPHABET,), (*NUMERALS,), (*ALPHABET.upper(),), tuple(map(str.upper, NUMERALS))
STOPS, CLOSING_MARKS = (".", "!", "?", ":", ";"), ")]’”'\""
WIDEST_STEP = 1.2
SAME_INDENT_POINTS = 2
LEAST_MARK_POINTS, LARGEST_MARK_POINTS, FARTHEST_MARK = 1, 20, 3
SLIMMEST_MARK = 0.4
BADGE_HEIGHT = 1.6
# A small drawing before larger bold words is the ornament of a heading, and so is one where no plain item begins.
LARGER_THAN_TEXT = 1.05

# A mark, without the letters that count, and where it and the text after it begin, in steps of the points within which
# indents are the same.
Place = tuple[str, int, int]


class Opening(NamedTuple):
    """A line that a possible mark opens: `at` is its place in the letter.

    `is_wrapped` says that the line before it is full and goes on in it, as far as its setting tells; `ends_sentence`,
    that a sentence ends there.
    """

    at: int
    mark: str
    is_wrapped: bool
    ends_sentence: bool


def mark_list_items(pages: Sequence[Sequence[Line]], drawn: Sequence[Sequence[Rectangle]]) -> list[list[Line]]:
    """Return each page's lines, with the marks that open several lines at one indent taken off their text.

    Numbers that do not stand inside a sentence stay possible marks: headings and paragraphs may be numbered too
    (`structure.numbered_lists`).
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
    places: dict[Place, list[Opening]] = {}
    for place, opening in _find_openings(with_drawn):
        places.setdefault(place, []).append(opening)
    marks = iter(range(sum(map(len, with_drawn))))
    return [[_confirmed(line, next(marks), places) for line in lines] for lines in with_drawn]


def _find_openings(pages: Sequence[Sequence[Line]]) -> Iterable[tuple[Place, Opening]]:
    """Yield each line that a possible mark opens, with the place of the mark."""
    first = 0
    for lines in pages:
        if any(line.possible_mark for line in lines):
            places = [_place_of_mark(line) for line in lines]
            steps = [after.baseline - before.baseline for before, after in pairwise(lines)]
            widest = WIDEST_STEP * median([step for step in steps if step > 0] or [0])
            for at, (place, line) in enumerate(zip(places, lines, strict=True)):
                if place:
                    before = lines[at - 1] if at else None
                    is_wrapped = before is not None and _is_wrapped(before, line, lines, widest)
                    ends = before is None or before.text.rstrip(CLOSING_MARKS).endswith(STOPS)
                    yield place, Opening(first + at, line.possible_mark or "", is_wrapped, ends)
        first += len(lines)


def _is_wrapped(before: Line, line: Line, lines: Sequence[Line], widest_step: float) -> bool:
    """Say whether a line may go on with what the line before says: that begins at its edge, is full, and is close.

    No sentence goes on in a drawing.
    """
    if not line.text.startswith(line.possible_mark or ""):
        return False
    is_below = before.column == line.column and 0 < line.baseline - before.baseline <= widest_step
    if not is_below or not _begins_at(before, line.x0) or _place_of_mark(before) == _place_of_mark(line):
        return False
    right = max(each.x1 for each in lines if each.column == line.column and _begins_at(each, line.x0))
    first_word = line.text.split(" ", 1)[0] + " "
    return before.x1 + (line.x1 - line.x0) * len(first_word) / max(len(line.text), 1) > right


def _with_drawn_mark(line: Line, marks: Iterable[Rectangle]) -> Line:
    """Return a line with the small drawing just before it as its possible mark."""
    if line.list_mark is not None:
        return line
    mark = next((mark for mark in marks if _may_mark(mark, line)), None)
    if mark is None:
        return line
    text_x0 = _text_edge(line)
    # A number in it is no mark of a note.
    if _is_numbered(line):
        line = take_off_mark(line)._replace(list_mark=None)
    elif _opens_with_number(line):
        line = line._replace(note_marks=line.note_marks[1:])
    return line._replace(possible_mark=DRAWN_MARK, x0=mark.x0, text_x0=text_x0)


def _edge_of(line: Line) -> int:
    return round(line.x0 / SAME_INDENT_POINTS)


def _is_small(drawn: Rectangle) -> bool:
    width, height = drawn.x1 - drawn.x0, drawn.bottom - drawn.top
    smaller, larger = min(width, height), max(width, height)
    return smaller >= LEAST_MARK_POINTS and larger <= LARGEST_MARK_POINTS and smaller >= SLIMMEST_MARK * larger


def _may_mark(mark: Rectangle, line: Line) -> bool:
    """Say whether a small drawing is just before a line, at the height of its letters, or around its number."""
    number_x0 = line.x0 if _is_numbered(line) else mark.x1
    return (
        line.baseline - line.size < (mark.top + mark.bottom) / 2 < line.baseline
        and mark.bottom - mark.top <= (BADGE_HEIGHT if _opens_with_number(line) else 1) * line.size
        and line.x0 - FARTHEST_MARK * line.size <= mark.x0 < number_x0 <= mark.x1 <= _text_edge(line) + 1
    )


def _opens_with_number(line: Line) -> bool:
    """Say whether a number stands before a line, which may be that of a list item in a badge."""
    return _is_numbered(line) or (bool(line.note_marks) and line.note_marks[0].offset == 0)


def _is_numbered(line: Line) -> bool:
    """Say whether a number that is not raised stands before a line, apart from its text."""
    number = line.possible_mark or ""
    return NUMBER_MARK.fullmatch(number) is not None and line.text.startswith(number) and line.text_x0 > line.x0


def _text_edge(line: Line) -> float:
    """Return where the text of a line begins, after a number in a badge."""
    return line.text_x0 if _opens_with_number(line) else line.x0


def _place_of_mark(line: Line) -> Place | None:
    if line.possible_mark is None:
        return None
    if NUMBER_MARK.fullmatch(line.possible_mark):
        return NUMBERED, 0, round(line.text_x0 / SAME_INDENT_POINTS)
    kind = ENUMERATOR.sub(_without_letters, line.possible_mark)
    if kind != line.possible_mark and line.text_x0 > line.x0:
        # Letters are of different widths, and may be set flush to their right.
        return kind, 0, round(line.text_x0 / SAME_INDENT_POINTS)
    return kind, round(line.x0 / SAME_INDENT_POINTS), round(line.text_x0 / SAME_INDENT_POINTS)


def _without_letters(mark: re.Match[str]) -> str:
    return mark[0].replace(mark[1], ENUMERATED)


def _begins_at(line: Line, edge: float) -> bool:
    return min(abs(line.x0 - edge), abs(line.text_x0 - edge)) <= SAME_INDENT_POINTS


def _confirmed(line: Line, at: int, places: Mapping[Place, Sequence[Opening]]) -> Line:
    """Return a line with its possible mark as its list mark where others open so, else as text."""
    place, mark = _place_of_mark(line), line.possible_mark
    if place is None or mark is None:
        return line
    kind, x0, text_x0 = place
    near = product((kind,), (x0 - 1, x0, x0 + 1), (text_x0 - 1, text_x0, text_x0 + 1))
    alike = sorted(opening for each in near for opening in places.get(each, ()))
    alike = [opening for opening in alike if not opening.is_wrapped or opening.ends_sentence]
    if kind == NUMBERED and any(opening.at == at for opening in alike):
        return line
    if at not in (_find_counted(alike) if kind != mark else {opening.at for opening in alike if len(alike) > 1}):
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


def _find_counted(openings: Iterable[Opening]) -> set[int]:
    """Return where letters or Roman numerals count up from the first one, as those of lists do.

    Initials open lines too, and two of them may follow each other in the alphabet: those of a list do not all look as
    if they stood inside a paragraph.
    """
    runs: list[tuple[tuple[str, ...], list[Opening]]] = []
    for opening in openings:
        letters = found[1] if (found := ENUMERATOR.fullmatch(opening.mark)) else ""
        going_on = (run for count, run in reversed(runs) if count[len(run) : len(run) + 1] == (letters,))
        if (run := next(going_on, None)) is not None:
            run.append(opening)
        else:
            runs += [(count, [opening]) for count in COUNTS if count[0] == letters]
    lists = [run for _, run in runs if sum(not opening.is_wrapped for opening in run) >= LEAST_ITEMS]
    return {opening.at for run in lists for opening in run}
