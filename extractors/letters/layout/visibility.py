"""Whether text is shown: what clipping paths leave of it, whether it is in a layer, and what is drawn over it."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Sequence

import pypdfium2 as pdfium

from extractors.letters.layout import pdfium_calls as calls
from extractors.letters.layout.pdfium_drawings import Drawings
from extractors.letters.layout.printed_text import Glyph, draw_page, find_unprinted
from extractors.letters.layout.text_runs import TextRun

# The corners of a rectangle, which some files close by a fifth point.
RECTANGLE_SEGMENTS = (4, 5)
OPPOSITE_CORNERS = (0, 2)
LEAST_CLIP_POINTS = 0.1
OPTIONAL_CONTENT_MARK = "OC\0".encode("utf-16-le")


Places = Sequence[tuple[float, float]]
"""Points of the sheet."""


class Visibility:
    """Asks PDFium about the text objects of one page, by their addresses."""

    def __init__(self, drawings: Drawings) -> None:
        self._drawings = drawings
        self._point = ctypes.c_float(), ctypes.c_float()
        self._name, self._length = ctypes.create_string_buffer(128), ctypes.c_ulong()

    def find_possibly_hidden(
        self, runs: Sequence[TextRun], drawn: Sequence[int], places_in: Callable[[TextRun], Places]
    ) -> list[int]:
        """Return the positions of the runs that are in a layer, partly clipped away, or under what was drawn later.

        `drawn` are their text objects; a run is clipped where one of the `places_in` it is.
        """
        clips = list(map(calls.get_clip_path, drawn))
        counts = zip(map(calls.count_marks, drawn), map(calls.count_clip_paths, clips), strict=True)
        covers = self._drawings.covers
        return [
            at
            for at, (run, text, clip, (marks, paths)) in enumerate(zip(runs, drawn, clips, counts, strict=True))
            if (covers and self._is_covered(text, run))
            or (marks > 0 and self._layer_of(text, marks) is not None)
            or (paths > 0 and self._is_clipped(clip, paths, places_in(run)))
        ]

    def mark_hidden(self, page: pdfium.PdfPage, glyphs: Sequence[Glyph], drawn: Sequence[int | None]) -> list[Glyph]:
        """Return glyphs, as without ink those that are in a layer that is off or under what was drawn later.

        `drawn` are their text objects. Other text may be printed at their place, so the page is drawn without it.
        """
        marked = list(glyphs)
        for texts in self._group_possibly_hidden(glyphs, drawn):
            others = [text for text in self._drawings.texts if text not in texts]
            inside = [position for position, text in enumerate(drawn) if text in texts]
            for text in others:
                calls.set_active(text, 0)
            own = [glyphs[position] for position in inside]
            printed = find_unprinted(own, draw_page(page, own), is_whole_page=False)
            for text in others:
                calls.set_active(text, 1)
            for position in printed.unprinted:
                marked[inside[position]] = glyphs[inside[position]]._replace(is_inked=False)
        return marked

    def is_clipped_to_nothing(self, drawn: int | None) -> bool:
        """Say whether a clipping path of no width or no height leaves nothing of an object."""
        path = calls.get_clip_path(drawn) if drawn else 0
        count = calls.count_clip_paths(path) if path else 0
        outlines = (self._points(path, number) for number in range(count))
        return any(_is_flat(points) for points in outlines if points)

    def _group_possibly_hidden(self, glyphs: Sequence[Glyph], drawn: Sequence[int | None]) -> list[set[int]]:
        """Return the text objects of each layer, and those that are under what was drawn later."""
        groups: dict[str | None, set[int]] = {}
        for text in {each for each in drawn if each}:
            marks = calls.count_marks(text)
            layer = self._layer_of(text, marks) if marks else None
            if layer is not None:
                groups.setdefault(layer, set()).add(text)
        if self._drawings.covers:
            groups[None] = {
                text for text, glyph in zip(drawn, glyphs, strict=True) if text and self._is_covered(text, glyph)
            }
        return [texts for texts in groups.values() if texts]

    def _is_covered(self, drawn: int, text: TextRun | Glyph) -> bool:
        covers, at = self._drawings.covers, self._drawings.order.get(drawn, -1)
        if at > covers[-1][0]:
            return False
        middle = (text.top + text.bottom) / 2
        return any(
            at < later and cover.x0 < text.x1 and text.x0 < cover.x1 and cover.top <= middle <= cover.bottom
            for later, cover in covers
        )

    def _layer_of(self, drawn: int, count: int) -> str | None:
        """Return the name of an object's layer, by one of its `count` marks: a viewer may show it or not."""
        name_at, length_at = ctypes.addressof(self._name), ctypes.addressof(self._length)
        for at in range(count):
            mark = calls.get_mark(drawn, at)
            calls.get_mark_name(mark, name_at, len(self._name), length_at)
            if self._length.value == len(OPTIONAL_CONTENT_MARK) and self._name.raw.startswith(OPTIONAL_CONTENT_MARK):
                has_name = calls.get_mark_string(mark, b"Name", name_at, len(self._name), length_at)
                return self._name.raw[: self._length.value].decode("utf-16-le", "replace") if has_name else ""
        return None

    def _is_clipped(self, path: int, count: int, places: Places) -> bool:
        """Say whether one of some places is outside one of the `count` paths of a clipping path."""
        return not all(self._shows(path, number, places) for number in range(count))

    def _shows(self, path: int, number: int, places: Places) -> bool:
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
