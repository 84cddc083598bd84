"""In which font and colour characters of a page's text are set, as PDFium knows them."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Sequence
from itertools import repeat

import pypdfium2.raw as pdfium_c

from extractors.letters.layout import pdfium_calls as calls
from extractors.letters.layout.pdfium_drawings import Drawings

# Wider in the bold font of most typefaces than in the plain one.
TELLING_LETTERS, LEAST_NAME = "entrs", 3
BOLD_WEIGHT = 600
FORCE_BOLD_FLAG = 1 << 18
BOLD_BY_OUTLINE = pdfium_c.FPDF_TEXTRENDERMODE_FILL_STROKE
BLACK = "#000000"
SUBSET_TAG = re.compile(rb"^[A-Z]{6}\+")


class Fonts:
    """Asks PDFium about the fonts and colours of a page's text, by the numbers of characters in it."""

    def __init__(self, text_page: int, drawings: Drawings) -> None:
        self._text_page, self._drawings = text_page, drawings
        self._known: dict[int | None, tuple[bool, str]] = {}
        self._name, self._flags = ctypes.create_string_buffer(128), ctypes.c_int()
        self._name_at, self._flags_at = ctypes.addressof(self._name), ctypes.addressof(self._flags)
        self._channels = tuple(ctypes.c_uint() for _ in range(4))
        self._channels_at = tuple(map(ctypes.addressof, self._channels))
        self._has_colours = len(drawings.colours) > 1 or drawings.has_odd_text

    def is_bold(self, char: int) -> bool:
        """Say whether a character is bold."""
        return self._is_bold(char, calls.get_text_object(self._text_page, char))

    def are_bold(self, chars: Sequence[int]) -> list[bool]:
        """Say of each of some characters whether it is bold."""
        drawn = map(calls.get_text_object, repeat(self._text_page), chars)
        return list(map(self._is_bold, chars, drawn))

    def style(self, char: int) -> str:
        """Return the name of a character's font, with its colour where that is not black."""
        font = calls.get_font(calls.get_text_object(self._text_page, char))
        _, name = self._known.get(font) or self._load(font, char)
        colour = self._colour(char) if self._has_colours else BLACK
        return name if colour == BLACK else f"{name} {colour}"

    def _is_bold(self, char: int, drawn: int) -> bool:
        font = calls.get_font(drawn)
        is_bold, _ = self._known.get(font) or self._load(font, char)
        # Bold by an outline around its letters, where most text on the page has none.
        return is_bold or (self._drawings.has_outlined_text and calls.get_render_mode(drawn) == BOLD_BY_OUTLINE)

    def _load(self, font: int | None, char: int) -> tuple[bool, str]:
        calls.get_font_info(self._text_page, char, self._name_at, len(self._name), self._flags_at)
        name, flags = self._name.value, self._flags.value
        weight = calls.get_font_weight(self._text_page, char)
        is_bold = b"bold" in name.lower() or bool(flags & FORCE_BOLD_FLAG) or weight >= BOLD_WEIGHT
        known_as = SUBSET_TAG.sub(b"", name).decode("latin-1")
        is_telling = len(known_as) >= LEAST_NAME
        self._known[font] = is_bold, known_as if is_telling else f"{known_as} {_describe_widths(font)}"
        return self._known[font]

    def _colour(self, char: int) -> str:
        calls.get_text_colour(self._text_page, char, *self._channels_at)
        return "#" + "".join(f"{channel.value:02x}" for channel in self._channels[:3])


def _describe_widths(font: int | None) -> str:
    """Return how wide some letters of a font are, for one without a name, as those whose glyphs are drawn."""
    width, widths = ctypes.c_float(), []
    for letter in TELLING_LETTERS if font else "":
        calls.get_glyph_width(font, ord(letter), 1000, ctypes.addressof(width))
        widths.append(str(round(width.value)))
    return " ".join(widths)
