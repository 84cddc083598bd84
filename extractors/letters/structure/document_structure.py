"""The structure of a letter: its opening, its text, its boxes, its closing and its notes.

A letter opens with a date, the people it is addressed to, a salutation and a bold title; its text runs from there to
"Yours sincerely"; signatures close it. Notes may follow the signatures.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from extractors.letters.layout.lines import CLOSING, Box, Line, Page
from extractors.letters.structure.blocks import (
    FEWEST_STEPS,
    Block,
    Setting,
    ends_sentence,
    gather_blocks,
    largest_text_size,
    setting_of,
    stands_out,
)
from extractors.letters.structure.dehyphenation import PrintedWords, collect_printed_words
from extractors.letters.structure.headers_footers import (
    Note,
    find_page_edges,
    gather_notes,
    strip_headers_footers,
    with_glued_marks,
)
from extractors.letters.structure.numbered_lists import mark_numbered_items
from extractors.letters.structure.reading_order import find_reading_order
from extractors.letters.structure.run_in_headings import split_run_in_headings
from extractors.letters.vocabulary.headings import is_case_study_heading, kind_of_heading
from extractors.letters.vocabulary.themes import is_informative, theme_of

TITLE = re.compile(r"joint\s+targeted\s+area\s+inspection|\bJTAI\b", re.IGNORECASE)
SALUTATION = re.compile(r"dear\b", re.IGNORECASE)
CONTENTS_LINE = re.compile(r".*(?:\.\s?){4,}\s*\d{1,3}")
CONTINUED = re.compile(r"\s*[(–—:-]*\s*\bcont(?:inued|inues|[’']d|d)?\b\.?\s*\)?$", re.IGNORECASE)
END_NOTES = re.compile(r"(?:end|foot)?notes|references", re.IGNORECASE)
CONTENTS = re.compile(r"(?:table of )?contents|in this (?:letter|report)", re.IGNORECASE)
PAGE_REFERENCE, LEAST_CONTENTS = re.compile(r"\s*(?:page\s*)?\d{1,3}$", re.IGNORECASE), 3
OPENING_PAGES = 3
MOST_SUBTITLES = 2


@dataclass(frozen=True, slots=True)
class BoxedStudy:
    """A boxed case study's blocks, its heading first; it stands before the text block at `position`."""

    blocks: tuple[Block, ...]
    position: int
    is_shared: bool


@dataclass(frozen=True, slots=True)
class DocumentStructure:
    """A letter in its parts, in reading order; `title` is None where none is printed."""

    opening: tuple[Block, ...]
    title: str | None
    text: tuple[Block, ...]
    studies: tuple[BoxedStudy, ...]
    unheaded_boxes: tuple[Box, ...]
    closing: tuple[Line, ...]
    notes: tuple[Note, ...]
    headers_footers: tuple[Line, ...]
    printed_words: PrintedWords
    has_closing: bool


def parse_structure(pages: Sequence[Page]) -> DocumentStructure:
    """Split a letter's pages into the parts that a letter has."""
    body = strip_headers_footers(pages)
    printed_words = collect_printed_words(body.lines)
    printed, contents = _cut_contents(list(split_run_in_headings(body.lines)))
    text_size = largest_text_size(printed, body.type_size)
    printed, repeated = _cut_repeated_headings(printed, text_size)
    lines, closing = _cut_closing(printed)
    closing, end_notes = _cut_end_notes(closing, {mark.marker for line in lines for mark in line.note_marks})
    lines = [*with_glued_marks(lines, {note.marker for note in end_notes})]
    order = find_reading_order(lines, pages)
    edges = find_page_edges(body)
    main = mark_numbered_items(order.main, text_size)
    setting = setting_of(main, body.type_size, edges, text_size=text_size)
    blocks = gather_blocks(main, setting, printed_words)
    start, title = _cut_opening(blocks)
    return DocumentStructure(
        opening=tuple(blocks[:start]),
        title=title,
        text=tuple(blocks[start:]),
        studies=tuple(
            BoxedStudy(
                _blocks_in_box(box.lines, setting, printed_words),
                _position_of(blocks[start:], main, box.position),
                box.is_shared,
            )
            for box in order.boxes
        ),
        unheaded_boxes=order.unheaded_boxes,
        closing=tuple(closing),
        notes=(*body.notes, *end_notes),
        headers_footers=(*body.headers_footers, *contents, *repeated),
        printed_words=printed_words,
        has_closing=bool(closing),
    )


def _blocks_in_box(lines: Sequence[Line], around: Setting, printed_words: PrintedWords) -> tuple[Block, ...]:
    """Gather the lines of a box; a few of them are taken to be set as closely as the text around it."""
    items = mark_numbered_items(_within_box(lines), around.size)
    setting = replace(setting_of(items, around.size, around.edges), is_boxed=True)
    if len(items) <= FEWEST_STEPS:
        setting = replace(setting, leading=min(setting.leading, around.leading))
    return tuple(gather_blocks(items, setting, printed_words))


def _within_box(lines: Sequence[Line]) -> list[Line]:
    """Return the lines of a box with its right edge in place of that of the column around it."""
    room = min((line.column_right - line.x1 for line in lines if line.column_right is not None), default=0.0)
    return [
        line if line.column_right is None else line._replace(column_right=line.column_right - room) for line in lines
    ]


def _cut_contents(lines: Sequence[Line]) -> tuple[Sequence[Line], Sequence[Line]]:
    """Take out a list of contents, lines whose dots lead to a page number, with the heading right above it.

    Without dots, headings of the letter that numbers follow on several lines are such a list.
    """
    listed = {at for at, line in enumerate(lines) if line.text[-1:].isdigit() and CONTENTS_LINE.fullmatch(line.text)}
    headed = {line.text.casefold() for line in lines if line.is_bold}
    repeated = {
        at
        for at, line in enumerate(lines)
        if line.text[-1:].isdigit() and PAGE_REFERENCE.sub("", line.text).casefold() in headed
    }
    heading = next((at for at, line in enumerate(lines) if CONTENTS.fullmatch(line.text)), len(lines))
    under = itertools.takewhile(
        lambda at: PAGE_REFERENCE.sub("", lines[at].text).casefold() in headed, range(heading + 1, len(lines))
    )
    repeated |= {at for at in under if not lines[at].is_bold}
    listed |= repeated if len(repeated) >= LEAST_CONTENTS else set()
    headings = {at - 1 for at in listed if at - 1 not in listed and at and _is_heading_of_contents(lines[at - 1])}
    contents = listed | headings
    return (
        [line for at, line in enumerate(lines) if at not in contents],
        [line for at, line in enumerate(lines) if at in contents],
    )


def _is_heading_of_contents(line: Line) -> bool:
    return line.is_bold and not TITLE.search(line.text)


def _cut_repeated_headings(lines: Sequence[Line], type_size: float) -> tuple[Sequence[Line], Sequence[Line]]:
    """Take out headings printed again at the top of a page where their section goes on, "(continued)" or as before."""
    repeated: set[int] = set()
    headings: list[str] = []
    for at, line in enumerate(lines):
        if not stands_out(line, type_size):
            continue
        words = CONTINUED.sub("", line.text).casefold()
        is_continued = words != line.text.casefold() and words in headings
        opens_page = at > 0 and lines[at - 1].page != line.page
        is_repeated = opens_page and headings[-1:] == [words] and not is_case_study_heading(line.text)
        if is_continued or is_repeated:
            repeated.add(at)
        else:
            headings.append(line.text.casefold())
    return (
        [line for at, line in enumerate(lines) if at not in repeated],
        [line for at, line in enumerate(lines) if at in repeated],
    )


def _cut_end_notes(closing: Sequence[Line], markers: Collection[str]) -> tuple[Sequence[Line], Sequence[Note]]:
    """Cut the notes off that stand after the signatures under a heading of their own."""
    cut = next((at for at, line in enumerate(closing) if END_NOTES.fullmatch(line.text)), len(closing))
    notes = gather_notes(closing[cut + 1 :], markers)
    return (closing[:cut], notes) if notes and all(note.marker for note in notes) else (closing, ())


def _cut_closing(lines: Sequence[Line]) -> tuple[Sequence[Line], Sequence[Line]]:
    """Cut the lines where a letter closes; sections in a column beside that, and above it, are text before it."""
    cut = next((at for at, line in enumerate(lines) if CLOSING.match(line.text)), len(lines))
    text, closing = [*lines[:cut]], [*lines[cut:]]
    first = closing[0] if closing else None
    beside = [line for line in closing if first and line.page == first.page and line.column > first.column > 0]
    has_section = any(line.is_bold and kind_of_heading(line.text) for line in beside)
    if first and has_section and all(line.baseline < first.baseline for line in beside):
        return [*text, *beside], [line for line in closing if line not in beside]
    return text, closing


def _cut_opening(blocks: Sequence[Block]) -> tuple[int, str | None]:
    """Return where the text begins, just after the title, or else after the salutation, and the title.

    A title on a cover is printed again after the salutation; what names the theme below a title is part of the opening.
    """
    opening_pages = sorted({block.page for block in blocks})[:OPENING_PAGES]
    early = [at for at, block in enumerate(blocks) if block.page in opening_pages]
    after_salutation = next((at + 1 for at in early if SALUTATION.match(blocks[at].text)), 0)
    titles = [at for at in early if _is_title(blocks[at])]
    title = next((at for at in titles if at >= after_salutation), titles[0] if titles else None)
    if title is None:
        return after_salutation, None
    subtitles = itertools.takewhile(_is_subtitle, blocks[title + 1 : title + 1 + MOST_SUBTITLES])
    return title + 1 + len(list(subtitles)), blocks[title].text


def _is_subtitle(block: Block) -> bool:
    """Say whether a heading, or a line that is no sentence, names the theme or the place of the inspection only."""
    is_set_apart = block.form == "heading" or (len(block.lines) == 1 and not ends_sentence(block.text))
    if not is_set_apart or kind_of_heading(block.text) is not None:
        return False
    return theme_of(block.text) is not None or (block.form == "heading" and not is_informative(block.text))


def _is_title(block: Block) -> bool:
    """Say whether a block is the letter's title; a theme of many words makes it longer than any other heading."""
    if block.form == "heading":
        return TITLE.search(block.text) is not None
    is_set_apart = not block.text.endswith(".") or all(line.is_bold for line in block.lines)
    return TITLE.match(block.text) is not None and is_set_apart


def _position_of(text: Sequence[Block], main: Sequence[Line], position: int) -> int:
    """Return the index of the first block that begins at or after a position among the letter's own lines."""
    starts = {id(block.lines[0]): at for at, block in enumerate(text)}
    return next((starts[id(line)] for line in main[position:] if id(line) in starts), len(text))
