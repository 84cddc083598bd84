"""Text as printed: nothing that a reader of the page cannot see, everything that is seen once, wherever it comes from.

Each letter here is one of the sample's, drawn otherwise: what is read must stay the same with either reader.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PageObject, PdfWriter, Transformation
from pypdf.generic import ArrayObject, DictionaryObject, FloatObject, NameObject, NumberObject, PdfObject

from bad_pdfs import LETTER
from extractors.letters import LetterFile, LetterRows
from extractors.letters.fallback_extraction import read_letter
from extractors.letters.layout.lines import Page
from extractors.letters.layout.pages import REPEATED_PAGES
from extractors.letters.layout.pdfium_reader import read_pages
from extractors.letters.layout.pdfplumber_reader import read_pages as read_pages_with_pdfplumber
from extractors.letters.layout.printed_lines import list_printed_lines, read_printed_lines
from extractors.letters.layout.printed_text import Glyph, find_unprinted
from extractors.letters.reading import Reader, read_with
from extractors.records import PrintedLine
from letters.rows import rows_of
from redrawn_letters import (
    FONT,
    contents_of,
    draw,
    form_of,
    layer_that_is_off,
    numbers,
    picture_of,
    redraw,
    stream_of,
    text_at,
)

Change = Callable[[PdfWriter, PageObject], None]
LEAST_NUMBERED_LINES = 25
LONG_LINE = 60
RAISED_NUMBER_POINTS = 6
BULLET = "\\225 Two words that nobody sees and more of them"
BOTH_READERS: tuple[Reader, ...] = ("pdfium", "pdfplumber")


def adding(content: str) -> Change:
    return lambda writer, page: draw(writer, page, content)


def without_opacity(writer: PdfWriter, page: PageObject) -> None:
    state = DictionaryObject({NameObject("/ca"): FloatObject(0), NameObject("/CA"): FloatObject(0)})
    draw(writer, page, "/Clear gs " + text_at(BULLET), ExtGState={"Clear": state})


def in_a_layer(writer: PdfWriter, page: PageObject) -> None:
    layer = layer_that_is_off(writer)
    draw(writer, page, f"/OC /Draft BDC {text_at(BULLET)} EMC", Properties={"Draft": layer})


def in_a_form_of_a_layer(writer: PdfWriter, page: PageObject) -> None:
    draw(writer, page, "")
    form = form_of(writer, page, text_at(BULLET), OC=layer_that_is_off(writer))
    draw(writer, page, "/Hidden Do", XObject={"Hidden": form})


def under_a_picture(writer: PdfWriter, page: PageObject) -> None:
    content = text_at(BULLET) + "q 500 0 0 14 60 56 cm /White Do Q"
    draw(writer, page, content, XObject={"White": picture_of(writer)})


UNSEEN: dict[str, Change] = {
    "white": adding(text_at(BULLET, before="1 g")),
    "white in ink": adding(text_at(BULLET, before="0 0 0 0 k")),
    "at 99 % grey": adding(text_at(BULLET, before=".99 g")),
    "at 99 % grey in colours": adding(text_at(BULLET, before=".99 .99 .99 rg")),
    "without opacity": without_opacity,
    "in render mode 3": adding(text_at(BULLET, before="3 Tr")),
    "in render mode 7": adding(text_at(BULLET, before="7 Tr")),
    "outlined in white": adding("1 G " + text_at(BULLET, before="1 Tr")),
    "clipped away": adding("q 0 0 20 20 re W n " + text_at(BULLET) + "Q"),
    "under a white rectangle": adding(text_at(BULLET) + "1 g 60 56 500 14 re f"),
    "under a picture": under_a_picture,
    "in a layer that is off": in_a_layer,
    "in a form of a layer that is off": in_a_form_of_a_layer,
    "above the page": adding(text_at(BULLET, y=900)),
    "beside the page": adding(text_at(BULLET, x=700)),
    "too small to see": adding(text_at(BULLET, size=0.2)),
    "across the page": lambda writer, page: draw(
        writer, page, "0.8 g BT /AddedFont 80 Tf .7 .7 -.7 .7 120 200 Tm (EMBARGOED) Tj ET 0 g", is_below=True
    ),
    "up the page": adding("BT /AddedFont 9 Tf 0 1 -1 0 30 200 Tm (Printed on recycled paper) Tj ET"),
}


@pytest.fixture(scope="module")
def first_pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The first pages of a letter, as many as tell what is on all of them: pdfplumber takes its time over each."""
    writer = PdfWriter()
    writer.append(LETTER, pages=(0, REPEATED_PAGES))
    path = tmp_path_factory.mktemp("first_pages") / LETTER.name
    writer.write(path)
    return path


def same_rows(changed: Path, reader: Reader, letter: Path = LETTER) -> None:
    before, after = rows_of(letter, reader), read_with(reader, LetterFile(letter.stem, changed, ""))
    assert texts_of(after) == texts_of(before)
    assert [(problem.rule, problem.page) for problem in after.problems] == [
        (problem.rule, problem.page) for problem in before.problems
    ]
    assert replace(after.letter, title="") == replace(before.letter, title="")
    for one, other in zip(after.paragraphs, before.paragraphs, strict=True):
        assert (one.x0, one.top, one.bottom) == pytest.approx((other.x0, other.top, other.bottom), abs=0.2)
        # PDFium cuts a line of a turned page before a raised note number at its end.
        assert one.x1 == pytest.approx(other.x1, abs=RAISED_NUMBER_POINTS)


def texts_of(rows: LetterRows) -> list[object]:
    sections = [(section.kind, section.heading, section.start_page) for section in rows.sections]
    paragraphs = [(each.section_number, each.form, each.level, each.text, each.page) for each in rows.paragraphs]
    return [*sections, *paragraphs, *rows.case_studies, *rows.footnotes]


@pytest.mark.slow
@pytest.mark.parametrize("reader", BOTH_READERS)
@pytest.mark.parametrize("how", UNSEEN)
def test_text_that_is_not_seen_is_not_read(how: str, reader: Reader, first_pages: Path, tmp_path: Path) -> None:
    same_rows(redraw(first_pages, tmp_path, UNSEEN[how]), reader, first_pages)


@pytest.mark.parametrize("reader", BOTH_READERS)
def test_text_that_is_clipped_away_where_the_next_line_begins_is_not_read(reader: Reader, tmp_path: Path) -> None:
    page = read_pages(LETTER)[0]
    after = next(after for before, after in pairwise(page.lines) if after.baseline - before.baseline > 2 * after.size)
    # Its feet are where the next line's capitals are.
    place = page.height - after.baseline + 0.7 * after.size
    hidden = "q 0 0 20 20 re W n " + text_at("Somebody who does not work there", x=after.x0, y=place) + "Q"

    def hide(writer: PdfWriter, drawn: PageObject) -> None:
        draw(writer, drawn, hidden if drawn.page_number == 0 else "")

    same_rows(redraw(LETTER, tmp_path, hide), reader)


@pytest.mark.parametrize("before", ["", "1 g"])
@pytest.mark.parametrize("reader", BOTH_READERS)
def test_words_too_small_to_see_inside_a_line_are_in_neither_the_rows_nor_the_comparison_with_print(
    reader: Reader, before: str, tmp_path: Path
) -> None:
    page = read_pages(LETTER)[0]
    line = next(line for line in page.lines if len(line.text) > LONG_LINE)
    hidden = text_at(
        "unseen words", x=(line.x0 + line.x1) / 2, y=page.height - line.baseline + 1, size=1, before=before
    )

    def hide(writer: PdfWriter, drawn: PageObject) -> None:
        draw(writer, drawn, hidden if drawn.page_number == 0 else "")

    changed = redraw(LETTER, tmp_path, hide)

    same_rows(changed, reader)
    rows = read_letter(LetterFile(LETTER.stem, changed, f"{0:064x}"))
    assert [line.text for line in rows.printed_lines] == [line.text for line in read_printed_lines("letter", LETTER)]
    assert not any("seen" in word.text for word in rows.sampled_words)


def test_words_that_a_page_does_not_show_are_in_no_printed_line(tmp_path: Path) -> None:
    changed = redraw(LETTER, tmp_path, adding(text_at("Words that nobody sees", before="1 g")))
    rows = read_letter(LetterFile(LETTER.stem, changed, f"{0:064x}"))

    assert rows.sampled_words
    assert not any("nobody sees" in line.text for line in rows.printed_lines)
    assert not any("nobody" in word.text for word in rows.sampled_words)


def test_white_text_on_a_dark_ground_is_read(tmp_path: Path) -> None:
    band = "0.1 g 60 56 500 14 re f " + text_at("White on a dark ground", before="1 g")
    changed = redraw(LETTER, tmp_path, adding(band))
    assert all("White on a dark ground" in [line.text for line in page.lines] for page in read_pages(changed))


# Seen once


def drawn_twice(writer: PdfWriter, page: PageObject) -> None:
    own = contents_of(page)
    shift, back = stream_of(writer, "q 1 0 0 1 .3 0 cm\n"), stream_of(writer, "\nQ\n")
    draw(writer, page, "")
    page["/Contents"].extend([shift, *own, back])


def in_a_form(writer: PdfWriter, page: PageObject) -> None:
    form = form_of(writer, page, [part.get_object().get_data() for part in contents_of(page)])
    page[NameObject("/Contents")] = stream_of(writer, "q 1 0 0 1 0 0 cm /Whole Do Q")
    page[NameObject("/Resources")] = DictionaryObject(
        {NameObject("/XObject"): DictionaryObject({NameObject("/Whole"): form})}
    )


def framed(writer: PdfWriter, page: PageObject) -> None:
    draw(writer, page, "0.5 w 20 20 555 802 re S")


def framed_closely(writer: PdfWriter, page: PageObject) -> None:
    draw(writer, page, "0.5 w 50 70 500 690 re S")


def tinted(writer: PdfWriter, page: PageObject) -> None:
    draw(writer, page, ".95 .97 1 rg 0 0 600 850 re f", is_below=True)


def stored_lying(writer: PdfWriter, page: PageObject) -> None:
    page.rotate(90)
    page.transfer_rotation_to_content()
    page.rotate(270)


def stored_on_its_head(writer: PdfWriter, page: PageObject) -> None:
    page.rotate(180)
    page.transfer_rotation_to_content()
    page.rotate(180)


def cropped(writer: PdfWriter, page: PageObject) -> None:
    width, height = page.mediabox.width, page.mediabox.height
    page.add_transformation(Transformation().translate(80, 60))
    page[NameObject("/MediaBox")] = numbers(0, 0, width + 160, height + 120)
    page[NameObject("/CropBox")] = numbers(80, 60, width + 80, height + 60)
    draw(writer, page, text_at("Printer's mark", x=100, y=20))


def away_from_the_origin(writer: PdfWriter, page: PageObject) -> None:
    width, height = page.mediabox.width, page.mediabox.height
    page.add_transformation(Transformation().translate(-300, 500))
    page[NameObject("/MediaBox")] = page[NameObject("/CropBox")] = numbers(-300, 500, width - 300, height + 500)


def boxed_in_the_page_tree(writer: PdfWriter, page: PageObject) -> None:
    page.raw_get("/Parent").get_object()[NameObject("/MediaBox")] = page.pop("/MediaBox")
    for box in ("/CropBox", "/TrimBox", "/BleedBox", "/ArtBox"):
        page.pop(box, None)


REDRAWN: dict[str, Change] = {
    "drawn twice": drawn_twice,
    "in a form": in_a_form,
    "framed": framed,
    "framed closely": framed_closely,
    "tinted": tinted,
    "stored lying": stored_lying,
    "stored on its head": stored_on_its_head,
    "cropped": cropped,
    "away from the origin": away_from_the_origin,
    "boxed in the page tree": boxed_in_the_page_tree,
}


@pytest.mark.slow
@pytest.mark.parametrize("reader", BOTH_READERS)
@pytest.mark.parametrize("how", REDRAWN)
def test_a_letter_reads_the_same_however_its_pages_are_stored(
    how: str, reader: Reader, first_pages: Path, tmp_path: Path
) -> None:
    same_rows(redraw(first_pages, tmp_path, REDRAWN[how]), reader, first_pages)


@pytest.mark.slow
@pytest.mark.parametrize("reader", BOTH_READERS)
@pytest.mark.parametrize("step", [1, 5])
@pytest.mark.parametrize("x", [30, 565])
def test_numbers_beside_the_lines_are_not_read(x: int, step: int, reader: Reader, tmp_path: Path) -> None:
    pages = iter(read_pages(LETTER))

    def number_lines(writer: PdfWriter, page: PageObject) -> None:
        found = next(pages)
        baselines = sorted({round(line.baseline, 1) for line in found.lines})
        if len(baselines) < LEAST_NUMBERED_LINES:
            return
        content = "".join(
            text_at(str(number), x=x, y=found.height - baseline, size=8)
            for number, baseline in enumerate(baselines, start=1)
            if number % step == 0
        )
        draw(writer, page, content)

    same_rows(redraw(LETTER, tmp_path, number_lines), reader)


def as_a_scan(writer: PdfWriter, page: PageObject) -> None:
    draw(writer, page, "")
    data = b"\n".join(part.get_object().get_data() for part in contents_of(page)).replace(b"0 Tr", b"3 Tr")
    page[NameObject("/Contents")] = stream_of(writer, data)
    draw(writer, page, "q 595 0 0 842 0 0 cm /Scan Do Q", is_below=True, XObject={"Scan": picture_of(writer)})


def test_text_that_is_invisible_as_a_whole_is_read_and_said_to_be_so(tmp_path: Path) -> None:
    rows = read_with("pdfium", LetterFile(LETTER.stem, redraw(LETTER, tmp_path, as_a_scan), ""))
    assert texts_of(rows) == texts_of(rows_of(LETTER))
    assert {problem.rule for problem in rows.problems} >= {"text_is_invisible"}


def page_with(content: str, folder: Path, **resources: dict[str, PdfObject]) -> Page:
    """The first page of a file that draws some content and nothing else."""
    writer = PdfWriter()
    page = writer.add_blank_page(595, 842)
    page[NameObject("/Resources")] = DictionaryObject()
    page[NameObject("/Contents")] = ArrayObject()
    draw(writer, page, content, **resources)
    writer.write(folder / "page.pdf")
    return read_pages(folder / "page.pdf")[0]


def test_a_box_that_is_clipped_to_one_of_its_edges_is_a_rule(tmp_path: Path) -> None:
    box = "70 600 400 100 re f"
    assert len(page_with(f"q {box} Q", tmp_path).boxes) == 1
    assert page_with(f"q 70 699 400 1 re W n {box} Q", tmp_path).boxes == ()


def test_text_that_is_clipped_to_nothing_is_not_read_where_other_text_is_printed(tmp_path: Path) -> None:
    hidden = f"q 70 700 0 0 re W n {text_at('Nobody', y=700)} Q\n"
    page = page_with(hidden + text_at("Inspectors saw children.", y=700), tmp_path)
    assert [line.text for line in page.lines] == ["Inspectors saw children."]


def test_letters_that_are_spaced_out_are_words(tmp_path: Path) -> None:
    letters = [text_at(letter, x=70 + 13 * at, y=700) for at, letter in enumerate("NEXT STEPS") if letter != " "]
    page = page_with("".join(letters) + text_at("A line of text.", y=600), tmp_path)
    assert [line.text for line in page.lines] == ["NEXT STEPS", "A line of text."]


def test_letters_that_are_spaced_out_may_be_closer_where_they_are_kerned(tmp_path: Path) -> None:
    places = (70, 83, 93, 105, 124, 137, 150, 163)
    letters = [text_at(letter, x=x, y=700) for letter, x in zip("WHATNEXT", places, strict=True)]
    page = page_with("".join(letters) + text_at("A line of text.", y=600), tmp_path)
    assert [line.text for line in page.lines] == ["WHAT NEXT", "A line of text."]


def test_a_small_raised_letter_after_a_stop_is_a_note_mark(tmp_path: Path) -> None:
    raised = "BT /AddedFont 12 Tf 70 700 Td (The board met.) Tj /AddedFont 7 Tf 4 Ts (a) Tj ET\n"
    (line,) = page_with(raised, tmp_path).lines
    assert (line.text, [mark.marker for mark in line.note_marks]) == ("The board met.", ["a"])


@pytest.mark.parametrize(("room", "read"), [(120, "partners’ systems"), (0, "partners’systems")])
def test_a_space_that_is_drawn_close_to_an_apostrophe_is_read(room: int, read: str, tmp_path: Path) -> None:
    """Room in thousandths of the type size, of which a letter is drawn after the apostrophe without a space."""
    drawn = f"BT /AddedFont 12 Tf 70 700 Td [(partners\\222) {-room} (systems)] TJ ET\n"
    named = {"Type": "/Font", "Subtype": "/Type1", "BaseFont": "/Helvetica", "Encoding": "/WinAnsiEncoding"}
    font = DictionaryObject({NameObject(f"/{key}"): NameObject(value) for key, value in named.items()})
    (line,) = page_with(drawn, tmp_path, Font={"AddedFont": font}).lines
    assert line.text == read


def test_a_plainly_raised_number_is_a_note_mark_though_it_is_hardly_smaller(tmp_path: Path) -> None:
    raised = "BT /AddedFont 12 Tf 70 700 Td (The board met \\(twice\\).) Tj /AddedFont 11 Tf 5 Ts (1) Tj ET\n"
    (line,) = page_with(raised, tmp_path).lines
    assert (line.text, [mark.marker for mark in line.note_marks]) == ("The board met (twice).", ["1"])


@pytest.mark.parametrize(("font", "read"), [("Helvetica-Bold", "1 Strengths"), ("Helvetica", "Strengths")])
def test_a_small_number_that_opens_bold_words_is_part_of_them(font: str, read: str, tmp_path: Path) -> None:
    named = {"Type": "/Font", "Subtype": "/Type1", "BaseFont": f"/{font}", "Encoding": "/WinAnsiEncoding"}
    bold = DictionaryObject({NameObject(f"/{key}"): NameObject(value) for key, value in named.items()})
    content = "BT /AddedFont 8 Tf 70 700 Td (1 ) Tj /AddedFont 12 Tf (Strengths) Tj ET\n"
    (line,) = page_with(content, tmp_path, Font={"AddedFont": bold}).lines
    assert line.text == read


def test_an_asterisk_is_a_note_mark_only_where_it_is_smaller_than_its_line(tmp_path: Path) -> None:
    raised = "BT /AddedFont 12 Tf 70 700 Td (Ali* met the board.) Tj /AddedFont 7 Tf 4 Ts (*) Tj ET\n"
    (line,) = page_with(raised, tmp_path).lines
    assert (line.text, [tuple(mark) for mark in line.note_marks]) == ("Ali* met the board.", [(19, "*")])


def test_black_text_is_set_alike_whether_other_colours_are_on_its_page_or_not(tmp_path: Path) -> None:
    text = text_at("A line of text.", y=700)
    (alone,) = page_with(text, tmp_path).lines
    heading = f"q {text_at('A heading', y=740, before='1 0 0 rg')} Q\n"
    coloured, beside = page_with(heading + text, tmp_path).lines
    assert alone.style == beside.style != coloured.style


def test_a_line_is_set_as_most_of_it_is_not_as_the_words_that_open_it(tmp_path: Path) -> None:
    text = "BT /AddedFont 12 Tf 70 700 Td 1 0 0 rg (Training.) Tj 0 g ( Staff know the children well.) Tj ET\n"
    below = "BT /AddedFont 12 Tf 70 600 Td (They listen to them.) Tj ET\n"
    line, plain = page_with(text + below, tmp_path).lines
    assert line.style == plain.style


def test_a_letter_of_heavy_print_is_seen_on_a_ground_that_is_pale_in_part() -> None:
    picture = Image.new("L", (40, 40), "white")
    picture.paste(238, (0, 0, 20, 40))
    picture.paste(0, (17, 0, 23, 40))
    stem = Glyph("i", 8.5, 8, 11.5, 14, 14, 6, is_upright=True, is_inked=True, grey=0.0)
    assert find_unprinted([stem], picture, is_whole_page=False).unprinted == frozenset()


@pytest.mark.parametrize(("gap", "read"), [(2.0, "24 June 2016"), (3.4, "24 J une 2016")])
def test_a_narrow_gap_after_a_capital_is_no_space(gap: float, read: str, tmp_path: Path) -> None:
    content = text_at("24 J", x=70, y=700) + text_at("une 2016", x=92.7 + gap, y=700)
    assert [line.text for line in page_with(content, tmp_path).lines] == [read]


def test_a_word_across_the_page_under_its_text_leaves_the_text_as_it_is(tmp_path: Path) -> None:
    text = "".join(text_at("n", x=x, y=y) for y in range(80, 780, 16) for x in range(70, 510, 7))
    across = f"BT /{FONT} 110 Tf .77 .64 -.64 .77 140 280 Tm (DRAFT) Tj ET\n"
    plain, marked = (page_with(content, tmp_path) for content in (text, across + text))
    assert [line.text for line in marked.lines] == [line.text for line in plain.lines]


def test_the_lines_of_a_page_whose_text_lies_on_its_side_are_those_of_the_page_as_it_is_read(tmp_path: Path) -> None:
    def turn(writer: PdfWriter, page: PageObject) -> None:
        page.rotate(90)

    turned = redraw(LETTER, tmp_path, turn)
    assert [line.text for line in lines_with_pages(turned)] == [line.text for line in lines_with_pages(LETTER)]
    assert [line.x0 for line in lines_with_pages(turned)] == [line.x0 for line in lines_with_pages(LETTER)]


def lines_with_pages(path: Path) -> list[PrintedLine]:
    """The lines that are listed while the pages are read."""
    lines: list[PrintedLine] = []
    read_pages(path, lambda number, page, text, _: lines.extend(list_printed_lines("letter", number, page, text)))
    return lines


def test_a_bold_heading_far_right_of_plain_words_is_no_part_of_their_run(tmp_path: Path) -> None:
    bold = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica-Bold"),
        }
    )
    heading = "BT /Bold 12 Tf 1 0 0 1 330 700 Tm (Strengths) Tj ET\n"
    page = page_with(text_at("what leaders know", x=190, y=700) + heading, tmp_path, Font={"Bold": bold})
    assert page.lines[0].gaps


@pytest.mark.parametrize("words", ["Leaders of the CQC met.", "The CQC"])
def test_an_abbreviation_that_a_mark_spells_out_is_read_as_it_is_printed(words: str, tmp_path: Path) -> None:
    before, after = words.split("CQC")
    spelt = "/Span <</ActualText (Care Quality Commission)>> BDC (CQC) Tj EMC"
    content = f"BT /{FONT} 12 Tf 70 700 Td ({before}) Tj {spelt} ({after}) Tj ET\n"
    marked = f"/P <</MCID 0>> BDC {content} EMC"
    for drawn in (content, marked):
        assert [line.text for line in page_with(drawn, tmp_path).lines] == [words]


@pytest.mark.parametrize("reader", [read_pages, read_pages_with_pdfplumber])
def test_words_that_are_struck_through_are_not_read(reader: Callable[[Path], list[Page]], tmp_path: Path) -> None:
    words = text_at("Leaders of the area met.", y=700) + text_at("A plan is in place.", y=680)
    page_with(words + "112 703 40 .8 re f 70 677.5 100 .8 re f 40 683 400 .8 re f\n", tmp_path)
    (page,) = reader(tmp_path / "page.pdf")
    assert [line.text for line in page.lines] == ["Leaders area met.", "A plan is in place."]


def test_words_outlined_in_their_own_colour_are_bold_where_others_are_not(tmp_path: Path) -> None:
    heading, plain = text_at("Next steps", y=700, before="2 Tr"), text_at("A plan.", y=680, before="0 Tr")
    page = page_with(heading + plain + text_at("Another.", y=660, before="0 Tr"), tmp_path)
    assert [line.is_bold for line in page.lines] == [True, False, False]
    assert [line.is_bold for line in page_with(heading, tmp_path).lines] == [False]


def test_text_of_a_size_below_zero_is_as_large_as_it_is_printed(tmp_path: Path) -> None:
    turned = f"BT /{FONT} -12 Tf -1 0 0 -1 70 700 Tm (A plan is in place.) Tj ET\n"
    (line,) = page_with(turned + text_at("Another plan.", y=680), tmp_path).lines[:1]
    assert (line.text, line.size) == ("A plan is in place.", 12)


def test_words_drawn_out_of_their_order_are_read_where_they_are_printed(tmp_path: Path) -> None:
    content = text_at("It met on", y=700) + text_at(", as planned.", x=190, y=700) + text_at("by", x=70, y=680)
    page = page_with(content + text_at("3 June 2026", x=123, y=700), tmp_path)
    assert [line.text for line in page.lines] == ["It met on 3 June 2026, as planned.", "by"]


@pytest.mark.parametrize("rest", ["", " June 2026"])
@pytest.mark.parametrize("reader", [read_pages, read_pages_with_pdfplumber])
def test_the_raised_letters_of_an_ordinal_are_part_of_its_line(
    rest: str, reader: Callable[[Path], list[Page]], tmp_path: Path
) -> None:
    raised = f"/{FONT} 9 Tf 1 0 0 1 126.7 705 Tm (th) Tj /{FONT} 12 Tf 1 0 0 1 134.2 700 Tm ({rest}) Tj"
    line = f"BT /{FONT} 12 Tf 1 0 0 1 70 700 Tm (It met on 7) Tj {raised} ET\n"
    page_with(line + text_at("A line.", y=680), tmp_path)
    (page,) = reader(tmp_path / "page.pdf")
    assert [line.text for line in page.lines] == [f"It met on 7th{rest}", "A line."]


@pytest.mark.parametrize(
    ("kind", "x", "is_read"),
    [("Widget", 130, True), ("FreeText", 130, True), ("FreeText", 440, False), ("Stamp", 130, False)],
)
def test_words_typed_into_a_page_are_read_and_those_about_it_are_not(
    kind: str, x: int, is_read: bool, tmp_path: Path
) -> None:
    def type_in(writer: PdfWriter, page: PageObject) -> None:
        draw(
            writer,
            page,
            text_at("It met on", y=700) + text_at("A line of the letter that is as long as others.", y=680),
        )
        words = form_of(writer, page, f"BT /{FONT} 12 Tf 0 3 Td (3 June 2026) Tj ET", BBox=numbers(0, 0, 90, 15))
        named = {"Type": NameObject("/Annot"), "Subtype": NameObject(f"/{kind}"), "F": NumberObject(4)}
        appearance = DictionaryObject({NameObject("/N"): words})
        annotation = {**named, "Rect": numbers(x, 697, x + 90, 712), "AP": appearance}
        page[NameObject("/Annots")] = ArrayObject(
            [DictionaryObject({NameObject(f"/{key}"): value for key, value in annotation.items()})]
        )

    assert page_after(type_in, tmp_path).lines[0].text == ("It met on 3 June 2026" if is_read else "It met on")


def page_after(change: Change, folder: Path) -> Page:
    """The first page of a file that is blank but for a change."""
    writer = PdfWriter()
    page = writer.add_blank_page(595, 842)
    page[NameObject("/Resources")], page[NameObject("/Contents")] = DictionaryObject(), ArrayObject()
    change(writer, page)
    writer.write(folder / "page.pdf")
    return read_pages(folder / "page.pdf")[0]


def in_a_layer_under_text(writer: PdfWriter, page: PageObject) -> None:
    hidden = f"/OC /Draft BDC {text_at('It met on 4 May.', y=700)} EMC "
    draw(writer, page, hidden + text_at("It met on 3 May.", y=700), Properties={"Draft": layer_that_is_off(writer)})


def under_white_and_other_words(writer: PdfWriter, page: PageObject) -> None:
    before = text_at("It met on", y=700) + text_at("24 June.", x=127, y=700)
    after = text_at("3 May.", x=127, y=700)
    draw(writer, page, f"{before} 1 g 125 696 60 14 re f 0 g {after}")


def under_a_picture_and_other_words(writer: PdfWriter, page: PageObject) -> None:
    before = text_at("It met on", y=700) + text_at("24 June.", x=127, y=700)
    after = text_at("3 May.", x=127, y=700)
    cover = f"{before} q 60 0 0 14 125 696 cm /White Do Q {after}"
    draw(writer, page, cover, XObject={"White": picture_of(writer)})


def clipped_at_its_end(writer: PdfWriter, page: PageObject) -> None:
    draw(writer, page, f"q 60 690 100 30 re W n {text_at('It met on 3 May. Nobody sees this.', y=700)} Q")


def under_a_white_annotation(writer: PdfWriter, page: PageObject) -> None:
    draw(writer, page, text_at("It met on 3 May. Nobody sees this.", y=700))
    white = form_of(writer, page, "1 g 0 0 150 16 re f", BBox=numbers(0, 0, 150, 16))
    keys = {"Type": NameObject("/Annot"), "Subtype": NameObject("/Square"), "F": NumberObject(4)}
    appearance = DictionaryObject({NameObject("/N"): white})
    square = {**keys, "Rect": numbers(160, 696, 310, 712), "AP": appearance}
    page[NameObject("/Annots")] = ArrayObject(
        [DictionaryObject({NameObject(f"/{key}"): square[key] for key in square})]
    )


@pytest.mark.parametrize(
    "change",
    [
        in_a_layer_under_text,
        under_white_and_other_words,
        under_a_picture_and_other_words,
        clipped_at_its_end,
        under_a_white_annotation,
    ],
)
def test_words_that_other_words_or_an_edge_hide_are_not_read(change: Change, tmp_path: Path) -> None:
    (line,) = page_after(change, tmp_path).lines
    assert line.text.startswith("It met on 3 May.")
    assert "June" not in line.text
    assert "sees this" not in line.text
