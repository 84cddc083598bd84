"""Files that are no letters: each gives one clear problem, and never a crash or a stall."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfWriter

from bad_pdfs import BAD_FILES, HOSTILE_WORDS, LETTER, OTHER_INSPECTION, of_hostile_words, with_stream, written
from extractors.letters import LetterFile, reading
from extractors.letters.reading import read_with
from redrawn_letters import draw, text_at

UNREADABLE = [
    "empty",
    "HTML under the name of a PDF",
    "HTML that says it is a PDF",
    "a picture under the name of a PDF",
    "cut off",
    "encrypted",
    "no text",
    "two thousand pages",
    "a million marks",
    "half a million brackets",
    "pages in a ring",
]
# These take the second reader long, or it reads them.
NOT_FOR_THE_SECOND_READER = {"a million marks", "half a million brackets", "pages in a ring"}
READ_ALL_THE_SAME = [
    "locked by its owner only",
    "scripts and programs to start",
    "an embedded file",
    "broken references",
    "pages of ten million points",
    "pages of no size",
]


def file_of(folder: Path, content: bytes) -> LetterFile:
    path = folder / "letter.pdf"
    path.write_bytes(content)
    return LetterFile("50000001", path, "")


@pytest.mark.parametrize("kind", UNREADABLE)
def test_a_file_that_cannot_be_read_gives_one_clear_problem(tmp_path: Path, kind: str) -> None:
    bad = BAD_FILES[kind]
    rows = read_with("pdfium", file_of(tmp_path, bad.make()))
    assert rows.letter.status == "unreadable"
    assert (bad.reason or "") in str(rows.letter.status_detail)
    assert [(problem.rule, problem.detail) for problem in rows.problems] == [("unreadable", rows.letter.status_detail)]
    assert not rows.sections


@pytest.mark.parametrize("kind", READ_ALL_THE_SAME)
def test_what_a_pdf_carries_beside_its_text_changes_nothing(tmp_path: Path, kind: str) -> None:
    rows = read_with("pdfium", file_of(tmp_path, BAD_FILES[kind].make()))
    assert rows.sections == read_with("pdfium", file_of(tmp_path, LETTER.read_bytes())).sections != []


def test_a_document_of_another_kind_of_inspection_is_no_letter(tmp_path: Path) -> None:
    rows = read_with("pdfium", file_of(tmp_path, OTHER_INSPECTION.read_bytes()))
    assert rows.letter.status == "not_a_jtai_letter"
    assert "Area SEND inspection" in str(rows.letter.status_detail)
    assert not rows.sections


def test_a_document_in_no_language_is_unreadable_and_not_of_another_kind(tmp_path: Path) -> None:
    writer = PdfWriter(clone_from=BytesIO(with_stream(b"")))
    draw(writer, writer.pages[0], text_at("Wkh mrlqw dqg"))
    rows = read_with("pdfium", file_of(tmp_path, written(writer)))
    assert rows.letter.status == "unreadable"
    assert rows.letter.status_detail == "its text layer is no English text; it begins 'Wkh mrlqw dqg'"


def test_a_fault_of_the_extractor_costs_only_the_letter_that_shows_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(pages: object) -> None:
        raise IndexError(f"no such line in {len(pages)} pages")  # type: ignore[arg-type]

    monkeypatch.setattr(reading, "parse_structure", fail)
    rows = read_with("pdfium", file_of(tmp_path, LETTER.read_bytes()))
    assert rows.letter.status == "unreadable"
    assert str(rows.letter.status_detail).startswith("the extractor failed: IndexError: no such line in ")


def test_what_a_letter_says_is_text_and_what_prints_nothing_is_left_out(tmp_path: Path) -> None:
    rows = read_with("pdfium", file_of(tmp_path, of_hostile_words()))
    printed = HOSTILE_WORDS.translate(dict.fromkeys(map(ord, "\u200f\u200b\ufeff")))
    assert rows.paragraphs[0].text.startswith(printed)


@pytest.mark.parametrize("kind", [kind for kind in UNREADABLE if kind not in NOT_FOR_THE_SECOND_READER])
def test_the_second_reader_stumbles_over_no_bad_file_either(tmp_path: Path, kind: str) -> None:
    rows = read_with("pdfplumber", file_of(tmp_path, BAD_FILES[kind].make()))
    assert rows.letter.status == "unreadable"
    assert [problem.rule for problem in rows.problems] == ["unreadable"]


def test_the_second_reader_reports_a_page_without_a_size_as_a_problem(tmp_path: Path) -> None:
    content = written(PdfWriter(clone_from=LETTER)).replace(b"/MediaBox", b"/MediaXox")
    rows = read_with("pdfplumber", file_of(tmp_path, content))
    assert "pdfplumber cannot read the file" in str(rows.letter.status_detail)
