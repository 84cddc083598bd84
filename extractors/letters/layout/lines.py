"""Printed lines: the text of a page with its place and how it is set, whichever reader it came from.

Everything later is decided on lines: sections, lists, boxes and notes are recognised by how a line is set, so a line
keeps its size, weight and place. All lengths are points from the page's top left.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from extractors.errors import UnreadableLetterError

# Several times what the longest letter has: beyond, a file is an accident or an attack.
MOST_PAGES = 150
CLOSING = re.compile(
    r"yours\s+(?:sincerely|faithfully|truly)\b"
    r"|(?:with\s+)?(?:(?:kind(?:est)?|best|warm(?:est)?)\s+)?(?:regards|wishes)\s*[,.]?$",
    re.IGNORECASE,
)
"""The words that close a letter."""


def require_pages_of_a_letter(count: int) -> None:
    """Raise `UnreadableLetterError` where a file has more pages than any letter."""
    if count > MOST_PAGES:
        raise UnreadableLetterError(f"it has {count} pages; no letter has more than {MOST_PAGES}")


class NoteMark(NamedTuple):
    """A raised footnote number that stood in a line: `offset` is where, in the line's text without it."""

    offset: int
    marker: str


class Gap(NamedTuple):
    """White space inside a line as wide as between cells, from `x0` to `x1`; the text after it begins at `offset`."""

    offset: int
    x0: float
    x1: float


class Line(NamedTuple):
    """A printed line of one page, without its footnote marks and without spaces at its ends.

    `list_mark` is the bullet glyph that opened the line, already taken off `text`; `text_x0` is where the text after
    it begins. `style` names the font and colour of most of it, and says nothing in itself.
    `bold_length` is how much of the text is bold words at its beginning, where not all of it is bold.
    `is_light_heading` says that it is set as subheadings are that are not bold.
    `column` is 0 where no text stands beside the line; a column's longest line ends at `column_right`.
    """

    page: int
    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    baseline: float
    size: float
    is_bold: bool
    note_marks: tuple[NoteMark, ...] = ()
    list_mark: str | None = None
    text_x0: float = 0.0
    gaps: tuple[Gap, ...] = ()
    style: str = ""
    possible_mark: str | None = None
    column: int = 0
    column_right: float | None = None
    is_in_table: bool = False
    bold_length: int = 0
    is_light_heading: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle drawn on a page, outlined or shaded."""

    page: int
    x0: float
    top: float
    x1: float
    bottom: float

    def holds(self, line: Line) -> bool:
        """Say whether the line is inside this box."""
        middle = (line.top + line.bottom) / 2
        return self.page == line.page and self.top <= middle <= self.bottom and self.x0 - 1 <= line.x0 <= self.x1


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a PDF: its lines from top to bottom and the boxes drawn on it; `is_image` where it has no text.

    `has_invisible_text` says that its text is not what is seen on it, as in a scan; `has_hidden_words` that its text
    layer has words besides which nobody sees. `side_notes` are words in the margin that are no part of its lines;
    `text_left` is where the text begins beside headings in the margin, None where there are none. `rules` are long
    level rules that are no part of a box or table, from top to bottom.
    """

    number: int
    width: float
    height: float
    lines: tuple[Line, ...]
    boxes: tuple[Box, ...]
    is_image: bool
    has_invisible_text: bool = False
    has_hidden_words: bool = False
    side_notes: tuple[Line, ...] = ()
    text_left: float | None = None
    rules: tuple[Box, ...] = ()


def texts_between_gaps(line: Line) -> list[str]:
    """Return the texts that stand apart on a line, from left to right."""
    ends = [gap.offset for gap in line.gaps]
    return [line.text[start:end].strip() for start, end in pairwise([0, *ends, len(line.text)])]
