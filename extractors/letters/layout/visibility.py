"""Whether what PDFium has drawn is shown: what clipping paths leave of it, and whether it is in a layer."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence

from extractors.letters.layout import pdfium_calls as calls

# The corners of a rectangle, which some files close by a fifth point.
RECTANGLE_SEGMENTS = (4, 5)
OPPOSITE_CORNERS = (0, 2)
LEAST_CLIP_POINTS = 0.1
OPTIONAL_CONTENT_MARK = "OC\0".encode("utf-16-le")


class Visibility:
    """Asks PDFium about drawn objects and their clipping paths, by their addresses; places are points of the sheet."""

    def __init__(self) -> None:
        self._point = ctypes.c_float(), ctypes.c_float()
        self._name, self._length = ctypes.create_string_buffer(128), ctypes.c_ulong()

    def is_clipped(self, path: int, count: int, places: Sequence[tuple[float, float]]) -> bool:
        """Say whether one of some places is outside one of the `count` paths of a clipping path."""
        return not all(self._shows(path, number, places) for number in range(count))

    def is_clipped_to_nothing(self, drawn: int | None) -> bool:
        """Say whether a clipping path of no width or no height leaves nothing of an object."""
        path = calls.get_clip_path(drawn) if drawn else 0
        count = calls.count_clip_paths(path) if path else 0
        outlines = (self._points(path, number) for number in range(count))
        return any(_is_flat(points) for points in outlines if points)

    def layer_of(self, drawn: int, count: int) -> str | None:
        """Return the name of an object's layer, by one of its `count` marks: a viewer may show it or not."""
        name_at, length_at = ctypes.addressof(self._name), ctypes.addressof(self._length)
        for at in range(count):
            mark = calls.get_mark(drawn, at)
            calls.get_mark_name(mark, name_at, len(self._name), length_at)
            if self._length.value == len(OPTIONAL_CONTENT_MARK) and self._name.raw.startswith(OPTIONAL_CONTENT_MARK):
                has_name = calls.get_mark_string(mark, b"Name", name_at, len(self._name), length_at)
                return self._name.raw[: self._length.value].decode("utf-16-le", "replace") if has_name else ""
        return None

    def _shows(self, path: int, number: int, places: Sequence[tuple[float, float]]) -> bool:
        """Say whether some places are in the bounds of one path."""
        points = self._points(path, number, corners_only=True)
        xs, ys = zip(*points, strict=True) if points else ((), ())
        if not points:
            return False
        left, right, bottom, top = min(xs), max(xs), min(ys), max(ys)
        return all(left <= x <= right and bottom <= y <= top for x, y in places)

    def _points(self, path: int, number: int, *, corners_only: bool = False) -> list[tuple[float, float]]:
        """Return the points of one path; of a rectangle, two opposite corners do where `corners_only`."""
        count = calls.count_clip_segments(path, number)
        across, up = self._point
        at_across, at_up = ctypes.addressof(across), ctypes.addressof(up)
        points = []
        for at in OPPOSITE_CORNERS if corners_only and count in RECTANGLE_SEGMENTS else range(count):
            calls.get_segment_point(calls.get_clip_segment(path, number, at), at_across, at_up)
            points.append((across.value, up.value))
        return points


def _is_flat(points: list[tuple[float, float]]) -> bool:
    return any(max(values) - min(values) < LEAST_CLIP_POINTS for values in zip(*points, strict=True))
