"""A page that pdfplumber read as well: its words are those of the paragraphs there and of PDFium's printed lines."""

from __future__ import annotations

from dataclasses import replace

from expectations.suites.extracted.sampled_pages import find_pages_read_otherwise
from extractors.frames import to_frame
from extractors.records import Footnote, Paragraph, PrintedLine, SampledWord

LETTER = "letter"
LEFT_COLUMN, RIGHT_COLUMN = (72.0, 280.0), (310.0, 520.0)
TEXT = Paragraph(
    LETTER, 1, 2, "paragraph", 1, None, False, "Children are seen alone and heard.", 1, 72.0, 100.0, 520.0, 112.0, 1,
    None, None, None, None,
)  # fmt: skip


def lines(*texts: str, top: float = 100.0) -> list[PrintedLine]:
    return [
        PrintedLine(LETTER, 1, number, text, 72.0, top + 15 * number - 15, 520.0, top + 15 * number - 3)
        for number, text in enumerate(texts, start=1)
    ]


def words(text: str, *, top: float = 100.0, left: float = 72.0, first: int = 1) -> list[SampledWord]:
    return [
        SampledWord(LETTER, 1, first + at, word, left + 30 * at, top, left + 30 * at + 20, top + 12)
        for at, word in enumerate(text.split())
    ]


def compare(paragraphs: list[Paragraph], sampled: list[SampledWord], printed: list[PrintedLine]) -> list[str]:
    found = find_pages_read_otherwise(
        to_frame(SampledWord, sampled),
        to_frame(PrintedLine, printed),
        to_frame(Paragraph, paragraphs),
        to_frame(Footnote, []),
    )
    return found["read_otherwise"].to_list()


def test_the_same_words_are_no_difference() -> None:
    assert compare([TEXT], words(TEXT.text), lines(TEXT.text)) == []


def test_an_initial_inside_a_paragraph_is_no_list_mark_and_the_mark_before_it_is_none_of_its_words() -> None:
    text = replace(TEXT, text="With help, R. was able to speak.")
    assert compare([text], words(text.text), lines(text.text)) == []
    assert compare([replace(text, form="bullet")], words(f"(b) {text.text}"), lines(f"(b) {text.text}")) == []


def test_a_word_that_both_uses_of_pdfium_have_wrongly_differs() -> None:
    misread = TEXT.text.replace("heard", "herd")

    assert compare([replace(TEXT, text=misread)], words(TEXT.text), lines(misread)) == [TEXT.text]


def test_words_that_pdfium_does_not_have_on_the_page_are_named() -> None:
    unseen = words("Nobody read this", top=300.0, first=10)

    assert compare([TEXT], [*words(TEXT.text), *unseen], lines(TEXT.text)) == ["Nobody read this"]


def test_a_paragraph_that_runs_on_in_the_next_column_may_come_in_another_order() -> None:
    (left, _), (right, right_end) = LEFT_COLUMN, RIGHT_COLUMN
    start, end = "Children are seen", "alone and heard."
    running = replace(
        TEXT, top=700.0, bottom=712.0, x1=LEFT_COLUMN[1], end_x0=right, end_top=80.0, end_x1=right_end, end_bottom=92.0
    )
    sampled = [*words(end, top=80.0, left=right), *words(start, top=700.0, left=left, first=10)]

    assert compare([running], sampled, lines(start, end)) == []


def test_a_page_with_glyphs_that_pdfplumber_does_not_know_is_not_compared() -> None:
    unknown = words("Children (cid:31)re seen")

    assert compare([TEXT], unknown, lines(TEXT.text)) == []


def test_a_paragraph_that_runs_on_to_a_page_that_was_not_read_again_is_not_compared() -> None:
    running = replace(TEXT, end_page=2, end_x0=72.0, end_top=72.0, end_x1=520.0, end_bottom=90.0)

    assert compare([running], words("Children are seen alone"), lines(TEXT.text)) == []


def test_a_word_at_the_same_place_of_three_pages_is_read_on_each() -> None:
    pages = (1, 2, 3)
    paragraphs = [replace(TEXT, paragraph_number=page, page=page, end_page=page) for page in pages]
    sampled = [replace(word, page=page) for page in pages for word in words(TEXT.text)]
    printed = [replace(line, page=page) for page in pages for line in lines(TEXT.text)]

    assert compare(paragraphs, sampled, printed) == []
