"""How single characters of a page's text are set, and what ink they leave, as PDFium knows them."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator, Sequence
from itertools import pairwise, repeat

import pypdfium2.raw as pdfium_c

from extractors.letters.layout import pdfium_calls as calls
from extractors.letters.layout.pdfium_drawings import grey_of
from extractors.letters.layout.placement import Placement
from extractors.letters.layout.printed_text import LEVEL_SLOPE, Glyph
from extractors.letters.layout.visibility import Visibility

UNPRINTED_RENDER_MODES = (pdfium_c.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium_c.FPDF_TEXTRENDERMODE_CLIP)

Setting = tuple[float, float, float, float]
"""How a character is set on the page as it is shown: size, baseline, and how its line runs on, right and down."""


class Characters:
    """Asks PDFium about characters by their numbers in a page's text; lengths are points of the page as it is shown."""

    def __init__(self, text_page: int, placement: Placement, visibility: Visibility) -> None:
        self._text_page, self._placement, self._visibility = text_page, placement, visibility
        self._inks: dict[int | None, tuple[bool, float | None]] = {}
        self._channels = tuple(ctypes.c_uint() for _ in range(4))
        self._channels_at = tuple(map(ctypes.addressof, self._channels))

    def settings(self, chars: Sequence[int]) -> list[Setting]:
        """Return how some characters are set."""
        matrices = calls.char_matrices(self._text_page, chars)
        font_sizes = list(map(calls.get_font_size, repeat(self._text_page), chars))
        if font_sizes and min(font_sizes) < 0:
            # A size below 0 turns the text round, and the matrix turns it back.
            matrices = [
                (-a, -b, -c, -d, e, f) if size < 0 else (a, b, c, d, e, f)
                for size, (a, b, c, d, e, f) in zip(font_sizes, matrices, strict=True)
            ]
            font_sizes = list(map(abs, font_sizes))
        place = self._placement
        # In some files the font size is 1.0 and the scale sits in the text matrix, as level text's baseline does.
        if place.is_turned:
            return [
                (size * math.hypot(c, d), place.point(e, f)[1], *place.direction(a, b))
                for size, (a, b, c, d, e, f) in zip(font_sizes, matrices, strict=True)
            ]
        return [
            (size * math.hypot(c, d), place.f - f, a, -b)
            for size, (a, b, c, d, _, f) in zip(font_sizes, matrices, strict=True)
        ]

    def gaps(self, chars: Sequence[int]) -> list[float]:
        """Return the room between each of some characters and the next."""
        shown = [self._placement.rectangle(*box) for box in calls.loose_char_boxes(self._text_page, chars)]
        return [after.x0 - before.x1 for before, after in pairwise(shown)]

    def glyphs(self, chars: Sequence[int], text: str) -> Iterator[Glyph]:
        """Yield some characters as glyphs; `text` is the page's."""
        inks = map(self._ink, map(calls.get_text_object, repeat(self._text_page), chars), chars)
        boxes = calls.char_boxes(self._text_page, chars)
        for char, box, setting, ink in zip(chars, boxes, self.settings(chars), inks, strict=True):
            left, right, bottom, top = box
            size, baseline, across, down = setting
            is_level = abs(down) <= LEVEL_SLOPE * across
            shown = self._placement.rectangle(left, bottom, right, top)
            yield Glyph(text[char], *shown, baseline, size, is_level, *ink)

    def _ink(self, drawn: int | None, char: int) -> tuple[bool, float | None]:
        """Return whether a character's text object leaves ink, and how light its colour is, None where it has none."""
        known = self._inks.get(drawn)
        if known is None:
            mode = calls.get_render_mode(drawn) if drawn else 0
            has_colour = calls.get_text_colour(self._text_page, char, *self._channels_at) and mode == 0
            is_inked = mode not in UNPRINTED_RENDER_MODES and self._channels[3].value > 0
            is_inked = is_inked and not self._visibility.is_clipped_to_nothing(drawn)
            grey = grey_of(tuple(channel.value for channel in self._channels)) if has_colour else None
            known = self._inks[drawn] = is_inked, grey
        return known
