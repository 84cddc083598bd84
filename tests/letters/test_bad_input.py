"""Files that are no letters: each gives one clear problem, and never a crash or a stall."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PageObject, PdfWriter
from pypdf.generic import DecodedStreamObject, NameObject

from extractors.letters import LetterFile, read_letters
from extractors.letters.reading import read_letter
from extractors.sample import ARCHIVE
from extractors.sample.letters import load_letters
from extractors.sample.typeset import typeset

LETTER = next(ARCHIVE.glob("90001*/*.pdf"))
OTHER_INSPECTION = next(ARCHIVE.glob("90015*/*.pdf"))

# Marks that touch nowhere: gathering them into boxes takes minutes.
SCATTERED_MARKS = b"".join(b"%d %d 1 1 re f\n" % (5 * (at % 140), 5 * (at // 140)) for at in range(19_000))


def file_of(folder: Path, content: bytes) -> LetterFile:
    path = folder / "letter.pdf"
    path.write_bytes(content)
    return LetterFile("50000001", path, "")


def written(writer: PdfWriter) -> bytes:
    output = BytesIO()
    writer.write(output)
    return output.getvalue()


def with_stream(content: bytes) -> bytes:
    writer = PdfWriter()
    page = writer.add_blank_page(595, 842)
    stream = DecodedStreamObject()
    stream.set_data(content)
    page[NameObject("/Contents")] = writer._add_object(stream.flate_encode())
    return written(writer)


def locked() -> bytes:
    writer = PdfWriter(clone_from=LETTER)
    writer.encrypt("a reader's password", "an owner's password", algorithm="RC4-128")
    return written(writer)


def of_pages(count: int) -> bytes:
    writer = PdfWriter()
    for _ in range(count):
        writer.add_page(PageObject.create_blank_page(width=595, height=842))
    return written(writer)


def a_picture() -> bytes:
    output = BytesIO()
    Image.new("L", (80, 80)).save(output, "PNG")
    return output.getvalue()


BAD_FILES: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b"", "PDFium cannot read the file"),
    "HTML under the name of a PDF": (lambda: b"<html><body>Sorry</body></html>", "PDFium cannot read the file"),
    "a picture under the name of a PDF": (a_picture, "PDFium cannot read the file"),
    "cut off": (lambda: LETTER.read_bytes()[:4000], "PDFium cannot read the file"),
    "encrypted": (locked, "assword"),
    "no text": (lambda: of_pages(3), "none of its 3 pages has a text layer"),
    "two thousand pages": (lambda: of_pages(2000), "it has 2000 pages"),
    "a million marks": (lambda: with_stream(b"0 0 1 1 re f\n" * 1_000_000), "drawn objects"),
}


@pytest.mark.parametrize("kind", BAD_FILES)
def test_a_file_that_cannot_be_read_gives_one_clear_problem(tmp_path: Path, kind: str) -> None:
    make, reason = BAD_FILES[kind]
    rows = read_letter(file_of(tmp_path, make()))
    assert rows.letter.status == "unreadable"
    assert reason in str(rows.letter.status_detail)
    assert [(problem.rule, problem.detail) for problem in rows.problems] == [("unreadable", rows.letter.status_detail)]
    assert not rows.sections


def test_a_letter_that_only_its_owner_may_change_is_read(tmp_path: Path) -> None:
    writer = PdfWriter(clone_from=LETTER)
    writer.encrypt("", "an owner's password", algorithm="RC4-128")
    rows = read_letter(file_of(tmp_path, written(writer)))
    assert rows.sections == read_letter(file_of(tmp_path, LETTER.read_bytes())).sections != []


def test_a_document_of_another_kind_of_inspection_is_no_letter(tmp_path: Path) -> None:
    rows = read_letter(file_of(tmp_path, OTHER_INSPECTION.read_bytes()))
    assert rows.letter.status == "not_a_jtai_letter"
    assert "Area SEND inspection" in str(rows.letter.status_detail)
    assert not rows.sections


def test_a_page_that_unfolds_to_more_memory_than_there_is_costs_its_worker_only(tmp_path: Path) -> None:
    big = tmp_path / "big"
    big.mkdir()
    files = [file_of(big, with_stream(b"0 0 m " * 50_000_000)), file_of(tmp_path, LETTER.read_bytes())]
    given_up, read = read_letters(files, mib_per_worker=300, workers=1)
    assert given_up.letter.status == "unreadable"
    assert "300 MiB" in str(given_up.letter.status_detail)
    assert read.letter.status == "read"


def test_what_a_letter_says_is_text_and_what_prints_nothing_is_left_out(tmp_path: Path) -> None:
    letter = load_letters()[0]
    hostile = '=HYPERLINK("x") <script>alert(1)</script>\u200f, zero\u200bwidth\ufeff &amp; {{ braces }}.'
    rows = read_letter(file_of(tmp_path, typeset(replace(letter, blocks=(hostile, *letter.blocks)), letter.setting)))
    assert rows.sections[0].text.startswith('=HYPERLINK("x") <script>alert(1)</script>, zerowidth &amp; {{ braces }}.')


def test_a_letter_that_takes_too_long_is_given_up_and_the_others_are_read(tmp_path: Path) -> None:
    slow = tmp_path / "slow"
    slow.mkdir()
    files = [file_of(tmp_path, LETTER.read_bytes()), file_of(slow, with_stream(SCATTERED_MARKS))]
    read, given_up = read_letters(files, seconds_per_letter=2, workers=1)
    assert read.letter.status == "read"
    assert given_up.letter.status_detail == "reading it took longer than 2 seconds"


@pytest.mark.parametrize("kind", [kind for kind in BAD_FILES if kind != "a million marks"])
def test_the_second_reader_stumbles_over_no_bad_file_either(tmp_path: Path, kind: str) -> None:
    make, _ = BAD_FILES[kind]
    rows = read_letter(replace(file_of(tmp_path, make()), reader="pdfplumber"))
    assert rows.letter.status == "unreadable"
    assert [problem.rule for problem in rows.problems] == ["unreadable"]


def test_the_second_reader_tells_a_page_without_a_size_as_a_problem(tmp_path: Path) -> None:
    content = written(PdfWriter(clone_from=LETTER)).replace(b"/MediaBox", b"/MediaXox")
    rows = read_letter(replace(file_of(tmp_path, content), reader="pdfplumber"))
    assert "pdfplumber cannot read the file" in str(rows.letter.status_detail)
