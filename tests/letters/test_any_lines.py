"""Whatever lines a page may hold, they are cut without a fall, and each of them is in one part of the letter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.errors import UnreadableLetterError
from extractors.letters import LetterFile
from extractors.letters.layout.lines import Box, Line, NoteMark, Page
from extractors.letters.layout.text_runs import RaisedNumber, TextRun, lines_from
from extractors.letters.reading import letter_rows
from extractors.letters.structure.blocks import Block
from extractors.letters.structure.document_structure import DocumentStructure, parse_structure
from extractors.letters.structure.sections import DraftSection, cut_sections

FILE = LetterFile("50000001", Path("letter.pdf"), "")
# What letters print, and what the rules look for, side by side with whatever else can be printed.
TELLING = (
    "Dear colleagues",
    "Joint targeted area inspection of Ambridge",
    "Headline findings",
    "What needs to improve",
    "Areas for priority action",
    "Case study: effective practice",
    "Next steps",
    "Yours sincerely",
    "Page 3 of 7",
    "12",
    "1. The first point is",
    "2. the second, multi-",
    "agency work.",
    "- and so on",
    "¹ See www.example.org.",
    "Between 31 February and 45 Nonember 2022, inspectors",
    "by 99 December 20221",
)
texts = st.sampled_from(TELLING) | st.text(min_size=1, max_size=60).map(str.strip).filter(bool)
places = st.integers(-20, 900).map(float) | st.floats(-1e30, 1e30, allow_nan=False)
sizes = st.sampled_from((0.0, 7.0, 12.0, 12.0, 12.0, 16.0)) | st.floats(0, 1e6, allow_nan=False)


@st.composite
def printed_lines(draw: st.DrawFn, page: int) -> Line:
    text, size, x0, top = draw(texts), draw(sizes), draw(places), draw(places)
    return Line(
        page=page,
        text=text,
        x0=x0,
        top=top,
        x1=x0 + draw(st.floats(0, 600)),
        bottom=top + size,
        baseline=top + size,
        size=size,
        is_bold=draw(st.booleans()),
        note_marks=tuple(draw(st.lists(st.builds(NoteMark, st.integers(0, len(text)), st.just("3")), max_size=2))),
        list_mark=draw(st.sampled_from((None, None, "•", "–", "o"))),
        text_x0=x0 + draw(st.sampled_from((0.0, 18.0))),
    )


@st.composite
def letters(draw: st.DrawFn) -> list[Page]:
    pages = []
    for number in range(1, draw(st.integers(1, 4)) + 1):
        lines = draw(st.lists(printed_lines(number), max_size=12, unique=True))
        boxes = draw(st.lists(st.builds(Box, st.just(number), places, places, places, places), max_size=2))
        in_order = sorted(lines, key=lambda line: (line.baseline, line.x0))
        pages.append(Page(number, draw(sizes), draw(sizes), tuple(in_order), tuple(boxes), is_image=False))
    return pages


def lines_of(blocks: Sequence[Block]) -> list[Line]:
    return [line for block in blocks for line in block.lines]


def lines_in_parts(structure: DocumentStructure, parts: Sequence[DraftSection]) -> Counter[Line]:
    """Each line once for the section it is in; the blocks of a subsection are its section's too."""
    blocks = {id(block): block for part in parts for block in (part.heading, *part.blocks) if block}
    rest = [line for note in structure.notes for line in note.lines] + lines_of(structure.opening)
    return Counter([*lines_of([*blocks.values()]), *rest, *structure.closing, *structure.headers_footers])


@pytest.mark.slow
@settings(max_examples=300, deadline=None)
@given(letters())
def test_every_line_is_in_one_part_of_a_letter_and_nothing_falls_over(pages: list[Page]) -> None:
    structure = parse_structure(pages)
    parts = cut_sections(structure)
    assert lines_in_parts(structure, parts) == Counter(line for page in pages for line in page.lines)
    if not parts:
        with pytest.raises(UnreadableLetterError, match="nothing is printed"):
            letter_rows(FILE, "pdfium", pages)
        return
    rows = letter_rows(FILE, "pdfium", pages)
    assert [section.section_number for section in rows.sections] == list(range(1, len(parts) + 1))


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.builds(
            TextRun, texts, places, places, places, places, places, sizes, st.booleans(), places,
            st.just(()) | st.just((RaisedNumber(0, 1),)),
        ),
        max_size=12,
    )
)  # fmt: skip
def test_runs_of_any_size_at_any_place_become_lines(runs: list[TextRun]) -> None:
    for line in lines_from(1, runs):
        assert line.text == line.text.strip() != ""


def test_a_number_beside_text_of_no_size_is_no_note_mark() -> None:
    """A damaged file set a whole line in size 0."""
    nothing = TextRun("No size at all", 72, 100, 200, 100, 100, 0, is_bold=False, text_x0=72)
    number = nothing._replace(text="3", x0=200, x1=204)
    assert [line.note_marks for line in lines_from(1, [nothing, number])] == [(), ()]
