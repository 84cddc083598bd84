"""Read a PDF's printed lines with pdfplumber, the second reader.

It knows every character's font and place and takes some forty times as long as PDFium, so it reads again what a gate
distrusts, and tests hold the two readers against each other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import mode
from typing import Any

import pdfplumber
from pdfplumber.page import Page as PlumberPage

from extractors.errors import UnreadableLetterError
from extractors.letters.layout.boxes import Rectangle, boxes_from
from extractors.letters.layout.lines import Page, require_pages_of_a_letter
from extractors.letters.layout.text_runs import (
    BULLET,
    RAISED_SIZE_RATIO,
    SHORT_NUMBER,
    RaisedNumber,
    TextRun,
    lines_from,
)

SAME_BASELINE = 0.1
SPACE_WIDTH = 0.15


@dataclass(frozen=True, slots=True)
class Char:
    """One printed character, in points from the page's top left."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    baseline: float
    size: float
    is_bold: bool


def read_pages(path: Path) -> list[Page]:
    """Read every page's lines and boxes, in points from each page's top left.

    Raises `UnreadableLetterError` where pdfplumber cannot read the file.
    """
    try:
        # pdfplumber leaves a path that it cannot read open.
        with path.open("rb") as file, pdfplumber.open(file) as document:
            require_pages_of_a_letter(len(document.pages))
            return [_read_page(page) for page in document.pages]
    except (UnreadableLetterError, MemoryError):
        raise
    except Exception as error:  # a damaged file makes it stumble in any way, over a missing page size with a TypeError
        raise UnreadableLetterError(f"pdfplumber cannot read the file: {error!r}") from error


def _read_page(page: PlumberPage) -> Page:
    left, top, right, bottom = page.cropbox
    chars = [_char(page, char) for char in page.chars]
    drawn = [rectangle for rectangle in (*page.rects, *page.lines, *page.curves) if not _is_white(rectangle)]
    runs = [_run(unbroken) for row in _rows(chars) for unbroken in _unbroken(row)]
    number = page.page_number
    page.close()
    return Page(
        number=number,
        width=right - left,
        height=bottom - top,
        lines=tuple(lines_from(number, runs)),
        boxes=tuple(boxes_from(number, (Rectangle(r["x0"], r["top"], r["x1"], r["bottom"]) for r in drawn))),
        is_image=bool(page.images) and not runs,
    )


def _char(page: PlumberPage, char: dict[str, Any]) -> Char:
    origin = char["matrix"][5]
    return Char(
        text=char["text"],
        x0=char["x0"],
        top=char["top"],
        x1=char["x1"],
        bottom=char["bottom"],
        baseline=float(page.height) - (origin - float(page.mediabox[1])),
        size=char["size"],
        is_bold="bold" in char["fontname"].lower(),
    )


def _rows(chars: Sequence[Char]) -> Iterator[list[Char]]:
    """Gather the characters that stand on one baseline, from left to right."""
    row: list[Char] = []
    for char in sorted((char for char in chars if char.text), key=lambda char: (char.baseline, char.x0)):
        if row and char.baseline - row[0].baseline > SAME_BASELINE * max(char.size, row[0].size):
            yield sorted(row, key=lambda char: char.x0)
            row = []
        row.append(char)
    if row:
        yield sorted(row, key=lambda char: char.x0)


def _unbroken(row: Sequence[Char]) -> Iterator[list[Char]]:
    """Cut a row wherever words stand apart without a space between them, as around a raised number."""
    part: list[Char] = []
    for char in row:
        if part and char.x0 - part[-1].x1 > SPACE_WIDTH * char.size:
            yield part
            part = []
        # A ligature is one character on the page and several in the text.
        part += [replace(char, text=letter) for letter in char.text]
    yield part


def _run(chars: Sequence[Char]) -> TextRun:
    text = "".join(char.text for char in chars)
    bullet = BULLET.match(text.lstrip())
    body = len(text) - len(text.lstrip()) + (bullet.end() if bullet else 0)
    printed = [char for char in chars[body:] if not char.text.isspace()] or list(chars)
    size = mode(char.size for char in printed)
    return TextRun(
        text=text,
        x0=next((char.x0 for char in chars if not char.text.isspace()), chars[0].x0),
        top=min(char.top for char in printed),
        x1=max(char.x1 for char in printed),
        bottom=max(char.bottom for char in printed),
        baseline=mode(char.baseline for char in printed),
        size=size,
        is_bold=all(char.is_bold for char in printed),
        text_x0=printed[0].x0,
        raised=tuple(
            RaisedNumber(match.start(), match.end())
            for match in SHORT_NUMBER.finditer(text)
            if chars[match.start()].size < RAISED_SIZE_RATIO * size
        ),
    )


def _is_white(drawn: dict[str, Any]) -> bool:
    colour = drawn["non_stroking_color"] if drawn["fill"] else drawn["stroking_color"]
    channels = colour if isinstance(colour, (tuple, list)) else (colour,)
    numbers = [channel for channel in channels if isinstance(channel, (int, float))]
    is_ink = len(numbers) == 4  # noqa: PLR2004  # cyan, magenta, yellow, black: no ink is white
    return bool(numbers) and all(number == (0 if is_ink else 1) for number in numbers)
