"""Sampled words: what pdfplumber reads on a page of some files, and on those where the reader found a problem.

PDFium reads the letters and gives the printed lines that the checks compare them with, so a font that it decodes
wrongly shows in neither. pdfplumber decodes fonts, places glyphs and divides words by itself, and takes forty times as
long: a page takes twice what a letter does. So a page of one file in six is read, which costs a third of what reading
the letters costs. A fault of PDFium's that shows on each page of 40 letters shows in them for certain, one on half of
the pages 97 times in 100, one on a quarter of them 82 times, and one on a page of each letter 43 times. Which file and
which page it is depends on the file's hash, so it is the same every time and another in every letter.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pdfplumber
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from pdfminer.layout import LTChar, LTContainer, LTItem
from pdfminer.psexceptions import PSException
from pdfplumber.page import Page as PlumberPage
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException
from pdfplumber.utils.text import dedupe_chars, extract_words

from extractors.letters.layout.character_codes import mend_codes, write_out
from extractors.letters.layout.printed_text import LEAST_SIZE, LEVEL_SLOPE, draw_page, is_blank
from extractors.records import SampledWord

if TYPE_CHECKING:  # no page of most letters is drawn to be read
    from PIL import Image

Char = dict[str, Any]

# pdfplumber wraps whatever pdfminer raises over a file, and over a page of it.
UNREADABLE = (PdfminerException, MalformedPDFException, PSException, pdfium.PdfiumError)

FILES_PER_SAMPLE = 6
MOST_PAGES = 3
MOST_OBJECTS, MOST_CHARACTERS = 5_000, 20_000
"""A page of more would take pdfplumber long; a page of a letter has up to 700 objects and 5,000 characters."""


def read_sampled_words(
    report_id: str,
    path: Path,
    file_sha256: str,
    pages_with_problems: Collection[int] = (),
    pages_with_hidden_words: Collection[int] = (),
) -> list[SampledWord]:
    """Return the words of a page, where the file's hash draws one, and of up to three in all, in pdfplumber's order.

    Words that a page does not show are left out. What pdfplumber says it cannot read has no words: it is a second look,
    and the letter has been read.
    """
    number, others = divmod(int(file_sha256, 16), FILES_PER_SAMPLE)
    if others and not pages_with_problems:
        return []
    try:
        with pdfium.PdfDocument(path) as document:
            drawn = [] if others else [number % len(document) + 1]
            chosen = list(dict.fromkeys([*drawn, *sorted(pages_with_problems)]))[:MOST_PAGES]
            pages = sorted(page for page in chosen if page <= len(document) and _is_of_usual_size(document[page - 1]))
            pictures = {page: draw_page(document[page - 1]) for page in pages if page in pages_with_hidden_words}
        with pdfplumber.open(path, pages=pages) as document:
            words = [word for page in document.pages for word in _read_words(report_id, page)] if pages else []
        return [word for word in words if word.page not in pictures or _is_shown(word, pictures[word.page])]
    except UNREADABLE:
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
    words = extract_words(_keep_text(list(_chars_in(page, page.layout))))
    texts = mend_codes("\n".join(word["text"] for word in words)).split("\n")
    for number, (text, word) in enumerate(zip(texts, words, strict=True), start=1):
        place = (word["x0"] - left, word["top"] - top, word["x1"] - left, word["bottom"] - top)
        yield SampledWord(report_id, page.page_number, number, write_out(text), *(round(edge, 1) for edge in place))


def _is_shown(word: SampledWord, picture: Image.Image) -> bool:
    return word.bottom - word.top >= LEAST_SIZE and not is_blank(picture, (word.x0, word.top, word.x1, word.bottom))


def _chars_in(page: PlumberPage, items: Iterable[LTItem]) -> Iterator[Char]:
    """Yield the glyphs of a page; `Page.chars` gives more of each, and drawings too, which takes as long as to read."""
    left, top, _, _ = page.mediabox
    for item in items:
        if isinstance(item, LTChar):
            upper, lower = page.height - item.y1 + top, page.height - item.y0 + top
            yield {
                "text": item.get_text(),
                "x0": item.x0 + left,
                "top": upper,
                "x1": item.x1 + left,
                "bottom": lower,
                "doctop": upper,
                "upright": item.upright,
                "fontname": item.fontname,
                "size": item.size,
                "matrix": item.matrix,
            }
        elif isinstance(item, LTContainer):
            yield from _chars_in(page, item)


def _keep_text(chars: list[Char]) -> list[Char]:
    """Leave out what is set aslant, as marks across a page are, and a glyph drawn over itself, as for bold.

    To look for copies costs 50 ms, so it is done where there are any.
    """
    places = {(char["text"], round(char["x0"]), round(char["top"])) for char in chars}
    level = [char for char in chars if _is_level(char)]
    return level if len(places) == len(chars) else dedupe_chars(level)


def _is_level(char: Char) -> bool:
    across, down, *_ = char["matrix"]
    return bool(abs(down) <= LEVEL_SLOPE * across)
