"""The sample's letters set otherwise: other fonts, sizes, margins, bullets and boxes must not change what is read.

What no reader can know is left out of the comparison: whether a paragraph ends where a page ends after a full line that
ends a sentence. So paragraphs are compared as one text; list items, headings and pages are compared exactly.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.letters import LetterFile, LetterRows
from extractors.letters.reading import read_with
from letters.rows import findings_of, sections_of
from typesetting.answers import FindingAnswer, SectionAnswer, answer_of
from typesetting.letters import SampleLetter, load_letters
from typesetting.setting import Margins, Setting
from typesetting.typeset import pages_of, typeset

LETTERS = [letter for letter in load_letters() if letter.facts.is_jtai_letter]


@st.composite
def reset_letters(draw: st.DrawFn) -> tuple[SampleLetter, Setting]:
    letter = draw(st.sampled_from(LETTERS))
    size = draw(st.sampled_from([9.0, 10.5, 12.0, 14.0]))
    leading = size * draw(st.sampled_from([0.35, 0.5, 0.7]))
    bullet, sub_bullet = draw(st.sampled_from([("\u25fc", "\u2212"), ("\uf06e", "–"), ("•", "–"), ("\u2212", "•")]))
    setting = replace(
        letter.setting,
        paper=draw(st.sampled_from(["a4", "us-letter"])),
        margins=Margins(*(draw(st.sampled_from(sizes)) for sizes in ([70, 130], [50, 100], [60, 110], [50, 90]))),
        font=draw(st.sampled_from(["Sample Sans", "Libertinus Serif", "New Computer Modern"])),
        size=size,
        leading=leading,
        paragraph_gap=leading + size * draw(st.sampled_from([0.4, 0.7, 1.0])),
        is_justified=draw(st.booleans()),
        is_hyphenated=False,
        heading_size=size * draw(st.sampled_from([1.0, 1.17, 1.3])),
        subheading_size=size,
        heading_gap=size * draw(st.sampled_from([1.2, 2.0])),
        heading_below=size * draw(st.sampled_from([0.8, 1.4])),
        bullet=bullet,
        sub_bullet=sub_bullet,
        bullet_size=size * draw(st.sampled_from([0.6, 1.0])),
        bullet_gap=size * draw(st.sampled_from([0.5, 1.1])),
        bullet_indent=draw(st.sampled_from([0, 9, 18])),
        bullet_text_indent=draw(st.sampled_from([14, 24])),
        box_style=draw(st.sampled_from(["outlined", "shaded"])),
        box_breaks=draw(st.booleans()),
        page_number=draw(st.sampled_from(["left", "center", "right", "none"])),
        page_number_text=draw(st.sampled_from(["{}", "Page {}"])),
        running_header=draw(st.sampled_from(["", "Letter to the local partnership"])),
        signatures=draw(st.sampled_from(["table", "list"])),
    )
    return letter, setting


@pytest.mark.slow
@settings(max_examples=40, deadline=None, derandomize=True)
@given(reset_letters())
def test_a_letter_reads_the_same_however_it_is_set(reset: tuple[SampleLetter, Setting]) -> None:
    letter, setting = reset
    read, answer = read_again(typeset(letter, setting)), answer_of(letter, pages_of(letter, setting))
    assert [outline_of(section) for section in sections_of(read)] == [
        outline_of(section) for section in answer.sections
    ]
    if any(section.kind == "strengths" and section.bullet_count for section in answer.sections):
        assert places_of(findings_of(read)) == places_of(answer.findings)
    assert [(note.marker, note.text) for note in read.footnotes] == [
        (note.marker, note.text) for note in answer.footnotes
    ]
    assert read.letter.theme == letter.facts.theme
    assert read.letter.inspection_start_date == letter.facts.inspection_start_date


def read_again(pdf: bytes) -> LetterRows:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "letter.pdf"
        path.write_bytes(pdf)
        return read_with("pdfium", LetterFile("reset", path, ""))


def outline_of(section: SimpleNamespace | SectionAnswer) -> tuple[object, ...]:
    text = section.text.replace("\n", " ")
    return section.kind, section.level, section.heading, text, section.bullet_count, section.start_page


def places_of(findings: Sequence[SimpleNamespace | FindingAnswer]) -> list[tuple[str, int, int]]:
    return [(finding.text, finding.level, finding.page) for finding in findings]
