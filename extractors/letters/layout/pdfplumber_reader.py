"""Read a PDF's printed lines with pdfplumber, the second reader.

It knows every character's font and place and takes some forty times as long as PDFium, so it reads again what a gate
distrusts, and tests hold the two readers against each other. What of its text layer is printed is decided as for the
first reader, on the page as PDFium draws it.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import mode
from typing import Any

import pdfplumber
import pypdfium2 as pdfium
from pdfplumber.page import Page as PlumberPage

from extractors.errors import UnreadableLetterError
from extractors.letters.layout.boxes import Rectangle
from extractors.letters.layout.character_codes import mend_codes
from extractors.letters.layout.lines import Page, require_pages_of_a_letter
from extractors.letters.layout.pages import Sheet, assemble_pages
from extractors.letters.layout.printed_text import LEVEL_SLOPE, Glyph, draw_page, find_strikes, find_unprinted
from extractors.letters.layout.text_runs import (
    BULLET,
    RAISED_SIZE_RATIO,
    SHORT_NUMBER,
    SOFT_HYPHEN,
    RaisedNumber,
    TextRun,
)

SAME_BASELINE = 0.1
SPACE_WIDTH = 0.15
WHITE_GREY = 250
MOST_POINTS = 5_000
MARK_CODE, MARK_WIDTH = re.compile(r"\(cid:(12[7-9]|1[34]\d|15\d)\)"), 0.35
SUBSET_TAG = re.compile(r"^[A-Z]{6}\+")


@dataclass(frozen=True, slots=True)
class Char:
    """One printed character, in points from the top left of the page as it is shown."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    baseline: float
    size: float
    is_bold: bool
    style: str


def read_pages(path: Path) -> list[Page]:
    """Read every page's lines and boxes, in points from the top left of the page as it is shown.

    Raises `UnreadableLetterError` where pdfplumber cannot read the file.
    """
    try:
        # pdfplumber leaves a path that it cannot read open.
        with path.open("rb") as file, pdfplumber.open(file) as document:
            require_pages_of_a_letter(len(document.pages))
            with pdfium.PdfDocument(path) as drawn:
                return assemble_pages([_read_sheet(page, drawn) for page in document.pages])
    except (UnreadableLetterError, MemoryError):
        raise
    except Exception as error:  # a damaged file makes it stumble in any way, over a missing page size with a TypeError
        raise UnreadableLetterError(f"pdfplumber cannot read the file: {error!r}") from error


def _read_sheet(page: PlumberPage, drawn_by: pdfium.PdfDocument) -> Sheet:
    left, top, right, bottom = page.cropbox
    chars, is_invisible = _printed_chars(page, drawn_by)
    drawn = [drawn for drawn in (*page.rects, *page.lines, *page.curves) if _is_inked(drawn)]
    runs = [_run(unbroken) for row in _rows(chars) for unbroken in _unbroken(row)]
    pictures = [_rectangle(picture, left, top) for picture in page.images]
    number = page.page_number
    page.close()
    return Sheet(
        number,
        right - left,
        bottom - top,
        runs,
        [_rectangle(each, left, top) for each in drawn],
        pictures,
        is_invisible,
    )


def _rectangle(drawn: dict[str, Any], left: float, top: float) -> Rectangle:
    return Rectangle(drawn["x0"] - left, drawn["top"] - top, drawn["x1"] - left, drawn["bottom"] - top)


def _printed_chars(page: PlumberPage, drawn_by: pdfium.PdfDocument) -> tuple[list[Char], bool]:
    """Return the characters that are printed, and whether none is and all were kept."""
    found = [char for char in page.chars if char["text"]]
    chars = [_char(page, char) for char in found]
    positions = [at for at, char in enumerate(chars) if not char.text.isspace()]
    # PDFium may find fewer pages, where a page tree counts too few; no page of a letter is larger.
    if (
        page.page_number > len(drawn_by)
        or not 0 < min(page.width, page.height) <= max(page.width, page.height) < MOST_POINTS
    ):
        return chars, False
    picture = draw_page(drawn_by[page.page_number - 1])
    glyphs = [_glyph(found[at], chars[at]) for at in positions]
    left, top, _, _ = page.cropbox
    rules = [_rectangle(drawn, left, top) for drawn in (*page.rects, *page.lines) if _is_inked(drawn)]
    printed = find_unprinted(glyphs, picture, find_strikes([_run(row) for row in _rows(chars)], rules))
    unprinted = {positions[at] for at in printed.unprinted}
    return list(_without(unprinted, chars)), printed.is_invisible


def _without(unprinted: Container[int], chars: Sequence[Char]) -> Iterator[Char]:
    """Yield the characters that are printed, without the spaces after those that are not."""
    is_printed = True
    for at, char in enumerate(chars):
        is_printed = is_printed if char.text.isspace() else at not in unprinted
        if is_printed:
            yield char


def _char(page: PlumberPage, char: dict[str, Any]) -> Char:
    left, top, _, _ = page.cropbox
    name = SUBSET_TAG.sub("", char["fontname"])
    # pdfminer knows no letter and no width of these codes, which writers use for bullets.
    mark = MARK_CODE.fullmatch(char["text"])
    return Char(
        # A soft hyphen that leaves ink is a hyphen; one without is taken out as unprinted.
        text=chr(int(mark[1])) if mark else char["text"].replace(SOFT_HYPHEN, "-"),
        x0=char["x0"] - left,
        top=char["top"] - top,
        x1=char["x1"] - left + (MARK_WIDTH * char["size"] if mark else 0),
        bottom=char["bottom"] - top,
        baseline=char["bottom"] - top - (char["matrix"][5] - char["y0"]),
        size=char["size"],
        is_bold="bold" in name.lower(),
        style=f"{name} {char['non_stroking_color']}",
    )


def _glyph(found: dict[str, Any], char: Char) -> Glyph:
    across, down = found["matrix"][:2]
    return Glyph(
        text=char.text,
        x0=char.x0,
        top=char.top,
        x1=char.x1,
        bottom=char.bottom,
        baseline=char.baseline,
        size=char.size,
        is_upright=abs(down) <= LEVEL_SLOPE * across,
        is_inked=True,
        grey=_grey(found["non_stroking_color"]),
    )


def _rows(chars: Sequence[Char]) -> Iterator[list[Char]]:
    """Gather the characters that stand on one baseline, from left to right."""
    row: list[Char] = []
    for char in sorted(chars, key=lambda char: (char.baseline, char.x0)):
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
    text = mend_codes("".join(char.text for char in chars))
    bullet = BULLET.match(text.lstrip())
    body = len(text) - len(text.lstrip()) + (bullet.end() if bullet else 0)
    printed = [char for char in chars[body:] if not char.text.isspace()] or list(chars)
    first = next((char for char in chars if not char.text.isspace()), chars[0])
    size = mode(char.size for char in printed)
    return TextRun(
        text=text,
        x0=first.x0,
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
        style=mode(char.style for char in printed),
        opening_style=first.style,
    )


def _is_inked(drawn: dict[str, Any]) -> bool:
    """Say whether something drawn leaves anything on white paper: a filling or an outline."""
    is_filled = drawn["fill"] and _is_coloured(drawn["non_stroking_color"])
    return bool(is_filled or (drawn["stroke"] and _is_coloured(drawn["stroking_color"])))


def _is_coloured(colour: object) -> bool:
    grey = _grey(colour)
    return grey is None or grey < WHITE_GREY


def _grey(colour: object) -> float | None:
    """Return how light a colour looks, from 0 to 255; None where it is no single colour."""
    channels = colour if isinstance(colour, (tuple, list)) else (colour,)
    levels = [channel for channel in channels if isinstance(channel, (int, float))]
    if len(levels) == 1:
        return 255 * levels[0]
    if len(levels) == 3:  # noqa: PLR2004  # red, green, blue
        return 255 * (0.299 * levels[0] + 0.587 * levels[1] + 0.114 * levels[2])
    if len(levels) == 4:  # noqa: PLR2004  # cyan, magenta, yellow, black: no ink is white
        return 255 * (1 - levels[3]) * (1 - 0.299 * levels[0] - 0.587 * levels[1] - 0.114 * levels[2])
    return None
