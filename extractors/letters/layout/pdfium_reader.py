"""Read a PDF's printed lines with PDFium, the default reader.

A call into PDFium for every character would cost more than PDFium's own work, so the text comes in one call a page and
only a few characters of each run are asked for their place and font: the first, the middle, the last, and each short
number, which may be a footnote mark. Every character is looked at, on the page as it is drawn, only where something
shows that the text layer may hold more than is printed.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from statistics import median

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from extractors.errors import UnreadableLetterError
from extractors.letters.layout import pdfium_calls as calls
from extractors.letters.layout.boxes import Rectangle
from extractors.letters.layout.lines import Page, require_pages_of_a_letter
from extractors.letters.layout.pages import Sheet, assemble_pages
from extractors.letters.layout.pdfium_drawings import DrawingReader, Drawings, grey_of
from extractors.letters.layout.placement import Placement, placement_of
from extractors.letters.layout.printed_text import (
    LEVEL_SLOPE,
    Glyph,
    draw_page,
    find_unprinted,
    may_number_lines,
)
from extractors.letters.layout.text_runs import (
    BULLET,
    SHORT_NUMBER,
    SOFT_HYPHEN,
    RaisedNumber,
    TextRun,
)

# PDFium writes U+FFFE where a printed line ends at a hyphen, and glues the next line to it.
BROKEN_HYPHEN = "\ufffe"
PRINTED_RUN = re.compile(rf"[^\r\n{BROKEN_HYPHEN}]+{BROKEN_HYPHEN}?|{BROKEN_HYPHEN}")
# Letters that stand so far apart that PDFium sees a space between any two.
LETTER_SPACED = re.compile(r"\S(?: +\S){4,}")
WORD_GAP_RATIO = 1.5
# "J une", "97% .": where a file says too little of a sign's width, PDFium sees a space after it.
POSSIBLY_NO_SPACE = re.compile(r" (?:(?=[A-Za-z]\w)(?<=[B-HJ-Z] )(?<!\w[A-Z] )|(?=[.,;:])(?<=\S ))")
ZERO_WIDTH_SPACE, NARROWEST_SPACE = "\u200b", 0.22
# A letter right after a stop, which may be raised and refer to a note.
NOTE_LETTER = re.compile(r"[.,;:!?][a-z](?=\s|$)")
BOLD_WEIGHT = 600
FORCE_BOLD_FLAG = 1 << 18
RAISED_SIZE_RATIO = 0.85
SUBSET_TAG = re.compile(rb"^[A-Z]{6}\+")
TINY_POINTS = 3
# By how many degrees a page is turned, clockwise, for text that runs down, to the left or up to be level.
TURNS = {(0, 1): 270, (-1, 0): 180, (0, -1): 90}
UNPRINTED_RENDER_MODES = (pdfium_c.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium_c.FPDF_TEXTRENDERMODE_CLIP)
RECTANGLE_SEGMENTS = (4, 5)
LEAST_CLIP_POINTS = 0.1
OPTIONAL_CONTENT_MARK = "OC\0".encode("utf-16-le")
# Numbers that open or close a line, apart from its text: where they count up, they may number the lines.
LINE_NUMBER = re.compile(r"^ *(\d{1,4})(?= |\r?$)| (\d{1,4}) ?\r?$", re.MULTILINE)
# Where more of a page's runs may be hidden, all of the page is looked at.
MAX_SHARE_TO_DRAW = 0.5
# Several times what the fullest page of a letter has.
MOST_CHARACTERS, MOST_POINTS = 50_000, 5_000
# One type for every page: ctypes makes a class for each length of array, which costs more than the text.
TextBuffer = ctypes.c_ushort * (MOST_CHARACTERS + 1)


OnPage = Callable[[int, pdfium.PdfPage, pdfium.PdfTextPage], None]
"""Called with the number of each page and its handles while it is open: opening pages is most of what reading costs."""


def read_pages(path: Path, on_page: OnPage | None = None) -> list[Page]:
    """Read every page's lines and boxes, in points from the top left of the page as it is shown.

    Raises `UnreadableLetterError` where PDFium cannot open the file or a page.
    """
    try:
        with pdfium.PdfDocument(path) as document:
            require_pages_of_a_letter(len(document))
            has_layers = _may_have_layers(path)
            sheets = [_read_sheet(document, index, on_page, has_layers=has_layers) for index in range(len(document))]
    except pdfium.PdfiumError as error:
        raise UnreadableLetterError(f"PDFium cannot read the file: {error}") from error
    return assemble_pages(sheets)


def _may_have_layers(path: Path) -> bool:
    """Say whether a file may hold optional content: its groups have this name, unless they are in object streams."""
    content = path.read_bytes()
    return b"/OCG" in content or b"/ObjStm" in content


def _read_sheet(document: pdfium.PdfDocument, index: int, on_page: OnPage | None, *, has_layers: bool) -> Sheet:
    page = document[index]
    try:
        sheet, turn = _read_turned(page, index + 1, on_page, has_layers=has_layers)
        if turn:
            # Its text lies on its side: whoever reads the page turns it.
            page.set_rotation((page.get_rotation() + turn) % 360)
            sheet, _ = _read_turned(page, index + 1, None, has_layers=has_layers)
        return sheet
    finally:
        page.close()


def _read_turned(page: pdfium.PdfPage, number: int, on_page: OnPage | None, *, has_layers: bool) -> tuple[Sheet, int]:
    """Read a page as it is shown, and say by how many degrees it must be turned for its text to be level."""
    text_page = page.get_textpage()
    try:
        if on_page:
            on_page(number, page, text_page)
        # The other boxes are not inherited from the page tree, where some writers state them once for all pages.
        left, bottom, right, top = page.get_bbox()
        rotation = page.get_rotation()
        width, height = (right - left, top - bottom) if rotation % 180 == 0 else (top - bottom, right - left)
        placement = placement_of(left, bottom, right, top, rotation)
        drawings = DrawingReader(calls.address_of(page.raw), placement, width, height).read()
        text_layer = _TextLayer(text_page, placement, drawings, has_layers=has_layers)
        runs = list(text_layer.runs())
        turn = text_layer.turn_to_level()
        is_invisible = drawings.is_scan
        can_be_drawn = 0 < width < MOST_POINTS and 0 < height < MOST_POINTS
        suspects = text_layer.find_possibly_hidden(runs, width, height) if can_be_drawn and not turn else ()
        if suspects:
            is_invisible |= text_layer.drop_unprinted(page, suspects)
            runs = list(text_layer.runs())
        return Sheet(number, width, height, runs, drawings.rectangles, drawings.pictures, is_invisible), turn
    finally:
        text_page.close()


class _TextLayer:
    """The text of one page, and what PDFium knows of single characters in it."""

    def __init__(
        self, text_page: pdfium.PdfTextPage, placement: Placement, drawings: Drawings, *, has_layers: bool
    ) -> None:
        self._handle = calls.address_of(text_page.raw)
        self._placement, self._drawings, self._has_layers = placement, drawings, has_layers
        self._is_turned = placement.a != 1
        self._box, self._matrix = pdfium_c.FS_RECTF(), pdfium_c.FS_MATRIX()
        self._box_at, self._matrix_at = ctypes.addressof(self._box), ctypes.addressof(self._matrix)
        self._name, self._flags = ctypes.create_string_buffer(128), ctypes.c_int()
        self._name_at, self._flags_at = ctypes.addressof(self._name), ctypes.addressof(self._flags)
        self._point, self._length = (ctypes.c_float(), ctypes.c_float()), ctypes.c_ulong()
        self._point_at, self._length_at = tuple(map(ctypes.addressof, self._point)), ctypes.addressof(self._length)
        self._edges = tuple(ctypes.c_double() for _ in range(4))
        self._edges_at = tuple(map(ctypes.addressof, self._edges))
        self._channels = tuple(ctypes.c_uint() for _ in range(4))
        self._channels_at = tuple(map(ctypes.addressof, self._channels))
        self._has_colours = len(drawings.colours) > 1 or drawings.has_odd_text
        self._fonts: dict[tuple[bytes, int], tuple[bool, str]] = {}
        self._inks: dict[int | None, tuple[bool, float | None]] = {}
        self._directions: Counter[tuple[int, int]] = Counter()
        count = pdfium_c.FPDFText_CountChars(text_page.raw)
        if count > MOST_CHARACTERS:
            raise UnreadableLetterError(
                f"a page has {count} characters; no page of a letter has more than {MOST_CHARACTERS}"
            )
        buffer = TextBuffer()
        length = pdfium_c.FPDFText_GetText(text_page.raw, 0, count, buffer)
        self._text = ctypes.string_at(buffer, 2 * max(length - 1, 0)).decode("utf-16-le", "replace")
        self._is_one_to_one = len(self._text) == count
        if SOFT_HYPHEN in self._text:
            self._text = "".join("-" if self._is_drawn_soft_hyphen(at) else each for at, each in enumerate(self._text))

        self._may_have_note_letters = NOTE_LETTER.search(self._text) is not None
        no_spaces = [m.start() for m in POSSIBLY_NO_SPACE.finditer(self._text) if self._is_no_space(m.start())]
        for at in no_spaces:
            self._text = f"{self._text[:at]}{ZERO_WIDTH_SPACE}{self._text[at + 1 :]}"

    def _is_no_space(self, at: int) -> bool:
        """Say whether a space is not in the file, but PDFium's own, and the gap there is too narrow for one."""
        char = self._char(at)
        if pdfium_c.FPDFText_IsGenerated(ctypes.cast(self._handle, pdfium_c.FPDF_TEXTPAGE), char) != 1:
            return False
        size, _, _ = self._size_baseline_and_level(self._char(at + 1))
        gap = self._bounds(self._char(at + 1))[0] - self._bounds(self._char(at - 1))[2]
        return gap < NARROWEST_SPACE * size

    def runs(self) -> Iterator[TextRun]:
        """Yield what stands unbroken on one line, as PDFium cuts it."""
        for place in self._places_of_runs():
            yield self._run(place.start, self._text[place.start : place.stop])

    def _places_of_runs(self) -> list[range]:
        """Return where in the text each run is, without the spaces around it."""
        places = []
        for match in PRINTED_RUN.finditer(self._text):
            text = match.group()
            if text.strip(f" {BROKEN_HYPHEN}"):
                start = match.start() + len(text) - len(text.lstrip())
                places.append(range(start, start + len(text.strip())))
            elif BROKEN_HYPHEN in text:
                places.append(range(*match.span()))
        return places

    def find_possibly_hidden(self, runs: Sequence[TextRun], width: float, height: float) -> Sequence[range]:
        """Return the parts of the text that may not be printed: all of it where that shows on the page as a whole."""
        may_be_hidden_anywhere = (
            self._drawings.has_odd_text
            or len(self._directions) > 1
            or any(run.x0 < 0 or run.x1 > width or run.top < 0 or run.bottom > height for run in runs)
            or any(run.size < TINY_POINTS for run in runs)
            or _overlap(runs)
            or may_number_lines(_numbers_at_line_ends(self._text))
        )
        suspects = [] if may_be_hidden_anywhere else [at for at, run in enumerate(runs) if self._may_be_hidden(run)]
        if may_be_hidden_anywhere or len(suspects) > MAX_SHARE_TO_DRAW * len(runs):
            return [range(len(self._text))]
        places = self._places_of_runs() if suspects else []
        return [places[at] for at in suspects]

    def drop_unprinted(self, page: pdfium.PdfPage, suspects: Sequence[range]) -> bool:
        """Take out of some parts of the text whatever is not printed on the page as PDFium draws it.

        Returns whether the page's text is not printed at all, and is kept.
        """
        places: list[list[int]] = []
        glyphs: list[Glyph] = []
        for at in (at for part in suspects for at in part if not self._text[at].isspace()):
            glyph = self._glyph(at)
            if glyphs and _is_same_ligature(glyphs[-1], glyph):
                places[-1].append(at)
            else:
                places.append([at])
                glyphs.append(glyph)
        is_whole = sum(map(len, suspects)) == len(self._text)
        printed = find_unprinted(glyphs, draw_page(page), is_whole_page=is_whole)
        unprinted = {at for position in printed.unprinted for at in places[position]}
        self._text = "".join("\n" if at in unprinted else text for at, text in enumerate(self._text))
        return printed.is_invisible

    def _glyph(self, at: int) -> Glyph:
        char = self._char(at)
        left, right, bottom, top = self._edges
        calls.get_char_box(self._handle, char, *self._edges_at)
        shown = self._placement.rectangle(left.value, bottom.value, right.value, top.value)
        size, baseline, is_level = self._size_baseline_and_level(char)
        is_inked, grey = self._ink(char)
        return Glyph(
            text=self._text[at],
            x0=shown.x0,
            top=shown.top,
            x1=shown.x1,
            bottom=shown.bottom,
            baseline=baseline,
            size=size,
            is_upright=is_level,
            is_inked=is_inked,
            grey=grey,
        )

    def _ink(self, char: int) -> tuple[bool, float | None]:
        """Return whether a character's text object leaves ink, and how light its colour is, None where it has none."""
        drawn = calls.get_text_object(self._handle, char)
        known = self._inks.get(drawn)
        if known is None:
            mode = calls.get_render_mode(drawn) if drawn else 0
            has_colour = calls.get_text_colour(self._handle, char, *self._channels_at) and mode == 0
            is_inked = mode not in UNPRINTED_RENDER_MODES and self._channels[3].value > 0
            is_inked = is_inked and not self._is_clipped_to_nothing(drawn)
            grey = grey_of(tuple(channel.value for channel in self._channels)) if has_colour else None
            known = self._inks[drawn] = is_inked, grey
        return known

    def _run(self, start: int, text: str) -> TextRun:
        end = start + len(text) - 1
        bullet = BULLET.match(text)
        body = start + (bullet.end() if bullet and bullet.end() < len(text) else 0)
        typical_at = self._typical(body, end)
        first, opening, typical, last = map(self._char, (start, body, typical_at, end))
        size, baseline, is_level = self._size_baseline_and_level(typical)
        self._directions[(1, 0) if is_level else self._direction()] += 1
        at_first = self._bounds(first)
        at_opening = at_first if opening == first else self._bounds(opening)
        at_typical = at_opening if typical == opening else self._bounds(typical)
        is_bold, font = self._font(typical)
        is_all_bold = is_bold and self._font(opening)[0] and self._font(last)[0]
        return TextRun(
            text=self._close_up(start, text).replace(BROKEN_HYPHEN, "-"),
            x0=at_first[0],
            top=at_typical[1],
            x1=self._bounds(last)[2],
            bottom=at_typical[3],
            baseline=baseline,
            size=size,
            is_bold=is_all_bold,
            text_x0=at_opening[0],
            raised=tuple(self._raised_numbers(start, text, size)),
            style=self._style(font, typical),
            opening_style=self._style(self._font(first)[1], first) if bullet and bullet["letter"] else "",
            char=typical,
            bold_length=self._bold_length(start, text) if is_bold and not is_all_bold and body == start else 0,
        )

    def _bold_length(self, start: int, text: str) -> int:
        """Return how much of a run is bold words at its beginning."""
        words = re.finditer(r"\S+\s*", text)
        first_plain = next((word for word in words if not self._font(self._char(start + word.start()))[0]), None)
        return first_plain.start() if first_plain else len(text)

    def _close_up(self, start: int, text: str) -> str:
        """Return a text whose letters are spaced out without the spaces inside its words."""
        if not LETTER_SPACED.fullmatch(text):
            return text
        places = [at for at, char in enumerate(text) if char != " "]
        bounds = [self._bounds(self._char(start + at)) for at in places]
        gaps = [after[0] - before[2] for before, after in pairwise(bounds)]
        usual = median(gaps)
        ends_word = [gap > WORD_GAP_RATIO * usual for gap in gaps]
        return text[0] + "".join(
            f" {text[at]}" if is_end else text[at] for at, is_end in zip(places[1:], ends_word, strict=True)
        )

    def _typical(self, start: int, end: int) -> int:
        """Return where a character stands that is set as the run is: a digit may be raised, and letters after one."""
        is_after_digit = False
        for at in range(start, end + 1):
            is_letter = self._text[at].isalpha()
            if is_letter and not is_after_digit:
                return at
            is_after_digit = self._text[at].isdigit() or (is_letter and is_after_digit)
        return start

    def _raised_numbers(self, start: int, text: str, size: float) -> Iterator[RaisedNumber]:
        for match in SHORT_NUMBER.finditer(text):
            if match.group() != text:
                number_size, _, _ = self._size_baseline_and_level(self._char(start + match.start()))
                if number_size < RAISED_SIZE_RATIO * size:
                    yield RaisedNumber(match.start(), match.end())
        for match in NOTE_LETTER.finditer(text) if self._may_have_note_letters else ():
            letter_size, _, _ = self._size_baseline_and_level(self._char(start + match.start() + 1))
            if letter_size < RAISED_SIZE_RATIO * size:
                yield RaisedNumber(match.start() + 1, match.end())

    def _char(self, text_index: int) -> int:
        """Return PDFium's number of the character that stands at an index of the page's text."""
        if self._is_one_to_one:
            return text_index
        return int(
            pdfium_c.FPDFText_GetCharIndexFromTextIndex(ctypes.cast(self._handle, pdfium_c.FPDF_TEXTPAGE), text_index)
        )

    def _bounds(self, char: int) -> tuple[float, float, float, float]:
        calls.get_loose_char_box(self._handle, char, self._box_at)
        box, placement = self._box, self._placement
        if self._is_turned:
            shown = placement.rectangle(box.left, box.bottom, box.right, box.top)
            return shown.x0, shown.top, shown.x1, shown.bottom
        left, top = placement.e, placement.f
        return box.left + left, top - box.top, box.right + left, top - box.bottom

    def _size_baseline_and_level(self, char: int) -> tuple[float, float, bool]:
        # In some files the font size is 1.0 and the scale sits in the text matrix, as level text's baseline does.
        matrix = self._matrix
        calls.get_char_matrix(self._handle, char, self._matrix_at)
        font_size = calls.get_font_size(self._handle, char)
        across, down = matrix.a, matrix.b
        if self._is_turned:
            across, down = self._placement.direction(across, down)
            baseline = self._placement.point(matrix.e, matrix.f)[1]
        else:
            baseline = self._placement.f - matrix.f
        return font_size * math.hypot(matrix.c, matrix.d), baseline, abs(down) <= LEVEL_SLOPE * across

    def _direction(self) -> tuple[int, int]:
        """Return how the character whose matrix was asked for last runs on the page: right, down, left or up."""
        across, down = self._placement.direction(self._matrix.a, self._matrix.b)
        return round(across / (math.hypot(across, down) or 1)), round(down / (math.hypot(across, down) or 1))

    def turn_to_level(self) -> int:
        """Return by how many degrees the page must be turned, clockwise, for most of its lines to be level."""
        total = self._directions.total()
        main = next((each for each, count in self._directions.items() if 2 * count > total), (1, 0))
        return TURNS.get(main, 0)

    def _font(self, char: int) -> tuple[bool, str]:
        """Return whether a character's font is bold, and the font's name."""
        calls.get_font_info(self._handle, char, self._name_at, len(self._name), self._flags_at)
        font = self._name.value, self._flags.value
        known = self._fonts.get(font)
        if known is None:
            weight = calls.get_font_weight(self._handle, char)
            is_bold = b"bold" in font[0].lower() or bool(font[1] & FORCE_BOLD_FLAG) or weight >= BOLD_WEIGHT
            known = self._fonts[font] = is_bold, SUBSET_TAG.sub(b"", font[0]).decode("latin-1")
        return known

    def _style(self, font: str, char: int) -> str:
        return f"{font} {self._colour(char)}" if self._has_colours else font

    def _colour(self, char: int) -> str:
        calls.get_text_colour(self._handle, char, *self._channels_at)
        return "#" + "".join(f"{channel.value:02x}" for channel in self._channels[:3])

    def _is_drawn_soft_hyphen(self, at: int) -> bool:
        return self._text[at] == SOFT_HYPHEN and self._glyph(at).x1 > self._glyph(at).x0

    def _may_be_hidden(self, run: TextRun) -> bool:
        """Say whether a run is in a layer, outside what its clipping path shows, or under what was drawn later."""
        drawn = calls.get_text_object(self._handle, run.char)
        return (
            self._is_covered(drawn, run)
            or (self._has_layers and self._is_in_layer(drawn))
            or self._is_clipped(drawn, run)
        )

    def _is_covered(self, drawn: int, run: TextRun) -> bool:
        covers, at = self._drawings.covers, self._drawings.order.get(drawn, -1)
        if not covers or at > covers[-1][0]:
            return False
        x, y = (run.x0 + run.x1) / 2, (run.top + run.bottom) / 2
        return any(at < later and _holds(cover, x, y) for later, cover in covers)

    def _is_clipped(self, drawn: int, run: TextRun) -> bool:
        path = calls.get_clip_path(drawn)
        count = calls.count_clip_paths(path)
        if count < 1:
            return False
        calls.get_loose_char_box(self._handle, run.char, self._box_at)
        x, y = (self._box.left + self._box.right) / 2, (self._box.bottom + self._box.top) / 2
        return not all(self._shows(path, number, x, y) for number in range(count))

    def _is_clipped_to_nothing(self, drawn: int) -> bool:
        """Say whether a clipping path of no width or no height leaves nothing of an object."""
        path = calls.get_clip_path(drawn) if drawn else 0
        counts = (
            [calls.count_clip_segments(path, number) for number in range(calls.count_clip_paths(path))] if path else []
        )
        return any(count and self._is_flat(path, number, count) for number, count in enumerate(counts))

    def _is_flat(self, path: int, number: int, count: int) -> bool:
        across, up = self._point
        points = set()
        for at in range(count):
            calls.get_segment_point(calls.get_clip_segment(path, number, at), *self._point_at)
            points.add((across.value, up.value))
        return any(max(values) - min(values) < LEAST_CLIP_POINTS for values in zip(*points, strict=True))

    def _shows(self, path: int, number: int, x: float, y: float) -> bool:
        """Say whether a point of the sheet is in the bounds of a clipping path."""
        count = calls.count_clip_segments(path, number)
        opposite_corners = (0, 2)
        across, up = self._point
        xs, ys = [], []
        for at in opposite_corners if count in RECTANGLE_SEGMENTS else range(count):
            calls.get_segment_point(calls.get_clip_segment(path, number, at), *self._point_at)
            xs.append(across.value)
            ys.append(up.value)
        return bool(xs) and min(xs) <= x <= max(xs) and min(ys) <= y <= max(ys)

    def _is_in_layer(self, drawn: int) -> bool:
        """Say whether an object belongs to optional content, which a viewer may show or not."""
        for at in range(calls.count_marks(drawn)):
            calls.get_mark_name(calls.get_mark(drawn, at), self._name_at, len(self._name), self._length_at)
            if self._name.raw.startswith(OPTIONAL_CONTENT_MARK):
                return True
        return False


def _holds(area: Rectangle, x: float, y: float) -> bool:
    return area.x0 <= x <= area.x1 and area.top <= y <= area.bottom


def _is_same_ligature(before: Glyph, glyph: Glyph) -> bool:
    """Say whether two characters are one glyph on the page: PDFium gives each letter of a ligature its place."""
    return (before.x0, before.x1, before.baseline) == (glyph.x0, glyph.x1, glyph.baseline)


def _numbers_at_line_ends(text: str) -> list[int]:
    """Return the numbers that open or close lines; few lines have one, and looking for it takes a while."""
    lines = [line for line in text.split("\n") if line.lstrip(" ")[:1].isdigit() or line.rstrip(" \r")[-1:].isdigit()]
    return [int(opens or closes) for opens, closes in LINE_NUMBER.findall("\n".join(lines))]


def _overlap(runs: Sequence[TextRun]) -> bool:
    """Say whether two runs stand on one another."""
    in_order = sorted(runs, key=lambda run: (round(run.baseline), run.x0))
    return any(
        abs(before.baseline - after.baseline) < before.size / 4
        and min(before.x1, after.x1) - max(before.x0, after.x0) > before.size / 2
        for before, after in pairwise(in_order)
    )
