"""Printed lines: the text layer of each page as PDFium itself divides it into lines, with the place of each.

The checks compare the rows of a letter with them, so this shares nothing with the readers: neither their lines,
nor what they drop, join or put in order. PDFium says what stands on a line and where that is shown.
Concept: https://pypdfium2.readthedocs.io/en/stable/python_api.html#module-pypdfium2._helpers.textpage
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from extractors.letters.layout.boxes import Rectangle
from extractors.records import PrintedLine

# PDFium writes U+FFFE where a line ends at a hyphen, and no line break after it.
LINE = re.compile("[^\r\n\ufffe]+\ufffe?")
DEVICE_UNITS_PER_POINT = 100


def read_printed_lines(report_id: str, path: Path) -> list[PrintedLine]:
    """Return every line of a file's text layer, in PDFium's order, or one without words for a page that has none.

    A file that PDFium cannot open has no lines.
    """
    try:
        with pdfium.PdfDocument(path) as document:
            return [row for index in range(len(document)) for row in _lines_of_page(report_id, document, index)]
    except pdfium.PdfiumError:
        return []


def _lines_of_page(report_id: str, document: pdfium.PdfDocument, index: int) -> Iterator[PrintedLine]:
    page = document[index]
    text_page = page.get_textpage()
    try:
        lines = list(_split_lines(page, text_page)) or [("", Rectangle(0, 0, 0, 0))]
        for number, (text, place) in enumerate(lines, start=1):
            yield PrintedLine(report_id, index + 1, number, text, *(round(edge, 1) for edge in place))
    finally:
        text_page.close()
        page.close()


def _split_lines(page: pdfium.PdfPage, text_page: pdfium.PdfTextPage) -> Iterator[tuple[str, Rectangle]]:
    text = text_page.get_text_range()
    # A character outside the basic plane, or one that is no text, moves all that follow it.
    is_one_to_one = len(text) == text_page.count_chars()
    for match in LINE.finditer(text):
        words = match.group().strip().replace("\ufffe", "-")
        if words and is_one_to_one:
            start = match.start() + len(match.group()) - len(match.group().lstrip())
            end = start + len(match.group().strip()) - 1
            yield words, _place_of(page, text_page, start, end)
    if not is_one_to_one:
        for number in range(text_page.count_rects()):
            box = text_page.get_rect(number)
            words = text_page.get_text_bounded(*box).strip()
            if words:
                yield words, _shown_rectangle(page, *box)


def _place_of(page: pdfium.PdfPage, text_page: pdfium.PdfTextPage, first: int, last: int) -> Rectangle:
    """Return where the characters from one to another of a line are shown."""
    boxes = [text_page.get_charbox(at, loose=True) for at in (first, last)]
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    return _shown_rectangle(page, min(lefts), min(bottoms), max(rights), max(tops))


def _shown_rectangle(page: pdfium.PdfPage, left: float, bottom: float, right: float, top: float) -> Rectangle:
    """Return a rectangle of the sheet in points from the top left of the page as it is shown."""
    width, height = (round(DEVICE_UNITS_PER_POINT * size) for size in page.get_size())
    x, y = ctypes.c_int(), ctypes.c_int()
    xs, ys = [], []
    for corner in ((left, bottom), (right, top)):
        pdfium_c.FPDF_PageToDevice(page.raw, 0, 0, width, height, 0, *corner, x, y)
        xs.append(x.value / DEVICE_UNITS_PER_POINT)
        ys.append(y.value / DEVICE_UNITS_PER_POINT)
    return Rectangle(min(xs), min(ys), max(xs), max(ys))
