"""The words of a page as pdfplumber reads them: a page of some files, drawn by their hash, and those in doubt."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter

from extractors.letters.extraction_memo import AS_JSON
from extractors.letters.fallback_extraction import read_letter
from extractors.letters.layout import sampled_words
from extractors.letters.layout.printed_lines import read_printed_lines
from extractors.letters.layout.sampled_words import FILES_PER_SAMPLE, MOST_PAGES, read_sampled_words
from extractors.letters.reading import LetterFile
from extractors.records import SampledWord

SAMPLES = Path(__file__).parents[2] / "extractors" / "sample" / "archive"
LETTER = next(path for path in sorted(SAMPLES.rglob("*.pdf")))
PAGE_COUNT = len(PdfReader(LETTER).pages)
FIRST_PAGE, NO_PAGE = f"{0:064x}", f"{1:064x}"


def pages_of(file_sha256: str, *pages_with_problems: int) -> list[int]:
    return sorted({word.page for word in read_sampled_words("letter", LETTER, file_sha256, pages_with_problems)})


def words_of_first_page(path: Path) -> list[SampledWord]:
    return read_sampled_words("letter", path, FIRST_PAGE)


def write_first_page(path: Path, degrees: int = 0, *, times_drawn: int = 1) -> Path:
    """Write the first page alone, turned and with its content drawn some times over."""
    page = PdfReader(LETTER).pages[0]
    writer = PdfWriter()
    added = writer.add_page(page)
    for _ in range(times_drawn - 1):
        added.merge_page(page)
    added.rotate(degrees)
    writer.write(path)
    return path


def test_the_page_is_drawn_by_the_hash_of_the_file() -> None:
    drawn = [pages_of(f"{number:064x}") for number in range(FILES_PER_SAMPLE * PAGE_COUNT)]

    assert drawn[::FILES_PER_SAMPLE] == [[number + 1] for number in range(PAGE_COUNT)]
    assert [pages for pages in drawn if pages] == drawn[::FILES_PER_SAMPLE]


def test_pages_with_problems_are_read_too_up_to_a_limit() -> None:
    assert pages_of(FIRST_PAGE, 3) == [1, 3]
    assert len(pages_of(FIRST_PAGE, *range(1, PAGE_COUNT + 1))) == MOST_PAGES
    assert pages_of(FIRST_PAGE, PAGE_COUNT + 1) == [1]
    assert pages_of(NO_PAGE, 3) == [3]


def test_its_words_are_those_of_the_printed_lines_at_their_place() -> None:
    lines = [line for line in read_printed_lines("letter", LETTER) if line.page == 1]
    words = words_of_first_page(LETTER)

    # A footnote's mark is raised, so pdfplumber has it at another place.
    expected = {word for line in lines for word in line.text.split()}
    assert len({word.text for word in words} & expected) > 0.95 * len(expected)
    first, line = words[0], lines[0]
    assert len(words) > 200
    assert (first.x0, first.top) == (pytest.approx(line.x0, abs=1), pytest.approx(line.top, abs=4))


def test_what_is_drawn_twice_is_read_once(tmp_path: Path) -> None:
    once, twice = (write_first_page(tmp_path / f"{times}.pdf", times_drawn=times) for times in (1, 2))

    assert [word.text for word in words_of_first_page(twice)] == [word.text for word in words_of_first_page(once)]


def test_a_turned_page_is_read_as_it_is_shown(tmp_path: Path) -> None:
    upright = write_first_page(tmp_path / "upright.pdf")
    writer = PdfWriter(clone_from=upright)
    page = writer.pages[0]
    page.rotate(90)
    page.transfer_rotation_to_content()
    page.rotate(270)
    shown_upright = tmp_path / "turned.pdf"
    writer.write(shown_upright)

    assert [word.text for word in words_of_first_page(shown_upright)] == [
        word.text for word in words_of_first_page(upright)
    ]


def test_a_page_that_would_take_long_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    assert words_of_first_page(LETTER) != []
    monkeypatch.setattr(sampled_words, "MOST_CHARACTERS", 100)
    assert words_of_first_page(LETTER) == []


def test_a_file_that_cannot_be_read_has_no_words(tmp_path: Path) -> None:
    torn = tmp_path / "torn.pdf"
    torn.write_bytes(b"%PDF-1.7 torn")

    assert words_of_first_page(torn) == []


def test_a_fault_of_the_second_look_is_a_warning_about_a_letter_that_was_read(monkeypatch: pytest.MonkeyPatch) -> None:
    def extract_words_of_another_version() -> None:
        """As after an upgrade: it takes no arguments."""

    monkeypatch.setattr(sampled_words, "extract_words", extract_words_of_another_version)
    rows = read_letter(LetterFile("letter", LETTER, FIRST_PAGE))

    (problem,) = [problem for problem in rows.problems if problem.rule == "no_second_look"]
    assert "TypeError: " in problem.detail
    assert (rows.letter.status, rows.sampled_words) == ("read", [])


def test_a_letter_has_them_and_its_memo_keeps_them() -> None:
    rows = read_letter(LetterFile("letter", LETTER, FIRST_PAGE))

    assert {word.page for word in rows.sampled_words} == {1}
    assert AS_JSON.validate_python(json.loads(AS_JSON.dump_json(rows))).sampled_words == rows.sampled_words
