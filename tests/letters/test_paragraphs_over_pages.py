"""Paragraphs: where one ends at a page's foot or inside a list item, by the room that is left."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from extractors.letters.layout.lines import Line, NoteMark
from extractors.letters.structure.blocks import gather_blocks, setting_of
from extractors.letters.structure.dehyphenation import PrintedWords
from extractors.letters.structure.headers_footers import BodyText, Note, find_page_edges

FULL = "Inspectors saw many children whose needs had been understood well and soon, and of"
WIDTH_OF_LETTER = 5.5


def line(text: str, top: float, *, page: int = 1, x0: float = 70, mark: str | None = None) -> Line:
    text_x0 = x0 + 18 if mark else x0
    x1 = text_x0 + WIDTH_OF_LETTER * len(text)
    return Line(page, text, x0, top, x1, top + 12, top + 10, 11, is_bold=False, list_mark=mark, text_x0=text_x0)


def blocks_of(lines: Sequence[Line], *notes: Line) -> list[str]:
    body = BodyText(tuple(lines), tuple(Note("1", (note,)) for note in notes), (), 11)
    setting = setting_of(lines, 11, find_page_edges(body))
    return [block.text for block in gather_blocks(lines, setting, PrintedWords(""))]


def pages_that_meet(last: str, following: str, *, foot: float = 700) -> list[Line]:
    """A full first page, a second that ends with `last`, and a third that begins with `following`."""
    first = [line(FULL, top, page=1) for top in range(100, 701, 14)]
    return [*first, line(last, foot, page=2), line(following, 100, page=3)]


@pytest.mark.parametrize(
    ("last", "following", "foot"),
    [
        ("They were helped.", "Schools know this.", 700),
        (FULL.removesuffix(", and of") + " too.", "Schools know this.", 660),
        ("without a full picture of needs", "Children wait for long.", 700),
    ],
    ids=["a short last line", "room for more lines", "short without a stop"],
)
def test_a_paragraph_ends_at_a_page_s_foot(last: str, following: str, foot: float) -> None:
    assert blocks_of(pages_that_meet(last, following, foot=foot))[-2:][-1] == following


@pytest.mark.parametrize("foot", [670, 673.5])
def test_a_paragraph_ends_where_one_line_had_room_and_the_next_page_has_more_than_was_carried_over(foot: float) -> None:
    last = FULL.replace("and of", "there.")
    pages = pages_that_meet(last, FULL, foot=foot)
    rest = [line(FULL, 100 + 14 * at, page=3) for at in (1, 2)]
    assert blocks_of(pages)[-1].endswith(f"{last} {FULL}")
    assert blocks_of([*pages, *rest])[-1] == f"{FULL} {FULL} {FULL}"


@pytest.mark.parametrize(("note_top", "is_whole"), [(742, True), (770, False)])
def test_a_paragraph_ends_where_more_than_a_line_had_room_above_the_notes(note_top: float, *, is_whole: bool) -> None:
    last = FULL.replace("and of", "there.")
    rest = [line(FULL, 100 + 14 * at, page=3) for at in (1, 2)]
    blocks = blocks_of([*pages_that_meet(last, FULL), *rest], line("See the annex.", note_top, page=2))
    assert blocks[-1].startswith("Inspectors") and (last in blocks[-1]) == is_whole


@pytest.mark.parametrize(("head", "is_whole"), [(100, True), (114, False)])
def test_a_paragraph_ends_where_the_next_page_opens_with_an_empty_line(head: float, *, is_whole: bool) -> None:
    last = FULL.replace("and of", "there.")
    *pages, _ = pages_that_meet(last, FULL)
    second = [line(FULL, top, page=2) for top in range(100, 700, 14)]
    blocks = blocks_of([*pages[:-1], *second, pages[-1], line(FULL, head, page=3)])
    assert (last in blocks[-1]) == is_whole


@pytest.mark.parametrize("page", [2, 3])
def test_a_line_that_is_indented_after_lines_that_are_not_begins_a_paragraph(page: int) -> None:
    last = FULL.removesuffix(", and of") + " too."
    pages = [*pages_that_meet(FULL, FULL)[:-1], line(last, 714, page=2)]
    indented = line("They know this.", 728 if page == 2 else 100, page=page, x0=88)
    assert blocks_of([*pages, indented])[-1] == "They know this."


def test_double_spaced_lines_are_one_paragraph() -> None:
    assert blocks_of([line(f"{FULL} Think", 100 + 23 * at) for at in range(7)]) == [" ".join([f"{FULL} Think"] * 7)]


@pytest.mark.parametrize(
    ("last", "following"),
    [(FULL, "whom most were seen."), (FULL.replace("and of", "there."), "Occupational therapy helped.")],
)
def test_a_paragraph_runs_over_a_page(last: str, following: str) -> None:
    assert blocks_of(pages_that_meet(last, following))[-1].endswith(f"{last} {following}")


@pytest.mark.parametrize(("last", "is_whole"), [("Recent examples such as", True), ("They were helped.", False)])
def test_a_list_item_goes_on_at_the_head_of_the_next_column_where_its_sentence_does(last: str, is_whole: bool) -> None:
    left = [line("Plans that are good", 100, mark="•"), line("and that all keep", 114, x0=88), line(last, 128, x0=88)]
    right = line("‘Takeover’ show it.", 100, x0=338)
    blocks = blocks_of([*[each._replace(column=1) for each in left], right._replace(column=2)])
    assert len(blocks) == (1 if is_whole else 2)


def test_a_list_item_goes_on_at_its_text_s_indent_in_the_next_column() -> None:
    left = [line(FULL, 100, mark="•"), line(FULL.replace(", and of", "and there."), 114, x0=88)]
    right = [line("They were helped.", 100, x0=398), line("Another plan.", 114, x0=380, mark="•")]
    columns = [*(each._replace(column=1) for each in left), *(each._replace(column=2) for each in right)]
    assert len(blocks_of(columns)) == 2


def test_a_second_paragraph_under_a_list_item_is_part_of_it() -> None:
    body = [line(FULL, 100 + 14 * at) for at in range(8)]
    item = [
        line("The first point.", 240, mark="•"),
        line("More of it.", 262, x0=88),
        line("Another point.", 284, mark="•"),
    ]
    assert blocks_of([*body, *item])[-2:] == ["The first point. More of it.", "Another point."]


def test_the_lines_of_a_list_item_in_bold_are_no_headings() -> None:
    body = [line(FULL, 100 + 14 * at) for at in range(8)]
    item = [line("The first point is", 240, mark="•"), line("about all", 254, x0=88), line("Next steps", 282)]
    bold = [each._replace(is_bold=True) for each in item]
    assert blocks_of([*body, *bold])[-2:] == ["The first point is about all", "Next steps"]


def test_text_at_the_margin_after_a_list_is_not_part_of_it() -> None:
    body = [line(FULL, 100 + 14 * at) for at in range(8)]
    assert blocks_of([*body, line("The point.", 240, mark="•"), line("A paragraph.", 262)])[-1] == "A paragraph."


def test_a_paragraph_ends_at_a_sentence_where_a_box_opens_the_next_page() -> None:
    last, following = FULL.replace("and of", "there."), line("Occupational therapy helped.", 300, page=3)
    lines = [*pages_that_meet(last, FULL)[:-1], following]
    body = BodyText((*lines, line("Case study", 100, page=3)), (), (), 11)
    blocks = gather_blocks(lines, setting_of(lines, 11, find_page_edges(body)), PrintedWords(""))
    assert blocks[-1].text == following.text


def test_a_paragraph_begins_with_bold_words_at_the_top_of_a_page() -> None:
    *pages, following = pages_that_meet(FULL.replace("and of", "there."), "Strength 2: occupational therapy helped.")
    assert blocks_of([*pages, following._replace(bold_length=11)])[-1] == following.text


def test_a_line_that_begins_left_of_the_lines_before_it_begins_a_paragraph() -> None:
    lines = [line(FULL, 100 + 14 * at, x0=88 if at % 3 else 70) for at in range(6)]
    lines[2] = line(FULL.replace("and of", "there."), 128, x0=88)
    assert len(blocks_of(lines)) == 2


def test_bold_words_that_run_on_in_the_next_line_are_no_heading() -> None:
    body = [line(FULL, 100 + 14 * at) for at in range(8)]
    bold = line(FULL, 240)._replace(is_bold=True)
    assert blocks_of([*body, bold, line("whom most were seen. Others wait.", 254)._replace(bold_length=20)])[-1] == (
        f"{FULL} whom most were seen. Others wait."
    )


def test_bold_words_that_run_on_over_a_page_are_no_heading() -> None:
    *pages, following = pages_that_meet(FULL, "whom most were seen. Others wait.")
    pages[-1] = pages[-1]._replace(is_bold=True)
    assert blocks_of([*pages, following._replace(bold_length=20)])[-1].endswith(f"{FULL} {following.text}")


@pytest.mark.parametrize(
    ("before", "bold", "after"),
    [
        (FULL, "whom most were seen.", "Others wait."),
        (FULL, FULL.replace("and of", "there."), FULL),
        (FULL.replace("and of", "there."), FULL, "whom most were seen. Others wait."),
    ],
    ids=["ends a sentence", "is a sentence", "begins a sentence"],
)
def test_a_bold_line_is_part_of_the_paragraph_whose_lines_are_full(before: str, bold: str, after: str) -> None:
    body = [line(FULL, 100 + 14 * at) for at in range(9)]
    last = line(after, 254)._replace(bold_length=20 if after.startswith("whom") else 0)
    printed = [*body, line(before, 226), line(bold, 240)._replace(is_bold=True), last]
    assert len(blocks_of(printed)) == (2 if bold.startswith("whom") else 1)


def test_bold_words_that_end_with_their_line_inside_a_sentence_are_no_heading() -> None:
    body = [line(FULL, 100 + 14 * at) for at in range(9)]
    bold = line(FULL, 260)._replace(is_bold=True)
    assert blocks_of([*body, bold, line("whom most were seen.", 274)])[-1] == f"{FULL} whom most were seen."


def test_lines_of_a_heading_may_be_further_apart_than_those_of_text_where_one_is_full() -> None:
    body = [line(FULL, 100 + 14 * at) for at in range(9)]
    title = [line(text, top)._replace(is_bold=True) for text, top in ((FULL, 260), ("families in Anywhere", 279))]
    assert blocks_of([*body, *title])[-1] == f"{FULL} families in Anywhere"
    short = line("Early help", 260)._replace(is_bold=True)
    assert blocks_of([*body, short, title[1]])[-1] == "families in Anywhere"


def test_a_bold_sentence_of_several_lines_is_part_of_its_paragraph() -> None:
    body = [line(FULL, 100 + 14 * at) for at in range(9)]
    sentence = [line(FULL, top)._replace(is_bold=True) for top in (240, 254)]
    last = line("whom most were seen. Others wait.", 268)._replace(bold_length=20)
    assert len(blocks_of([*body, line(FULL.replace("and of", "there."), 226), *sentence, last])) == 1


def test_a_bold_line_right_below_a_paragraph_that_has_ended_is_a_heading() -> None:
    body = [line(FULL, 100 + 14 * at) for at in range(9)]
    heading = line("Next steps", 240)._replace(is_bold=True)
    assert "Next steps" in blocks_of([*body, line("They were helped.", 226), heading, line(FULL, 254)])


@pytest.mark.parametrize(("broken", "is_whole"), [("multi-", False), ("joint", True)])
def test_a_paragraph_ends_where_a_word_had_room_up_to_its_hyphen_if_lines_end_at_hyphens(
    broken: str, *, is_whole: bool
) -> None:
    body = [line(FULL[: len(FULL) - at], 100 + 14 * at) for at in range(8)]
    body[3] = line(f"{FULL[:70]} {broken}", 142)
    last = line(FULL[: -len("soon, and of")] + "too.", 212)
    following = line("Well-established systems help.", 226)
    assert (blocks_of([*body, last, following])[-1] != following.text) == is_whole


def test_lines_of_larger_text_are_further_apart() -> None:
    body = [line(FULL, 100 + 14 * at) for at in range(8)]
    larger = [line(FULL.replace("and of", "there."), 240 + 17 * at)._replace(size=12) for at in range(2)]
    assert blocks_of([*body, *larger])[-1] == " ".join(each.text for each in larger)


def test_numbers_after_that_of_the_section_are_no_part_of_their_paragraphs() -> None:
    printed = ["1.1 One.", "1.2 Two.", "1.3 Three.", "2.1 Four."]
    assert blocks_of([line(text, 100 + 30 * at) for at, text in enumerate(printed)]) == [
        "One.",
        "Two.",
        "Three.",
        "Four.",
    ]
    millions = ["1.1 million children live here.", "2.1 million did before."]
    assert blocks_of([line(text, 100 + 30 * at) for at, text in enumerate(millions)]) == millions


def test_a_line_that_its_raised_mark_pushes_down_goes_on_with_the_one_before() -> None:
    lines = [line(FULL, 100), line(FULL, 114), line("Anywhere they know.", 134), line(FULL, 148)]
    marked = [*lines[:2], lines[2]._replace(note_marks=(NoteMark(8, "1"),)), lines[3]]
    assert blocks_of(marked)[0] == f"{FULL} {FULL} Anywhere they know."
    assert blocks_of(lines)[0] == f"{FULL} {FULL}"
