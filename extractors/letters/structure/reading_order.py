"""Reading order: a letter's running text, and the boxes that stand in it, each as lines that read on.

Letters put case studies in boxes. A box may split a list, a sentence or a page, so boxes are lifted out before lists
are read; a box cut by the foot of a page goes on at the top of the next.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractors.letters.layout.lines import Box, Line, Page
from extractors.letters.vocabulary.headings import is_case_study_heading, kind_of_heading

SAME_EDGE_POINTS = 6


@dataclass(frozen=True, slots=True)
class BoxText:
    """The lines of one box, over all the pages it runs over; `position` is where it is among the letter's own lines.

    `is_shared` says that another case study was found in the same box: there may be two boxes that touch.
    """

    lines: tuple[Line, ...]
    position: int
    is_shared: bool = False


@dataclass(frozen=True, slots=True)
class ReadingOrder:
    """A letter's own lines and its boxes, each in reading order.

    `unheaded_boxes` hold no case study that its heading names: their lines are among the letter's own.
    """

    main: tuple[Line, ...]
    boxes: tuple[BoxText, ...]
    unheaded_boxes: tuple[Box, ...]


def find_reading_order(lines: Sequence[Line], pages: Sequence[Page]) -> ReadingOrder:
    """Lift the boxed case studies out of the text; a box that holds none is part of the text around it."""
    main: list[Line] = []
    boxes: list[BoxText] = []
    unheaded: list[Box] = []
    last: Box | None = None
    parts = _parts(lines, pages)
    for at, (box, inside) in enumerate(parts):
        part = inside
        after = parts[at + 1][0] if at + 1 < len(parts) else None
        if box and _is_band(part) and not (after and _goes_on(box, after)):
            main += part
            last = None
            continue
        if box and main and not _is_named(part) and _is_title_of(main[-1], box):
            part = [main.pop(), *inside]
        if box and last and not _is_named(part) and _goes_on(last, box):
            rest, *others = _studies(part)
            boxes[-1] = replace(boxes[-1], lines=(*boxes[-1].lines, *rest))
            boxes += [BoxText(tuple(study), len(main), is_shared=True) for study in others]
            last = box
        elif box and (_is_named(part) or _is_headed(part)):
            studies = _studies(part)
            boxes += [BoxText(tuple(study), len(main), is_shared=len(studies) > 1) for study in studies]
            last = box
        else:
            main += part
            unheaded += [box] if box and not _is_item(main[: len(main) - len(part)], part[0]) else []
            last = None
    return ReadingOrder(tuple(main), tuple(boxes), tuple(unheaded))


def _parts(lines: Sequence[Line], pages: Sequence[Page]) -> list[tuple[Box | None, list[Line]]]:
    """Cut the lines wherever they enter or leave a box."""
    ruled = _ruled_studies(lines, pages)
    boxes = {
        page.number: sorted((*page.boxes, *ruled.get(page.number, ())), key=_area)
        for page in pages
        if page.boxes or ruled.get(page.number)
    }
    parts: list[tuple[Box | None, list[Line]]] = []
    for line in lines:
        box = next((box for box in boxes[line.page] if box.holds(line)), None) if line.page in boxes else None
        if parts and parts[-1][0] == box:
            parts[-1][1].append(line)
        else:
            parts.append((box, [line]))
    return parts


def _area(box: Box) -> float:
    return (box.x1 - box.x0) * (box.bottom - box.top)


def _height(rule: Box) -> int:
    """Return where on its page a rule is: those of headers and footers are at one place of all pages."""
    return round(rule.top / SAME_EDGE_POINTS)


def _ruled_studies(lines: Sequence[Line], pages: Sequence[Page]) -> dict[int, list[Box]]:
    """Return, by page, what stands between two rules of one width, with a case study's heading right below the upper.

    Where the upper rule is the last of its page, the lower one may be the first of the next, or a page's foot may have
    one rule, and the head of the next another.
    """
    places = Counter(height for page in pages for height in {_height(rule) for rule in page.rules})
    ruled: dict[int, list[Box]] = {}
    upper: Box | None = None
    at_foot: Box | None = None
    for page in pages if places else ():
        text = [line for line in lines if line.page == page.number]
        before, at_foot = at_foot, None
        for rule in (rule for rule in page.rules if places[_height(rule)] == 1):
            between = [line for line in text if _is_below(line, upper, page) and line.baseline <= rule.top]
            if upper and between and not between[-1].is_bold and _is_as_wide(upper, rule):
                for box in _boxes_between(upper, rule, pages):
                    ruled.setdefault(box.page, []).append(box)
                at_foot = rule
            below = next((line for line in text if line.baseline >= rule.bottom), None)
            at_foot = None if below else at_foot
            goes_on = before and _is_as_wide(before, rule) and text and text[0].baseline > rule.top
            is_upper = below and ((below.is_bold and is_case_study_heading(below.text)) or goes_on)
            upper = rule if is_upper else None
        upper = upper if upper and upper.page == page.number else None
    return ruled


def _boxes_between(upper: Box, lower: Box, pages: Sequence[Page]) -> list[Box]:
    """Return what stands between two rules: one box, or one on each of two pages."""
    if upper.page == lower.page:
        return [replace(upper, bottom=lower.bottom)]
    return [replace(upper, bottom=pages[upper.page - 1].height), replace(lower, x0=upper.x0, top=0, x1=upper.x1)]


def _is_below(line: Line, rule: Box | None, page: Page) -> bool:
    return rule is not None and (rule.page < page.number or rule.bottom <= line.baseline)


def _is_as_wide(rule: Box, other: Box) -> bool:
    return max(abs(rule.x0 - other.x0), abs(rule.x1 - other.x1)) < SAME_EDGE_POINTS


def _is_band(part: Sequence[Line]) -> bool:
    """Say whether a box holds a heading and nothing else: a coloured band, not a case study's box."""
    return all(line.is_bold and line.list_mark is None for line in part)


def _is_item(before: Sequence[Line], line: Line) -> bool:
    """Say whether a line is one of a list item, which may be shaded to tell it from its neighbours."""
    last = next((each for each in reversed(before) if each.list_mark is not None), None)
    return line.list_mark is not None or (last is not None and abs(line.x0 - last.text_x0) < 1)


def _is_named(part: Sequence[Line]) -> bool:
    """Say whether a box opens with a case study's heading."""
    return is_case_study_heading(part[0].text)


def _is_headed(part: Sequence[Line]) -> bool:
    """Say whether a box opens with a heading of its own, and is no frame around the letter's sections.

    What a section's heading says with more after a colon ("What works well: Amira") names a case study.
    """
    first = part[0]
    frames_sections = any(line.is_bold and kind_of_heading(line.text) and ": " not in line.text for line in part)
    return first.is_bold and first.list_mark is None and not part[-1].is_bold and not frames_sections


def _is_title_of(line: Line, box: Box) -> bool:
    """Say whether the line just above a box is the heading of the case study in it."""
    return (
        line.page == box.page
        and line.is_bold
        and is_case_study_heading(line.text)
        and 0 < box.top - line.bottom < 2 * line.size
    )


def _studies(part: Sequence[Line]) -> list[list[Line]]:
    """Cut a box that holds several case studies before each one's heading."""
    studies: list[list[Line]] = []
    for line in part:
        if not studies or (line.is_bold and is_case_study_heading(line.text)):
            studies.append([])
        studies[-1].append(line)
    return studies


def _goes_on(box: Box, after: Box) -> bool:
    """Say whether a box at the top of a page or column is the rest of the last one, with nothing between them."""
    is_as_wide = abs((after.x1 - after.x0) - (box.x1 - box.x0)) < SAME_EDGE_POINTS
    if after.page == box.page:
        return is_as_wide and after.x0 > box.x1 and after.top < box.top
    return is_as_wide and after.page == box.page + 1 and after.x0 < box.x0 + SAME_EDGE_POINTS
