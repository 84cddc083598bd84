"""Footnotes: the notes that are printed, and the marks whose notes are not."""

from __future__ import annotations

from pathlib import Path

import pytest

from drawn_letters import write_markup
from extractors.letters import LetterFile
from extractors.letters.content.footnotes import footnote_rows
from extractors.letters.layout.lines import Line, NoteMark, Page
from extractors.letters.reading import read_with
from extractors.letters.structure.dehyphenation import PrintedWords, collect_printed_words
from extractors.letters.structure.headers_footers import Note, opening_marker, strip_headers_footers
from extractors.records import Footnote


def line(text: str, *marks: NoteMark) -> Line:
    return Line(2, text, 70, 100, 500, 112, 110, 12, is_bold=False, note_marks=marks)


def test_a_mark_whose_note_is_not_printed_is_a_footnote_without_text() -> None:
    text = [line("The board met once.", NoteMark(9, "1")), line("The plan was late.", NoteMark(8, "2"))]
    notes = [Note("1", (line("1 The board is a partnership."),))]
    assert footnote_rows("report", notes, text, collect_printed_words(text)) == [
        Footnote("report", 1, "1", "The board is a partnership.", 2, 2, "The board"),
        Footnote("report", 2, "2", None, None, 2, "The plan"),
    ]


@pytest.mark.parametrize(
    "printed",
    ["1 This is a note.", "1. This is a note.", "1) This is a note.", "*This is a note.", "† This is a note."],
)
def test_a_note_is_opened_by_its_number_with_a_stop_or_without(printed: str) -> None:
    marker = opening_marker(line(printed))
    assert marker == printed[0]
    (row,) = footnote_rows("501", [Note(marker, (line(printed),))], [], PrintedWords(""))
    assert row.text == "This is a note."


def test_a_note_is_opened_by_a_letter_or_a_number_in_brackets() -> None:
    assert opening_marker(line("[1] This is a note.")) == "1"
    assert opening_marker(line("This is a note.")._replace(list_mark="a.")) == "a"


@pytest.mark.parametrize(
    ("text", "note", "read"),
    [
        ("Ali* was helped.", "* Names are changed.", "Ali was helped."),
        ("The board met.2 It said so.", "2 The board is new.", "The board met. It said so."),
        ("The agencies3 met.", "3 There are four.", "The agencies met."),
        ("The agencies[3] met.", "[3] There are four.", "The agencies met."),
        ("The agencies met.(3)", "(3) There are four.", "The agencies met."),
        ("The agencies[3] met.", "[4] There are four.", "The agencies[3] met."),
        ("The agencies3 met.", "4 There are four.", "The agencies3 met."),
        ("Ali* was helped.", "1 There are four.", "Ali* was helped."),
    ],
)
def test_a_mark_that_is_not_raised_refers_to_the_note_that_has_no_other(text: str, note: str, read: str) -> None:
    small = line(note)._replace(size=8, baseline=700)
    body = strip_headers_footers([Page(1, 595, 842, (line("A line of the text." * 3), line(text), small), (), False)])
    assert body.lines[1].text == read
    assert [mark.marker for mark in body.lines[1].note_marks] == ([body.notes[0].marker] if read != text else [])


@pytest.mark.parametrize(
    "edges",
    [
        ["Page one of three", "Page two of three", "Page three of three"],
        ["Letter · i", "Letter · ii", "Letter · iii"],
        ["Strengths", "Strengths", "Next steps"],
        ["Strengths | 1", "Strengths | 2", "Next steps | 3"],
    ],
)
def test_page_numbers_in_words_and_the_names_of_sections_at_a_page_s_edge_are_no_text(edges: list[str]) -> None:
    headings = {2: "Strengths", 3: "Next steps"}
    pages = [
        Page(
            number,
            595,
            842,
            (
                line(edge)._replace(page=number, baseline=40),
                line(headings.get(number, "A line"))._replace(page=number, is_bold=number in headings, baseline=100),
                *[
                    line(f"{chr(96 + 6 * number + at) * 9} is here.")._replace(page=number, baseline=120 + at)
                    for at in range(6)
                ],
            ),
            (),
            is_image=False,
        )
        for number, edge in enumerate(edges, start=1)
    ]
    assert [each.text for each in strip_headers_footers(pages).headers_footers] == edges


def test_the_header_of_all_pages_of_a_letter_but_the_first_is_no_text() -> None:
    pages = [
        Page(
            number,
            595,
            842,
            (
                *[line("Letter to Anywhere")._replace(page=number, baseline=40)] * (number > 1),
                *[
                    line(f"{chr(96 + 6 * number + at) * 9} is here.")._replace(page=number, baseline=100 + 20 * at)
                    for at in range(6)
                ],
            ),
            (),
            is_image=False,
        )
        for number in (1, 2, 3)
    ]
    assert [each.page for each in strip_headers_footers(pages).headers_footers] == [2, 3]


NOTED = """
#set page(width: 595pt, height: 842pt, margin: 70pt)
#set text(font: "Sample Sans", size: 11pt)
#show heading: set text(size: 11pt)
#let small(body) = text(size: 8pt, body)
#let mark(sign) = super(size: 6pt, typographic: false, sign)
24 July 2026

Dear Westshire Safeguarding Children Partnership

= Joint targeted area inspection of Westshire

This letter summarises the findings of the joint targeted area inspection (JTAI) of early help in Westshire.

= Main findings

Leaders know the children#mark[FIRST] of the area well.#mark[SECOND] They listen to families and learn from them.

Social workers visit children with the LSCP#mark[THIRD] of the area.

= Next steps

We ask Westshire Council to prepare a written statement of action.

Yours sincerely

National Director, Ofsted

#v(1fr)
#small[#FIRST Children up to the age of 18.]

#small[#SECOND The area is the county of Westshire.]

#small[#THIRD At home and in school.]
"""
TEXTS = ["Children up to the age of 18.", "The area is the county of Westshire.", "At home and in school."]


@pytest.mark.parametrize("in_note", ["[{0}]", "super(size: 5pt, typographic: false)[{0}]", "[{0}.]", "[({0})]"])
@pytest.mark.parametrize("markers", [("a", "b", "c"), ("i", "ii", "iii"), ("1", "2", "3")])
def test_letters_and_roman_numerals_refer_to_notes_as_numbers_do(
    markers: tuple[str, ...], in_note: str, tmp_path: Path
) -> None:
    markup = NOTED
    for name, marker in zip(("FIRST", "SECOND", "THIRD"), markers, strict=True):
        markup = markup.replace(f"#{name} ", f"#{in_note.format(marker)} ").replace(name, marker)
    rows = read_with("pdfium", LetterFile("letter", write_markup(tmp_path / "letter.pdf", markup), ""))

    assert [(note.marker, note.text) for note in rows.footnotes] == list(zip(markers, TEXTS, strict=True))
    assert rows.footnotes[0].reference_quote == "Leaders know the children"
    assert [paragraph.text for paragraph in rows.paragraphs][1:3] == [
        "Leaders know the children of the area well. They listen to families and learn from them.",
        "Social workers visit children with the LSCP of the area.",
    ]


def test_letters_in_smaller_print_that_open_list_items_refer_to_no_notes(tmp_path: Path) -> None:
    items = "\n\n".join(f"#text(size: 8pt)[({mark})] {text}" for mark, text in zip("abc", TEXTS, strict=True))
    markup = NOTED.replace("#mark[FIRST]", "").replace("#mark[SECOND]", "").replace("#mark[THIRD]", "")
    markup = markup[: markup.index("#v(1fr)")].replace("= Next steps", f"= Strengths\n\n{items}\n\n= Next steps")
    rows = read_with("pdfium", LetterFile("letter", write_markup(tmp_path / "letter.pdf", markup), ""))

    assert [paragraph.text for paragraph in rows.paragraphs if paragraph.is_itemised] == TEXTS
    assert rows.footnotes == []
