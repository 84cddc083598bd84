"""The two readers, and a letter set at another scale: the lines and the rows must be the same."""

from __future__ import annotations

from difflib import SequenceMatcher
from pathlib import Path

import pytest
from pypdf import PdfWriter, Transformation

from extractors.letters.layout import pdfium_reader, pdfplumber_reader
from extractors.letters.layout.lines import Page
from extractors.sample import ARCHIVE
from letters.rows import rows_of, sections_of

pytestmark = pytest.mark.slow

SAMPLE = sorted(ARCHIVE.glob("*/*.pdf"))
AGREEMENT = 0.999
# pdfplumber writes a glyph without a Unicode value as "(cid:131)".
UNKNOWN_GLYPH = "(cid:"


def words_in(pages: list[Page]) -> list[str]:
    words = [word for page in pages for line in page.lines for word in line.text.split()]
    return [word for word in words if not word.startswith(UNKNOWN_GLYPH)]


def assert_readers_agree(letter: Path) -> None:
    first, second = words_in(pdfium_reader.read_pages(letter)), words_in(pdfplumber_reader.read_pages(letter))
    if first == second:
        return
    same = sum(block.size for block in SequenceMatcher(None, first, second, autojunk=False).get_matching_blocks())
    assert same >= AGREEMENT * max(len(first), len(second))


@pytest.mark.parametrize("letter", SAMPLE, ids=lambda path: path.parent.name)
def test_two_readers_give_the_same_words_of_a_sample_letter(letter: Path) -> None:
    assert_readers_agree(letter)


def test_two_readers_give_the_same_words_of_a_real_letter(some_letter: Path) -> None:
    assert_readers_agree(some_letter)


@pytest.mark.parametrize("scale", [0.6, 1.7])
def test_a_letter_reads_the_same_at_another_scale(tmp_path: Path, some_letter: Path, scale: float) -> None:
    writer = PdfWriter(clone_from=some_letter)
    for page in writer.pages:
        page.scale_by(scale)
    assert_rows_are_unchanged(writer, some_letter, tmp_path)


def test_a_letter_reads_the_same_with_its_text_moved_and_shrunk_on_the_page(tmp_path: Path, some_letter: Path) -> None:
    writer = PdfWriter(clone_from=some_letter)
    for page in writer.pages:
        page.add_transformation(Transformation().scale(0.8, 0.8).translate(30, 60))
    assert_rows_are_unchanged(writer, some_letter, tmp_path)


def assert_rows_are_unchanged(writer: PdfWriter, letter: Path, folder: Path) -> None:
    changed = folder / letter.name
    writer.write(changed)
    before, after = rows_of(letter), rows_of(changed)
    assert after.letter == before.letter
    assert (after.sections, after.case_studies, after.footnotes) == (
        before.sections,
        before.case_studies,
        before.footnotes,
    )
    assert sections_of(after) == sections_of(before)
