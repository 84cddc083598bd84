"""What is read is compared with what is printed: nothing is found where both say the same, written otherwise."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import polars as pl
import pytest

from drawn_letters import CLOSING, OPENING, Words, heading, write_letter
from drawn_letters import paragraph as drawn_paragraph
from expectations.suites.extracted.printed_headings import compare_with_headings
from expectations.suites.extracted.printed_paragraphs import compare_with_print
from expectations.suites.extracted.recomputed_facts import find_other_facts
from expectations.suites.extracted.sampled_pages import find_pages_read_otherwise
from expectations.text.printed_lines import cut_run_in_headings, find_unread_lines, order_lines, place_lines
from expectations.text.word_statistics import find_odd_statistics
from extractors.frames import to_frame
from extractors.letters import LetterFile, LetterRows
from extractors.letters.fallback_extraction import read_letter
from extractors.records import Footnote, Letter, Paragraph, PrintedLine, ReadingProblem, SampledWord, Section

LETTER = "letter"


def paragraph(text: str, top: float = 100, bottom: float = 140, form: str = "paragraph") -> Paragraph:
    return Paragraph(LETTER, 1, 1, form, 1, None, False, text, 1, 72.0, top, 500.0, bottom, 1)  # type: ignore[arg-type]


def printed(*texts: str) -> list[PrintedLine]:
    """Lines of one page, from the top of a paragraph on."""
    return [
        PrintedLine(LETTER, 1, number, text, 72.0, 85.0 + 15 * number, 500.0, 97.0 + 15 * number)
        for number, text in enumerate(texts, start=1)
    ]


def compare(row: Paragraph, lines: list[PrintedLine], marker: str = "1") -> dict[str, object]:
    paragraphs = to_frame(Paragraph, [row])
    notes = to_frame(Footnote, [Footnote(LETTER, 1, marker, "A note", 1, 1, "more")])
    placed = place_lines(paragraphs, to_frame(PrintedLine, lines))
    [found] = compare_with_print(paragraphs, placed, notes).to_dicts()
    return found


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        pytest.param("A proactive team helps.", ["A pro-", "active team helps."], id="a word broken at a line's end"),
        pytest.param("More help is there.", ["More", "help1 is there."], id="a footnote's mark in a word"),
        pytest.param("More help is there.", ["More help is", "there. 1"], id="a footnote's mark apart"),
        pytest.param("More help is there.", ["12. More help is", "there."], id="a numbered paragraph"),
        pytest.param("A proactive team helps.", ["A pro\u2010", "active team helps."], id="another hyphen"),
        pytest.param("The parents’ plans help.", ["The parents’plans help."], id="a space close to an apostrophe"),
        pytest.param("Help for boys and/or girls.", ["Help for boys and/", "or girls."], id="two words with a slash"),
        pytest.param("More help is there.", ["More help is", "there.", "12."], id="a list mark drawn after its item"),
        pytest.param("More help. It is there.", ["More help.a It", "is there."], id="a letter that refers to a note"),
        pytest.param("‘More’ help – is there.", ["'More' help - is", "there."], id="other signs"),
    ],
)
def test_a_paragraph_that_is_only_written_otherwise_is_what_is_printed(text: str, lines: list[str]) -> None:
    assert compare(paragraph(text), printed(*lines))["printed_otherwise"] is None


def test_a_roman_numeral_refers_to_a_note_where_notes_are_counted_so() -> None:
    read, lines = paragraph("The LSCP is there."), printed("The LSCPi is", "there.")

    assert compare(read, lines, marker="i")["printed_otherwise"] is None
    assert compare(read, lines, marker="1")["printed_otherwise"] == "The LSCPi is there."


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Help is there for 20 children.", id="a not lost"),
        pytest.param("Help is not there for 20.", id="a word lost"),
        pytest.param("Help is not there for 30 children.", id="another number"),
        pytest.param("Help is not there for children.", id="a number lost"),
        pytest.param("Help isnot there for 20 children.", id="words run together"),
        pytest.param("Help is NOT there for 20 children.", id="capitals"),
        pytest.param("Help is not there for 20 children. More is to come.", id="words added"),
    ],
)
def test_a_paragraph_in_other_words_is_not_what_is_printed(text: str) -> None:
    found = compare(paragraph(text), printed("Help is not there", "for 20 children."))

    assert found["printed_otherwise"] == "Help is not there for 20 children."


def test_a_letter_whose_lines_pdfium_cannot_read_is_not_compared_with_them() -> None:
    found = compare(paragraph("Help is there."), [])

    assert [found["printed_otherwise"], found["is_at_its_place"]] == [None, None]


def test_a_box_that_is_not_around_its_lines_is_found() -> None:
    lines = printed("Help is there", "for children.")

    assert compare(paragraph("Help is there for children.", bottom=130), lines)["is_at_its_place"]
    assert not compare(paragraph("Help is there for children.", top=20, bottom=400), lines)["is_at_its_place"]


@pytest.mark.parametrize("x0", [60, 72])
def test_a_number_in_a_badge_may_be_drawn_after_its_item(x0: float) -> None:
    first, second, number = printed("More help is", "there.", "1")
    badge = replace(number, x0=x0, x1=x0 + 5, top=first.top, bottom=first.bottom)
    row = replace(paragraph("More help is there.", form="bullet"), x0=60.0)
    assert (compare(row, [first, second, badge], marker="a")["printed_otherwise"] is None) == (x0 < first.x0)


def test_a_list_mark_may_be_drawn_after_its_item() -> None:
    rows = [
        replace(paragraph("More help is there.", form="bullet"), paragraph_number=at, page=at, end_page=at)
        for at in (1, 2, 3)
    ]
    texts = (["•", "More help is there."], ["•", "More help is there."], ["More help is there.", "•"])
    lines = [replace(line, page=at) for at, printed_texts in enumerate(texts, 1) for line in printed(*printed_texts)]
    paragraphs = to_frame(Paragraph, rows)
    compared = compare_with_print(
        paragraphs, place_lines(paragraphs, to_frame(PrintedLine, lines)), to_frame(Footnote, [])
    )
    assert compared["printed_form"].to_list() == [None] * 3


def test_a_list_mark_may_be_drawn_after_the_part_of_its_item_that_is_on_its_page() -> None:
    start, (over,) = printed("More help is", "12."), printed("there.")
    end = {"end_x0": over.x0, "end_top": over.top, "end_x1": over.x1, "end_bottom": over.bottom}
    item = replace(paragraph("More help is there.", form="bullet"), end_page=2, **end)
    assert compare(item, [*start, replace(over, page=2)])["printed_otherwise"] is None


def test_a_first_letter_of_several_lines_may_be_drawn_after_its_paragraph() -> None:
    words, capital = printed("ore help is", "there for children."), printed("M")[0]
    high = replace(capital, line_number=3, bottom=capital.bottom + 15)
    found = compare(paragraph("More help is there for children.", bottom=130), [*words, high])
    assert (found["printed_otherwise"], found["is_at_its_place"]) == (None, True)


@pytest.mark.parametrize(
    ("texts", "unread"),
    [
        (["Page one of nine", "Page two of nine"], []),
        (["Key strengths", "Key strengths (continued)"], []),
        (["Contents", "Key strengths"], []),
        (["In this letter", "Key strengths"], []),
        (["Letter · four", "Letter · five"], []),
        (["A line of the text", "and another one"], ["and another one"]),
    ],
)
def test_a_line_that_is_no_text_need_not_be_read(texts: list[str], unread: list[str]) -> None:
    rows = [
        replace(line, page=number)
        for number, text in enumerate(texts, start=1)
        for line in printed("A paragraph that is read.", "", text)
        if line.text
    ]
    read = [replace(paragraph("A paragraph that is read."), page=1), replace(paragraph("A paragraph"), page=2)]
    read[1] = replace(read[1], paragraph_number=2, end_page=2)
    lines, paragraphs = to_frame(PrintedLine, rows), to_frame(Paragraph, [replace(one, bottom=115.0) for one in read])
    section = Section(LETTER, 1, None, 1, "strengths", "Key strengths", None, 1, 1, None, 1, 0, 0)
    placed = place_lines(paragraphs, lines)
    ordered = order_lines(lines, placed, sections=to_frame(Section, [section]), footnotes=to_frame(Footnote, []))
    letters = pl.DataFrame({"report_id": [LETTER], "title": ["A title"]})
    assert find_unread_lines(ordered, letters)["text"].to_list()[-1:] == unread


def rows_of(path: Path) -> LetterRows:
    return read_letter(LetterFile(path.stem, path, sha256(path.read_bytes()).hexdigest()))


def find_differences(rows: LetterRows) -> dict[str, list[object]]:
    """All that the comparisons with print find in a letter."""
    letters, lines = to_frame(Letter, [rows.letter]), to_frame(PrintedLine, rows.printed_lines)
    sections, notes = to_frame(Section, rows.sections), to_frame(Footnote, rows.footnotes)
    paragraphs = to_frame(Paragraph, rows.paragraphs)
    cut = cut_run_in_headings(lines, sections)
    placed = place_lines(paragraphs, cut)
    ordered = order_lines(cut, placed, sections=sections, footnotes=notes)
    compared = compare_with_print(paragraphs, placed, notes)
    sampled = to_frame(SampledWord, rows.sampled_words)
    headed = compare_with_headings(sections, paragraphs, ordered, placed)
    problems = to_frame(ReadingProblem, rows.problems)
    facts = find_other_facts(letters, sections, paragraphs, lines, ordered, reading_problems=problems)
    return {
        "unread": find_unread_lines(ordered, letters)["text"].to_list(),
        "words": compared["printed_otherwise", "printed_apart", "printed_form"]
        .unpivot()["value"]
        .drop_nulls()
        .to_list(),
        "pdfplumber's words": find_pages_read_otherwise(sampled, lines, paragraphs, notes).rows(),
        "places": compared.filter(~pl.col("is_at_its_place") | ~pl.col("is_in_print_order")).rows(),
        "headings": headed["printed_heading", "misread"].unpivot()["value"].drop_nulls().to_list(),
        "facts": facts["other_facts"].drop_nulls().to_list(),
        "statistics": find_odd_statistics(paragraphs)["odd_words"].drop_nulls().to_list(),
    }


@pytest.mark.parametrize(("word", "is_odd"), [("parents’ self-reporting", False), ("parents’self-reporting", True)])
def test_a_space_lost_after_an_apostrophe_is_found(word: str, *, is_odd: bool) -> None:
    sentence = "Inspectors saw that children’s plans, which aren’t new, are well-known and kept by 20 social workers. "
    paragraphs = to_frame(Paragraph, [paragraph(sentence * 40 + f"It relies on {word}.")])
    odd = find_odd_statistics(paragraphs)["odd_words"].drop_nulls().to_list()
    assert any("apostrophe" in each and "together" in each for each in odd) == is_odd


FIRST = ["Leaders know the children of the area well, and what they", "need. They listen to families and learn."]
SECOND = ["Social workers visit children often and know what matters to", "them. Their plans are clear."]
MORE = drawn_paragraph(*["Schools and health services know whom to ask when they worry about"] * 12, "a child.")
HEADED: dict[str, list[Words]] = {
    "run in": [
        *(Words("Headline findings.", below=24, is_bold=True), Words("Leaders know children well, and", 296, 0)),
        *(Words("what they need."), *MORE, Words("Main findings.", below=24, is_bold=True)),
        *(Words("Social workers visit children and", 272, 0), Words("know what matters to them.")),
    ],
    "beside": [
        *(heading("Headline findings", x=50), Words(FIRST[0], below=0), Words(FIRST[1]), *MORE),
        *(heading("Main findings", x=50), Words(SECOND[0], below=0), Words(SECOND[1])),
    ],
    "beside, of two lines": [
        *(heading("Headline", x=50), Words(FIRST[0], below=0), Words("findings", 50, is_bold=True)),
        *(Words(FIRST[1], below=0), *MORE, heading("Main", x=50), Words(SECOND[0], below=0)),
        *(Words("findings", 50, is_bold=True), Words(SECOND[1], below=0)),
    ],
    "beside, drawn last": [
        *(Words(FIRST[0], below=30), Words(FIRST[1]), *MORE, Words(SECOND[0], below=30), Words(SECOND[1])),
        *(Words("Headline", 50, -264, is_bold=True), Words("findings", 50, is_bold=True)),
        *(Words("Main findings", 50, 234, is_bold=True), Words("", below=15)),
    ],
}


@pytest.mark.parametrize("how", HEADED)
def test_a_heading_beside_its_text_or_run_in_with_it_is_no_part_of_it(how: str, tmp_path: Path) -> None:
    words = [*OPENING, *HEADED[how], heading("Next steps", x=50 if "beside" in how else 180), *CLOSING]
    rows = rows_of(write_letter(tmp_path / "letter.pdf", words))

    assert [section.heading for section in rows.sections] == [None, "Headline findings", "Main findings", "Next steps"]
    assert {what: found for what, found in find_differences(rows).items() if found} == {}
    assert [problem.rule for problem in rows.problems] == []


def test_a_case_study_may_stand_between_a_subheading_and_its_text(tmp_path: Path) -> None:
    study = [heading("Practice study: effective practice"), *drawn_paragraph("Ali was helped by many people.")]
    text = drawn_paragraph("Leaders know the children of the area well. They listen.")
    words = [*OPENING, heading("Main findings"), heading("Working together"), *study, *text, *CLOSING]
    box = "#place(top + left, dx: 170pt, dy: 289pt, rect(width: 370pt, height: 50pt, stroke: 1pt))"
    rows = rows_of(write_letter(tmp_path / "letter.pdf", words, drawn=box))

    assert [section.heading for section in rows.sections][2:] == [
        "Working together",
        "Practice study: effective practice",
    ]
    assert find_differences(rows)["headings"] == []


def test_a_real_letter_is_read_as_it_is_printed(real_letter: Path) -> None:
    rows = rows_of(real_letter)
    if rows.letter.status != "read":
        pytest.skip(f"no JTAI letter: {rows.letter.status_detail}")
    assert {what: found for what, found in find_differences(rows).items() if found} == {}


@pytest.mark.parametrize("path", sorted((Path(__file__).parents[2] / "extractors/sample/archive").rglob("*.pdf")))
def test_a_bundled_letter_is_read_as_it_is_printed(path: Path) -> None:
    rows = rows_of(path)
    if rows.letter.status != "read":
        pytest.skip("one of the bundled files is no letter")
    assert {what: found for what, found in find_differences(rows).items() if found} == {}


@pytest.mark.parametrize("opening", ["a ", "a", "ii. ", "[b] ", "1 "])
def test_a_note_is_printed_with_the_sign_that_opens_it(opening: str) -> None:
    lines = to_frame(PrintedLine, printed("A paragraph that is read.", f"{opening}Children up to the age of 18."))
    paragraphs = to_frame(Paragraph, [paragraph("A paragraph that is read.", bottom=115)])
    notes = to_frame(Footnote, [Footnote(LETTER, 1, "a", "Children up to the age of 18.", 1, 1, "more")])
    placed = place_lines(paragraphs, lines)
    ordered = order_lines(lines, placed, sections=to_frame(Section, []), footnotes=notes)
    assert ordered["text"].to_list() == ["A paragraph that is read."]
