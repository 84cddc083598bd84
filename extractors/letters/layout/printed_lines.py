"""Printed lines: the text layer of each page as PDFium itself divides it into lines, with the place of each.

The checks compare the rows of a letter with them, so this shares nothing with the readers: neither their lines,
nor what they drop, join or put in order. PDFium says what stands on a line and where that is shown; words in whose
place the page shows nothing, or too small for anyone to read, are left out.
Concept: https://pypdfium2.readthedocs.io/en/stable/python_api.html#module-pypdfium2._helpers.textpage
"""

from __future__ import annotations

import ctypes
import re
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from extractors.letters.layout import pdfium_calls as calls
from extractors.letters.layout.boxes import Rectangle
from extractors.letters.layout.character_codes import write_out
from extractors.letters.layout.page_text import read_text
from extractors.letters.layout.placement import Placement
from extractors.letters.layout.printed_text import is_blank
from extractors.records import PrintedLine

if TYPE_CHECKING:  # no page of most letters is drawn to be read
    from PIL import Image

# PDFium writes U+FFFE where a line ends at a hyphen, and no line break after it.
BROKEN_HYPHEN = "\ufffe"
LINE = re.compile(f"[^\r\n{BROKEN_HYPHEN}]+{BROKEN_HYPHEN}?")
WORD = re.compile(f"[^\\s{BROKEN_HYPHEN}]+")
UNINKED_MODES = (pdfium_c.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium_c.FPDF_TEXTRENDERMODE_CLIP)
LEAST_HEIGHT = 1
"""A word whose letters are not so high, in points, is not seen."""
BETWEEN_WORDS = re.compile(r"(?<=\S) (?=\S)")
SIDE_GAP, SAME_EDGE = 8, 4
UNITS_PER_POINT, FAR_POINTS = 10_000, 1_000


def read_printed_lines(report_id: str, path: Path, text_left: float | None = None) -> list[PrintedLine]:
    """Return every line of a file's text layer, in PDFium's order, or one without words for a page that has none.

    Words left of the text, beside which it begins at `text_left`, are lines of their own. A file that PDFium cannot
    open has no lines.
    """
    try:
        with pdfium.PdfDocument(path) as document:
            return [
                row for index in range(len(document)) for row in _lines_of_page(report_id, document, index, text_left)
            ]
    except pdfium.PdfiumError:
        return []


def _lines_of_page(
    report_id: str, document: pdfium.PdfDocument, index: int, text_left: float | None
) -> list[PrintedLine]:
    page = document[index]
    text_page = page.get_textpage()
    try:
        return list_printed_lines(report_id, index + 1, page, text_page, text_left=text_left)
    finally:
        text_page.close()
        page.close()


def list_printed_lines(
    report_id: str,
    page_number: int,
    page: pdfium.PdfPage,
    text_page: pdfium.PdfTextPage,
    picture: Image.Image | None = None,
    *,
    text_left: float | None = None,
) -> list[PrintedLine]:
    """Return the lines of one page, or one without words where it has none; given the page as drawn, what it shows."""
    lines = _split_lines(page, text_page, picture, text_left) or [("", Rectangle(0, 0, 0, 0))]
    return [
        PrintedLine(report_id, page_number, number, text, *[round(10 * edge) / 10 for edge in place])
        for number, (text, place) in enumerate(lines, start=1)
    ]


def _split_lines(
    page: pdfium.PdfPage, text_page: pdfium.PdfTextPage, picture: Image.Image | None, text_left: float | None
) -> list[tuple[str, Rectangle]]:
    handle, placement = calls.address_of(text_page.raw), _placement_shown(page)
    text = read_text(handle)
    if picture:
        text = _without_blank_words(text, handle, placement, picture)
    if text_left and page.get_rotation() == 0:
        text = _cut_at(text_left, text, handle, placement)
    places, firsts, lasts = [], [], []
    for match in LINE.finditer(text):
        line = match[0]
        words = line.strip()
        if words:
            first = match.start() + line.index(words)
            places.append(words.replace(BROKEN_HYPHEN, "-"))
            firsts.append(first)
            lasts.append(first + len(words) - 1)
    # Where a line is shown is where its first and its last character are.
    boxes = zip(calls.loose_char_boxes(handle, firsts), calls.loose_char_boxes(handle, lasts), strict=True)
    places = list(map(write_out, places)) if write_out(text) != text else places
    return [
        (words, placement.rectangle(min(left, x0), min(bottom, y0), max(right, x1), max(top, y1)))
        for words, ((left, top, right, bottom), (x0, y1, x1, y0)) in zip(places, boxes, strict=True)
    ]


def _without_blank_words(text: str, handle: int, placement: Placement, picture: Image.Image) -> str:
    """Return a page's text with spaces in place of the words that it does not show."""
    for match in WORD.finditer(text):
        boxes = calls.char_boxes(handle, range(match.start(), match.end()))
        places = [placement.rectangle(left, bottom, right, top) for left, right, bottom, top in boxes]
        place = reduce(Rectangle.joined_to, places)
        is_inked = calls.get_render_mode(calls.get_text_object(handle, match.start())) not in UNINKED_MODES
        if not is_inked or place.bottom - place.top < LEAST_HEIGHT or is_blank(picture, place):
            text = f"{text[: match.start()]}{' ' * len(match[0])}{text[match.end() :]}"
    return text


def _cut_at(text_left: float, text: str, handle: int, placement: Placement) -> str:
    """Return a page's text with a line's end between words left of the text and the text beside them."""
    spaces = [match.start() for match in BETWEEN_WORDS.finditer(text)]
    before, after = (calls.loose_char_boxes(handle, [space + step for space in spaces]) for step in (-1, 1))
    for space, (_, _, end, _), (start, _, _, _) in zip(spaces, before, after, strict=True):
        is_apart = start - end > SIDE_GAP and placement.e + end < text_left <= placement.e + start + SAME_EDGE
        if is_apart:
            text = f"{text[:space]}\n{text[space + 1 :]}"
    return text


def _placement_shown(page: pdfium.PdfPage) -> Placement:
    """Return where PDFium shows the points of a page, in points from the top left: it is asked about three."""
    handle, size = calls.address_of(page.raw), [round(UNITS_PER_POINT * size) for size in page.get_size()]
    x, y = ctypes.c_int(), ctypes.c_int()
    shown = []
    for point in ((0, 0), (FAR_POINTS, 0), (0, FAR_POINTS)):
        calls.page_to_device(handle, 0, 0, *size, 0, *point, ctypes.addressof(x), ctypes.addressof(y))
        shown.append((x.value / UNITS_PER_POINT, y.value / UNITS_PER_POINT))
    (e, f), *ends = shown
    (a, b), (c, d) = [((x - e) / FAR_POINTS, (y - f) / FAR_POINTS) for x, y in ends]
    return Placement(a, b, c, d, e, f)
