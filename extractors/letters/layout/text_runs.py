"""Runs to lines: what a reader found unbroken on a page, gathered into printed lines.

Readers cut a line wherever the font or the baseline changes: a raised footnote number comes as a run of its own, or as
a small digit glued to the word before it. Both become a `NoteMark` on the line, and the line's text is without it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import NamedTuple

from extractors.letters.layout.character_codes import write_out
from extractors.letters.layout.lines import Gap, Line, NoteMark

# Wingdings and Symbol bullets come as private-use characters where the font has no Unicode table. A glyph that is no
# punctuation opens an item even where the reader saw no space after it.
BULLET = re.compile(
    r"(?P<mark>[◼■▪●•◦○‣∙□−\uf000-\uf0ff\x7f-\x9f])\s*(?=[^\s\d])|(?P<dash>[–—·-]|o(?=\s))\s+(?=\S)"
    # Whatever else is no word may be a mark too, where it opens several lines; a letter only if its font is another; a
    # label such as 1, S1 or 2.1 if it counts up and is set apart, and any with a bracket or a stop if it counts up.
    r"|(?P<possible>[^\w\s“”‘’\"'(\[{£$€….,;:!?)\]}/%@#&]|(?P<letter>[^\W\d_]|[A-Z]?\d{1,2}|\d{1,2}\.\d{1,2})"
    r"|[(\[]?(?:[A-Za-z]|[ivx]{2,5}|[IVX]{2,5}|\d{1,2})[.)\]])(?:\s+(?=\S)|(?<=\d[.)])(?=[A-Z‘“]))"
)
LONE_MARK = re.compile(r"[^\w\s“”‘’\"'(\[{£$€.,;:!?)\]}/%@#&*†‡§¶]")
ENUMERATOR = re.compile(r"[(\[]?([A-Za-z]|[ivx]{2,5}|[IVX]{2,5})[.)\]]")
# A number, alone or after a letter or the number of its section.
NUMBER_MARK = re.compile(r"[(\[]?(?:[A-Z]|\d{1,2}\.)?(\d{1,2})[.)\]]?")
# Up to two digits that are no part of a longer number, a decimal or a sum of money. What must not stand before is asked
# after the first digit: an expression that begins with what it looks for is found several times as fast.
SHORT_NUMBER = re.compile(r"[0-9](?<![\d£].)(?<!\d[.,].)[0-9]?(?![\d%]|[.,]\d)")
# What refers to a note where it is raised; "o" is a list mark.
NOTE_SIGN = re.compile(rf"{SHORT_NUMBER.pattern}|[a-np-z]|[ivx]{{2,4}}|[*†‡§¶]{{1,3}}|\[\d{{1,2}}\]|\(\d{{1,2}}\)")
# The letters of "7th" where they are raised.
ORDINALS = ("st", "nd", "rd", "th")
ORDINAL_SUFFIX = re.compile(rf"(?:{'|'.join(ORDINALS)})\b\s*")
SUPERSCRIPT = re.compile("[{0}](?<!m.)[{0}]?".format("\u00b9\u00b2\u00b3\u2070\u2074-\u2079"))
# Signs that always refer to a note, after the word or the stop that they stand at. An asterisk may say other things.
SIGN_MARK = re.compile(r"(?<=[\w.,;:!?’”)\]])(?:†{1,2}|‡{1,2})(?=[\s.,;:!?)]|$)")
SAME_LINE = 0.25
RAISED_AT_LEAST, RAISED_AT_MOST = 0.1, 0.7
RAISED_SIZE_RATIO = 0.85
# Some writers set raised numbers hardly smaller than the text.
PLAINLY_RAISED = 0.25
WORD_GAP = 0.12
CELL_GAP = 1.0
# From the left edge of a letter that is a list mark to its text: more than a letter and a space take.
MARK_GAP = 1.3
_by_place, _left_edge = attrgetter("baseline", "x0"), attrgetter("x0")
UNKNOWN_CHARACTER = "\ufffd"
# Printed only where a line ends at it.
SOFT_HYPHEN = "\u00ad"
# Some typesetters break words with another hyphen than the one in the words: at a line's end it is kept.
TYPESETTERS_HYPHEN = "\u2010"
HYPHENS = "\u2010\u2011\u2043\ufe63"
# Hyphens, ligatures, and the full-width letters and digits of East Asian fonts.
OTHER_FORMS = re.compile(f"[{HYPHENS}\ufb00-\ufb06\uff01-\uff5e]")
# A list mark of a font whose encoding was not understood.
CONTROL_MARK = re.compile(r"\s*[\x7f-\x9f](?=\s|$)")
UNPRINTED = {
    code: " " if unicodedata.category(chr(code)) == "Zs" or chr(code) in "\t\n\r" else None
    for code in range(0x2100)
    if (unicodedata.category(chr(code)) in ("Cc", "Cf", "Zs") and code != ord(" "))
} | {0xFEFF: None}
# Control characters stand for glyphs that the file names no letter for, such as ligatures.
UNPRINTED |= {code: UNKNOWN_CHARACTER for code in range(1, 0x20) if chr(code) not in "\t\n\r"}


class RaisedNumber(NamedTuple):
    """Where in a run's text a small raised number stands."""

    start: int
    end: int


class TextRun(NamedTuple):
    """Text that a reader found unbroken on one line; `text_x0` is where it begins after a bullet glyph.

    `style` names its font and colour, `opening_style` those of a letter that may be a list mark; `char` is the reader's
    own number of a character that is set as all of it is. `bold_length` is how much of its text is bold at its
    beginning, where not all of it is.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    baseline: float
    size: float
    is_bold: bool
    text_x0: float
    raised: tuple[RaisedNumber, ...] = ()
    style: str = ""
    opening_style: str = ""
    char: int = 0
    bold_length: int = 0


def lines_from(page: int, runs: Iterable[TextRun]) -> list[Line]:
    """Gather runs that share a baseline into lines, from top to bottom, with raised numbers as note marks."""
    rows: list[list[TextRun]] = []
    numbers: list[TextRun] = []
    for run in sorted(runs, key=_by_place):
        if run.text in ORDINALS or NOTE_SIGN.fullmatch(run.text):
            numbers.append(run)
        elif rows and _share_a_baseline(rows[-1][0], run):
            rows[-1].append(run)
        else:
            rows.append([run])
    raised: dict[int, list[TextRun]] = {}
    for number in numbers:
        position = next((at for at, row in enumerate(rows) if _is_raised_over(row, number)), None)
        beside = next((row for row in rows if row[0].size and _share_a_baseline(row[0], number)), None)
        if position is None and beside is not None:
            beside.append(number)
        elif position is None:
            rows.append([number])
        elif number.text in ORDINALS:
            rows[position].append(number)
        else:
            raised.setdefault(position, []).append(number)
    lines = [_line(page, row, raised.get(at, ())) for at, row in enumerate(rows)]
    return sorted((line for line in lines if line.text), key=_by_place)


def _share_a_baseline(first: TextRun, run: TextRun) -> bool:
    """Say whether two runs stand on one line; a list mark that is smaller than the text after it may stand higher."""
    drop = run.baseline - first.baseline
    if abs(drop) <= SAME_LINE * max(run.size, first.size):
        return True
    is_raised = first.size < RAISED_SIZE_RATIO * run.size and drop <= RAISED_AT_MOST * run.size
    return is_raised and first.x1 <= run.x0 and LONE_MARK.fullmatch(first.text) is not None


def _is_raised_over(row: Sequence[TextRun], number: TextRun) -> bool:
    if row[0].baseline <= number.baseline:
        return False
    size = max(run.size for run in row)
    if not size:  # a damaged file may set text in no size at all
        return False
    raise_ = (row[0].baseline - number.baseline) / size
    beside = row[0].x0 - 2 * size <= number.x0 <= max(run.x1 for run in row) + size
    return RAISED_AT_LEAST <= raise_ <= RAISED_AT_MOST and is_small_mark(number.size / size, raise_) and beside


def is_small_mark(size: float, raise_: float) -> bool:
    """Say whether a number is as small as raised ones are, or plainly raised; lengths are in sizes of the text."""
    return size < RAISED_SIZE_RATIO or (size < 1 and raise_ > PLAINLY_RAISED)


def _line(page: int, row: Sequence[TextRun], raised: Sequence[TextRun]) -> Line:
    if opening := [number for number in raised if _opens_heading(number, row)]:
        row, raised = [*opening, *row], [number for number in raised if number not in opening]
    is_one = len(row) == 1 and not raised
    text, marks, gaps = (*_without_raised(row[0]), []) if is_one else _text_of(row, raised)
    printed = text.lstrip()
    bullet = BULLET.match(printed)
    mark = bullet[0].strip() if bullet else None
    is_possible = bullet is not None and bullet["possible"] is not None
    cut = len(text) - len(printed) + (bullet.end() if bullet and not is_possible else 0)
    whole = row[0] if len(row) == 1 else _whole(row)
    is_item = bullet is not None and not (bullet["letter"] and not _is_set_apart(row))
    opens_with_note = bool(marks) and marks[0].offset == 0
    return Line(
        page,
        text[cut:].rstrip(),
        *whole[1:8],
        note_marks=tuple([NoteMark(max(mark.offset - cut, 0), mark.marker) for mark in marks]),
        gaps=tuple([Gap(gap.offset - cut, gap.x0, gap.x1) for gap in gaps if gap.offset > cut]),
        list_mark=None if is_possible else mark,
        possible_mark=mark if is_possible and is_item else None,
        text_x0=whole.text_x0 if is_item or opens_with_note else whole.x0,
        style=whole.style,
        bold_length=_bold_length(row, raised) if bullet is None or is_possible else 0,
    )


def _opens_heading(number: TextRun, row: Sequence[TextRun]) -> bool:
    """Say whether a small number stands before bold words and is bold as they are: it refers to no note."""
    return number.is_bold and all(run.is_bold and number.x1 <= run.x0 for run in row)


def _bold_length(row: Sequence[TextRun], raised: Sequence[TextRun]) -> int:
    """Return how much of a line's text is bold at its beginning; 0 where all of it is, or a note mark stands in it."""
    first = min(row, key=_left_edge)
    if raised or first.raised:
        return 0
    if first.bold_length:
        return len(clean(first.text[: first.bold_length]).rstrip())
    return len(clean(first.text).rstrip()) if first.is_bold and not all(run.is_bold for run in row) else 0


def _is_set_apart(row: Sequence[TextRun]) -> bool:
    """Say whether the letter that opens a row is in another font than the text after it, or a wide gap before it."""
    first, *others = sorted(row, key=_left_edge)
    text_x0 = others[0].x0 if others and _is_mark_alone(first) else first.text_x0
    if text_x0 - first.x0 > MARK_GAP * first.size:
        return True
    if len(first.text.strip()) == 1:
        return bool(others) and others[0].style != first.style
    return bool(first.opening_style) and first.opening_style != first.style


def _is_mark_alone(run: TextRun) -> bool:
    mark = run.text.strip()
    return len(mark) == 1 or any(pattern.fullmatch(mark) for pattern in (ENUMERATOR, NUMBER_MARK))


def _whole(row: Sequence[TextRun]) -> TextRun:
    """Return the place of all a row's runs, set as the longest is."""
    longest = max(row, key=lambda run: len(run.text))
    first, following, *_ = sorted(row, key=_left_edge)
    return longest._replace(
        x0=first.x0,
        top=min(run.top for run in row),
        x1=max(run.x1 for run in row),
        bottom=max(run.bottom for run in row),
        is_bold=all(run.is_bold for run in row),
        text_x0=following.x0 if _is_mark_alone(first) else first.text_x0,
    )


def _text_of(row: Sequence[TextRun], raised: Sequence[TextRun]) -> tuple[str, list[NoteMark], list[Gap]]:
    """Return the text of a row's runs, from left to right, its note marks, and where runs stand far apart."""
    text: str = ""
    marks: list[NoteMark] = []
    gaps: list[Gap] = []
    previous: TextRun | None = None
    for piece in sorted((*row, *raised), key=_left_edge):
        if piece in raised:
            marks.append(NoteMark(len(text.rstrip()), piece.text.strip("[]()")))
        else:
            words, inner = _without_raised(piece)
            text = _with_gap(text, words, previous, piece)
            if previous and piece.x0 - previous.x1 > CELL_GAP * piece.size:
                gaps.append(Gap(len(text), previous.x1, piece.x0))
            marks += [NoteMark(len(text) + mark.offset, mark.marker) for mark in inner]
            text += words
        previous = piece
    return text, marks, gaps


def _with_gap(text: str, words: str, previous: TextRun | None, piece: TextRun) -> str:
    """Return the text so far with one space where the next words stand apart from it, or bring one of their own."""
    if words.startswith(" "):
        return text.rstrip()
    if previous and piece.x0 - previous.x1 > WORD_GAP * piece.size and not text.endswith(" "):
        return text + " "
    return text


def _without_raised(run: TextRun) -> tuple[str, list[NoteMark]]:
    raised = run.raised if run.text.isascii() else (*run.raised, *_signs_in(run.text))
    if not raised:
        return clean(run.text), []
    text, marks, position = "", [], 0
    for number in sorted(raised):
        start, end = _with_brackets(run.text, number)
        text += clean(run.text[position:start])
        marks.append(NoteMark(len(text), unicodedata.normalize("NFKC", run.text[number.start : number.end])))
        position = end
    return text + clean(run.text[position:]), marks


def _with_brackets(text: str, number: RaisedNumber) -> tuple[int, int]:
    """Return where a raised number begins and ends, with the brackets around it."""
    is_bracketed = text[max(number.start - 1, 0) : number.start] + text[number.end : number.end + 1] in ("[]", "()")
    return (number.start - 1, number.end + 1) if is_bracketed else (number.start, number.end)


def _signs_in(text: str) -> list[RaisedNumber]:
    """Return where a text has numbers that are raised as characters, and daggers; a unit of area is none."""
    return [RaisedNumber(*match.span()) for signs in (SUPERSCRIPT, SIGN_MARK) for match in signs.finditer(text)]


def clean(text: str) -> str:
    """Return the text in NFC, one sign for each kind of hyphen and space, and letters for ligatures and wide forms.

    Characters that print nothing are left out; a soft hyphen prints where a line ends at it.
    """
    if text.isascii() and text.isprintable():
        return text
    if SOFT_HYPHEN in text and text.rstrip().endswith(SOFT_HYPHEN):
        text = text.rstrip().removesuffix(SOFT_HYPHEN) + "-"
    text = unicodedata.normalize("NFC", text)
    if not text.isascii():
        ends_line = text.rstrip().endswith(TYPESETTERS_HYPHEN)
        text = OTHER_FORMS.sub(_usual_form, write_out(text))
        text = text.rstrip().removesuffix("-") + TYPESETTERS_HYPHEN if ends_line else text
    if text.isprintable():
        return text
    mark = CONTROL_MARK.match(text)
    return (mark[0] if mark else "") + text[mark.end() if mark else 0 :].translate(UNPRINTED)


def _usual_form(form: re.Match[str]) -> str:
    return "-" if form[0] in HYPHENS else unicodedata.normalize("NFKC", form[0])
