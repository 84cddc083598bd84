"""Page images show the place that a problem is about, marked, and are the same every time."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, NameObject, NumberObject

from extractors.letters.layout.lines import Line
from extractors.letters.layout.pdfium_reader import read_pages
from extractors.letters.page_images import HIGHLIGHT, OUTLINE, Place, draw_place, draw_places, find_quote
from extractors.sample import ARCHIVE

LETTER = next(ARCHIVE.glob("90010*/*.pdf"))
PAGES = read_pages(LETTER)
NOT_PRINTED = "no letter has these words anywhere in it"


def body_lines() -> list[Line]:
    """Three printed lines that follow each other, the last page but one being full of them."""
    return list(PAGES[-2].lines[8:11])


def picture(png: bytes | None) -> Image.Image:
    assert png is not None
    return Image.open(BytesIO(png)).convert("RGB")


def rows_in(image: Image.Image, colour: str) -> set[int]:
    """The rows of pixels that have a colour, or one that a small palette made of it."""
    wanted = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    near = (
        index // image.width
        for index, pixel in enumerate(image.get_flattened_data())
        if all(abs(one - other) < 12 for one, other in zip(pixel, wanted, strict=True))
    )
    return set(near)


def test_the_lines_of_a_quote_are_marked_and_the_lines_around_them_are_shown() -> None:
    lines = body_lines()
    quote = " ".join(line.text for line in lines)
    shown = picture(draw_place(Place(LETTER, lines[0].page, (quote,))))
    whole = picture(draw_place(Place(LETTER, lines[0].page, ())))
    assert shown.height < whole.height / 2
    marked, outlined = rows_in(shown, HIGHLIGHT), rows_in(shown, OUTLINE)
    assert marked
    assert min(outlined) < min(marked) <= max(marked) < max(outlined)
    assert min(outlined) > 40
    assert max(outlined) < shown.height - 40
    assert not rows_in(whole, HIGHLIGHT)


@pytest.mark.parametrize("page", [None, 1, body_lines()[0].page])
def test_a_quote_is_found_from_its_page_on_or_anywhere(page: int | None) -> None:
    lines = body_lines()
    quote = lines[0].text.upper() + "  " + lines[1].text
    assert find_quote(PAGES, Place(LETTER, page, (NOT_PRINTED, quote))) == lines[:2]


def test_a_quote_that_goes_on_otherwise_is_found_by_its_opening() -> None:
    lines = body_lines()
    opening = " ".join(line.text for line in lines[:2])
    assert find_quote(PAGES, Place(LETTER, None, (f"{opening} {NOT_PRINTED * 4}",)))[0] == lines[0]


def test_a_word_that_stands_in_any_sentence_is_no_place() -> None:
    assert find_quote(PAGES, Place(LETTER, None, ("children",))) == []


def test_a_short_heading_is_found_where_it_is_a_line() -> None:
    (line,) = find_quote(PAGES, Place(LETTER, None, ("Next steps",)))
    assert (line.text, line.is_bold) == ("Next steps", True)


def test_the_same_place_gives_the_same_bytes() -> None:
    place = Place(LETTER, 2, (PAGES[1].lines[5].text,))
    assert draw_place(place) == draw_place(place) is not None


def test_what_cannot_be_drawn_has_no_image_and_costs_the_others_nothing(tmp_path: Path) -> None:
    damaged = tmp_path / "letter.pdf"
    damaged.write_bytes(LETTER.read_bytes()[:4000])
    places = [
        Place(damaged, 1, ()),
        Place(LETTER, None, (NOT_PRINTED,)),
        Place(LETTER, len(PAGES) + 1, ()),
        Place(LETTER, 1, ()),
    ]
    assert [png is not None for png in draw_places(places)] == [False, False, False, True]


def test_a_page_whose_crop_box_is_empty_is_drawn_whole_as_viewers_show_it(tmp_path: Path) -> None:
    letter = PdfWriter(clone_from=LETTER)
    for page in letter.pages:
        page[NameObject("/CropBox")] = ArrayObject([NumberObject(0)] * 4)
    letter.write(tmp_path / "letter.pdf")
    assert [*draw_places([Place(tmp_path / "letter.pdf", 1, ())])] == [draw_place(Place(LETTER, 1, ()))]
