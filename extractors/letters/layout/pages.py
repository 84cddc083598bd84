"""Pages: what a reader found on the sheets of a file, put together with what shows only over all of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain, pairwise

from extractors.letters.layout.boxes import Frames, Rectangle, find_frames, find_rest, without_page_frames
from extractors.letters.layout.columns import split_columns
from extractors.letters.layout.drop_capitals import join_drop_capitals
from extractors.letters.layout.lines import Box, Line, Page
from extractors.letters.layout.list_marks import mark_list_items
from extractors.letters.layout.margins import Margins, find_text_edges, split_margins
from extractors.letters.layout.text_runs import TextRun, lines_from

REPEATED_PAGES = 3
DIGITS, LONGEST_RUNNING_WORDS = re.compile(r"\d+"), 20
BACKGROUND_SHARE = 0.5
# So many lines above or below a page's text may be its header or footer.
MOST_RUNNING_LINES = 3
# A rule beside text: its width and height in points, and how far from it text begins, in sizes of the type.
WIDEST_SIDE_RULE, LEAST_SIDE_RULE, FARTHEST_SIDE_RULE = 9, 10, 6
LONG_RULE_SHARE = 0.3
# The height of what is drawn behind words of a line: in points, and in sizes of the type.
LOWEST_POINTS = 4
LOWEST_HIGHLIGHT, HIGHEST_HIGHLIGHT = 0.8, 1.8
THICKEST_UNDERLINE, SAME_END_POINTS, WIDEST_LETTER_POINTS = 3, 3, 12


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a reader found on one page, in points from the top left of the page as it is shown.

    `drawn` are rectangles with ink, `pictures` the bounds of images.
    """

    number: int
    width: float
    height: float
    runs: Sequence[TextRun]
    drawn: Sequence[Rectangle]
    pictures: Sequence[Rectangle]
    has_invisible_text: bool = False
    has_hidden_words: bool = False


def assemble_pages(sheets: Sequence[Sheet]) -> list[Page]:
    """Return the pages with their lines in reading order, list marks taken off them, and their boxes."""
    sheets, running = _take_off_running_words(_without_watermarks(sheets))
    edges = find_text_edges([sheet.runs for sheet in sheets])
    margins = [split_margins(join_drop_capitals(sheet.runs), edges) for sheet in sheets]
    drawings = [(*sheet.drawn, *sheet.pictures) for sheet in sheets]
    lines = mark_list_items(
        [
            _with_underlines(_lines_of(sheet.number, each), sheet.drawn)
            for sheet, each in zip(sheets, margins, strict=True)
        ],
        drawings,
    )
    backgrounds = _backgrounds(sheets)
    frames = [
        find_frames(
            sheet.number,
            sheet.width,
            sheet.height,
            _without_highlights([each for each in sheet.drawn if each not in backgrounds], of_sheet),
        )
        for sheet, of_sheet in zip(sheets, lines, strict=True)
    ]
    ruled = _find_side_ruled(sheets, lines, frames)
    rests = [find_rest(*both) for both in pairwise([Frames([], [], []), *frames])]
    boxes = without_page_frames(
        [[*rest, *each.boxes, *beside] for rest, each, beside in zip(rests, frames, ruled, strict=True)]
    )
    return [
        Page(
            number=sheet.number,
            width=sheet.width,
            height=sheet.height,
            lines=(*_with_tables(lines_of_sheet, each.tables), *lines_from(sheet.number, running_beside)),
            boxes=tuple(boxes_of_sheet),
            is_image=bool(sheet.pictures) and not sheet.runs,
            has_invisible_text=sheet.has_invisible_text and bool(sheet.runs),
            has_hidden_words=sheet.has_hidden_words,
            side_notes=tuple(lines_from(sheet.number, beside.notes)),
            rules=tuple(_find_rules(sheet, each)),
            text_left=edges.left if beside.headings else None,
        )
        for sheet, lines_of_sheet, each, boxes_of_sheet, beside, running_beside in zip(
            sheets, lines, frames, boxes, margins, running, strict=True
        )
    ]


def _backgrounds(sheets: Sequence[Sheet]) -> set[Rectangle]:
    """Return what is drawn at one place on most pages and is as large as their text: the ground that it is set on."""
    large = Counter(
        each
        for sheet in sheets
        for each in set(sheet.drawn)
        if (each.x1 - each.x0) * (each.bottom - each.top) > BACKGROUND_SHARE * sheet.width * sheet.height
    )
    return {each for each, count in large.items() if count > 1 and 2 * count > len(sheets)}


def _without_highlights(drawn: Sequence[Rectangle], lines: Sequence[Line]) -> Sequence[Rectangle]:
    """Leave out what is drawn behind words of one line and no wider than they are, unless it is a strip of a box.

    The strips of a box are as wide as each other, and one of them wider than the words on it.
    """
    largest = HIGHEST_HIGHLIGHT * max((line.size for line in lines), default=0)
    low = [each for each in drawn if LOWEST_POINTS < each.bottom - each.top < largest]
    behind = [each for each in low if any(_is_behind(each, line) for line in lines)]
    highest = max((each.bottom - each.top for each in behind), default=0)
    strips = {_sides(each) for each in drawn if each not in behind and each.bottom - each.top <= highest + 1}
    highlights = {each for each in behind if _sides(each) not in strips}
    return [each for each in drawn if each not in highlights] if highlights else drawn


def _is_behind(drawn: Rectangle, line: Line) -> bool:
    is_as_high = LOWEST_HIGHLIGHT * line.size < drawn.bottom - drawn.top < HIGHEST_HIGHLIGHT * line.size
    return (
        is_as_high
        and not line.gaps
        and drawn.top < line.baseline < drawn.bottom
        and line.x0 - SAME_END_POINTS < drawn.x0
        and drawn.x1 < line.x1 + SAME_END_POINTS
    )


def _sides(drawn: Rectangle) -> tuple[int, int]:
    return round(drawn.x0 / SAME_END_POINTS), round(drawn.x1 / SAME_END_POINTS)


def _find_side_ruled(
    sheets: Sequence[Sheet], lines: Sequence[Sequence[Line]], frames: Sequence[Frames]
) -> list[list[Box]]:
    """Return each page's boxes that are open but for a rule at their left, as wide as the letter's text."""
    right = max((line.x1 for of_page in lines for line in of_page), default=0.0)
    ruled: list[list[Box]] = []
    for sheet, of_page, each in zip(sheets, lines, frames, strict=True):
        around = [*each.boxes, *each.tables]
        before = _rule_at_foot(ruled[-1], lines[len(ruled) - 1]) if ruled else None
        ruled.append(
            [
                Box(sheet.number, rule.x0, rule.top, right, rule.bottom)
                for rule in _joined_side_rules(sheet.drawn)
                if _is_side_rule(rule, of_page, around, before)
            ]
        )
    return ruled


def _rule_at_foot(ruled: Sequence[Box], lines: Sequence[Line]) -> Box | None:
    """Return the last box beside a rule on a page where no more than a footer is below it: it may run over the page."""
    last = max(ruled, key=lambda box: box.bottom, default=None)
    is_at_foot = last is not None and sum(line.baseline > last.bottom for line in lines) <= MOST_RUNNING_LINES
    return last if is_at_foot else None


def _joined_side_rules(drawn: Sequence[Rectangle]) -> list[Rectangle]:
    """Return the narrow upright rules from top to bottom, those that go on below each other as one."""
    joined: list[Rectangle] = []
    for rule in sorted(drawn, key=lambda each: each.top):
        if rule.x1 - rule.x0 > WIDEST_SIDE_RULE:
            continue
        above = next((each for each in joined if _sides(each) == _sides(rule) and each.touches(rule)), None)
        if above is None:
            joined.append(rule)
        else:
            joined[joined.index(above)] = above.joined_to(rule)
    return joined


def _is_side_rule(rule: Rectangle, lines: Sequence[Line], frames: Sequence[Box], before: Box | None) -> bool:
    """Say whether an upright rule stands just left of lines that begin with bold words, or that begin their page.

    Below a header, it goes on with one at the foot of the page `before`.
    """
    if rule.bottom - rule.top < LEAST_SIDE_RULE:
        return False
    if any(box.x0 - 1 <= rule.x0 <= box.x1 + 1 and rule.top < box.bottom and box.top < rule.bottom for box in frames):
        return False
    beside = [line for line in lines if rule.top <= line.baseline <= rule.bottom]
    if not beside or any(not 0 < line.x0 - rule.x1 < FARTHEST_SIDE_RULE * line.size for line in beside):
        return False
    is_below_header = sum(line.baseline < rule.top for line in lines) <= MOST_RUNNING_LINES
    goes_on = before is not None and is_below_header and abs(before.x0 - rule.x0) < SAME_END_POINTS
    return beside[0].is_bold or beside[0] is lines[0] or goes_on


def _find_rules(sheet: Sheet, frames: Frames) -> list[Box]:
    """Return the long level rules of a page that are no part of what is drawn around text."""
    rules = [
        Box(sheet.number, *rule)
        for rule in sheet.drawn
        if rule.bottom - rule.top < THICKEST_UNDERLINE and rule.x1 - rule.x0 > LONG_RULE_SHARE * sheet.width
    ]
    around = [*frames.boxes, *frames.tables]
    outside = [rule for rule in rules if not any(box.top - 1 <= rule.top <= box.bottom + 1 for box in around)]
    return sorted(outside, key=lambda rule: rule.top)


def _without_watermarks(sheets: Sequence[Sheet]) -> Sequence[Sheet]:
    """Leave out the words that are at the same place on most pages, over or under the text of one of them."""
    least = max(REPEATED_PAGES, len(sheets) / 2)
    texts = Counter(chain.from_iterable({run.text for run in sheet.runs} for sheet in sheets))
    repeated = [[(_place(run), run) for run in sheet.runs if texts[run.text] >= least] for sheet in sheets]
    places = Counter(place for runs in repeated for place in {place for place, _ in runs})
    marks = {
        place
        for sheet, runs in zip(sheets, repeated, strict=True)
        for place, run in runs
        if places[place] >= least and any(_lies_over(run, other) for other in sheet.runs if other is not run)
    }
    if not marks:
        return sheets
    return [replace(sheet, runs=[run for run in sheet.runs if _place(run) not in marks]) for sheet in sheets]


def _place(run: TextRun) -> tuple[str, int, int]:
    return run.text, round(run.x0), round(run.baseline)


def _take_off_running_words(sheets: Sequence[Sheet]) -> tuple[Sequence[Sheet], Sequence[Sequence[TextRun]]]:
    """Return the sheets without the words and page numbers at one place beside the text of most pages, and those."""
    least = max(REPEATED_PAGES, len(sheets) / 2)
    short = [
        [(_running_place(run), run) for run in sheet.runs if len(run.text) <= LONGEST_RUNNING_WORDS] for sheet in sheets
    ]
    counts = Counter(chain.from_iterable({place for place, _ in of_sheet} for of_sheet in short))
    repeated = [[each for each in of_sheet if counts[each[0]] >= least] for of_sheet in short]
    apart = {id(run) for of_sheet in repeated for _, run in of_sheet}
    texts = [[run for run in sheet.runs if id(run) not in apart] for sheet in sheets]
    left = min((run.x0 for runs in texts for run in runs), default=0.0)
    right = max((run.x1 for runs in texts for run in runs), default=0.0)
    beside = [[(place, run) for place, run in of_sheet if run.x0 > right or run.x1 < left] for of_sheet in repeated]
    level = {
        place
        for of_sheet, text in zip(beside, texts, strict=True)
        for place, run in of_sheet
        if any(abs(run.baseline - each.baseline) < run.size for each in text)
    }
    running = [[run for place, run in of_sheet if place in level] for of_sheet in beside]
    return [
        replace(sheet, runs=[run for run in sheet.runs if run not in taken]) if taken else sheet
        for sheet, taken in zip(sheets, running, strict=True)
    ], running


def _running_place(run: TextRun) -> tuple[str, int, int]:
    return DIGITS.sub("#", run.text), round(run.x0 / SAME_END_POINTS), round(run.baseline)


def _lies_over(run: TextRun, other: TextRun) -> bool:
    """Say whether the letters of two runs meet, in the middle of the smaller one."""
    middle = other.baseline - other.size / 3
    return run.baseline - 0.7 * run.size < middle < run.baseline and run.x0 < other.x1 and other.x0 < run.x1


def _with_underlines(lines: Sequence[Line], drawn: Sequence[Rectangle]) -> Sequence[Line]:
    """Return the lines, with the style of those that are underlined from end to end saying so."""
    rules = _joined_rules([each for each in drawn if each.bottom - each.top < THICKEST_UNDERLINE])
    if not rules:
        return lines
    return [
        line._replace(style=f"{line.style} underlined") if any(_underlines(rule, line) for rule in rules) else line
        for line in lines
    ]


def _joined_rules(rules: Sequence[Rectangle]) -> list[Rectangle]:
    """Join the parts of rules that leave out where letters reach below the line."""
    joined: list[Rectangle] = []
    for rule in sorted(rules, key=lambda each: (round(each.top), each.x0)):
        last = joined[-1] if joined else None
        if last and round(last.top) == round(rule.top) and 0 <= rule.x0 - last.x1 < WIDEST_LETTER_POINTS:
            joined[-1] = last.joined_to(rule)
        else:
            joined.append(rule)
    return joined


def _underlines(rule: Rectangle, line: Line) -> bool:
    is_below = line.baseline - 1 <= rule.top <= line.baseline + 0.3 * line.size
    return is_below and abs(rule.x0 - line.x0) < SAME_END_POINTS and abs(rule.x1 - line.x1) < SAME_END_POINTS


def _with_tables(lines: Sequence[Line], tables: Sequence[Box]) -> Sequence[Line]:
    """Return the lines, those in tables marked: the head of a table is no heading of the letter.

    Where bold words open each of a table's columns of text, they head what is below them.
    """
    if not tables:
        return lines
    inside = [any(table.holds(line) for table in tables) for line in lines]
    first_of_column = {
        line.column: line for line, is_inside in zip(reversed(lines), reversed(inside), strict=True) if is_inside
    }
    heads = [line for column, line in first_of_column.items() if column and line.is_bold]
    heads = heads if len(heads) == len(first_of_column) > 1 else []
    return [
        line._replace(is_in_table=True) if is_inside and line not in heads else line
        for line, is_inside in zip(lines, inside, strict=True)
    ]


def _lines_of(page: int, margins: Margins) -> list[Line]:
    """Return a page's lines in reading order: a heading beside the text before what it stands beside."""
    lines: list[Line] = []
    for number, region in enumerate(split_columns(margins.text), start=1):
        found = lines_from(page, region.runs)
        if region.is_column:
            right = max((line.x1 for line in found), default=0.0)
            found = [line._replace(column=number, column_right=right) for line in found]
        lines += found
    at = 0
    for heading in lines_from(page, margins.headings):
        is_same = at > 0 and lines[at - 1].is_bold and heading.baseline - lines[at - 1].baseline < 2 * heading.size
        if not is_same:
            below = (at for at, line in enumerate(lines) if line.baseline > heading.baseline - heading.size / 2)
            at = next(below, len(lines))
        lines.insert(at, heading)
        at += 1
    return lines
