"""Places: the boxes of a paragraph hold its words, from the first to the last, and no others."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.letters.content.paragraphs import paragraph_rows
from extractors.letters.layout.lines import Line, Page
from extractors.letters.layout.pdfium_reader import read_pages
from extractors.letters.structure.blocks import Block
from extractors.letters.structure.sections import DraftSection
from extractors.records import Paragraph
from extractors.sample import ARCHIVE
from letters.labels import letters_of
from letters.rows import rows_of

Box = tuple[float, float, float, float]
SAMPLE = sorted(ARCHIVE.glob("*/*.pdf"))


@pytest.mark.parametrize("letter", SAMPLE, ids=lambda path: path.parent.name)
def test_a_paragraph_of_the_sample_is_in_its_boxes(letter: Path) -> None:
    assert_paragraphs_are_in_their_boxes(letter)


def test_a_paragraph_of_a_real_letter_is_in_its_boxes(real_letter: Path) -> None:
    assert_paragraphs_are_in_their_boxes(real_letter)


@pytest.mark.parametrize(("page", "top"), [(1, 100), (2, 100)], ids=["in the next column", "on the next page"])
def test_what_runs_over_has_a_box_of_its_own(page: int, top: float) -> None:
    lines = [line(1, 70, 686), line(1, 70, 700), line(page, 310, top), line(page, 310, top + 14)]
    draft = DraftSection("introduction", None, blocks=[Block("paragraph", tuple(lines), "Text")], number=1)
    (paragraph,) = paragraph_rows("report", [draft])
    assert (paragraph.page, first_box(paragraph)) == (1, (70, 686, 270, 712))
    assert (paragraph.end_page, second_box(paragraph)) == (page, (310, 100, 510, 126))


def line(page: int, x0: float, top: float) -> Line:
    return Line(page, "Text", x0, top, x0 + 200, top + 12, top + 10, 11, is_bold=False)


def assert_paragraphs_are_in_their_boxes(letter: Path) -> None:
    pages = read_pages(letter)
    for paragraph in rows_of(letter).paragraphs:
        first = words_in(pages[paragraph.page - 1], first_box(paragraph))
        assert first
        # The number of a numbered paragraph is in its box and not in its text.
        assert letters_of(paragraph.text).startswith((first, first.lstrip("0123456789")))
        if second := second_box(paragraph):
            last = words_in(pages[paragraph.end_page - 1], second)
            assert last
            assert letters_of(paragraph.text).endswith(last)


def first_box(paragraph: Paragraph) -> Box:
    return paragraph.x0, paragraph.top, paragraph.x1, paragraph.bottom


def second_box(paragraph: Paragraph) -> Box | None:
    if paragraph.end_x0 is None or paragraph.end_top is None or paragraph.end_x1 is None:
        return None
    return paragraph.end_x0, paragraph.end_top, paragraph.end_x1, paragraph.end_bottom or 0


def words_in(page: Page, box: Box) -> str:
    x0, top, x1, bottom = box
    inside = [line for line in page.lines if top <= (line.top + line.bottom) / 2 <= bottom]
    return letters_of(" ".join(line.text for line in inside if x0 - 1 <= line.x0 and line.x1 <= x1 + 1))
