"""Headers and footers: what is printed on a page and is no part of the letter's text.

Page numbers and running headers are recognised by their place and by coming back on other pages; notes at a page's
foot by their smaller print and the number that opens them. Each can interrupt a sentence that runs over the page.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from extractors.letters.layout.lines import CLOSING, Line, NoteMark, Page
from extractors.letters.layout.text_runs import ENUMERATOR

PAGE_NUMBER = re.compile(r"(?:[-–—]\s*)?(?:page\s*)?(\d{1,4})(?:\s*(?:of|/)\s*\d{1,4})?(?:\s*[-–—])?", re.IGNORECASE)
# "Strengths | 3", "3 | Strengths".
PAGE_BESIDE_TITLE = re.compile(r"^\d{1,3}\s*[|·•–—-]?\s+|\s*[|·•–—-]?\s+(?:page\s+)?\d{1,3}$", re.IGNORECASE)
UNITS = "one|two|three|four|five|six|seven|eight|nine"
TEENS = "ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
TENS = f"(?:twenty|thirty|forty|fifty)(?:[- ](?:{UNITS}))?"
NUMBER = re.compile(rf"\d+|\b(?:{TENS}|{TEENS}|{UNITS}|[ivxl]+)\b", re.IGNORECASE)
GLUED_MARK = re.compile(
    r"(?:(?<=[a-z’”)\]])|(?<=[a-z’”)\]][.,;:!?])|(?<=[A-Z][.,;:!?]))(?:\*+|\d{1,2})(?=[\s.,;:!?)]|$)"
    r"|(?<=[\w.,;:!?’”)])(?:\[\d{1,2}\]|\(\d{1,2}\))(?=[\s.,;:!?)]|$)"
)
BRACKETS = "[]()"
PLAIN_MARKER = re.compile(r"[\[(]?(\d{1,2}|\*+|[†‡]+)[\])]?[.)]?\s*(?=[A-Za-z‘“'\"])")
LETTER_MARKER = re.compile(r"[\[(]?([a-z]|[ivx]{2,4})[\])]?[.)]?\s*(?=[A-Z‘“'\"])")
LONGEST_CLOSING = 40
NOTE_SIZE_RATIO = 0.93
REPEATED_PAGES = 3
SAME_PLACE_POINTS = 3
EDGE_LINES = 3


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote as printed: its number, and its lines."""

    marker: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class BodyText:
    """A letter's lines in reading order, with its footnotes, page numbers and running headers taken out."""

    lines: tuple[Line, ...]
    notes: tuple[Note, ...]
    headers_footers: tuple[Line, ...]
    type_size: float


@dataclass(frozen=True, slots=True)
class PageEdges:
    """Of each page that has some, in points from its top: the first and the last baseline of text, and of notes.

    `note_tops` are the upper edges of the first note.
    """

    heads: dict[int, float]
    feet: dict[int, float]
    note_tops: dict[int, float]
    note_feet: dict[int, float]


def strip_headers_footers(pages: Sequence[Page]) -> BodyText:
    """Split a letter's lines into its text, its footnotes, and the headers and footers of its pages."""
    size = most_used_size(line for page in pages for line in page.lines)
    headers_footers = {id(line): line for line in (*find_repeated_lines(pages), *_running_titles(pages))}
    body: list[Line] = []
    notes: list[Note] = []
    letters = {mark.marker for page in pages for line in page.lines for mark in line.note_marks if mark.offset}
    is_closed = False
    for page in pages:
        printed = [line for line in page.lines if id(line) not in headers_footers]
        is_closed = is_closed or any(len(line.text) <= LONGEST_CLOSING and CLOSING.match(line.text) for line in printed)
        for _, column in groupby(printed, key=lambda line: line.column):
            lines = list(column)
            start = _start_of_notes(page, lines, size)
            if lines[0].column and start < len(lines) and opening_marker(lines[start], letters) is None:
                start = len(lines)
            if is_closed and not (notes and notes[-1].lines[-1].page == page.number - 1):
                # Signatures may be set small too.
                marked = (at for at in range(start, len(lines)) if opening_marker(lines[at], letters) is not None)
                start = next(marked, len(lines))
            body += lines[:start]
            _add_notes(notes, lines[start:], letters)
    return BodyText(
        tuple(with_glued_marks(body, {note.marker for note in notes})),
        tuple(notes),
        tuple(headers_footers.values()),
        size,
    )


def find_repeated_lines(pages: Sequence[Page]) -> list[Line]:
    """Return the page numbers, and the edge lines that several pages have at the same place."""
    return [*_page_numbers(pages), *_running_lines(pages)]


def with_glued_marks(lines: Sequence[Line], markers: Collection[str]) -> Iterator[Line]:
    """Yield the lines, with asterisks and numbers that refer to a note, and are not raised by their size, as its marks.

    Fonts have raised digits of their own, which the text layer shows as digits: they are marks of a note that no other
    mark refers to.
    """
    unmarked = {*markers} - {mark.marker for line in lines for mark in line.note_marks}
    if not unmarked:
        yield from lines
        return
    found = [
        [match for match in GLUED_MARK.finditer(line.text) if match[0].strip(BRACKETS) in unmarked] for line in lines
    ]
    counts = Counter(match[0] for matches in found for match in matches)
    for line, matches in zip(lines, found, strict=True):
        for match in reversed(matches):
            if not (match[0].isdigit() and counts[match[0]] > 1):
                line = _take_off_mark(line, match)  # noqa: PLW2901 one mark after the other
        yield line


def _take_off_mark(line: Line, match: re.Match[str]) -> Line:
    gaps = (gap._replace(offset=gap.offset - len(match[0])) if gap.offset > match.start() else gap for gap in line.gaps)
    return line._replace(
        text=line.text[: match.start()] + line.text[match.end() :],
        gaps=tuple(gaps),
        note_marks=(NoteMark(match.start(), match[0].strip(BRACKETS)), *line.note_marks),
    )


def find_page_edges(body: BodyText) -> PageEdges:
    """Return where the text and the notes of each page begin and end."""
    texts, notes = _by_page(body.lines), _by_page(line for note in body.notes for line in note.lines)
    return PageEdges(
        heads={page: min(line.baseline for line in lines) for page, lines in texts.items()},
        feet={page: max(line.baseline for line in lines) for page, lines in texts.items()},
        note_tops={page: min(line.top for line in lines) for page, lines in notes.items()},
        note_feet={page: max(line.baseline for line in lines) for page, lines in notes.items()},
    )


def _by_page(lines: Iterable[Line]) -> dict[int, list[Line]]:
    pages: dict[int, list[Line]] = {}
    for line in lines:
        pages.setdefault(line.page, []).append(line)
    return pages


def most_used_size(lines: Iterable[Line]) -> float:
    """Return the type size, in points, that most characters are set in; 0 where there are none."""
    characters: dict[float, int] = {}
    for line in lines:
        characters[line.size] = characters.get(line.size, 0) + len(line.text)
    sizes: Counter[float] = Counter()
    for size, count in characters.items():
        sizes[round(size, 1)] += count
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _page_numbers(pages: Sequence[Page]) -> list[Line]:
    """Return the lone numbers at a page's edge that count up with the pages."""
    found = lone_numbers(pages)
    offsets = Counter(offset for _, offset in found)
    return [line for line, offset in found if offset == offsets.most_common(1)[0][0]]


def lone_numbers(pages: Sequence[Page]) -> list[tuple[Line, int]]:
    """Return the lone numbers at the pages' edges, each with how far it is ahead of the page's place in the file."""
    return [
        (line, int(match[1]) - page.number)
        for page in pages
        for line in _edge_lines(page)
        if (match := PAGE_NUMBER.fullmatch(line.text))
    ]


def _running_lines(pages: Sequence[Page]) -> list[Line]:
    """Return the edge lines that stand at the same place, in the same words but for numbers, on several pages."""
    places: dict[tuple[str, int], list[Line]] = {}
    for page in pages:
        for line in _edge_lines(page):
            key = NUMBER.sub("#", line.text), round(line.baseline / SAME_PLACE_POINTS)
            places.setdefault(key, []).append(line)
    # The first page of a letter may have none.
    least = max(min(REPEATED_PAGES, len(pages) - 1), 2)
    return [
        line
        for lines in places.values()
        if len(lines) >= (least if len({line.text for line in lines}) == 1 else REPEATED_PAGES)
        for line in lines
    ]


def _running_titles(pages: Sequence[Page]) -> list[Line]:
    """Return the lines above the text of several pages that repeat headings: what each page is about."""
    usual = Counter(round(line.baseline / SAME_PLACE_POINTS) for page in pages for line in page.lines[:1])
    place, count = usual.most_common(1)[0] if usual else (0, 0)
    firsts = [
        page.lines[0]
        for page in pages
        if len(page.lines) > 1 and round(page.lines[0].baseline / SAME_PLACE_POINTS) == place
    ]
    headings = {line.text.casefold() for page in pages for line in page.lines[1:] if line.is_bold}
    titles = [line for line in firsts if PAGE_BESIDE_TITLE.sub("", line.text).casefold() in headings]
    styles = Counter((line.style, line.size, line.is_bold) for line in titles)
    if count < REPEATED_PAGES or len(titles) < REPEATED_PAGES or len(styles) > 1 or 2 * len(titles) < count:
        return []
    return titles


def _edge_lines(page: Page) -> tuple[Line, ...]:
    lines = page.lines
    return (*lines[:EDGE_LINES], *lines[EDGE_LINES:][-EDGE_LINES:])


def _start_of_notes(page: Page, printed: Sequence[Line], size: float) -> int:
    """Return where the small print at the page's foot begins, counting boxes as part of the text."""
    start = len(printed)
    while start and _is_small_print(page, printed[start - 1], size):
        start -= 1
    return start


def _is_small_print(page: Page, line: Line, size: float) -> bool:
    return line.size < NOTE_SIZE_RATIO * size and not any(box.holds(line) for box in page.boxes)


def gather_notes(lines: Sequence[Line], letters: Collection[str] = ()) -> list[Note]:
    """Return the notes that lines hold, each from its number on, or from one of the letters that refer to notes."""
    notes: list[Note] = []
    _add_notes(notes, lines, letters)
    return notes


def _add_notes(notes: list[Note], lines: Sequence[Line], letters: Collection[str]) -> None:
    for line in lines:
        marker = opening_marker(line, letters)
        if marker is not None or not notes:
            notes.append(Note(marker or "", (line,)))
        else:
            notes[-1] = Note(notes[-1].marker, (*notes[-1].lines, line))


def opening_marker(line: Line, letters: Collection[str] = ()) -> str | None:
    """Return the number, or one of the letters that refer to notes, that opens a line, raised or plain, or None."""
    if line.note_marks and line.note_marks[0].offset == 0:
        return line.note_marks[0].marker
    if line.list_mark is not None:
        counted = ENUMERATOR.fullmatch(line.list_mark)
        return counted[1] if counted else None
    plain = PLAIN_MARKER.match(line.text)
    letter = LETTER_MARKER.match(line.text)
    if letter and letter[1] in letters:
        return letter[1]
    return plain[1] if plain else None
