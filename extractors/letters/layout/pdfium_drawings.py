"""What is drawn on a page besides text, as PDFium lists it: rectangles, pictures, and what may hide text.

Drawings may stand inside form XObjects, as imposition, stamping and page import leave them.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import repeat, takewhile

import pypdfium2.raw as pdfium_c

from extractors.errors import UnreadableLetterError
from extractors.letters.layout import pdfium_calls as calls
from extractors.letters.layout.boxes import Rectangle
from extractors.letters.layout.placement import Placement
from extractors.letters.layout.printed_text import LEVEL_SLOPE

TEXT, PATH, IMAGE, FORM = (
    pdfium_c.FPDF_PAGEOBJ_TEXT,
    pdfium_c.FPDF_PAGEOBJ_PATH,
    pdfium_c.FPDF_PAGEOBJ_IMAGE,
    pdfium_c.FPDF_PAGEOBJ_FORM,
)
NO_TEXT = pdfium_c.FPDF_TEXTRENDERMODE_UNKNOWN
# Several times what the fullest page of a letter has.
MOST_OBJECTS, DEEPEST_FORM = 20_000, 20
# Of 255 levels of grey: text in a paler colour may not be seen.
PALE_GREY = 200
WHITE_GREY = 250
LEAST_COVER_POINTS = 3
TINY_SIZE = 3
SCAN_AREA_SHARE = 0.7


@dataclass(slots=True)
class Drawings:
    """What one page's objects show.

    `texts` are the addresses of all text objects. `covers` were drawn after text, each with its place among the
    objects; where there are any, `order` gives each text object's place, by its address. `has_odd_text` says that some
    text may not be seen: pale, tiny, without ink or inside a form; `has_outlined_text`, that some is outlined as well
    as filled. `renamed` are text objects with those of their marks that give another text. `slanted` are text objects
    that are not level and drawn before all others.
    """

    rectangles: list[Rectangle] = field(default_factory=list)
    pictures: list[Rectangle] = field(default_factory=list)
    covers: list[tuple[int, Rectangle]] = field(default_factory=list)
    texts: list[int] = field(default_factory=list)
    order: dict[int, int] = field(default_factory=dict)
    colours: set[tuple[int, ...]] = field(default_factory=set)
    slanted: list[int] = field(default_factory=list)
    has_odd_text: bool = False
    has_outlined_text: bool = False
    renamed: list[tuple[int, int]] = field(default_factory=list)
    is_scan: bool = False


class DrawingReader:
    """Reads the drawings of one page."""

    def __init__(self, page: int, placement: Placement, width: float, height: float) -> None:
        self._page, self._placement, self._area = page, placement, width * height
        self._bounds = tuple(ctypes.c_float() for _ in range(4))
        self._bounds_at = tuple(map(ctypes.addressof, self._bounds))
        self._channels = (ctypes.c_uint * 4)()
        start, step = ctypes.addressof(self._channels), ctypes.sizeof(ctypes.c_uint)
        self._channels_at = tuple(range(start, start + 4 * step, step))
        self._modes = ctypes.c_int(), ctypes.c_int()
        self._modes_at = tuple(map(ctypes.addressof, self._modes))
        self._matrix = pdfium_c.FS_MATRIX()
        self._point = ctypes.c_float(), ctypes.c_float()
        self._point_at = tuple(map(ctypes.addressof, self._point))
        self._found = Drawings()
        self._first_text = 0

    def read(self) -> Drawings:
        """Return what is drawn. Raises `UnreadableLetterError` where it is more than any letter draws."""
        count = pdfium_c.FPDFPage_CountObjects(ctypes.cast(self._page, pdfium_c.FPDF_PAGE))
        if count > MOST_OBJECTS:
            raise UnreadableLetterError(
                f"a page has {count} drawn objects; no page of a letter has more than {MOST_OBJECTS}"
            )
        objects = list(map(calls.get_object, repeat(self._page), range(count)))
        # Only text has a render mode.
        modes = list(map(calls.get_render_mode, objects))
        texts = [at for at, mode in enumerate(modes) if mode != NO_TEXT]
        self._found.texts = [objects[at] for at in texts]
        self._first_text = texts[0] if texts else count
        self._found.has_odd_text = bool({*modes} - {NO_TEXT, pdfium_c.FPDF_TEXTRENDERMODE_FILL})
        outlined = modes.count(pdfium_c.FPDF_TEXTRENDERMODE_FILL_STROKE)
        self._found.has_outlined_text = 0 < 2 * outlined < len(texts)
        self._found.renamed = _find_renamed(self._found.texts)
        for at in [at for at, mode in enumerate(modes) if mode == NO_TEXT]:
            self._add(objects[at], calls.get_type(objects[at]), at, self._placement, 0)
        self._found.order = {objects[at]: at for at in texts} if self._found.covers else {}
        sizes = calls.font_sizes(self._found.texts)
        self._found.has_odd_text |= any(
            size < TINY_SIZE and self._is_tiny(objects[at], size) for at, size in zip(texts, sizes, strict=True)
        )
        self._found.slanted = self._find_slanted(self._found.texts)
        self._found.colours = calls.fill_colours(self._found.texts)
        self._found.has_odd_text |= any(grey_of(colour) > PALE_GREY for colour in self._found.colours)
        return self._found

    def _add(self, drawn: int, kind: int, at: int, placement: Placement, depth: int) -> None:
        found = self._found
        if kind == IMAGE:
            bounds = self._bounds_of(drawn, placement)
            found.pictures.append(bounds)
            self._add_cover(at, bounds)
            area = (bounds.x1 - bounds.x0) * (bounds.bottom - bounds.top)
            found.is_scan |= (
                self._first_text < at and area > SCAN_AREA_SHARE * self._area and not calls.has_transparency(drawn)
            )
        elif kind == PATH and self._is_inked(drawn):
            bounds = self._shown_bounds_of(drawn, placement)
            found.rectangles.append(bounds)
            self._add_cover(at, bounds)
        elif kind == PATH and self._modes[0].value:
            self._add_cover(at, self._bounds_of(drawn, placement))
        elif kind == TEXT:
            found.has_odd_text = True
        elif kind == FORM and depth < DEEPEST_FORM:
            calls.get_object_matrix(drawn, ctypes.addressof(self._matrix))
            inside = placement.of_form(self._matrix)
            for inner in _objects_of_form(drawn):
                self._add(inner, calls.get_type(inner), at, inside, depth + 1)

    def _find_slanted(self, texts: Sequence[int]) -> list[int]:
        """Return the text objects drawn before any level one, on a page most of whose text may be level."""
        slanted = [*takewhile(self._is_slanted, texts)]
        return slanted if 2 * len(slanted) < len(texts) else []

    def _is_slanted(self, text: int) -> bool:
        calls.get_object_matrix(text, ctypes.addressof(self._matrix))
        return bool(abs(self._matrix.b) > LEVEL_SLOPE * self._matrix.a)

    def _is_tiny(self, text: int, size: float) -> bool:
        """Say whether text of a small font is small on the page and no space: the scale may sit in the matrix."""
        calls.get_object_matrix(text, ctypes.addressof(self._matrix))
        if size * math.hypot(self._matrix.c, self._matrix.d) >= TINY_SIZE:
            return False
        calls.get_bounds(text, *self._bounds_at)
        left, bottom, right, top = self._bounds
        return right.value > left.value and top.value > bottom.value

    def _add_cover(self, at: int, bounds: Rectangle) -> None:
        is_large = min(bounds.x1 - bounds.x0, bounds.bottom - bounds.top) > LEAST_COVER_POINTS
        if self._first_text < at and is_large:
            self._found.covers.append((at, bounds))

    def _bounds_of(self, drawn: int, placement: Placement) -> Rectangle:
        x0, y0, x1, y1 = self._bounds
        calls.get_bounds(drawn, *self._bounds_at)
        return placement.rectangle(x0.value, y0.value, x1.value, y1.value)

    def _shown_bounds_of(self, drawn: int, placement: Placement) -> Rectangle:
        """Return the bounds of what is seen of a path: a border may be a whole box, clipped to one of its edges."""
        bounds = self._bounds_of(drawn, placement)
        if min(bounds.x1 - bounds.x0, bounds.bottom - bounds.top) <= LEAST_COVER_POINTS:
            return bounds
        path = calls.get_clip_path(drawn)
        for number in range(calls.count_clip_paths(path)):
            bounds = bounds.within(self._clip_bounds(path, number, placement))
        return bounds

    def _clip_bounds(self, path: int, number: int, placement: Placement) -> Rectangle:
        xs, ys = [], []
        for at in range(calls.count_clip_segments(path, number)):
            calls.get_segment_point(calls.get_clip_segment(path, number, at), *self._point_at)
            xs.append(self._point[0].value)
            ys.append(self._point[1].value)
        return placement.rectangle(min(xs), min(ys), max(xs), max(ys)) if xs else Rectangle(0, 0, 0, 0)

    def _is_inked(self, path: int) -> bool:
        """Say whether a path leaves anything on white paper: a filling or an outline."""
        fill, stroke = self._modes
        calls.get_draw_mode(path, *self._modes_at)
        is_filled = fill.value and self._is_coloured(path, calls.get_fill_colour)
        return bool(is_filled or (stroke.value and self._is_coloured(path, calls.get_stroke_colour)))

    def _is_coloured(self, path: int, colour_of: object) -> bool:
        has_colour = colour_of(path, *self._channels_at)  # type: ignore[operator]
        return not has_colour or grey_of(tuple(self._channels)) < WHITE_GREY


def _find_renamed(texts: Sequence[int]) -> list[tuple[int, int]]:
    """Return the text objects that have marks with another text for them, and those marks.

    In a tagged file each object has a mark that gives its place in a tree: those with more are asked, else the first.
    """
    counts = list(map(calls.count_marks, texts))
    if not any(counts):
        return []
    usual = max({*counts}, key=counts.count)
    asked = [at for at, count in enumerate(counts) if count > usual] or range(min(usual, 1))
    return [
        (texts[at], mark)
        for at in asked
        for mark in [calls.get_mark(texts[at], number) for number in range(counts[at])]
        if calls.get_mark_type(mark, b"ActualText")
    ]


def _objects_of_form(form: int) -> Iterator[int]:
    count = calls.count_form_objects(form)
    if count > MOST_OBJECTS:
        raise UnreadableLetterError(
            f"a page has {count} drawn objects; no page of a letter has more than {MOST_OBJECTS}"
        )
    return (calls.get_form_object(form, at) for at in range(count))


def grey_of(colour: tuple[int, ...]) -> float:
    """Return how light a colour (red, green, blue, opacity) looks on white paper, from 0 to 255."""
    red, green, blue, alpha = colour
    grey = 0.299 * red + 0.587 * green + 0.114 * blue
    return 255 - (255 - grey) * alpha / 255
