"""Printed text: which of a page's characters are seen by someone who looks at the page, and seen once.

A text layer may hold more than is printed: text in the colour of the paper, without ink, clipped away, under a picture,
in a layer that is off, or beside the page; words drawn twice, a mark across the page, numbers beside the lines. What is
seen is decided on the page as PDFium draws it: a glyph is printed where its own place holds ink of its own colour.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise, product
from typing import TYPE_CHECKING, NamedTuple, cast

import pypdfium2 as pdfium

from extractors.letters.layout.boxes import Rectangle

if TYPE_CHECKING:  # no page of most letters is drawn to be read
    from PIL import Image

    from extractors.letters.layout.text_runs import TextRun

PIXELS_PER_POINT = 2
# Text that rises by more than this on the way is not level.
LEVEL_SLOPE = 0.05
# In points: smaller print cannot be read.
LEAST_SIZE = 1.5
# Of 255 levels of grey: paler print on its ground cannot be read.
LEAST_CONTRAST, BAND = 20, 32
# A thin stroke is drawn paler than its colour.
INK_SHARE = 0.25
GROUND_MARGIN = 0.3
# Above the baseline, in sizes of the type: within the small letters of any font.
INK_BAND_BOTTOM, INK_BAND_TOP = 0.1, 0.4
DARK_GREY, LIGHT_GREY = 100, 200
SAME_PLACE = 0.12
NEIGHBOURS = tuple(product((-1, 0, 1), repeat=2))
WORD_GAP = 0.15
SCAN_SHARE = 0.9
# Above the baseline, in sizes of the type; and in points.
STRIKE_BOTTOM, STRIKE_TOP, THICKEST_STRIKE = 0.1, 0.5, 3
LINE_NUMBER_GAP, LEAST_LINE_NUMBERS, NUMBERED_SHARE, MOST_DIGITS = 0.5, 4, 0.7, 4


# Left, top, right and bottom.
Place = tuple[float, float, float, float]


class Glyph(NamedTuple):
    """A character of a page's text layer, in points from the page's top left, that is no space.

    `grey` is its colour, 0 for black and 255 for white; None where it has no single colour. `is_inked` is false where
    the file itself says that nothing is drawn, and `is_upright` where it is turned on the page.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    baseline: float
    size: float
    is_upright: bool
    is_inked: bool
    grey: float | None


class PrintedText(NamedTuple):
    """Which glyphs of a page, by their position, are not printed; `is_invisible` where none is and all were kept.

    Of the unprinted, those that are `struck` through are on the page, but no part of its text.
    """

    unprinted: frozenset[int]
    is_invisible: bool
    struck: frozenset[int] = frozenset()


def draw_page(page: pdfium.PdfPage, glyphs: Sequence[Glyph] = ()) -> Image.Image:
    """Draw a page in grey, as it is shown; given some glyphs, only what is around them, for the rest takes a while."""
    if not glyphs:
        return _draw(page, (0, 0, 0, 0))
    width, height = (math.ceil(size * PIXELS_PER_POINT) for size in page.get_size())
    margin = max(glyph.size for glyph in glyphs)
    left = _pixel(min(glyph.x0 for glyph in glyphs) - margin, width - 1)
    top = _pixel(min(glyph.top for glyph in glyphs) - margin, height - 1)
    right = max(_pixel(max(glyph.x1 for glyph in glyphs) + margin, width), left + 1)
    bottom = max(_pixel(max(glyph.bottom for glyph in glyphs) + margin, height), top + 1)
    from PIL import Image  # noqa: PLC0415 no page of most letters is drawn to be read

    picture = Image.new("L", (width, height), "white")
    picture.paste(_draw(page, (left, height - bottom, width - right, top)), (left, top))
    return picture


def _draw(page: pdfium.PdfPage, left_out: tuple[int, int, int, int]) -> Image.Image:
    """Draw a page without some pixels at its left, bottom, right and top."""
    crop = tuple(pixels / PIXELS_PER_POINT for pixels in left_out)
    picture: Image.Image = page.render(scale=PIXELS_PER_POINT, crop=crop, grayscale=True).to_pil().convert("L")
    return picture


def _pixel(points: float, most: int) -> int:
    return min(max(math.floor(points * PIXELS_PER_POINT), 0), most)


def find_strikes(texts: Sequence[TextRun], drawn: Sequence[Rectangle]) -> list[Rectangle]:
    """Return the rules that strike words through: at half their height, and no longer than what is on their line."""
    rules = [
        each
        for each in drawn
        if each.bottom - each.top < THICKEST_STRIKE and each.x1 - each.x0 > each.bottom - each.top
    ]
    return [rule for rule in rules if any(_ends_in(rule, text) and is_through(rule, text) for text in texts)]


def is_through(rule: Rectangle, text: TextRun | Glyph) -> bool:
    """Say whether a rule runs through the small letters of a text, or a part of it."""
    height = (text.baseline - (rule.top + rule.bottom) / 2) / max(text.size, 1)
    return STRIKE_BOTTOM < height < STRIKE_TOP and rule.x0 < text.x1 and text.x0 < rule.x1


def _ends_in(rule: Rectangle, text: TextRun | Glyph) -> bool:
    return text.x0 - text.size / 2 < rule.x0 and rule.x1 < text.x1 + text.size / 2


def find_unprinted(
    glyphs: Sequence[Glyph], picture: Image.Image, strikes: Sequence[Rectangle] = (), *, is_whole_page: bool = True
) -> PrintedText:
    """Find the glyphs that no reader of a page sees as text, given the page as it is drawn, or of some of its lines.

    Words that are struck through are no part of the text either.
    A text layer that is invisible as a whole belongs to a picture of the text, as in a scan: it is kept.
    """
    upright = [at for at, glyph in enumerate(glyphs) if glyph.is_upright]
    on_page = [at for at in upright or range(len(glyphs)) if _is_on(picture, glyphs[at])]
    seen = [
        at for word in _words(glyphs, on_page) if _is_word_seen([glyphs[at] for at in word], picture) for at in word
    ]
    is_invisible = is_whole_page and bool(on_page) and len(seen) < (1 - SCAN_SHARE) * len(on_page)
    kept = set(on_page if is_invisible else seen)
    struck = {at for at in kept if any(_is_struck(glyphs[at], strike) for strike in strikes)}
    kept -= struck
    kept -= _copies(glyphs, kept)
    kept -= _line_numbers(glyphs, kept)
    return PrintedText(frozenset(range(len(glyphs))) - kept, is_invisible, frozenset(struck))


def _is_struck(glyph: Glyph, strike: Rectangle) -> bool:
    return strike.x0 < (glyph.x0 + glyph.x1) / 2 < strike.x1 and is_through(strike, glyph)


def _is_on(picture: Image.Image, glyph: Glyph) -> bool:
    x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
    return 0 <= x * PIXELS_PER_POINT <= picture.width and 0 <= y * PIXELS_PER_POINT <= picture.height


def _words(glyphs: Sequence[Glyph], positions: Iterable[int]) -> list[list[int]]:
    """Gather the glyphs that follow each other on a line without a space between them."""
    words: list[list[int]] = []
    for at in positions:
        before, glyph = glyphs[words[-1][-1]] if words else None, glyphs[at]
        if (
            before
            and before[6:] == glyph[6:]
            and abs(glyph.baseline - before.baseline) < SAME_PLACE * glyph.size
            and -SAME_PLACE < (glyph.x0 - before.x1) / max(glyph.size, 1) < WORD_GAP
        ):
            words[-1].append(at)
        else:
            words.append([at])
    return words


def _is_word_seen(word: Sequence[Glyph], picture: Image.Image) -> bool:
    """Say whether most of a word is seen: a mark across the page may lie over one of its letters."""
    if word[0].size < LEAST_SIZE:
        return False
    word = [glyph for glyph in word if glyph.text.isalnum()] or word
    if all(glyph.is_inked and glyph.grey is not None and glyph.grey < DARK_GREY for glyph in word):
        # Most words are dark on light; one look at the whole of them is enough.
        lefts, tops, rights, bottoms = zip(*(_ink_place(glyph) for glyph in word), strict=True)
        low, high = _extremes(picture, (min(lefts), min(tops), max(rights), max(bottoms)))
        if low < DARK_GREY and high > LIGHT_GREY:
            return True
    seen = sum(_is_seen(glyph, picture) for glyph in word)
    return 2 * seen >= len(word)


def _is_seen(glyph: Glyph, picture: Image.Image) -> bool:
    """Say whether ink of the glyph's colour stands out at its place from the ground around it."""
    if not glyph.is_inked or glyph.x1 <= glyph.x0 or glyph.bottom <= glyph.top:
        return False
    low, high = _extremes(picture, _ink_place(glyph))
    if glyph.grey is None:
        return high - low >= LEAST_CONTRAST
    margin = GROUND_MARGIN * glyph.size
    place = glyph.x0 - margin, glyph.top - margin, glyph.x1 + margin, glyph.bottom + margin
    ground = _ground(_crop(picture, place).histogram())
    contrast = ground - glyph.grey
    ink = ground - low if contrast > 0 else high - ground
    return abs(contrast) >= LEAST_CONTRAST and ink >= INK_SHARE * abs(contrast)


def _ground(counts: Sequence[int]) -> int:
    """Return the level of grey that most pixels are near: a ground may be pale in part, as under a watermark."""
    start = max(range(0, len(counts), BAND), key=lambda level: sum(counts[level : level + BAND]))
    return max(range(start, start + BAND), key=counts.__getitem__)


def _ink_place(glyph: Glyph) -> Place:
    """Return where a glyph's own ink is: for a letter or digit, the band in which all have some.

    Above and below it the line before or after may be printed, where hidden text was left between two lines.
    """
    if not glyph.text.isalnum() or not glyph.is_upright:
        return glyph[1:5]
    top = max(glyph.top, glyph.baseline - INK_BAND_TOP * glyph.size)
    bottom = min(glyph.bottom, glyph.baseline - INK_BAND_BOTTOM * glyph.size)
    return (glyph.x0, top, glyph.x1, bottom) if top < bottom else glyph[1:5]


def _extremes(picture: Image.Image, place: Place) -> tuple[int, int]:
    """Return the darkest and the lightest level of grey at a place."""
    return cast("tuple[int, int]", _crop(picture, place).getextrema())


def is_blank(picture: Image.Image, place: Place) -> bool:
    """Say whether a page shows nothing but its ground at a place."""
    low, high = _extremes(picture, place)
    return high - low < LEAST_CONTRAST


def _crop(picture: Image.Image, place: Place) -> Image.Image:
    left, top = (math.floor(edge * PIXELS_PER_POINT) for edge in place[:2])
    right, bottom = (math.ceil(edge * PIXELS_PER_POINT) for edge in place[2:])
    left, top = min(max(left, 0), picture.width - 1), min(max(top, 0), picture.height - 1)
    return picture.crop(
        (left, top, min(max(right, left + 1), picture.width), min(max(bottom, top + 1), picture.height))
    )


def _copies(glyphs: Sequence[Glyph], kept: Iterable[int]) -> set[int]:
    """Find the glyphs that were drawn before at the same place: so some writers print bold."""
    drawn: dict[tuple[str, int, int], list[Glyph]] = {}
    copies = set()
    for at in sorted(kept):
        glyph = glyphs[at]
        step = max(SAME_PLACE * glyph.size, 0.1)
        column, row = int(glyph.x0 // step), int(glyph.baseline // step)
        places = [(glyph.text, column + x, row + y) for x, y in NEIGHBOURS]
        near = [other for place in places if place in drawn for other in drawn[place]]
        if any(abs(other.x0 - glyph.x0) < step and abs(other.baseline - glyph.baseline) < step for other in near):
            copies.add(at)
        else:
            drawn.setdefault((glyph.text, column, row), []).append(glyph)
    return copies


def _line_numbers(glyphs: Sequence[Glyph], kept: Iterable[int]) -> set[int]:
    """Find the numbers beside the lines of a page: they count the lines, and nothing else stands so far out."""
    rows = _rows(glyphs, kept)
    return _counting(glyphs, rows) | _counting(glyphs, [row[::-1] for row in rows])


def may_number_lines(numbers: Sequence[int]) -> bool:
    """Say whether numbers that open or close lines count up as line numbers do, each or every fifth line."""
    steps = Counter(after - before for before, after in pairwise(numbers) if after > before)
    return bool(steps) and max(steps.values()) >= LEAST_LINE_NUMBERS - 1


def _rows(glyphs: Sequence[Glyph], kept: Iterable[int]) -> list[list[int]]:
    rows: list[list[int]] = []
    for at in sorted(kept, key=lambda at: (glyphs[at].baseline, glyphs[at].x0)):
        first = glyphs[rows[-1][0]] if rows else None
        if first and glyphs[at].baseline - first.baseline < 0.3 * max(first.size, glyphs[at].size):
            rows[-1].append(at)
        else:
            rows.append([at])
    return [sorted(row, key=lambda at: glyphs[at].x0) for row in rows]


def _counting(glyphs: Sequence[Glyph], rows: Sequence[Sequence[int]]) -> set[int]:
    """Return the numbers that open the rows, where they count up as the rows do, outside all other text."""
    opening = [_opening_digits(glyphs, row) for row in rows]
    inner = [glyphs[at] for row, digits in zip(rows, opening, strict=True) for at in row[len(digits) :]]
    left, right = min((glyph.x0 for glyph in inner), default=0), max((glyph.x1 for glyph in inner), default=0)
    found = [
        (at, digits)
        for at, digits in enumerate(opening)
        if digits and not any(left < glyphs[digit].x1 and glyphs[digit].x0 < right for digit in digits)
    ]
    numbers = [_number(glyphs, digits) for _, digits in found]
    steps = [after - before for before, after in pairwise(row for row, _ in found)]
    counted = sum(
        abs(after - before - step) <= step / 2 for (before, after), step in zip(pairwise(numbers), steps, strict=True)
    )
    is_count = may_number_lines(numbers) and counted >= NUMBERED_SHARE * len(steps)
    return {digit for _, digits in found for digit in digits} if is_count else set()


def _opening_digits(glyphs: Sequence[Glyph], row: Sequence[int]) -> Sequence[int]:
    """Return the digits that a row begins with, where they stand apart from the rest of it."""
    if not glyphs[row[0]].text.isdecimal():
        return ()
    gaps = (_gap(glyphs[before], glyphs[after]) for before, after in pairwise(row))
    count = next((at for at, gap in enumerate(gaps, start=1) if gap > LINE_NUMBER_GAP), len(row))
    is_number = count <= MOST_DIGITS and all(glyphs[at].text.isdecimal() for at in row[:count])
    return row[:count] if is_number else ()


def _gap(one: Glyph, other: Glyph) -> float:
    """Return how far two glyphs are apart, in sizes of their type."""
    return max(other.x0 - one.x1, one.x0 - other.x1) / max(other.size, 1)


def _number(glyphs: Sequence[Glyph], digits: Sequence[int]) -> int:
    return int("".join(glyphs[at].text for at in sorted(digits, key=lambda at: glyphs[at].x0)))
