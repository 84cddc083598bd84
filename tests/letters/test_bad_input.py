"""Files that are no letters: each gives one clear problem, and never a crash or a stall."""

from __future__ import annotations

import os
import signal
from dataclasses import replace
from pathlib import Path

import pytest
from pebble import ProcessExpired
from pypdf import PdfWriter

from bad_pdfs import (
    BAD_FILES,
    HOSTILE_WORDS,
    LETTER,
    OTHER_INSPECTION,
    SCATTERED_MARKS,
    drawing_itself,
    of_hostile_words,
    with_stream,
    written,
)
from extractors.letters import LetterFile, read_letters
from extractors.letters.pool import in_workers
from extractors.letters.reading import read_letter


def file_of(folder: Path, content: bytes) -> LetterFile:
    path = folder / "letter.pdf"
    path.write_bytes(content)
    return LetterFile("50000001", path, "")


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


@pytest.mark.parametrize("kind", UNREADABLE)
def test_a_file_that_cannot_be_read_gives_one_clear_problem(tmp_path: Path, kind: str) -> None:
    bad = BAD_FILES[kind]
    rows = read_letter(file_of(tmp_path, bad.make()))
    assert rows.letter.status == "unreadable"
    assert (bad.reason or "") in str(rows.letter.status_detail)
    assert [(problem.rule, problem.detail) for problem in rows.problems] == [("unreadable", rows.letter.status_detail)]
    assert not rows.sections


@pytest.mark.parametrize("kind", READ_ALL_THE_SAME)
def test_what_a_pdf_carries_beside_its_text_changes_nothing(tmp_path: Path, kind: str) -> None:
    rows = read_letter(file_of(tmp_path, BAD_FILES[kind].make()))
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
    rows = read_letter(file_of(tmp_path, of_hostile_words()))
    printed = HOSTILE_WORDS.translate(dict.fromkeys(map(ord, "\u200f\u200b\ufeff")))
    assert rows.sections[0].text.startswith(printed)


@pytest.mark.parametrize("by", [signal.SIGKILL, signal.SIGSEGV, signal.SIGABRT])
def test_a_worker_that_dies_over_a_letter_is_replaced_and_the_others_are_worked_on(by: signal.Signals) -> None:
    tasks = [None, by, None, by, None]
    ended = [future.exception() for future in in_workers(die_by, tasks, seconds=60, workers=1)]
    assert [type(error) for error in ended] == [type(None), ProcessExpired, type(None), ProcessExpired, type(None)]


def die_by(number: signal.Signals | None) -> None:
    if number:
        os.kill(os.getpid(), number)


def test_a_letter_that_kills_its_worker_is_named_and_the_others_are_read(tmp_path: Path) -> None:
    deadly = tmp_path / "deadly"
    deadly.mkdir()
    files = [file_of(deadly, drawing_itself()), file_of(tmp_path, LETTER.read_bytes())]
    died, read = read_letters(files, workers=1)
    assert "the process that read it died" in str(died.letter.status_detail)
    assert read.letter.status == "read"


def test_a_letter_that_takes_too_long_is_given_up_and_the_others_are_read(tmp_path: Path) -> None:
    slow = tmp_path / "slow"
    slow.mkdir()
    files = [file_of(tmp_path, LETTER.read_bytes()), file_of(slow, with_stream(SCATTERED_MARKS))]
    read, given_up = read_letters(files, seconds_per_letter=2, workers=1)
    assert read.letter.status == "read"
    assert given_up.letter.status_detail == "reading it took longer than 2 seconds"


@pytest.mark.parametrize("kind", [kind for kind in UNREADABLE if kind not in NOT_FOR_THE_SECOND_READER])
def test_the_second_reader_stumbles_over_no_bad_file_either(tmp_path: Path, kind: str) -> None:
    rows = read_letter(replace(file_of(tmp_path, BAD_FILES[kind].make()), reader="pdfplumber"))
    assert rows.letter.status == "unreadable"
    assert [problem.rule for problem in rows.problems] == ["unreadable"]


def test_the_second_reader_tells_a_page_without_a_size_as_a_problem(tmp_path: Path) -> None:
    content = written(PdfWriter(clone_from=LETTER)).replace(b"/MediaBox", b"/MediaXox")
    rows = read_letter(replace(file_of(tmp_path, content), reader="pdfplumber"))
    assert "pdfplumber cannot read the file" in str(rows.letter.status_detail)
