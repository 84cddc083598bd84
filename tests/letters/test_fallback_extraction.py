"""A letter that PDFium misreads is read by pdfplumber too, and the reading that lacks less is kept."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfWriter
from pypdf.generic import NameObject, NumberObject

from bad_pdfs import BAD_FILES, LETTER
from extractors.letters import LetterFile, LetterRows
from extractors.letters.fallback_extraction import choose_extraction, find_shortcomings, read_letter
from extractors.records import ReadingProblem
from extractors.sample import ARCHIVE
from letters.rows import rows_of, sections_of

SAMPLE = sorted(ARCHIVE.glob("*/*.pdf"))
# Of this hash, no page is sampled.
NO_SAMPLE = f"{1:064x}"
GOOD = rows_of(LETTER)
BY_PDFPLUMBER = replace(GOOD, letter=replace(GOOD.letter, reader="pdfplumber"))


def file_of(folder: Path, content: bytes) -> LetterFile:
    path = folder / "letter.pdf"
    path.write_bytes(content)
    return LetterFile(LETTER.stem, path, NO_SAMPLE)


@pytest.fixture
def miscounted(tmp_path: Path) -> LetterFile:
    """A letter whose page tree counts three pages of more."""
    writer = PdfWriter(clone_from=LETTER)
    writer.root_object["/Pages"].get_object()[NameObject("/Count")] = NumberObject(3)
    writer.write(tmp_path / "letter.pdf")
    return LetterFile(LETTER.stem, tmp_path / "letter.pdf", NO_SAMPLE)


def test_a_letter_whose_page_tree_counts_too_few_pages_is_read_to_its_end(miscounted: LetterFile) -> None:
    rows = read_letter(miscounted)
    assert (rows.letter.reader, rows.letter.status) == ("pdfplumber", "read")
    assert sections_of(rows) == sections_of(GOOD)


def test_a_second_reading_says_so_and_why(miscounted: LetterFile) -> None:
    (note,) = [problem for problem in read_letter(miscounted).problems if problem.rule == "second_reading"]
    assert (note.report_id, note.severity) == (LETTER.stem, "warning")
    assert (
        "read by pdfplumber, because the reading by pdfium has no “Yours sincerely”; has no next steps" in note.detail
    )


def test_a_letter_whose_page_tree_turns_in_a_ring_is_read(tmp_path: Path) -> None:
    rows = read_letter(file_of(tmp_path, BAD_FILES["pages in a ring"].make()))
    assert (rows.letter.reader, rows.letter.status) == ("pdfplumber", "read")


def test_a_letter_whose_pages_are_turned_is_read(tmp_path: Path) -> None:
    writer = PdfWriter(clone_from=LETTER)
    for page in writer.pages:
        page.rotate(90)
    writer.write(tmp_path / "letter.pdf")
    rows = read_letter(LetterFile(LETTER.stem, tmp_path / "letter.pdf", NO_SAMPLE))
    assert rows.letter.status == "read"


def test_a_file_that_neither_reads_keeps_the_words_of_the_first(tmp_path: Path) -> None:
    rows = read_letter(file_of(tmp_path, BAD_FILES["cut off"].make()))
    assert (rows.letter.reader, rows.letter.status) == ("pdfium", "unreadable")
    assert [problem.rule for problem in rows.problems] == ["unreadable"]


@pytest.mark.parametrize("letter", SAMPLE, ids=lambda path: path.parent.name)
def test_no_letter_of_the_sample_is_read_a_second_time(letter: Path) -> None:
    assert find_shortcomings(rows_of(letter)) == []


def test_no_real_letter_is_read_a_second_time(real_letter: Path) -> None:
    assert find_shortcomings(rows_of(real_letter)) == []


def without(kind: str) -> LetterRows:
    return replace(GOOD, sections=[section for section in GOOD.sections if section.kind != kind])


def saying(rule: str) -> LetterRows:
    return replace(GOOD, problems=[ReadingProblem("501", rule, "warning", 1, None, NO_SAMPLE)])


def with_text(text: str) -> LetterRows:
    first, *others = GOOD.paragraphs
    return replace(GOOD, paragraphs=[replace(first, text=text), *others])


@pytest.mark.parametrize(
    ("rows", "lacking"),
    [
        (without("introduction"), "has no introduction"),
        (without("next_steps"), "has no next steps"),
        (replace(GOOD, sections=[one for one in GOOD.sections if one.kind in {"introduction", "next_steps"}]),
         "has no findings"),
        (saying("no_title"), "has no title"),
        (saying("no_closing"), "has no “Yours sincerely”"),
        (replace(GOOD, letter=replace(GOOD.letter, word_count=1000, unplaced_word_count=11)),
         "has 11 of its 1000 words in no section"),
        (with_text("a safe\ufffeguarding plan"), "has glyphs that are no letters"),
        (replace(GOOD, letter=replace(GOOD.letter, status="unreadable", status_detail="it is cut off")),
         "gave no letter: it is cut off"),
    ],
)  # fmt: skip
def test_what_a_reading_lacks_calls_for_the_second_reader(rows: LetterRows, lacking: str) -> None:
    assert find_shortcomings(rows) == [lacking]
    assert choose_extraction(rows, BY_PDFPLUMBER).letter.reader == "pdfplumber"


@pytest.mark.parametrize(
    "rows",
    [
        saying("weekday_and_date_disagree"),
        saying("case_study_without_box"),
        saying("page_is_an_image"),
        replace(GOOD, sections=[replace(one, kind="other") if one.kind == "context" else one for one in GOOD.sections]),
        replace(GOOD, letter=replace(GOOD.letter, word_count=1000, unplaced_word_count=10)),
        replace(GOOD, letter=replace(GOOD.letter, theme=None)),
        replace(GOOD, letter=replace(GOOD.letter, status="not_a_jtai_letter")),
    ],
)
def test_what_both_readers_would_say_alike_does_not(rows: LetterRows) -> None:
    assert find_shortcomings(rows) == []


def test_the_first_reading_is_kept_where_the_second_lacks_as_much() -> None:
    lacking = without("next_steps")
    assert choose_extraction(lacking, replace(without("introduction"), letter=BY_PDFPLUMBER.letter)) == lacking
    assert choose_extraction(lacking, replace(lacking, letter=replace(GOOD.letter, status="unreadable"))) == lacking


def test_a_letter_that_lacks_much_is_better_than_none() -> None:
    poor = replace(GOOD, sections=[])
    unread = replace(GOOD, letter=replace(GOOD.letter, status="unreadable", status_detail="it is cut off"))
    assert choose_extraction(poor, unread) == poor
    assert choose_extraction(unread, poor).sections == []
    assert choose_extraction(unread, poor).letter.status == "read"


def test_both_readers_give_the_same_rows_of_a_sound_letter() -> None:
    first, second = rows_of(LETTER), rows_of(LETTER, "pdfplumber")
    assert (first.letter.reader, second.letter.reader) == ("pdfium", "pdfplumber")
    assert first.sections == second.sections != []
