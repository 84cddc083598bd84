"""PDFium's C functions with plain numbers for addresses, for what is asked of each object or line of a page.

pypdfium2 declares pointers, and ctypes makes an object for each one that it passes: that takes as long as the call
itself. Reading may cost 1.7 times what PDFium's own plain text costs, and a letter has thousands of drawn objects.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any

import pypdfium2.raw as pdfium_c

_ADDRESS, _INT = ctypes.c_void_p, ctypes.c_int


def address_of(handle: Any) -> int:
    """Return the address that a pointer of pypdfium2 holds."""
    return ctypes.cast(handle, ctypes.c_void_p).value or 0


def _declare(function: Any, result: Any, *arguments: Any) -> Callable[..., Any]:
    return ctypes.PYFUNCTYPE(result, *arguments)(address_of(function))


page_to_device = _declare(
    pdfium_c.FPDF_PageToDevice, _INT, _ADDRESS, *[_INT] * 5, ctypes.c_double, ctypes.c_double, _ADDRESS, _ADDRESS
)
get_object = _declare(pdfium_c.FPDFPage_GetObject, _ADDRESS, _ADDRESS, _INT)
get_form_object = _declare(pdfium_c.FPDFFormObj_GetObject, _ADDRESS, _ADDRESS, ctypes.c_ulong)
count_form_objects = _declare(pdfium_c.FPDFFormObj_CountObjects, _INT, _ADDRESS)
get_type = _declare(pdfium_c.FPDFPageObj_GetType, _INT, _ADDRESS)
get_render_mode = _declare(pdfium_c.FPDFTextObj_GetTextRenderMode, _INT, _ADDRESS)
get_fill_colour = _declare(pdfium_c.FPDFPageObj_GetFillColor, _INT, *[_ADDRESS] * 5)
get_stroke_colour = _declare(pdfium_c.FPDFPageObj_GetStrokeColor, _INT, *[_ADDRESS] * 5)
get_draw_mode = _declare(pdfium_c.FPDFPath_GetDrawMode, _INT, *[_ADDRESS] * 3)
get_bounds = _declare(pdfium_c.FPDFPageObj_GetBounds, _INT, *[_ADDRESS] * 5)
get_object_matrix = _declare(pdfium_c.FPDFPageObj_GetMatrix, _INT, _ADDRESS, _ADDRESS)
has_transparency = _declare(pdfium_c.FPDFPageObj_HasTransparency, _INT, _ADDRESS)
get_clip_path = _declare(pdfium_c.FPDFPageObj_GetClipPath, _ADDRESS, _ADDRESS)
count_clip_paths = _declare(pdfium_c.FPDFClipPath_CountPaths, _INT, _ADDRESS)
count_clip_segments = _declare(pdfium_c.FPDFClipPath_CountPathSegments, _INT, _ADDRESS, _INT)
get_clip_segment = _declare(pdfium_c.FPDFClipPath_GetPathSegment, _ADDRESS, _ADDRESS, _INT, _INT)
get_segment_point = _declare(pdfium_c.FPDFPathSegment_GetPoint, _INT, *[_ADDRESS] * 3)
count_marks = _declare(pdfium_c.FPDFPageObj_CountMarks, _INT, _ADDRESS)
get_mark = _declare(pdfium_c.FPDFPageObj_GetMark, _ADDRESS, _ADDRESS, ctypes.c_ulong)
get_mark_name = _declare(pdfium_c.FPDFPageObjMark_GetName, _INT, _ADDRESS, _ADDRESS, ctypes.c_ulong, _ADDRESS)
get_text_object = _declare(pdfium_c.FPDFText_GetTextObject, _ADDRESS, _ADDRESS, _INT)
get_text_colour = _declare(pdfium_c.FPDFText_GetFillColor, _INT, _ADDRESS, _INT, *[_ADDRESS] * 4)
get_char_box = _declare(pdfium_c.FPDFText_GetCharBox, _INT, _ADDRESS, _INT, *[_ADDRESS] * 4)
get_loose_char_box = _declare(pdfium_c.FPDFText_GetLooseCharBox, _INT, _ADDRESS, _INT, _ADDRESS)
get_char_matrix = _declare(pdfium_c.FPDFText_GetMatrix, _INT, _ADDRESS, _INT, _ADDRESS)
get_font_size = _declare(pdfium_c.FPDFText_GetFontSize, ctypes.c_double, _ADDRESS, _INT)
get_font_weight = _declare(pdfium_c.FPDFText_GetFontWeight, _INT, _ADDRESS, _INT)
get_font_info = _declare(
    pdfium_c.FPDFText_GetFontInfo, ctypes.c_ulong, _ADDRESS, _INT, _ADDRESS, ctypes.c_ulong, _ADDRESS
)
