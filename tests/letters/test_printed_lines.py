"""The lines printed on each page, as PDFium itself divides and places them."""

from __future__ import annotations

from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter

from extractors.letters.layout.printed_lines import read_printed_lines
from extractors.records import PrintedLine

SAMPLES = Path(__file__).parents[2] / "extractors" / "sample" / "archive"
LETTER = next(path for path in sorted(SAMPLES.rglob("*.pdf")))


def lines_of_first_page(tmp_path: Path, degrees: int) -> list[PrintedLine]:
    writer = PdfWriter()
    writer.add_page(PdfReader(LETTER).pages[0].rotate(degrees))
    turned = tmp_path / "turned.pdf"
    writer.write(turned)
    return read_printed_lines("turned", turned)


def test_every_page_has_lines_in_order_and_a_page_without_text_one_without_words(tmp_path: Path) -> None:
    writer = PdfWriter(clone_from=LETTER)
    writer.add_blank_page()
    longer = tmp_path / "longer.pdf"
    writer.write(longer)

    lines = read_printed_lines("longer", longer)

    assert lines[:-1] == read_printed_lines("longer", LETTER)
    assert (lines[-1].page, lines[-1].line_number, lines[-1].text) == (len(PdfReader(LETTER).pages) + 1, 1, "")


def test_lines_are_placed_on_the_page_as_it_is_shown(tmp_path: Path) -> None:
    upright, turned = ({line.text: line for line in lines_of_first_page(tmp_path, degrees)} for degrees in (0, 180))
    page = PdfReader(LETTER).pages[0].mediabox
    both = [(upright[text], turned[text]) for text in upright if text in turned]

    assert len(both) > len(upright) / 2
    for before, after in both:
        assert after.x0 == pytest.approx(float(page.width) - before.x1, abs=0.3)
        assert after.top == pytest.approx(float(page.height) - before.bottom, abs=0.3)


def test_a_file_that_pdfium_cannot_open_has_no_lines(tmp_path: Path) -> None:
    torn = tmp_path / "torn.pdf"
    torn.write_bytes(b"%PDF-1.7 torn")

    assert read_printed_lines("torn", torn) == []
