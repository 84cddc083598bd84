"""PDFium's C functions with plain numbers for addresses, for what is asked of each object or line of a page.

pypdfium2 declares pointers, and ctypes makes an object for each one that it passes: that takes as long as the call
itself. Reading may cost 1.7 times what PDFium's own plain text costs, and a letter has thousands of drawn objects. So
what is asked of many is asked of all in one `map`, without a line of Python between two calls.
"""

from __future__ import annotations

import ctypes
import struct
from array import array
from collections.abc import Callable, Sequence
from itertools import repeat
from typing import Any

import pypdfium2.raw as pdfium_c

_ADDRESS, _INT = ctypes.c_void_p, ctypes.c_int
# In the text of a page PDFium writes U+FFFE where a line ends at a hyphen, and for what has no code.
BROKEN_HYPHEN, HYPHEN_CODES = 0xFFFE, (0, 2)


def address_of(handle: Any) -> int:
    """Return the address that a pointer of pypdfium2 holds."""
    return ctypes.cast(handle, ctypes.c_void_p).value or 0


def _declare(function: Any, result: Any, *arguments: Any) -> Callable[..., Any]:
    return ctypes.PYFUNCTYPE(result, *arguments)(address_of(function))


count_chars = _declare(pdfium_c.FPDFText_CountChars, _INT, _ADDRESS)
get_text = _declare(pdfium_c.FPDFText_GetText, _INT, _ADDRESS, _INT, _INT, _ADDRESS)
get_unicode = _declare(pdfium_c.FPDFText_GetUnicode, ctypes.c_uint, _ADDRESS, _INT)
has_map_error = _declare(pdfium_c.FPDFText_HasUnicodeMapError, _INT, _ADDRESS, _INT)
is_generated = _declare(pdfium_c.FPDFText_IsGenerated, _INT, _ADDRESS, _INT)
page_to_device = _declare(
    pdfium_c.FPDF_PageToDevice, _INT, _ADDRESS, *[_INT] * 5, ctypes.c_double, ctypes.c_double, _ADDRESS, _ADDRESS
)
get_object = _declare(pdfium_c.FPDFPage_GetObject, _ADDRESS, _ADDRESS, _INT)
get_form_object = _declare(pdfium_c.FPDFFormObj_GetObject, _ADDRESS, _ADDRESS, ctypes.c_ulong)
count_form_objects = _declare(pdfium_c.FPDFFormObj_CountObjects, _INT, _ADDRESS)
get_type = _declare(pdfium_c.FPDFPageObj_GetType, _INT, _ADDRESS)
get_render_mode = _declare(pdfium_c.FPDFTextObj_GetTextRenderMode, _INT, _ADDRESS)
get_object_font_size = _declare(pdfium_c.FPDFTextObj_GetFontSize, _INT, _ADDRESS, _ADDRESS)
get_fill_colour = _declare(pdfium_c.FPDFPageObj_GetFillColor, _INT, *[_ADDRESS] * 5)
get_stroke_colour = _declare(pdfium_c.FPDFPageObj_GetStrokeColor, _INT, *[_ADDRESS] * 5)
get_draw_mode = _declare(pdfium_c.FPDFPath_GetDrawMode, _INT, *[_ADDRESS] * 3)
get_bounds = _declare(pdfium_c.FPDFPageObj_GetBounds, _INT, *[_ADDRESS] * 5)
get_object_matrix = _declare(pdfium_c.FPDFPageObj_GetMatrix, _INT, _ADDRESS, _ADDRESS)
has_transparency = _declare(pdfium_c.FPDFPageObj_HasTransparency, _INT, _ADDRESS)
remove_object = _declare(pdfium_c.FPDFPage_RemoveObject, _INT, _ADDRESS, _ADDRESS)
destroy_object = _declare(pdfium_c.FPDFPageObj_Destroy, None, _ADDRESS)
get_clip_path = _declare(pdfium_c.FPDFPageObj_GetClipPath, _ADDRESS, _ADDRESS)
count_clip_paths = _declare(pdfium_c.FPDFClipPath_CountPaths, _INT, _ADDRESS)
count_clip_segments = _declare(pdfium_c.FPDFClipPath_CountPathSegments, _INT, _ADDRESS, _INT)
get_clip_segment = _declare(pdfium_c.FPDFClipPath_GetPathSegment, _ADDRESS, _ADDRESS, _INT, _INT)
get_segment_point = _declare(pdfium_c.FPDFPathSegment_GetPoint, _INT, *[_ADDRESS] * 3)
get_mark_type = _declare(pdfium_c.FPDFPageObjMark_GetParamValueType, _INT, _ADDRESS, ctypes.c_char_p)
get_mark_string = _declare(
    pdfium_c.FPDFPageObjMark_GetParamStringValue, _INT, _ADDRESS, ctypes.c_char_p, _ADDRESS, ctypes.c_ulong, _ADDRESS
)
set_active = _declare(pdfium_c.FPDFPageObj_SetIsActive, _INT, _ADDRESS, _INT)
remove_mark = _declare(pdfium_c.FPDFPageObj_RemoveMark, _INT, _ADDRESS, _ADDRESS)
count_marks = _declare(pdfium_c.FPDFPageObj_CountMarks, _INT, _ADDRESS)
get_mark = _declare(pdfium_c.FPDFPageObj_GetMark, _ADDRESS, _ADDRESS, ctypes.c_ulong)
get_mark_name = _declare(pdfium_c.FPDFPageObjMark_GetName, _INT, _ADDRESS, _ADDRESS, ctypes.c_ulong, _ADDRESS)
get_text_object = _declare(pdfium_c.FPDFText_GetTextObject, _ADDRESS, _ADDRESS, _INT)
get_text_colour = _declare(pdfium_c.FPDFText_GetFillColor, _INT, _ADDRESS, _INT, *[_ADDRESS] * 4)
get_char_box = _declare(pdfium_c.FPDFText_GetCharBox, _INT, _ADDRESS, _INT, *[_ADDRESS] * 4)
get_loose_char_box = _declare(pdfium_c.FPDFText_GetLooseCharBox, _INT, _ADDRESS, _INT, _ADDRESS)
get_char_matrix = _declare(pdfium_c.FPDFText_GetMatrix, _INT, _ADDRESS, _INT, _ADDRESS)
get_font_size = _declare(pdfium_c.FPDFText_GetFontSize, ctypes.c_double, _ADDRESS, _INT)
get_font = _declare(pdfium_c.FPDFTextObj_GetFont, _ADDRESS, _ADDRESS)
get_glyph_width = _declare(pdfium_c.FPDFFont_GetGlyphWidth, _INT, _ADDRESS, ctypes.c_uint32, ctypes.c_float, _ADDRESS)
get_font_weight = _declare(pdfium_c.FPDFText_GetFontWeight, _INT, _ADDRESS, _INT)
get_font_info = _declare(
    pdfium_c.FPDFText_GetFontInfo, ctypes.c_ulong, _ADDRESS, _INT, _ADDRESS, ctypes.c_ulong, _ADDRESS
)


def read_text(text_page: int) -> str:
    """Return the text of a page, with one unit of UTF-16 for each character that PDFium counts."""
    count = count_chars(text_page)
    units = array("H", bytes(2 * (2 * count + 1)))
    length = get_text(text_page, 0, count, units.buffer_info()[0]) - 1
    if length != count:
        # Control codes are left out.
        codes = map(get_unicode, repeat(text_page), range(count))
        units = array("H", [BROKEN_HYPHEN if code in HYPHEN_CODES else code & 0xFFFF for code in codes])
    return units[:count].tobytes().decode("utf-16-le", "replace")


def loose_char_boxes(text_page: int, chars: Sequence[int]) -> list[tuple[float, ...]]:
    """Return the left, top, right and bottom edge of each of some characters on the sheet, as high as its font."""
    room, structs = _prepare("4f", len(chars))
    list(map(get_loose_char_box, repeat(text_page), chars, structs))
    return list(struct.iter_unpack("4f", room))


def char_matrices(text_page: int, chars: Sequence[int]) -> list[tuple[float, ...]]:
    """Return the text matrix of each of some characters."""
    room, structs = _prepare("6f", len(chars))
    list(map(get_char_matrix, repeat(text_page), chars, structs))
    return list(struct.iter_unpack("6f", room))


def char_boxes(text_page: int, chars: Sequence[int]) -> list[tuple[float, ...]]:
    """Return the left, right, bottom and top edge of each of some characters on the sheet."""
    room, structs = _prepare("4d", len(chars))
    edges = (range(structs.start + at, structs.stop, structs.step) for at in range(0, structs.step, 8))
    list(map(get_char_box, repeat(text_page), chars, *edges))
    return list(struct.iter_unpack("4d", room))


def font_sizes(drawn: Sequence[int]) -> list[float]:
    """Return the sizes of some text objects' fonts, before their matrices."""
    room, structs = _prepare("f", len(drawn))
    list(map(get_object_font_size, drawn, structs))
    return [size for (size,) in struct.iter_unpack("f", room)]


def fill_colours(drawn: Sequence[int]) -> set[tuple[int, ...]]:
    """Return the colours (red, green, blue, opacity) of some objects; one that has no colour counts as transparent."""
    room, structs = _prepare("4I", len(drawn))
    channels = (range(structs.start + at, structs.stop, structs.step) for at in range(0, structs.step, 4))
    list(map(get_fill_colour, drawn, *channels))
    return set(struct.iter_unpack("4I", room))


def _prepare(layout: str, count: int) -> tuple[array[int], range]:
    """Return room for so many structures, all zeros, and the address of each."""
    size = struct.calcsize(layout)
    room = array("B", bytes(size * count))
    start = room.buffer_info()[0]
    return room, range(start, start + size * count, size)
