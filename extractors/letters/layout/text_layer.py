"""The text of a page as PDFium gives it, cut into runs: what stands unbroken on one line.

A call into PDFium for every character would cost more than PDFium's own work, so the text comes in one call a page and
only a few characters of each run are asked for their place and font: the first, the middle, the last, and each short
number, which may be a footnote mark. Every character is looked at, on the page as it is drawn, only where something
shows that the text layer may hold more than is printed.
"""

from __future__ import annotations

import math
import re
from bisect import bisect
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise, repeat
from statistics import median
from typing import NamedTuple

import pypdfium2 as pdfium

from extractors.errors import UnreadableLetterError
from extractors.letters.layout import pdfium_calls as calls
from extractors.letters.layout.boxes import Rectangle
from extractors.letters.layout.character_codes import ZERO_WIDTH_SPACE
from extractors.letters.layout.characters import Characters, Setting
from extractors.letters.layout.fonts import Fonts
from extractors.letters.layout.page_text import read_text
from extractors.letters.layout.pdfium_drawings import Drawings
from extractors.letters.layout.placement import Placement
from extractors.letters.layout.printed_text import (
    LEVEL_SLOPE,
    Glyph,
    PrintedText,
    draw_page,
    find_strikes,
    find_unprinted,
    is_through,
    may_number_lines,
)
from extractors.letters.layout.text_runs import (
    BULLET,
    CELL_GAP,
    ORDINAL_SUFFIX,
    ORDINALS,
    RAISED_AT_LEAST,
    SHORT_NUMBER,
    SOFT_HYPHEN,
    RaisedNumber,
    TextRun,
    is_small_mark,
)
from extractors.letters.layout.visibility import Visibility

# PDFium writes U+FFFE where a printed line ends at a hyphen, and glues the next line to it.
BROKEN_HYPHEN = "\ufffe"
PRINTED_RUN = re.compile(rf"[^\r\n{BROKEN_HYPHEN}]+{BROKEN_HYPHEN}?|{BROKEN_HYPHEN}")
# Letters that stand so far apart that PDFium sees a space between any two, but for some that are moved closer together.
LETTER_SPACED = re.compile(r"\S{1,4}(?: +\S{1,4}){4,}")
WORD_GAP_RATIO = 1.5
BEFORE_WORD = re.compile(r"(?<=\S) (?=\S)")
# In sizes of the type: headings at the heads of two columns are so far apart.
COLUMN_GAP = 2.0
# "J une", "97% .": where a file says too little of a sign's width, PDFium sees a space after it.
POSSIBLY_NO_SPACE = re.compile(r" (?:(?=[A-Za-z]\w)(?<=[B-HJ-Z] )(?<!\w[A-Z] )|(?=[.,;:])(?<=\S ))")
NARROWEST_SPACE = 0.22
# A letter or a Roman numeral right after a stop, which may be raised and refer to a note.
NOTE_LETTER = re.compile(r"[.,;:!?](?:[a-z]|[ivx]{2,4})(?=\s|$)")
NOTE_ASTERISKS = re.compile(r"(?<=[\w.,;:!?’”)])\*{1,3}(?=[\s.,;:!?)]|$)")
# What opens a line as the letter of a note does; inside a sentence only such letters are looked for.
NOTE_OPENING = re.compile(r"(?:^|\n)[\[(]?([a-z]|[ivx]{2,4})[.)\]]?\s{0,3}(?=[A-Z‘“])")
TINY_POINTS = 3
# By how many degrees a page is turned, clockwise, for text that runs down, to the left or up to be level.
TURNS = {(0, 1): 270, (-1, 0): 180, (0, -1): 90}
# In heights of the type.
JUMP = 0.5
STRUCK_SPACE = re.compile(f"(?<={ZERO_WIDTH_SPACE}) ")
# Numbers that open or close a line, apart from its text: where they count up, they may number the lines.
LINE_NUMBER = re.compile(r"^ *(\d{1,4})(?= |\r?$)| (\d{1,4}) ?\r?$", re.MULTILINE)
# What may have been printed with a space after it: no part of "children’s" or "don’t".
LOST_SPACE, LOST_SPACE_GAP = re.compile(r"[’”](?=\w)(?!(?:s|t|ll|re|ve|d|m)\b)"), 0.1
# Where more of a page's runs may be hidden, all of the page is looked at.
MAX_SHARE_TO_DRAW = 0.5
# Several times what the fullest page of a letter has.
MOST_CHARACTERS = 50_000


class _Span(NamedTuple):
    """A run in a page's text, and PDFium's numbers of the characters that are asked about it.

    `opening` is the first after a list mark, `typical` one that is set as the run is.
    """

    text: str
    start: int
    bullet: re.Match[str] | None
    first: int
    opening: int
    typical: int
    last: int


class TextLayer:
    """The text of one page, without what is not printed once that was dropped."""

    def __init__(self, text_page: pdfium.PdfTextPage, placement: Placement, drawings: Drawings) -> None:
        self._handle = calls.address_of(text_page.raw)
        self._placement, self._drawings = placement, drawings
        self._visibility = Visibility(drawings)
        self._characters = Characters(self._handle, placement, self._visibility)
        self._fonts = Fonts(self._handle, drawings)
        self._strikes: Sequence[Rectangle] = ()
        self._jumps: Sequence[int] = ()
        self._jumps_from_line_to_line = False
        self._drawn: dict[int, int] = {}
        self._sheet_boxes: dict[int, tuple[float, ...]] = {}
        self._boxes: dict[int, tuple[float, ...]] = {}
        self._ends: dict[int, tuple[int, int]] = {}
        self._directions: Counter[tuple[int, int]] = Counter()
        count = calls.count_chars(self._handle)
        if count > MOST_CHARACTERS:
            raise UnreadableLetterError(
                f"a page has {count} characters; no page of a letter has more than {MOST_CHARACTERS}"
            )
        self._text = read_text(self._handle)
        if SOFT_HYPHEN in self._text:
            self._text = "".join("-" if self._is_drawn_soft_hyphen(at) else each for at, each in enumerate(self._text))
        self._may_lack_spaces = LOST_SPACE.search(self._text) is not None
        no_spaces = [match.start() for match in POSSIBLY_NO_SPACE.finditer(self._text)]
        for at in filter(self._is_no_space, no_spaces):
            self._text = f"{self._text[:at]}{ZERO_WIDTH_SPACE}{self._text[at + 1 :]}"

    def _is_no_space(self, at: int) -> bool:
        """Say whether a space is not in the file, but PDFium's own, and the gap there is too narrow for one."""
        before, space, after = at - 1, at, at + 1
        if calls.is_generated(self._handle, space) != 1:
            return False
        (size, *_), (gap,) = self._characters.settings([after])[0], self._characters.gaps([before, after])
        return gap < NARROWEST_SPACE * size

    def runs(self) -> list[TextRun]:
        """Return what stands unbroken on one line, as PDFium cuts it, and cut where it stands apart from bold words."""
        self._sheet_boxes, self._boxes, self._drawn = {}, {}, {}
        spans = [self._span(start, text) for start, text in self._split()]
        settings = self._load(spans)
        raised = self._raised_numbers(spans, settings)
        runs = [
            self._run(span, setting, raised.get(span.start, ())) for span, setting in zip(spans, settings, strict=True)
        ]
        end_bold = self._fonts.are_bold([span.last for span in spans])
        bold = [
            (span, run)
            for span, run, ends_bold in zip(spans, runs, end_bold, strict=True)
            if run.is_bold or run.bold_length or ends_bold
        ]
        cuts = self._find_gaps_in_bold(bold) if bold else {}
        if not cuts:
            return runs
        for cut in (at for places in cuts.values() for at in places):
            self._text = f"{self._text[: cut - 1]}\n{self._text[cut:]}"
        pieces = (self._cut(span, run, cuts.get(span.start, ())) for span, run in zip(spans, runs, strict=True))
        return [piece for cut in pieces for piece in cut]

    def _load(self, spans: Sequence[_Span]) -> list[Setting]:
        """Ask for the objects and places of some runs, and return how they are set."""
        typical = [span.typical for span in spans]
        self._drawn |= zip(typical, map(calls.get_text_object, repeat(self._handle), typical), strict=True)
        self._load_boxes({char for span in spans for char in span[-4:]})
        return self._characters.settings(typical)

    def _cut(self, span: _Span, run: TextRun, places: Sequence[int]) -> list[TextRun]:
        """Cut a run before the words that stand at some places of the text."""
        if not places:
            return [run]
        starts = [span.start, *places]
        ends = [*(at - 1 for at in places), span.start + len(span.text)]
        pieces = [self._span(start, self._text[start:end].rstrip()) for start, end in zip(starts, ends, strict=True)]
        raised = [
            tuple(
                RaisedNumber(number.start - offset, number.end - offset)
                for number in run.raised
                if 0 <= number.start - offset < len(piece.text)
            )
            for piece in pieces
            for offset in (piece.start - span.start,)
        ]
        return [self._run(*each) for each in zip(pieces, self._load(pieces), raised, strict=True)]

    def _find_gaps_in_bold(self, bold: Sequence[tuple[_Span, TextRun]]) -> dict[int, list[int]]:
        """Return where words begin that stand apart from bold ones before them, by where their run begins.

        Beside a heading there may be its text, or another heading at the head of the next column.
        """
        words = [
            (span.start, span.start + match.end(), run.size)
            for span, run in bold
            if not _is_letter_spaced(span.text)
            for match in BEFORE_WORD.finditer(span.text)
        ]
        before, after = (calls.loose_char_boxes(self._handle, [at - step for _, at, _ in words]) for step in (2, 0))
        found: dict[int, list[int]] = {}
        for (start, at, size), one, other in zip(words, before, after, strict=True):
            gap = other[0] - one[2] if not self._placement.is_turned else 0
            if gap > CELL_GAP * size and self._is_apart(at, gap, size):
                found.setdefault(start, []).append(at)
        return found

    def _is_apart(self, at: int, gap: float, size: float) -> bool:
        """Say whether words after a gap are plain after bold ones, or bold and as far away as another column."""
        is_bold_before, is_bold = self._fonts.are_bold([at - 2, at])
        return (is_bold_before and not is_bold) or (is_bold and gap > COLUMN_GAP * size)

    def _split(self) -> list[tuple[int, str]]:
        """Return where in the text each run starts, and its text without the spaces around it."""
        found = []
        for start, text in self._pieces():
            words = text.strip()
            if words and (words[0] != BROKEN_HYPHEN or words.strip(f" {BROKEN_HYPHEN}")):
                found.append((start + text.index(words[0]), words))
            elif BROKEN_HYPHEN in text:
                found.append((start, text))
        return found

    def _pieces(self) -> Iterator[tuple[int, str]]:
        """Yield what PDFium gives as one line, cut at the jumps in it."""
        if not self._jumps:
            yield from ((match.start(), match[0]) for match in PRINTED_RUN.finditer(self._text))
            return
        for match in PRINTED_RUN.finditer(self._text):
            edges = [match.start(), *(at for at in self._jumps if match.start() < at < match.end()), match.end()]
            yield from ((start, self._text[start:end]) for start, end in pairwise(edges))

    def cut_at_jumps(self, runs: Sequence[TextRun]) -> list[TextRun] | None:
        """Return a page's runs cut where a word is not drawn next to the one before it, None where none jumps.

        PDFium may join words that are drawn out of order, such as those typed into a form, to the last ones drawn.
        """
        if not self._jumps_from_line_to_line and not any(run.x1 <= run.x0 for run in runs) and not _overlap(runs):
            return None
        places = [at for at, sign in enumerate(self._text) if not sign.isspace()]
        boxes = [self._placement.rectangle(*box) for box in calls.loose_char_boxes(self._handle, places)]
        self._jumps = [
            at
            for (before, after), at in zip(pairwise(boxes), places[1:], strict=True)
            if self._text[at - 1].isspace()
            and (
                not -JUMP < (after.x0 - before.x1) / max(after.bottom - after.top, 1) < JUMP
                or _is_other_line(before, after)
            )
        ]
        return self.runs() if self._jumps else None

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
        self._strikes = find_strikes(runs, self._drawings.rectangles)
        suspects = [] if may_be_hidden_anywhere else self._find_suspects(runs)
        if may_be_hidden_anywhere or len(suspects) > MAX_SHARE_TO_DRAW * len(runs):
            return [range(len(self._text))]
        found = self._split() if suspects else []
        return [range(start, start + len(text)) for start, text in (found[at] for at in suspects)]

    def drop_unprinted(self, page: pdfium.PdfPage, suspects: Sequence[range]) -> PrintedText:
        """Take out of some parts of the text whatever is not printed on the page as PDFium draws it."""
        places: list[list[int]] = []
        glyphs: list[Glyph] = []
        shown = [at for part in suspects for at in part if not self._text[at].isspace()]
        for at, glyph in zip(shown, self._characters.glyphs(shown, self._text), strict=True):
            if glyphs and _is_same_ligature(glyphs[-1], glyph):
                places[-1].append(at)
            else:
                places.append([at])
                glyphs.append(glyph)
        is_whole = sum(map(len, suspects)) == len(self._text)
        picture = draw_page(page, () if is_whole else glyphs)
        drawn = list(map(calls.get_text_object, repeat(self._handle), [at for at, *_ in places]))
        glyphs = self._visibility.mark_hidden(page, glyphs, drawn)
        printed = find_unprinted(glyphs, picture, self._strikes, is_whole_page=is_whole)
        unprinted = {at for position in printed.unprinted for at in places[position]}
        struck = {at for position in printed.struck for at in places[position]}
        if unprinted:
            # What is struck through keeps its place on its line.
            signs = {at: ZERO_WIDTH_SPACE if at in struck else "\n" for at in unprinted}
            text = "".join(signs.get(at, sign) for at, sign in enumerate(self._text))
            self._text = STRUCK_SPACE.sub(ZERO_WIDTH_SPACE, text) if struck else text
        return printed

    def _span(self, start: int, text: str) -> _Span:
        bullet = BULLET.match(text)
        body = bullet.end() if bullet and bullet.end() < len(text) else 0
        note = NOTE_OPENING.match(text)
        note = note or (ORDINAL_SUFFIX.match(text) if text[:2] in ORDINALS and self._follows_digit(start) else None)
        typical = _find_typical(text, note.end() if note and note.end() < len(text) else body)
        places = start, start + body, start + typical, start + len(text) - 1
        return _Span(text, start, bullet, *places)

    def _follows_digit(self, start: int) -> bool:
        return self._text[max(start - 3, 0) : start].rstrip()[-1:].isdigit()

    def _raised_numbers(
        self, spans: Sequence[_Span], settings: Sequence[Setting]
    ) -> dict[int, tuple[RaisedNumber, ...]]:
        """Return the numbers in smaller type than the run that they are in, by where the run starts."""
        starts = [span.start for span in spans]
        places = [match.span() for match in SHORT_NUMBER.finditer(self._text)]
        places += [(match.start() + 1, match.end()) for match in NOTE_LETTER.finditer(self._text)]
        places += [match.span() for match in NOTE_ASTERISKS.finditer(self._text)] if "*" in self._text else []
        letters = self._find_note_letters({end for _, end in places})
        raised: dict[int, tuple[RaisedNumber, ...]] = {}
        found = self._characters.settings([at for at, _ in (*places, *letters)])
        for place, (size, baseline, *_) in zip((*places, *letters), found, strict=True):
            begin, end = place
            at = bisect(starts, begin) - 1
            start, text = spans[at].start, spans[at].text
            text_size = settings[at][0] or 1
            raise_ = (settings[at][1] - baseline) / text_size
            is_small = is_small_mark(size / text_size, raise_) and end - begin < len(text)
            if is_small and (place not in letters or raise_ > RAISED_AT_LEAST):
                raised[start] = (*raised.get(start, ()), RaisedNumber(begin - start, end - start))
        return raised

    def _find_note_letters(self, other_ends: Collection[int]) -> list[tuple[int, int]]:
        """Return where letters and Roman numerals stand that may open a note or, inside a sentence, refer to one."""
        opening = list(NOTE_OPENING.finditer(self._text))
        if not opening:
            return []
        letters = "|".join({match[1] for match in opening})
        inside = re.finditer(rf"(?<=[A-Za-z’”)])(?:{letters})(?=[\s.,;:!?]|$)", self._text)
        return [
            *(match.span() for match in inside if match.end() not in other_ends),
            *(match.span(1) for match in opening),
        ]

    def _run(self, span: _Span, setting: Setting, raised: tuple[RaisedNumber, ...]) -> TextRun:
        text, _, bullet, first, opening, typical, last = span
        size, baseline, across, down = setting
        boxes = self._boxes
        x0, _, _, _ = boxes[first]
        text_x0, _, _, _ = boxes[opening]
        _, top, _, bottom = boxes[typical]
        _, _, x1, _ = boxes[last]
        self._ends[typical] = first, last
        self._jumps_from_line_to_line |= abs(boxes[last][3] - boxes[first][3]) > bottom - top
        self._directions[(1, 0) if abs(down) <= LEVEL_SLOPE * across else _direction(across, down)] += 1
        is_bold = self._fonts.is_bold(typical)
        is_all_bold = is_bold and all(self._fonts.are_bold([opening, last]))
        # A small number that opens a heading refers to no note.
        raised = tuple(number for number in raised if number.start > 0) if is_all_bold else raised
        if _is_letter_spaced(text):
            text = self._close_up(span)
        elif self._may_lack_spaces and not raised and LOST_SPACE.search(text):
            text = self._with_lost_spaces(span, size)
        return TextRun(
            text.replace(BROKEN_HYPHEN, "-"),
            x0,
            top,
            x1,
            bottom,
            baseline,
            size,
            is_all_bold,
            text_x0,
            raised,
            self._style_of_middle(span),
            self._fonts.style(first) if bullet and bullet["letter"] else "",
            typical,
            self._bold_length(span) if is_bold and not is_all_bold and opening == first else 0,
        )

    def _style_of_middle(self, span: _Span) -> str:
        """Return the style of the character in the middle of a run: that of most of it, whatever opens it."""
        middle = span.start + len(span.text) // 2
        middle += self._text[middle] == " "
        return self._fonts.style(middle if middle < span.last else span.typical)

    def _bold_length(self, span: _Span) -> int:
        """Return how much of a run is bold words at its beginning."""
        words = [match.start() for match in re.finditer(r"\S+", span.text)]
        plain = (at for at in words if not self._fonts.is_bold(span.start + at))
        return next(plain, len(span.text))

    def _close_up(self, span: _Span) -> str:
        """Return a text whose letters are spaced out without the spaces inside its words."""
        letters = [match.start() for match in re.finditer(rf"[^\s{ZERO_WIDTH_SPACE}]", span.text)]
        gaps = self._characters.gaps([span.start + at for at in letters])
        widest = WORD_GAP_RATIO * median(gaps)
        return span.text[0] + "".join(
            f" {span.text[at]}" if gap > widest else span.text[at] for at, gap in zip(letters[1:], gaps, strict=True)
        )

    def _with_lost_spaces(self, span: _Span, size: float) -> str:
        """Return a text with the spaces that are drawn close to a quotation mark, which PDFium leaves out."""
        text = span.text
        for at in reversed([match.end() for match in LOST_SPACE.finditer(text)]):
            if self._characters.gaps([span.start + at - 1, span.start + at])[0] > LOST_SPACE_GAP * size:
                text = f"{text[:at]} {text[at:]}"
        return text

    def _load_boxes(self, chars: Collection[int]) -> None:
        """Ask for the places of some characters, on the sheet and as they are shown."""
        boxes, placement = (
            dict(zip(chars, calls.loose_char_boxes(self._handle, [*chars]), strict=True)),
            self._placement,
        )
        self._sheet_boxes |= boxes
        if placement.is_turned:
            self._boxes |= {char: placement.rectangle(*box) for char, box in boxes.items()}
        else:
            e, f = placement.e, placement.f
            self._boxes |= {char: (x0 + e, f - y1, x1 + e, f - y0) for char, (x0, y1, x1, y0) in boxes.items()}

    def turn_to_level(self) -> int:
        """Return by how many degrees the page must be turned, clockwise, for most of its lines to be level."""
        total = self._directions.total()
        main = next((each for each, count in self._directions.items() if 2 * count > total), (1, 0))
        return TURNS.get(main, 0)

    def _is_drawn_soft_hyphen(self, at: int) -> bool:
        return self._text[at] == SOFT_HYPHEN and any(
            glyph.x1 > glyph.x0 for glyph in self._characters.glyphs([at], self._text)
        )

    def _find_suspects(self, runs: Sequence[TextRun]) -> list[int]:
        """Return the runs that are struck through, or that may be hidden."""
        struck = {at for at, run in enumerate(runs) if any(is_through(strike, run) for strike in self._strikes)}
        drawn = [self._drawn[run.char] for run in runs]
        return sorted({*struck, *self._visibility.find_possibly_hidden(runs, drawn, self._middles_in)})

    def _middles_in(self, run: TextRun) -> list[tuple[float, float]]:
        """Return where on the sheet the first, the last and a typical character of a run are."""
        boxes = [self._sheet_boxes[char] for char in {run.char, *self._ends[run.char]}]
        return [((left + right) / 2, (bottom + top) / 2) for left, top, right, bottom in boxes]


def _direction(across: float, down: float) -> tuple[int, int]:
    """Return how a line runs, nearest: right, down, left or up."""
    length = math.hypot(across, down) or 1
    return round(across / length), round(down / length)


def _is_letter_spaced(text: str) -> bool:
    if 3 * text.count(" ") + 2 < len(text):  # most texts have too few spaces
        return False
    words = text.split() if LETTER_SPACED.fullmatch(text) else ()
    return 3 * sum(len(word) == 1 for word in words) > 2 * len(words)


def _find_typical(text: str, body: int) -> int:
    """Return where a character stands that is set as the run is: a digit may be raised, and letters after one."""
    is_after_digit = False
    for at in range(body, len(text)):
        is_letter = text[at].isalpha()
        if is_letter and not is_after_digit:
            return at
        is_after_digit = text[at].isdigit() or (is_letter and is_after_digit)
    return body


def _is_other_line(before: Rectangle, after: Rectangle) -> bool:
    """Say whether two characters stand one above the other: more apart than a raised number is from its line."""
    return abs(after.bottom - before.bottom) > max(after.bottom - after.top, before.bottom - before.top)


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
