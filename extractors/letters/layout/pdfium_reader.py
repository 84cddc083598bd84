"""Read a PDF's printed lines with PDFium, the default reader.

A call into PDFium for every character would cost more than PDFium's own work, so the text comes in one call a page and
only a few characters of each run are asked for their place and font: the first, the middle, the last, and each short
number, which may be a footnote mark.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Iterator
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from extractors.errors import UnreadableLetterError
from extractors.letters.layout.boxes import Rectangle, boxes_from
from extractors.letters.layout.lines import Page, require_pages_of_a_letter
from extractors.letters.layout.text_runs import BULLET, SHORT_NUMBER, RaisedNumber, TextRun, lines_from

# PDFium writes U+FFFE where a printed line ends at a hyphen, and glues the next line to it.
BROKEN_HYPHEN = "\ufffe"
PRINTED_RUN = re.compile(rf"[^\r\n{BROKEN_HYPHEN}]+{BROKEN_HYPHEN}?|{BROKEN_HYPHEN}")
BOLD_WEIGHT = 600
FORCE_BOLD_FLAG = 1 << 18
RAISED_SIZE_RATIO = 0.85
WHITE = (255, 255, 255)
# Several times what the fullest page of a letter has.
MOST_CHARACTERS, MOST_OBJECTS = 50_000, 20_000
# One type for every page: ctypes makes a class for each length of array, which costs more than the text.
TextBuffer = ctypes.c_ushort * (MOST_CHARACTERS + 1)


def read_pages(path: Path) -> list[Page]:
    """Read every page's lines and boxes, in points from each page's top left.

    Raises `UnreadableLetterError` where PDFium cannot open the file or a page.
    """
    try:
        with pdfium.PdfDocument(path) as document:
            require_pages_of_a_letter(len(document))
            return [_read_page(document, index) for index in range(len(document))]
    except pdfium.PdfiumError as error:
        raise UnreadableLetterError(f"PDFium cannot read the file: {error}") from error


def _read_page(document: pdfium.PdfDocument, index: int) -> Page:
    page = document[index]
    text_page = page.get_textpage()
    try:
        left, bottom, right, top = page.get_cropbox()
        runs = list(_TextLayer(text_page, left, top).runs())
        rectangles, has_image = _drawings(page, left, top)
        return Page(
            number=index + 1,
            width=right - left,
            height=top - bottom,
            lines=tuple(lines_from(index + 1, runs)),
            boxes=tuple(boxes_from(index + 1, rectangles)),
            is_image=has_image and not runs,
        )
    finally:
        text_page.close()
        page.close()


class _TextLayer:
    """The text of one page, and what PDFium knows of single characters in it."""

    def __init__(self, text_page: pdfium.PdfTextPage, left: float, top: float) -> None:
        self._handle = text_page.raw
        self._left, self._top = left, top
        self._box = pdfium_c.FS_RECTF()
        self._matrix = pdfium_c.FS_MATRIX()
        self._name, self._flags = ctypes.create_string_buffer(128), ctypes.c_int()
        self._bold_fonts: dict[tuple[bytes, int], bool] = {}
        count = pdfium_c.FPDFText_CountChars(self._handle)
        if count > MOST_CHARACTERS:
            raise UnreadableLetterError(
                f"a page has {count} characters; no page of a letter has more than {MOST_CHARACTERS}"
            )
        buffer = TextBuffer()
        length = pdfium_c.FPDFText_GetText(self._handle, 0, count, buffer)
        self._text = ctypes.string_at(buffer, 2 * max(length - 1, 0)).decode("utf-16-le", "replace")
        self._is_one_to_one = len(self._text) == count

    def runs(self) -> Iterator[TextRun]:
        """Yield what stands unbroken on one line, as PDFium cuts it."""
        for match in PRINTED_RUN.finditer(self._text):
            text = match.group()
            if text.strip(f" {BROKEN_HYPHEN}"):
                start = match.start() + len(text) - len(text.lstrip())
                yield self._run(start, text.strip())
            elif BROKEN_HYPHEN in text:
                yield self._run(match.start(), text)

    def _run(self, start: int, text: str) -> TextRun:
        end = start + len(text) - 1
        bullet = BULLET.match(text)
        body = start + (bullet.end() if bullet and bullet.end() < len(text) else 0)
        first, opening, typical, last = map(self._char, (start, body, self._typical(body, end), end))
        size, baseline = self._size_and_baseline(typical)
        at_first = self._bounds(first)
        at_opening = at_first if opening == first else self._bounds(opening)
        at_typical = at_opening if typical == opening else self._bounds(typical)
        return TextRun(
            text=text.replace(BROKEN_HYPHEN, "-"),
            x0=at_first[0],
            top=at_typical[1],
            x1=self._bounds(last)[2],
            bottom=at_typical[3],
            baseline=baseline,
            size=size,
            is_bold=self._is_bold(typical) and self._is_bold(opening) and self._is_bold(last),
            text_x0=at_opening[0],
            raised=tuple(self._raised_numbers(start, text, size)),
        )

    def _typical(self, start: int, end: int) -> int:
        """Return where a character stands that is set as the run is: a digit may be a raised number."""
        for at in range(start, end + 1):
            if self._text[at].isalpha():
                return at
        return start

    def _raised_numbers(self, start: int, text: str, size: float) -> Iterator[RaisedNumber]:
        for match in SHORT_NUMBER.finditer(text):
            if match.group() != text:
                number_size, _ = self._size_and_baseline(self._char(start + match.start()))
                if number_size < RAISED_SIZE_RATIO * size:
                    yield RaisedNumber(match.start(), match.end())

    def _char(self, text_index: int) -> int:
        """Return PDFium's number of the character that stands at an index of the page's text."""
        if self._is_one_to_one:
            return text_index
        return int(pdfium_c.FPDFText_GetCharIndexFromTextIndex(self._handle, text_index))

    def _bounds(self, char: int) -> tuple[float, float, float, float]:
        pdfium_c.FPDFText_GetLooseCharBox(self._handle, char, self._box)
        box = self._box
        return box.left - self._left, self._top - box.top, box.right - self._left, self._top - box.bottom

    def _size_and_baseline(self, char: int) -> tuple[float, float]:
        # In some files the font size is 1.0 and the scale sits in the text matrix, as level text's baseline does.
        matrix = self._matrix
        pdfium_c.FPDFText_GetMatrix(self._handle, char, matrix)
        font_size = pdfium_c.FPDFText_GetFontSize(self._handle, char)
        return font_size * math.hypot(matrix.c, matrix.d), self._top - matrix.f

    def _is_bold(self, char: int) -> bool:
        pdfium_c.FPDFText_GetFontInfo(self._handle, char, self._name, len(self._name), self._flags)
        font = self._name.value, self._flags.value
        if font not in self._bold_fonts:
            weight = pdfium_c.FPDFText_GetFontWeight(self._handle, char)
            is_forced = bool(font[1] & FORCE_BOLD_FLAG)
            self._bold_fonts[font] = b"bold" in font[0].lower() or is_forced or weight >= BOLD_WEIGHT
        return self._bold_fonts[font]


def _drawings(page: pdfium.PdfPage, left: float, top: float) -> tuple[list[Rectangle], bool]:
    rectangles, has_image = [], False
    x0, y0, x1, y1 = bounds = tuple(ctypes.c_float() for _ in range(4))
    handle, object_of, kind_of = page.raw, pdfium_c.FPDFPage_GetObject, pdfium_c.FPDFPageObj_GetType
    path, image = pdfium_c.FPDF_PAGEOBJ_PATH, pdfium_c.FPDF_PAGEOBJ_IMAGE
    count = pdfium_c.FPDFPage_CountObjects(handle)
    if count > MOST_OBJECTS:
        raise UnreadableLetterError(
            f"a page has {count} drawn objects; no page of a letter has more than {MOST_OBJECTS}"
        )
    for index in range(count):
        drawn = object_of(handle, index)
        kind = kind_of(drawn)
        if kind == image:
            has_image = True
        elif kind == path and not _is_white(drawn):
            pdfium_c.FPDFPageObj_GetBounds(drawn, *bounds)
            rectangles.append(Rectangle(x0.value - left, top - y1.value, x1.value - left, top - y0.value))
    return rectangles, has_image


def _is_white(drawn: object) -> bool:
    red, green, blue, alpha = channels = tuple(ctypes.c_uint() for _ in range(4))
    pdfium_c.FPDFPageObj_GetFillColor(drawn, *channels)
    return (red.value, green.value, blue.value) == WHITE or alpha.value == 0
