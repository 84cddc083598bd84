"""Numbered lists: numbers that open lines and count up from one, between one heading and the next.

Numbers open headings and paragraphs too. Those of paragraphs count on from section to section, and a section of prose
has all of them numbered, so a number is a list mark only where the count stays under headings that list findings, or
begins after a colon and ends before the next heading.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from extractors.letters.layout.lines import Line
from extractors.letters.layout.list_marks import LEAST_ITEMS, SAME_INDENT_POINTS, take_off_mark
from extractors.letters.layout.text_runs import NUMBER_MARK
from extractors.letters.structure.blocks import stands_out
from extractors.letters.vocabulary.headings import kind_of_heading
from extractors.records import FINDINGS_KINDS


@dataclass(slots=True)
class _Count:
    """Numbers of one shape that count up from one: the positions of their lines, and what they stand under.

    `headings` are the positions of the headings above them, `are_findings` says whether those list findings.
    """

    shape: str
    is_after_colon: bool
    lines: list[int] = field(default_factory=list)
    headings: set[int] = field(default_factory=set)
    are_findings: bool = True

    @property
    def is_list(self) -> bool:
        is_after_colon = self.is_after_colon and len(self.headings) == 1
        return len(self.lines) >= LEAST_ITEMS and (self.are_findings or is_after_colon)


def mark_numbered_items(lines: Sequence[Line], type_size: float) -> list[Line]:
    """Return the lines with the numbers that count the items of a list taken off them; other numbers are text."""
    counts = _find_counts(lines, type_size)
    marks = {at: count.shape.replace("#", "1") for count in counts if count.is_list for at in count.lines}
    return [_as_item(lines, at, marks.get(at)) for at in range(len(lines))]


def _find_counts(lines: Sequence[Line], type_size: float) -> list[_Count]:
    counts: list[_Count] = []
    heading, lists_findings = -1, False
    for at, line in enumerate(lines):
        if stands_out(line, type_size):
            kind = kind_of_heading(line.text)
            heading, lists_findings = at, kind in FINDINGS_KINDS if kind else lists_findings
            continue
        number = NUMBER_MARK.fullmatch(line.possible_mark or "")
        if number is None:
            continue
        shape = f"{number[0][: number.start(1)]}#{number[0][number.end(1) :]}"
        count = next((each for each in reversed(counts) if _goes_on(each, shape, int(number[1]), lines, line)), None)
        if count is None and int(number[1]) == 1:
            count = _Count(shape, is_after_colon=at > 0 and lines[at - 1].text.endswith(":"))
            counts.append(count)
        if count is not None:
            count.lines.append(at)
            count.headings.add(heading)
            count.are_findings &= lists_findings
    return counts


def _goes_on(count: _Count, shape: str, number: int, lines: Sequence[Line], line: Line) -> bool:
    """Say whether a number is the next one of a count, at its indent or in another column."""
    last = lines[count.lines[-1]]
    is_in_place = last.column != line.column or any(
        abs(one - other) <= SAME_INDENT_POINTS for one, other in ((last.x0, line.x0), (last.text_x0, line.text_x0))
    )
    return count.shape == shape and number == len(count.lines) + 1 and is_in_place


def _as_item(lines: Sequence[Line], at: int, mark: str | None) -> Line:
    line = lines[at]
    if line.possible_mark is None:
        return line
    if mark is None:
        return line._replace(possible_mark=None, text_x0=line.x0)
    return take_off_mark(line)._replace(list_mark=mark)
