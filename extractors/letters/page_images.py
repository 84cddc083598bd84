"""Page images: the part of a page that a problem is about, as a picture with the place marked, for a person to look at.

PDFium draws the page, as it does for pdfplumber's own pictures. The place is found by its words, in the lines of the
page, since what is quoted may run over several of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pypdfium2 as pdfium
from pebble import ProcessExpired
from PIL import Image, ImageChops, ImageDraw

from extractors.errors import UnreadableLetterError
from extractors.letters.layout.lines import Line, Page
from extractors.letters.layout.pdfium_reader import read_pages
from extractors.worker_pool import open_pool, result_of

PIXELS_PER_POINT, PIXELS_PER_POINT_OF_WHOLE_PAGE = 1.5, 0.8
MOST_PIXELS_ACROSS = 1_500
CONTEXT_POINTS = 60
MARGIN_POINTS = 2
COLOURS = 32
SECONDS_PER_IMAGE = 20
PAPER, HIGHLIGHT, OUTLINE = "#ffffff", "#fff2a8", "#d9480f"
# Fewer letters than these stand in many places, so they must be a whole line.
LEAST_LETTERS = 10
# A quote may be cut, or run on over a page or a note: then its opening is looked for.
OPENINGS = (160, 80, 40)


@dataclass(frozen=True, slots=True)
class Place:
    """What to show of a PDF: the first of `quotes` that is printed, looked for from `page` on; else all of `page`."""

    path: Path
    page: int | None
    quotes: tuple[str, ...]


def draw_places(places: Sequence[Place]) -> Iterator[bytes | None]:
    """Draw places in worker processes, in the order given; None also where drawing takes too long or too much memory.

    Raises `WorkersKilledError`.
    """
    with open_pool(len(places)) as pool:
        for future in [pool.schedule(draw_place, args=(place,), timeout=SECONDS_PER_IMAGE) for place in places]:
            try:
                yield result_of(future)
            except (TimeoutError, MemoryError, ProcessExpired):
                yield None


def draw_place(place: Place) -> bytes | None:
    """Draw a place as a PNG, the page's whole width and the lines around it; the same place gives the same bytes.

    None where PDFium cannot draw the file, a page or line has no size that could be drawn, or nothing quoted is printed
    and no page is known.
    """
    try:
        pages = read_pages(place.path)
        lines = find_quote(pages, place)
        number = lines[0].page if lines else place.page
        if number is None or number > len(pages):
            return None
        return _draw(place.path, pages[number - 1], lines)
    except (UnreadableLetterError, pdfium.PdfiumError, ArithmeticError, ValueError):
        return None


def find_quote(pages: Sequence[Page], place: Place) -> list[Line]:
    """Return the lines of the first quote that is printed on one page; none where none is."""
    first = (place.page or 1) - 1
    in_order = [*pages[first:], *pages[:first]]
    found = (_lines_of(letters, page) for quote in place.quotes for letters in _spellings(quote) for page in in_order)
    return next(filter(None, found), [])


def _spellings(quote: str) -> Iterator[str]:
    letters = _letters(quote)
    yield letters
    yield from (letters[:length] for length in OPENINGS if length < len(letters))


def _lines_of(letters: str, page: Page) -> list[Line]:
    """Return the lines of a page that these letters run through."""
    texts = [_letters(line.text) for line in page.lines]
    if len(letters) < LEAST_LETTERS:
        return [line for line, text in zip(page.lines, texts, strict=True) if text == letters != ""][:1]
    start = "".join(texts).find(letters)
    if start < 0:
        return []
    found, position = [], 0
    for line, text in zip(page.lines, texts, strict=True):
        if position < start + len(letters) and position + len(text) > start:
            found.append(line)
        position += len(text)
    return found


def _letters(text: str) -> str:
    """Return the letters and digits of a text in lower case, to compare texts that are spaced or quoted differently."""
    return re.sub(r"<U\+[0-9A-F]+>|[\W_]+", "", text).lower()


def _draw(path: Path, page: Page, lines: Sequence[Line]) -> bytes:
    wanted = PIXELS_PER_POINT if lines else PIXELS_PER_POINT_OF_WHOLE_PAGE
    scale = min(wanted, MOST_PIXELS_ACROSS / max(page.width, page.height))
    with pdfium.PdfDocument(path) as document:
        picture = document[page.number - 1].render(scale=scale).to_pil().convert("RGB")
    if lines:
        picture = _mark(picture, lines, scale).crop(_frame_around(picture, lines, scale))
    output = BytesIO()
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(output, "PNG", optimize=True)
    return output.getvalue()


def _mark(picture: Image.Image, lines: Sequence[Line], scale: float) -> Image.Image:
    """Lay a highlighter over the lines and draw an outline around all of them."""
    over = Image.new("RGB", picture.size, PAPER)
    pen = ImageDraw.Draw(over)
    for line in lines:
        pen.rectangle((line.x0 * scale, line.top * scale, line.x1 * scale, line.bottom * scale), fill=HIGHLIGHT)
    marked = ImageChops.multiply(picture, over)
    left, right = min(line.x0 for line in lines) - MARGIN_POINTS, max(line.x1 for line in lines) + MARGIN_POINTS
    top, bottom = min(line.top for line in lines) - MARGIN_POINTS, max(line.bottom for line in lines) + MARGIN_POINTS
    ImageDraw.Draw(marked).rectangle(
        (left * scale, top * scale, right * scale, bottom * scale), outline=OUTLINE, width=2
    )
    return marked


def _frame_around(picture: Image.Image, lines: Sequence[Line], scale: float) -> tuple[int, int, int, int]:
    top = max(0, int((min(line.top for line in lines) - CONTEXT_POINTS) * scale))
    bottom = min(picture.height, int((max(line.bottom for line in lines) + CONTEXT_POINTS) * scale))
    return 0, top, picture.width, bottom
