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

from extractors.letters.layout import pdfium_calls as calls
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


def _lines_of_page(report_id: str, document: pdfium.PdfDocument, index: int) -> list[PrintedLine]:
    page = document[index]
    text_page = page.get_textpage()
    try:
        return list_printed_lines(report_id, index + 1, page, text_page)
    finally:
        text_page.close()
        page.close()


def list_printed_lines(
    report_id: str, page_number: int, page: pdfium.PdfPage, text_page: pdfium.PdfTextPage
) -> list[PrintedLine]:
    """Return the lines of one page, or one without words where it has none."""
    lines = list(_split_lines(page, text_page)) or [("", Rectangle(0, 0, 0, 0))]
    return [
        PrintedLine(report_id, page_number, number, text, *[round(edge, 1) for edge in place])
        for number, (text, place) in enumerate(lines, start=1)
    ]


def _split_lines(page: pdfium.PdfPage, text_page: pdfium.PdfTextPage) -> Iterator[tuple[str, Rectangle]]:
    text = text_page.get_text_range()
    shown = _ShownPage(page)
    # A character outside the basic plane, or one that is no text, moves all that follow it.
    is_one_to_one = len(text) == text_page.count_chars()
    handle, box = calls.address_of(text_page.raw), pdfium_c.FS_RECTF()
    for match in LINE.finditer(text) if is_one_to_one else ():
        line = match.group()
        words = line.strip()
        if not words:
            continue
        first = match.start() + len(line) - len(line.lstrip())
        edges = []
        # Where a line is shown is where its first and its last character are.
        for at in (first, first + len(words) - 1):
            calls.get_loose_char_box(handle, at, ctypes.addressof(box))
            edges.append((box.left, box.bottom, box.right, box.top))
        (left, bottom, right, top), (last_left, last_bottom, last_right, last_top) = edges
        place = min(left, last_left), min(bottom, last_bottom), max(right, last_right), max(top, last_top)
        yield words.replace("\ufffe", "-"), shown.rectangle(*place)
    if not is_one_to_one:
        for number in range(text_page.count_rects()):
            bounds = text_page.get_rect(number)
            words = text_page.get_text_bounded(*bounds).strip()
            if words:
                yield words, shown.rectangle(*bounds)


class _ShownPage:
    """A page as PDFium shows it, in points from the top left."""

    def __init__(self, page: pdfium.PdfPage) -> None:
        self._handle = calls.address_of(page.raw)
        self._size = [round(DEVICE_UNITS_PER_POINT * size) for size in page.get_size()]
        self._x, self._y = ctypes.c_int(), ctypes.c_int()
        self._point_at = ctypes.addressof(self._x), ctypes.addressof(self._y)

    def rectangle(self, left: float, bottom: float, right: float, top: float) -> Rectangle:
        """Return where a rectangle of the sheet is shown."""
        xs, ys = zip(self._point(left, bottom), self._point(right, top), strict=True)
        return Rectangle(min(xs), min(ys), max(xs), max(ys))

    def _point(self, x: float, y: float) -> tuple[float, float]:
        calls.page_to_device(self._handle, 0, 0, *self._size, 0, x, y, *self._point_at)
        return self._x.value / DEVICE_UNITS_PER_POINT, self._y.value / DEVICE_UNITS_PER_POINT
