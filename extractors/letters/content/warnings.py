"""Warnings: where the reader itself was unsure of a letter, each with the page to look at."""

from __future__ import annotations

import calendar
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import takewhile

from extractors.letters.content.dates import find_weekday_slips
from extractors.letters.content.letter_dates import InspectionDates
from extractors.letters.content.signatures import OFFICE
from extractors.letters.layout.lines import Box, Line, Page, texts_between_gaps
from extractors.letters.layout.text_runs import UNKNOWN_CHARACTER
from extractors.letters.structure.blocks import Block
from extractors.letters.structure.document_structure import DocumentStructure
from extractors.letters.structure.headers_footers import (
    NOTE_SIZE_RATIO,
    PAGE_NUMBER,
    SAME_PLACE_POINTS,
    lone_numbers,
    most_used_size,
)
from extractors.letters.structure.sections import is_set_as
from extractors.letters.vocabulary.headings import is_case_study_heading, kind_of_heading, polarity_of
from extractors.records import FINDINGS_KINDS, ReadingProblem, SectionKind

QUOTE_LENGTH = 160
GARBLED_SHARE = 0.2
DIGIT_BETWEEN_LETTERS = re.compile(r"\d(?<=[a-z]\d)[a-z]")
DIGIT_IN_WORD, LEAST_ODD_WORDS = re.compile(r"\b[A-Za-z]+[a-z]\d[a-z]{1,2}\b"), 2
UNKNOWN_IN_WORD = re.compile(rf"\w*(?:[a-z]{UNKNOWN_CHARACTER}|{UNKNOWN_CHARACTER}[a-z])\w*")
SAME_EDGE_POINTS = 3
FEWEST_SIGNATURES = FEWEST_NAMES = 2
RULES_OF_UNREAD_PAGES = ("page_is_an_image", "text_is_garbled")


def find_warnings(report_id: str, pages: Sequence[Page], structure: DocumentStructure) -> list[ReadingProblem]:
    """Return what a person should look at, each with a page and, where something is printed, a quote."""
    found = (
        *_about_pages(pages),
        *page_number_jumps(pages),
        *_about_page_numbers(structure),
        *_about_ends(pages, structure),
        *_about_boxes(structure, [box for page in pages for box in page.boxes]),
        *_about_tables(structure),
        *_about_signatures(structure),
        *_about_margins(structure),
        *_about_dates(structure),
    )
    return [ReadingProblem(report_id, rule, "warning", page, quote, detail) for rule, page, quote, detail in found]


def find_date_warnings(report_id: str, structure: DocumentStructure, dates: InspectionDates) -> list[ReadingProblem]:
    """Return the sentence that gives other dates of the inspection than those that were read, if there is one."""
    other = dates.competing_quote
    if other is None:
        return []
    page = next((block.page for block in structure.text if other in block.text), None)
    detail = f"other dates are given too, which may be those of the inspection; read was “{dates.quote}”"
    return [ReadingProblem(report_id, "inspection_dates_compete", "warning", page, other, detail)]


RuleHit = tuple[str, int, str | None, str]


def find_unread_pages(pages: Sequence[Page]) -> Iterator[RuleHit]:
    """Yield the pages whose words, or many of them, could not be read."""
    for page in pages:
        if page.is_image:
            yield "page_is_an_image", page.number, None, "the page has no text layer, so nothing on it was read"
        if _is_garbled(page):
            yield "text_is_garbled", page.number, None, "much of the page's text layer is no text"
        text = "\n".join([line.text for line in page.lines])
        odd_words = DIGIT_IN_WORD.findall(text) if DIGIT_BETWEEN_LETTERS.search(text) else []
        if len(odd_words) >= LEAST_ODD_WORDS:
            detail = "digits stand inside words: the text layer has them for other signs"
            yield "text_is_garbled", page.number, odd_words[0], detail
        if UNKNOWN_CHARACTER in text and (unknown := UNKNOWN_IN_WORD.search(text)):
            detail = "words have glyphs that the file names no letter for"
            yield "text_is_garbled", page.number, unknown[0], detail


def _about_pages(pages: Sequence[Page]) -> Iterator[RuleHit]:
    yield from find_unread_pages(pages)
    for page in pages:
        if page.has_invisible_text:
            detail = "the text read is not what the page shows: it lies invisible under or over a picture, as in a scan"
            yield "text_is_invisible", page.number, None, detail
        if page.side_notes:
            quote = " ".join(line.text for line in page.side_notes)[:QUOTE_LENGTH]
            yield "words_in_the_margin", page.number, quote, "words in the margin are read as no part of the text"


def _is_garbled(page: Page) -> bool:
    """Say whether many characters of a page's text layer are no characters of a language."""
    odd_lines = [line.text for line in page.lines if UNKNOWN_CHARACTER in line.text or not line.text.isprintable()]
    odd = sum(char == UNKNOWN_CHARACTER or not char.isprintable() for text in odd_lines for char in text)
    return odd > GARBLED_SHARE * sum(len(line.text) for line in page.lines)


def page_number_jumps(pages: Sequence[Page]) -> Iterator[RuleHit]:
    """Warn that pages may be missing where the printed numbers leave some out."""
    ahead = 0
    for line, offset in _numbers_in_place(lone_numbers(pages)):
        if offset > ahead:
            missing = f"{offset - ahead} page(s) seem to be missing before it"
            yield "page_number_jumps", line.page, line.text, f"the page number printed here skips ahead: {missing}"
        ahead = offset


def _numbers_in_place(numbers: Sequence[tuple[Line, int]]) -> list[tuple[Line, int]]:
    """Keep the numbers that are printed where most are; a number of the text may stand at an edge by chance."""
    heights = Counter(round(line.baseline) for line, _ in numbers)
    usual = heights.most_common(1)[0][0] if heights else 0
    return [(line, ahead) for line, ahead in numbers if abs(line.baseline - usual) <= SAME_PLACE_POINTS]


def _about_page_numbers(structure: DocumentStructure) -> Iterator[RuleHit]:
    """Warn of a number that stands on a line of its own in the text, as only a page number does."""
    for block in (*structure.text, *(block for study in structure.studies for block in study.blocks)):
        for line in block.lines:
            if PAGE_NUMBER.fullmatch(line.text):
                yield "page_number_in_text", line.page, line.text, "a number on a line of its own is read as text"


def _about_ends(pages: Sequence[Page], structure: DocumentStructure) -> Iterator[RuleHit]:
    if structure.title is None:
        yield "no_title", 1, None, "no title about a joint targeted area inspection is printed above the text"
    if not structure.has_closing:
        yield "no_closing", pages[-1].number, None, "no “Yours sincerely” ends the last section"


def _about_boxes(structure: DocumentStructure, boxes: Sequence[Box]) -> Iterator[RuleHit]:
    framing = _boxes_around_sections(structure, boxes)
    for box in structure.unheaded_boxes:
        if box in framing:
            continue
        yield (
            "box_without_heading",
            box.page,
            None,
            "a box holds no case study that its heading tells; it is read as text",
        )
    for at, block in enumerate(structure.text):
        is_banded = any(box.holds(block.lines[0]) for box in boxes)
        is_study = block.form == "heading" and is_case_study_heading(block.text)
        if is_study and not is_banded and not _shows_its_end(structure.text[:at], structure.text[at + 1 :]):
            detail = "a case study is headed outside any box: it is taken to end at the next heading"
            yield "case_study_without_box", block.page, _quote(block), detail
    for study in structure.studies:
        heading = study.blocks[0]
        if not is_case_study_heading(heading.text) and polarity_of(heading.text) == "neutral":
            yield "box_heading_unknown", heading.page, _quote(heading), "a headed box is taken for a case study"
        if study.is_shared:
            yield "boxes_touch", heading.page, _quote(heading), "several case studies stand in what looks like one box"


def _shows_its_end(before: Sequence[Block], after: Sequence[Block]) -> bool:
    """Say whether a case study without a box is one block up to the next heading, or set otherwise than the text."""
    study = list(takewhile(lambda block: block.form != "heading", after))
    text = next((block.lines[0] for block in reversed(before) if block.form == "paragraph"), None)
    return len(study) <= 1 or (text is not None and not is_set_as(study[0].lines[0], text))


def _boxes_around_sections(structure: DocumentStructure, all_boxes: Sequence[Box]) -> set[Box]:
    """Return the boxes that hold nothing but whole sections, or all that is under their headings."""
    around: set[Box] = set()
    beside: set[Box] = set()
    for section in _split_at_headings(structure.text):
        body = [block for block in section if block.form != "heading"]
        boxes = [_box_of(block.lines[0], all_boxes) for block in body]
        held = {box for box in boxes if box}
        (around if all(boxes) and len(section) > len(body) else beside).update(held)
    return around - beside


def _box_of(line: Line, boxes: Sequence[Box]) -> Box | None:
    return next((box for box in boxes if box.holds(line)), None)


def _split_at_headings(blocks: Sequence[Block]) -> list[list[Block]]:
    sections: list[list[Block]] = [[]]
    for block in blocks:
        if block.form == "heading":
            sections.append([])
        sections[-1].append(block)
    return sections


def _about_tables(structure: DocumentStructure) -> Iterator[RuleHit]:
    """Warn of findings in a table: which of its cells are findings, and which only number them, is not known.

    Where numbers that count up open its rows, they number the findings, and each row has no more than one.
    """
    kind: SectionKind | None = None
    for section in _split_at_headings(structure.text):
        kind = (kind_of_heading(section[0].text) if section and section[0].form == "heading" else None) or kind
        rows = [block for block in section if block.form != "heading" and block.lines[0].is_in_table]
        if kind in FINDINGS_KINDS and not all(map(_is_numbered_row, rows)):
            detail = "findings are set in a table, read row by row"
            yield "findings_in_table", rows[0].page, _quote(rows[0]), detail
            kind = None


def _is_numbered_row(row: Block) -> bool:
    """Say whether a row is a list item and nothing beside it."""
    first, *others = row.lines
    is_one_column = all(abs(line.x0 - first.text_x0) < SAME_EDGE_POINTS for line in others)
    return row.form == "bullet" and is_one_column and not any(line.gaps for line in row.lines)


def _about_signatures(structure: DocumentStructure) -> Iterator[RuleHit]:
    """Warn of a table of signatures without a line for each name: where an office begins shows in its rules only."""
    rows = [line for line in structure.closing if line.is_in_table and _has_name_before_office(line)]
    if len(rows) >= FEWEST_SIGNATURES:
        detail = "signatures are set in a table: names may be read as part of the offices beside them"
        yield "signatures_in_table", rows[0].page, rows[0].text[:QUOTE_LENGTH], detail


def _has_name_before_office(line: Line) -> bool:
    """Say whether a line begins with a name and an office between which no gap was seen."""
    cell, *_ = texts_between_gaps(line)
    office = OFFICE.search(cell)
    before = cell[: office.start()].split() if office else []
    return len(before) >= FEWEST_NAMES and all(word[0].isupper() and "Majesty" not in word for word in before)


def _about_margins(structure: DocumentStructure) -> Iterator[RuleHit]:
    """Warn of words beside the text, in the margin: they stand on a line with it, and are read as its beginning."""
    lines = [line for block in structure.text for line in block.lines[block.number is not None :]]
    left = Counter(round(line.x0) for line in lines).most_common(1)[0][0] if lines else 0
    size = most_used_size(lines)
    beside = {line.page: line for line in reversed(lines) if _begins_in_margin(line, left, size)}
    for page, line in sorted(beside.items()):
        yield "words_in_the_margin", page, line.text[:QUOTE_LENGTH], "words in the margin are read as text"


def _begins_in_margin(line: Line, left: float, size: float) -> bool:
    """Say whether a line begins left of the text, in smaller print or with a gap up to where the text begins."""
    is_apart = bool(line.gaps) and line.gaps[0].x0 < left and abs(line.gaps[0].x1 - left) < SAME_EDGE_POINTS
    is_small = line.size < NOTE_SIZE_RATIO * size and line.x1 > left
    return line.x0 < left - size and (is_apart or is_small)


def _about_dates(structure: DocumentStructure) -> Iterator[RuleHit]:
    for block in structure.text:
        for printed, day in find_weekday_slips(block.text):
            detail = f"the weekday and the date disagree: that day is a {calendar.day_name[day.weekday()]}"
            yield "weekday_and_date_disagree", block.page, printed, detail


def _quote(block: Block) -> str:
    return block.text[:QUOTE_LENGTH]
