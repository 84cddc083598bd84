"""Read a PDF's printed lines with PDFium, the default reader."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from extractors.errors import UnreadableLetterError
from extractors.letters.layout import pdfium_calls as calls
from extractors.letters.layout.lines import Page, require_pages_of_a_letter
from extractors.letters.layout.page_text import has_unknown
from extractors.letters.layout.pages import Sheet, assemble_pages
from extractors.letters.layout.pdfium_drawings import DrawingReader
from extractors.letters.layout.placement import placement_of
from extractors.letters.layout.printed_text import draw_page
from extractors.letters.layout.text_layer import TextLayer

if TYPE_CHECKING:  # no page of most letters is drawn to be read
    from PIL import Image

# Several times what the fullest page of a letter has.
MOST_POINTS = 5_000
LEAST_LINE_SHARE = 0.3
COVERING = {
    pdfium_c.FPDF_ANNOT_SQUARE,
    pdfium_c.FPDF_ANNOT_CIRCLE,
    pdfium_c.FPDF_ANNOT_POLYGON,
    pdfium_c.FPDF_ANNOT_INK,
    pdfium_c.FPDF_ANNOT_REDACT,
}
TYPED_WORDS = {pdfium_c.FPDF_ANNOT_WIDGET, pdfium_c.FPDF_ANNOT_FREETEXT}

OnPage = Callable[[int, pdfium.PdfPage, pdfium.PdfTextPage, "Image.Image | None"], None]
"""Called with the number of each page and its handles while it is open: opening pages is most of what reading costs.

With them comes the page as it is drawn, where its text layer has words that nobody sees.
"""


def read_pages(path: Path, on_page: OnPage | None = None) -> list[Page]:
    """Read every page's lines and boxes, in points from the top left of the page as it is shown.

    Raises `UnreadableLetterError` where PDFium cannot open the file or a page.
    """
    try:
        with pdfium.PdfDocument(path) as document:
            require_pages_of_a_letter(len(document))
            sheets = [_read_sheet(document, index, on_page) for index in range(len(document))]
    except pdfium.PdfiumError as error:
        raise UnreadableLetterError(f"PDFium cannot read the file: {error}") from error
    return assemble_pages(sheets)


def _read_sheet(document: pdfium.PdfDocument, index: int, on_page: OnPage | None) -> Sheet:
    page = document[index]
    if _draw_typed_words(page):
        page.close()
        page = document[index]
    try:
        sheet, turn = _read_turned(page, index + 1, on_page)
        if turn:
            # Its text lies on its side: whoever reads the page turns it.
            page.set_rotation((page.get_rotation() + turn) % 360)
            sheet, _ = _read_turned(page, index + 1, on_page)
        return sheet
    finally:
        page.close()


def _text_as_printed(page: pdfium.PdfPage, renamed: Sequence[tuple[int, int]]) -> pdfium.PdfTextPage:
    """Return the text of a page without what marks give in place of printed words, unless only they give its letters.

    The marks are for who listens to the page: they spell out abbreviations, or leave the hyphen at a line's end out.
    """
    text_page = page.get_textpage()
    if not renamed:
        return text_page
    for drawn, mark in renamed:
        calls.remove_mark(drawn, mark)
    printed = page.get_textpage()
    if has_unknown(calls.address_of(printed.raw), {drawn for drawn, _ in renamed}):
        printed.close()
        return text_page
    text_page.close()
    return printed


def _draw_typed_words(page: pdfium.PdfPage) -> bool:
    """Make form fields, and words typed onto a page, a part of what is drawn on it; say whether there are any.

    Stamps, comments and words typed in the margin are about the letter, and are left out.
    """
    annotations = [_describe_annotation(page, number) for number in range(pdfium_c.FPDFPage_GetAnnotCount(page))]
    if not TYPED_WORDS & {kind for kind, _, _ in annotations}:
        return False
    left, right = _sides_of_text(page)
    for number, (kind, x0, x1) in reversed(list(enumerate(annotations))):
        if kind not in TYPED_WORDS or x0 > right or x1 < left:
            pdfium_c.FPDFPage_RemoveAnnot(page, number)
    return bool(pdfium_c.FPDFPage_Flatten(page, pdfium_c.FLAT_NORMALDISPLAY) == pdfium_c.FLATTEN_SUCCESS)


def _has_covering_annotation(page: pdfium.PdfPage) -> bool:
    """Say whether something drawn onto a page, such as a white rectangle, may hide words."""
    count = pdfium_c.FPDFPage_GetAnnotCount(page)
    return any(_describe_annotation(page, number)[0] in COVERING for number in range(count))


def _describe_annotation(page: pdfium.PdfPage, number: int) -> tuple[int, float, float]:
    """Return the kind of an annotation, and its left and right edge on the sheet."""
    annotation, place = pdfium_c.FPDFPage_GetAnnot(page, number), pdfium_c.FS_RECTF()
    kind: int = pdfium_c.FPDFAnnot_GetSubtype(annotation)
    pdfium_c.FPDFAnnot_GetRect(annotation, place)
    pdfium_c.FPDFPage_CloseAnnot(annotation)
    return kind, place.left, place.right


def _sides_of_text(page: pdfium.PdfPage) -> tuple[float, float]:
    """Return between which edges, on the sheet, the lines of a page's text are; anywhere where it has none."""
    text_page, least = page.get_textpage(), LEAST_LINE_SHARE * page.get_width()
    places = [text_page.get_rect(number) for number in range(text_page.count_rects())]
    text_page.close()
    lines = [(left, right) for left, _, right, _ in places if right - left > least]
    return min((left for left, _ in lines), default=-math.inf), max((right for _, right in lines), default=math.inf)


def _read_turned(page: pdfium.PdfPage, number: int, on_page: OnPage | None) -> tuple[Sheet, int]:
    """Read a page as it is shown, and say by how many degrees it must be turned for its text to be level."""
    # The other boxes are not inherited from the page tree, where some writers state them once for all pages.
    left, bottom, right, top = page.get_bbox()
    rotation = page.get_rotation()
    width, height = (right - left, top - bottom) if rotation % 180 == 0 else (top - bottom, right - left)
    placement = placement_of(left, bottom, right, top, rotation)
    drawings = DrawingReader(calls.address_of(page.raw), placement, width, height).read()
    drawings.has_odd_text |= _has_covering_annotation(page)
    # A word across the page makes PDFium take the text under it for one that runs down.
    for slanted in drawings.slanted:
        if calls.remove_object(calls.address_of(page.raw), slanted):
            calls.destroy_object(slanted)
    text_page = _text_as_printed(page, drawings.renamed)
    try:
        text_layer = TextLayer(text_page, placement, drawings)
        runs = text_layer.runs()
        runs = text_layer.cut_at_jumps(runs) or runs
        turn = text_layer.turn_to_level()
        is_invisible = drawings.is_scan
        can_be_drawn = 0 < width < MOST_POINTS and 0 < height < MOST_POINTS
        suspects = text_layer.find_possibly_hidden(runs, width, height) if can_be_drawn and not turn else ()
        has_hidden_words = bool(drawings.slanted)
        if suspects:
            printed = text_layer.drop_unprinted(page, suspects)
            is_invisible |= printed.is_invisible
            runs = text_layer.runs() if printed.unprinted else runs
            has_hidden_words |= bool(printed.unprinted) and not printed.is_invisible
        if on_page and not turn:
            on_page(number, page, text_page, draw_page(page) if has_hidden_words else None)
        drawn = drawings.rectangles, drawings.pictures
        return Sheet(number, width, height, runs, *drawn, is_invisible, has_hidden_words), turn
    finally:
        text_page.close()
