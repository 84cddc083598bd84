"""What a sample letter is made of.

A text carries two marks: `[^1]` where footnote 1 is referred to, and `{br}` where a line is broken by hand in the
middle of a sentence. A plain string among the blocks is a paragraph.
"""

from __future__ import annotations

import re
from typing import Literal

from pydantic import ConfigDict
from pydantic.dataclasses import dataclass

from extractors.records import Polarity, SectionKind

STRICT = ConfigDict(extra="forbid")
MARK = re.compile(r"\[\^(?P<note>\w+)\]|(?P<line_break>\{br\})")


@dataclass(frozen=True, config=STRICT)
class Heading:
    """A main heading, which opens a level-1 section; `states_none` where that says only that there is none."""

    heading: str
    kind: SectionKind
    states_none: bool = False


@dataclass(frozen=True, config=STRICT)
class Subheading:
    """A heading inside a level-1 section."""

    subheading: str


@dataclass(frozen=True, config=STRICT)
class Bullet:
    """A bullet with sub-bullets under it."""

    text: str
    sub_bullets: tuple[str, ...]


@dataclass(frozen=True, config=STRICT)
class Bullets:
    """A list; a tight one has no gap between its bullets, an indented one stands further in than other lists."""

    bullets: tuple[str | Bullet, ...]
    is_tight: bool = False
    extra_indent_points: float = 0


@dataclass(frozen=True, config=STRICT)
class Numbered:
    """Paragraphs numbered from `first`."""

    numbered: tuple[str, ...]
    first: int = 1


@dataclass(frozen=True, config=STRICT)
class Box:
    """A boxed case study; one that touches what follows has no gap under it."""

    box: str
    polarity: Polarity
    blocks: tuple[str | Bullets, ...]
    touches_next: bool = False


@dataclass(frozen=True, config=STRICT)
class Picture:
    """Blocks that are on a page of their own, as a picture without a text layer."""

    picture: tuple[str | Subheading | Bullets, ...]


@dataclass(frozen=True, config=STRICT)
class Display:
    """A line of a cover page, set large or small."""

    display: str
    points: float
    is_bold: bool = False


@dataclass(frozen=True, config=STRICT)
class ContentsLine:
    """A line of a contents page."""

    contents: str
    page: int


@dataclass(frozen=True, config=STRICT)
class Invisible:
    """A line in the text layer that no one sees on the page."""

    invisible: str


@dataclass(frozen=True, config=STRICT)
class Space:
    """White space of this height, or the rest of the page where no height is given."""

    space_points: float | None


@dataclass(frozen=True, config=STRICT)
class NewPage:
    """The rest of the page stays empty."""

    new_page: Literal[True]


Block = (
    str
    | Heading
    | Subheading
    | Bullets
    | Numbered
    | Box
    | Picture
    | Display
    | ContentsLine
    | Invisible
    | Space
    | NewPage
)


def plain(text: str) -> str:
    """The text as a reader must give it: without footnote marks, and whole where a line was broken by hand."""
    return MARK.sub(lambda mark: " " if mark["line_break"] else "", text)


def note_references(text: str) -> list[tuple[str, str]]:
    """Each footnote mark in the text, with the words before it."""
    return [(mark["note"], plain(text[: mark.start()])) for mark in MARK.finditer(text) if mark["note"]]
