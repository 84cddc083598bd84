"""Sampled words: what pdfplumber reads on one page of each file, and on those where the reader found a problem.

PDFium reads the letters and gives the printed lines that the checks compare them with, so a font that it decodes
wrongly shows in neither. pdfplumber decodes fonts, places glyphs and divides words by itself, and takes forty times as
long: a page of each letter, a twelfth of all, costs 6 ms for each page that there is. Which page it is depends on the
file's hash, so it is the same every time and another in every letter.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

import pdfplumber
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from pdfplumber.page import Page as PlumberPage

from extractors.letters.layout.printed_text import LEVEL_SLOPE
from extractors.records import SampledWord

MOST_PAGES = 3
MOST_OBJECTS, MOST_CHARACTERS = 5_000, 20_000
"""A page of more would take pdfplumber long; a page of a letter has up to 700 objects and 5,000 characters."""


def read_sampled_words(
    report_id: str, path: Path, file_sha256: str, pages_with_problems: Collection[int] = ()
) -> list[SampledWord]:
    """Return the words of a page drawn by the file's hash, and of up to two others, in pdfplumber's order.

    What pdfplumber cannot read has no words: it is a second look, and the letter has been read.
    """
    try:
        with pdfium.PdfDocument(path) as document:
            drawn = int(file_sha256, 16) % len(document) + 1
            chosen = list(dict.fromkeys([drawn, *sorted(pages_with_problems)]))[:MOST_PAGES]
            pages = sorted(page for page in chosen if page <= len(document) and _is_of_usual_size(document[page - 1]))
        with pdfplumber.open(path, pages=pages) as document:
            return [word for page in document.pages for word in _read_words(report_id, page)] if pages else []
    except Exception:  # noqa: BLE001 a damaged file makes pdfplumber stumble in any way
        return []


def _is_of_usual_size(page: pdfium.PdfPage) -> bool:
    text_page = page.get_textpage()
    try:
        characters, objects = text_page.count_chars(), pdfium_c.FPDFPage_CountObjects(page.raw)
        return bool(characters <= MOST_CHARACTERS and objects <= MOST_OBJECTS)
    finally:
        text_page.close()
        page.close()


def _read_words(report_id: str, page: PlumberPage) -> Iterator[SampledWord]:
    left, top, _, _ = page.cropbox
    for number, word in enumerate(_keep_text(page).extract_words(), start=1):
        place = (word["x0"] - left, word["top"] - top, word["x1"] - left, word["bottom"] - top)
        yield SampledWord(report_id, page.page_number, number, word["text"], *(round(edge, 1) for edge in place))


def _keep_text(page: PlumberPage) -> PlumberPage:
    """Leave out what is set aslant, as marks across a page are, and a glyph drawn over itself, as for bold.

    To do so costs 50 ms, so it is done where there is any.
    """
    places = {(char["text"], round(char["x0"]), round(char["top"])) for char in page.chars}
    if not all(_is_level(char) for char in page.chars):
        page = page.filter(_is_level)
    return page if len(places) == len(page.chars) else page.dedupe_chars()


def _is_level(drawn: Mapping[str, Any]) -> bool:
    """Whether something is no glyph, or one that is set upright."""
    across, down, *_ = drawn.get("matrix") or (1, 0)
    return bool(abs(down) <= LEVEL_SLOPE * across)
