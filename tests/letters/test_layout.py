"""Layout: list marks by their shape and place, columns, boxes, and headings by how they look, on pages made of runs."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from extractors.letters.layout.boxes import Rectangle
from extractors.letters.layout.lines import Line, NoteMark, Page
from extractors.letters.layout.pages import Sheet, assemble_pages
from extractors.letters.layout.text_runs import RaisedNumber, TextRun, clean
from extractors.letters.structure.blocks import stands_out
from extractors.letters.structure.heading_styles import mark_heading_styles

WIDTH, HEIGHT = 595, 842


def run(text: str, x0: float, top: float, *, style: str = "Body", text_x0: float | None = None) -> TextRun:
    x1 = x0 + 5.5 * len(text)
    return TextRun(text, x0, top, x1, top + 12, top + 10, 11, is_bold=False, text_x0=text_x0 or x0, style=style)


def page_of(runs: Sequence[TextRun], drawn: Sequence[Rectangle] = (), pictures: Sequence[Rectangle] = ()) -> Page:
    return assemble_pages([Sheet(1, WIDTH, HEIGHT, runs, drawn, pictures)])[0]


def items_of(page: Page) -> list[tuple[str | None, str]]:
    return [(line.list_mark, line.text) for line in page.lines]


@pytest.mark.parametrize("mark", ["§", "➢", "✓", "❖", "►", "*", "»", "★", ">"])
def test_a_glyph_that_opens_several_lines_at_one_indent_is_a_list_mark(mark: str) -> None:
    lines = ["The first item", "Another item"]
    page = page_of([run(f"{mark} {text}", 70, 100 + 40 * at, text_x0=90) for at, text in enumerate(lines)])
    assert items_of(page) == [(mark, text) for text in lines]


@pytest.mark.parametrize("mark", ["Ø", "l", "n", "x", "q"])
def test_a_letter_of_another_font_that_opens_several_lines_is_a_list_mark(mark: str) -> None:
    runs = []
    for at in range(2):
        runs += [run(mark, 70, 100 + 40 * at, style="Symbols"), run("The item", 79, 100 + 40 * at)]
    assert items_of(page_of(runs)) == [(mark, "The item")] * 2


@pytest.mark.parametrize(
    "marks",
    [("(a)", "(b)", "(c)"), ("i.", "ii.", "iii."), ("a)", "b)", "c)"), ("A.", "B.", "C."), ("I)", "II)", "III)")],
)
@pytest.mark.parametrize("is_apart", [False, True])
def test_letters_and_roman_numerals_that_count_up_at_one_indent_are_list_marks(
    marks: tuple[str, ...], *, is_apart: bool
) -> None:
    runs = []
    for at, mark in enumerate(marks):
        apart = [run(mark, 70, 100 + 40 * at), run("The item", 96, 100 + 40 * at)]
        runs += apart if is_apart else [run(f"{mark} The item", 70, 100 + 40 * at, text_x0=96)]
    assert items_of(page_of(runs)) == [(mark, "The item") for mark in marks]


def test_an_item_may_begin_with_a_word_of_one_letter() -> None:
    runs = []
    for at, (mark, text, text_x0) in enumerate((("A.", "A plan", 108), ("B.", "They plan", 96))):
        runs += [run(mark, 70, 100 + 40 * at), run(text, 96, 100 + 40 * at, text_x0=text_x0)]
    assert items_of(page_of(runs)) == [("A.", "A plan"), ("B.", "They plan")]


def test_a_superscript_character_is_a_note_mark_and_a_square_metre_is_none() -> None:
    (line, other) = page_of([run("The board met.¹²", 70, 100), run("Rooms of 9 m² each", 70, 140)]).lines
    assert (line.text, line.note_marks) == ("The board met.", (NoteMark(14, "12"),))
    assert (other.text, other.note_marks) == ("Rooms of 9 m² each", ())


def test_letters_that_count_up_may_be_set_flush_to_their_right() -> None:
    marks = (("d)", 72), ("a)", 72), ("b)", 72), ("c)", 73), ("d)", 72), ("e)", 72), ("f)", 76))
    runs = [run(f"{mark} The item", x0, 100 + 40 * at, text_x0=96) for at, (mark, x0) in enumerate(marks)]
    counted = [(mark, "The item") for mark, _ in marks[1:]]
    assert items_of(page_of(runs)) == [(None, "d) The item"), *counted]


@pytest.mark.parametrize(("text", "mark"), [("10.It is so", "10."), ("10.5 weeks", None), ("10.it", None)])
def test_a_number_may_mark_an_item_whose_text_it_touches(text: str, mark: str | None) -> None:
    (line,) = page_of([run(text, 70, 100)]).lines
    assert (line.possible_mark, line.text) == (mark, text)


def test_a_strip_below_a_box_of_the_page_before_is_the_rest_of_it() -> None:
    text = [run("Inspectors saw many children.", 70, 60)]
    ends, strip, other = Rectangle(60, 500, 500, 780), Rectangle(60, 55, 500, 73), Rectangle(60, 55, 400, 73)
    for drawn, count in ((strip, 1), (other, 0)):
        first, second = (Sheet(at, WIDTH, HEIGHT, text, [each], ()) for at, each in ((1, ends), (2, drawn)))
        assert [len(page.boxes) for page in assemble_pages([first, second])] == [1, count]
    assert page_of(text, [strip]).boxes == ()


@pytest.mark.parametrize(
    "marks", [("R.", "A.", "I.", "B."), ("v.", "i.", "e.", "ii."), ("(b)", "(a)", "(b)"), ("§", "§"), ("5.", "6.")]
)
def test_what_opens_a_line_of_a_sentence_is_no_list_mark(marks: tuple[str, ...]) -> None:
    runs = []
    for at, mark in enumerate(marks):
        top = 100 + 60 * at
        runs += [
            run("With a great deal of preparation, she and", 70, top)._replace(x1=480),
            run(f"{mark} said so to an officer.", 70, top + 14, text_x0=84),
            run("Her evidence was heard.", 70, top + 28),
        ]
    printed = [line for line in page_of(runs).lines if " said " in line.text]
    assert [(line.list_mark, line.possible_mark, line.x0) for line in printed] == [(None, None, 70)] * len(marks)
    assert [line.text for line in printed] == [f"{mark} said so to an officer." for mark in marks]


def test_a_small_number_before_a_heading_is_part_of_it() -> None:
    heading = run("Headline findings", 90, 100)._replace(is_bold=True)
    number = run("1", 76, 98)._replace(size=8, baseline=108, is_bold=True)
    (line,) = page_of([heading, number]).lines
    assert (line.text, line.note_marks, line.is_bold) == ("1 Headline findings", (), True)
    (plain,) = page_of([heading, number._replace(is_bold=False)]).lines
    assert (plain.text, plain.note_marks) == ("Headline findings", (NoteMark(0, "1"),))


@pytest.mark.parametrize("mark", ["†", "*", "**", "[12]", "(1)", "§"])
def test_a_sign_that_is_raised_beside_the_line_is_a_note_mark_of_it(mark: str) -> None:
    above, text = run("They carried out a joint inspection of the area.", 70, 100), run("The board met.", 70, 115)
    raised = run(mark, text.x1, 112)._replace(size=8, baseline=122)
    first, second = page_of([above, text, raised]).lines
    assert (first.text, first.note_marks) == (above.text, ())
    assert (second.text, second.note_marks) == (text.text, (NoteMark(14, mark.strip("[]()")),))


@pytest.mark.parametrize("brackets", ["[2]", "(2)"])
def test_a_dagger_and_a_raised_number_in_brackets_are_note_marks(brackets: str) -> None:
    raised = run(f"The plan was late.{brackets}", 70, 140)._replace(raised=(RaisedNumber(19, 20),))
    (line, other) = page_of([run("The board met.† It said so.", 70, 100), raised]).lines
    assert (line.text, line.note_marks) == ("The board met. It said so.", (NoteMark(14, "†"),))
    assert (other.text, other.note_marks) == ("The plan was late.", (NoteMark(18, "2"),))


def test_a_drop_capital_opens_the_line_at_its_top() -> None:
    capital = run("T", 70, 96)._replace(size=40, x1=96, baseline=138)
    lines = [run("his letter says what", 100, 100), run("we found there.", 100, 114), run("It is long.", 70, 142)]
    page = page_of([*lines, capital])
    assert [(line.text, line.x0) for line in page.lines] == [
        ("This letter says what", 70),
        ("we found there.", 70),
        ("It is long.", 70),
    ]


def test_letters_that_do_not_count_up_stay_in_their_text() -> None:
    lines = ["(c) The item", "(s) Another item"]
    page = page_of([run(text, 70, 100 + 40 * at, text_x0=90) for at, text in enumerate(lines)])
    assert items_of(page) == [(None, text) for text in lines]


def test_words_at_one_place_over_the_text_of_every_page_are_a_watermark() -> None:
    mark = run("DRAFT", 200, 300)._replace(size=60, x1=400, baseline=330)
    sheets = [Sheet(at, WIDTH, HEIGHT, [run(f"Text {at}", 190, 310), mark], (), ()) for at in (1, 2, 3)]
    assert [[line.text for line in page.lines] for page in assemble_pages(sheets)] == [
        ["Text 1"],
        ["Text 2"],
        ["Text 3"],
    ]


def test_words_at_one_place_beside_the_text_of_every_page_are_kept() -> None:
    header = run("Letter to the partnership", 70, 40)
    sheets = [Sheet(at, WIDTH, HEIGHT, [header, run(f"Text {at}", 70, 310)], (), ()) for at in (1, 2, 3)]
    assert [page.lines[0].text for page in assemble_pages(sheets)] == [header.text] * 3


def test_words_and_page_numbers_right_of_the_text_are_lines_of_their_own() -> None:
    numbers = (1, 2, 3)
    beside = [[run("JTAI", 560, 310), run(str(at), 540, 410)] for at in numbers]
    texts = [["of a line " * at, "and another " * at] for at in numbers]
    runs = [[run(one, 70, 310), run(other, 70, 410)] for one, other in texts]
    sheets = [Sheet(at, WIDTH, HEIGHT, [*runs[at - 1], *beside[at - 1]], (), ()) for at in numbers]
    assert [[line.text for line in page.lines] for page in assemble_pages(sheets)] == [
        [one.strip(), other.strip(), "JTAI", str(at)] for at, (one, other) in zip(numbers, texts, strict=True)
    ]


def test_a_word_of_one_letter_after_a_drawn_mark_is_part_of_the_item() -> None:
    marks = [Rectangle(72, top + 3, 76, top + 7) for top in (100, 140)]
    runs = [run("A plan is there", 86, 100, text_x0=104), run("Others are not", 86, 140)]
    assert items_of(page_of(runs, marks)) == [("•", "A plan is there"), ("•", "Others are not")]


def test_a_word_of_one_letter_is_no_list_mark() -> None:
    lines = [("A child waits", 100), ("A parent waits", 140), ("I waited", 180), ("I asked", 220)]
    assert items_of(page_of([run(text, 70, top) for text, top in lines])) == [(None, text) for text, _ in lines]


def test_a_glyph_that_opens_one_line_stays_in_its_text() -> None:
    assert items_of(page_of([run("§ 20 of the Act", 70, 100, text_x0=82)])) == [(None, "§ 20 of the Act")]


@pytest.mark.parametrize("is_picture", [False, True])
def test_small_drawings_before_several_lines_are_list_marks(*, is_picture: bool) -> None:
    marks = [Rectangle(72, top + 3, 76, top + 7) for top in (100, 140)]
    runs = [run("The first item", 86, 100), run("Another item", 86, 140), run("A paragraph", 70, 180)]
    page = page_of(runs, *([(), marks] if is_picture else [marks]))
    assert items_of(page) == [("•", "The first item"), ("•", "Another item"), (None, "A paragraph")]
    assert [(line.x0, line.text_x0) for line in page.lines[:2]] == [(72, 86)] * 2


def test_a_small_drawing_opens_an_item_whatever_the_line_before_ends_with() -> None:
    marks = [Rectangle(72, top + 3, 76, top + 7) for top in (100, 128)]
    texts = ["The first item goes on", "and fills its last line.[2]", "Another item"]
    runs = [run(text, 86, 100 + 14 * at) for at, text in enumerate(texts)]
    assert items_of(page_of(runs, marks))[2] == ("•", "Another item")


def test_numbers_in_badges_are_part_of_them_raised_or_not() -> None:
    tops = [100, 140, 180]
    badges = [Rectangle(66, top - 1, 82, top + 14) for top in tops]
    numbers = [run(str(at), 71, top)._replace(x1=76, size=8) for at, top in enumerate(tops, start=1)]
    numbers[1] = numbers[1]._replace(baseline=numbers[1].baseline - 2)
    texts = ["The first item", "Another item", "The last item"]
    runs = [run(text, 92, top) for text, top in zip(texts, tops, strict=True)]
    assert items_of(page_of([*runs, *numbers], badges)) == [("•", text) for text in texts]


def test_small_drawings_before_bold_words_are_ornaments_where_no_plain_item_begins() -> None:
    marks = [Rectangle(x, top + 3, x + 4, top + 7) for x, top in ((72, 100), (72, 140), (90, 180), (90, 220))]
    bold = [run("What needs to improve?", 86, 100), run("Main findings", 86, 140)]
    items = [run("The first item", 104, 180), run("Another item", 104, 220)]
    page = page_of([*(each._replace(is_bold=True) for each in bold), *items], marks)
    assert [mark for mark, _ in items_of(page)] == [None, None, "•", "•"]


LEFT = ["Schools describe the hub", "as easy to reach and they", "value the meeting that", "takes place each term"]
RIGHT = ["Midwives ask about home", "life at every visit and", "record what they hear so", "that others can act on it"]


def test_text_in_columns_is_read_column_by_column() -> None:
    left = [run(text, 70, 100 + 14 * at) for at, text in enumerate(LEFT)]
    right = [run(text, 310, 100 + 14 * at) for at, text in enumerate(RIGHT)]
    whole = [run("A line above them that runs over the whole width of the page, to its right edge", 70, 60)]
    after = [run("Another line below that runs over the whole width of the page, to its right edge", 70, 200)]
    page = page_of([*whole, *right, *left, *after])
    assert [line.text for line in page.lines] == [whole[0].text, *LEFT, *RIGHT, after[0].text]
    assert [line.column for line in page.lines] == [0, *[2] * 4, *[3] * 4, 0]


def test_columns_that_a_heading_stands_over_are_read_one_part_after_the_other() -> None:
    runs = []
    for part, top in enumerate((100, 220)):
        runs += [run(f"Heading {part}", 70, top)._replace(is_bold=True)]
        runs += [run(text, 70, top + 30 + 14 * at) for at, text in enumerate(LEFT)]
        runs += [run(text, 310, top + 30 + 14 * at) for at, text in enumerate(RIGHT)]
    texts = [line.text for line in page_of(runs).lines]
    assert texts == ["Heading 0", *LEFT, *RIGHT, "Heading 1", *LEFT, *RIGHT]


def test_a_heading_of_the_right_column_stands_level_with_text_of_the_left_one() -> None:
    left = [run(f"of what leaders on the left know {at}", 70, 100 + 20 * at) for at in range(8)]
    heading = run("Strengths", 308, 160)._replace(is_bold=True, x1=370)
    right = [run(f"of what they do {at}", 330, 100 + 20 * at) for at in range(8) if at != 3]
    lines = page_of([*left, heading, *right]).lines
    assert [line.text for line in lines[:8]] == [each.text for each in left]
    assert [line.text for line in lines[8:]] == [
        each.text for each in sorted([*right, heading], key=lambda run: run.top)
    ]


@pytest.mark.parametrize("style", ["Body", "Coloured"])
def test_a_heading_above_a_list_set_in_begins_its_column_if_it_is_set_otherwise(style: str) -> None:
    left = [run(f"of what leaders on the left know {at}", 70, 100 + 14 * at)._replace(x1=290) for at in range(8)]
    heading = run("Strengths", 300, 147)._replace(x1=350, style=style)
    right = [run(f"of what they do {at}", 335, 100 + 14 * at) for at in range(8) if at not in (3, 4)]
    texts = [line.text for line in page_of([*left, heading, *right]).lines]
    assert (texts[:8] == [each.text for each in left]) == (style == "Coloured")


def test_columns_may_be_one_letter_s_height_apart() -> None:
    left = [run(text, 70, 100 + 14 * at)._replace(x1=299.5) for at, text in enumerate(LEFT)]
    right = [run(text, 308, 100 + 14 * at) for at, text in enumerate(RIGHT)]
    assert [line.text for line in page_of([*left, *right]).lines] == [*LEFT, *RIGHT]


def test_words_of_justified_lines_that_happen_to_stand_below_each_other_are_no_columns() -> None:
    words = [(0, 366, 396, "They"), (0, 406, 436, "work"), (0, 446, 505, "alongside")]
    words += [(1, 108, 281, "voluntary sector agencies"), (1, 292, 308, "to"), (1, 317, 505, "support families who")]
    words += [(2, 108, 177, "challenges.")]
    words += [(3, 108, 287, "Schools are equal partners"), (3, 296, 307, "in"), (3, 317, 505, "it. Heads and")]
    words += [(4, 108, 262, "designated leads know"), (4, 270, 302, "it"), (4, 309, 505, "and are partners")]
    words += [(5, 108, 308, "who speak of it"), (5, 317, 505, "with families.")]
    runs = [run(text, x0, 100 + 15 * row)._replace(x1=x1) for row, x0, x1, text in words]
    assert {line.column for line in page_of([run("They know families well.", 108, 85), *runs]).lines} == {0}


def test_words_of_two_lines_are_no_column_however_far_they_stand_apart() -> None:
    words = [(0, 70, "that leaders"), (0, 180, "of all"), (0, 310, "of the"), (0, 390, "whole")]
    words += [(1, 70, "and agencies"), (1, 180, "and staff"), (1, 310, "area and"), (1, 390, "beyond")]
    words += [(2, 70, "A line that runs over the whole width of the page, to its right edge"), (3, 310, "know")]
    page = page_of([run(text, x, 100 + 14 * row) for row, x, text in words])
    assert {line.column for line in page.lines} == {0}


def test_a_heading_of_the_right_column_may_stand_level_with_a_gap_in_the_left_one() -> None:
    left = [run(f"of what leaders on the left know {at}", 70, 100 + 20 * at) for at in range(8) if at != 3]
    heading = run("Strengths", 308, 160)._replace(is_bold=True, x1=370)
    right = [run(f"of what they do {at}", 330, 100 + 20 * at) for at in range(8) if at != 3]
    lines = page_of([*left, heading, *right]).lines
    assert [line.text for line in lines[:7]] == [each.text for each in left]
    assert lines[10].text == "Strengths"


def test_what_closes_a_letter_below_its_columns_is_read_after_both() -> None:
    left = [run(text, 70, 100 + 14 * at) for at, text in enumerate(LEFT)]
    right = [run(text, 310, 100 + 14 * at) for at, text in enumerate([*RIGHT[:3], "that others can act."])]
    closing = [run("Yours sincerely", 70, 160), run("Ann Ash", 70, 190), run("Ben Birch", 310, 190)]
    texts = [line.text for line in page_of([*left, *right, *closing]).lines]
    assert texts == [*LEFT, *RIGHT[:3], "that others can act.", "Yours sincerely", "Ann Ash Ben Birch"]


def test_a_page_number_between_columns_does_not_move_their_edge() -> None:
    left = [run(text, 70, 100 + 14 * at)._replace(x1=290) for at, text in enumerate(LEFT)]
    right = [run(text, 310, 100 + 14 * at) for at, text in enumerate(RIGHT)]
    assert [line.text for line in page_of([*left, *right, run("1", 297, 800)]).lines] == [*LEFT, *RIGHT, "1"]


def test_a_page_number_between_columns_close_below_them_is_read_after_both() -> None:
    left = [run(text, 70, 100 + 24 * at)._replace(x1=290) for at, text in enumerate(LEFT)]
    right = [run(text, 310, 100 + 24 * at) for at, text in enumerate(RIGHT)]
    assert [line.text for line in page_of([*left, *right, run("1", 293, 194)]).lines] == [*LEFT, *RIGHT, "1"]


def test_list_marks_that_most_of_a_columns_text_stands_right_of_are_part_of_it() -> None:
    left = [run(text, 70, 100 + 14 * at) for at, text in enumerate(LEFT)]
    right = [run(f"• {RIGHT[0]}", 302, 100, text_x0=310)]
    right += [run(text, 310, 114 + 14 * at) for at, text in enumerate(RIGHT[1:])]
    assert [line.text for line in page_of([*left, *right]).lines] == [*LEFT, *RIGHT]


def test_a_column_of_text_with_a_list_set_in_begins_where_its_text_does() -> None:
    left = [run(text, 70, 100 + 14 * at) for at, text in enumerate(LEFT * 4)]
    right = [run(text, 309, 100 + 14 * at) for at, text in enumerate(RIGHT)]
    right += [run("What needs to improve?", 309, 170)._replace(is_bold=True)]
    right += [run("•", 315, 200 + 28 * at) for at in range(3)]
    right += [run(RIGHT[at % 2], 335, 200 + 14 * at) for at in range(6)]
    texts = [line.text for line in page_of([*left, *right]).lines]
    assert texts == [*LEFT * 4, *RIGHT, "What needs to improve?", *(RIGHT[:2] * 3)]


# Margins


TEXT = [
    "Schools describe the hub as easy to reach and they value",
    "the meeting that takes place each term for all of them.",
]


def text_at(x0: float) -> list[TextRun]:
    return [run(text, x0, 100 + 14 * at) for at, text in enumerate(TEXT * 6)]


def test_bold_words_left_of_the_text_head_what_stands_beside_them() -> None:
    heading = [run("What needs", 60, 128)._replace(is_bold=True), run("to improve", 60, 142)._replace(is_bold=True)]
    lines = page_of([*text_at(180), *heading]).lines
    assert [line.text for line in lines] == [*TEXT, "What needs", "to improve", *TEXT * 5]


@pytest.mark.parametrize("x0", [40, 520])
def test_small_print_beside_the_text_is_no_part_of_it(x0: float) -> None:
    note = run("See page 2", x0, 127)._replace(size=8, x1=x0 + 40)
    page = page_of([*text_at(180), note])
    assert [line.text for line in page.lines] == TEXT * 6
    assert [line.text for line in page.side_notes] == ["See page 2"]


def test_cells_of_a_table_are_read_row_by_row() -> None:
    rows = [("Police", "1,204"), ("Health", "640"), ("Schools", "811"), ("Housing", "97")]
    runs = [run(text, 70 + 240 * at, 100 + 14 * row) for row, cells in enumerate(rows) for at, text in enumerate(cells)]
    assert [line.text for line in page_of(runs).lines] == [f"{name} {number}" for name, number in rows]


# Boxes


def boxes_of(*drawn: Rectangle) -> list[tuple[float, float, float, float]]:
    return [(box.x0, box.top, box.x1, box.bottom) for box in page_of([run("Text", 70, 100)], drawn).boxes]


def test_a_frame_as_large_as_the_page_is_no_box_and_hides_none() -> None:
    study = Rectangle(66, 200, 530, 300)
    assert boxes_of(Rectangle(20, 20, 575, 822), study) == [tuple(study)]


def test_a_box_at_one_place_on_every_page_is_a_frame() -> None:
    frame = Rectangle(60, 60, 535, 700)
    pages = assemble_pages([Sheet(number, WIDTH, HEIGHT, [], [frame], []) for number in (1, 2, 3)])
    assert [page.boxes for page in pages] == [(), (), ()]


def test_a_box_on_a_tint_behind_the_text_of_each_page_is_a_box() -> None:
    tint, study = Rectangle(57, 57, 539, 780), Rectangle(57, 300, 539, 400)
    pages = assemble_pages([Sheet(1, WIDTH, HEIGHT, [], [tint, study], []), Sheet(2, WIDTH, HEIGHT, [], [tint], [])])
    assert [[box.top for box in page.boxes] for page in pages] == [[300], []]


def test_a_rule_left_of_lines_that_begin_with_bold_words_is_a_box() -> None:
    study = [run("Case study", 80, 202)._replace(is_bold=True), run("Amira was helped.", 80, 222)]
    rule = Rectangle(70, 200, 74, 240)
    (page,) = assemble_pages([Sheet(1, WIDTH, HEIGHT, [run("Text of the letter.", 70, 100), *study], [rule], [])])
    assert [page.boxes[0].holds(line) for line in page.lines] == [False, True, True]


def test_a_rule_beside_a_case_study_may_be_drawn_in_parts_and_go_on_below_the_header_of_the_next_page() -> None:
    header = [run("OFFICIAL", 280, 30)]
    study = [run("Case study", 80, 702)._replace(is_bold=True), run("Amira was helped and", 80, 722)]
    parts = [Rectangle(70, 700, 74, 720), Rectangle(70, 718, 74, 740)]
    rest = [run("then went home.", 80, 60), run("Text of the letter.", 70, 100)]
    pages = assemble_pages(
        [
            Sheet(1, WIDTH, HEIGHT, [*header, run("Text of the letter.", 70, 100), *study], parts, []),
            Sheet(2, WIDTH, HEIGHT, [*header, *rest], [Rectangle(70, 56, 74, 76)], []),
        ]
    )
    boxed = [[any(box.holds(line) for box in page.boxes) for line in page.lines] for page in pages]
    assert boxed == [[False, False, True, True], [False, True, False]]


def test_a_rule_left_of_other_lines_is_no_box() -> None:
    runs = [run("Text of the letter.", 80, 100), run("More of it.", 80, 202), run("And more.", 80, 222)]
    assert page_of(runs, [Rectangle(70, 200, 74, 240)]).boxes == ()


def test_what_is_drawn_behind_words_of_a_line_is_no_box_but_the_strips_of_one_are() -> None:
    lines = [run("Words that somebody found important", 70, 100 + 14 * at) for at in range(3)]
    behind = [Rectangle(each.x0, each.top - 2, each.x1, each.bottom + 1) for each in lines]
    shorter = behind[-1]._replace(x1=behind[-1].x1 - 40)
    assert page_of(lines, [*behind[:-1], shorter]).boxes == ()
    wider = behind[-1]._replace(top=behind[-1].bottom, bottom=behind[-1].bottom + 14)
    assert len(page_of(lines, [*behind, wider]).boxes) == 1


def test_a_grid_of_cells_is_a_table_and_its_head_no_heading() -> None:
    cells = [
        Rectangle(70 + 150 * at, 100 + 20 * row, 220 + 150 * at, 120 + 20 * row) for row in range(3) for at in range(2)
    ]
    page = page_of([run("Agency", 74, 102)._replace(is_bold=True)], cells)
    assert page.boxes == ()
    assert not stands_out(page.lines[0], 11)


# Headings by how they look


def styled(text: str, style: str) -> Line:
    return Line(1, text, 70, 100, 400, 112, 110, 11, is_bold=False, style=style)


def test_a_style_of_known_headings_is_bold_whatever_its_font_is_called() -> None:
    body = [styled("A sentence that goes on for a while and then ends.", "F1") for _ in range(9)]
    headings = [styled(text, "F2") for text in ("Headline findings", "Work with families", "Next steps")]
    page = Page(1, WIDTH, HEIGHT, (*body, *headings), (), is_image=False)
    assert [line.is_bold for line in mark_heading_styles([page])[0].lines] == [False] * 9 + [True] * 3


def test_a_line_that_opens_in_the_style_of_headings_and_goes_on_below_in_another_is_no_heading() -> None:
    body = [styled("A sentence that goes on for a while and then ends.", "F1") for _ in range(9)]
    headings = [styled(text, "F2") for text in ("Headline findings", "Next steps")]
    opening = [styled("Leaders of the whole partnership know", "F2"), styled("the children of the area well.", "F1")]
    page = Page(1, WIDTH, HEIGHT, (headings[0], *body, *opening, headings[1]), (), is_image=False)
    bold = [line.text for line in mark_heading_styles([page])[0].lines if line.is_bold]
    assert bold == ["Headline findings", "Next steps"]


def test_letters_that_count_headings_are_no_list_marks() -> None:
    body = [styled("A sentence that goes on for a while and then ends.", "F1") for _ in range(9)]
    texts = ["Headline findings", "Children’s views", "Next steps"]
    headings = [styled(text, "F2")._replace(list_mark=f"{letter}.") for letter, text in zip("ABC", texts, strict=True)]
    items = [styled("Strengths", "F1")._replace(list_mark=f"{letter}.") for letter in "AB"]
    page = Page(1, WIDTH, HEIGHT, (*body, *headings, *items), (), is_image=False)
    lines = mark_heading_styles([page])[0].lines
    assert [line.text for line in lines if line.is_bold] == [
        "A. Headline findings",
        "B. Children’s views",
        "C. Next steps",
    ]
    assert [line.list_mark for line in lines[-2:]] == ["A.", "B."]


def test_underlined_lines_are_in_a_style_of_their_own() -> None:
    body = [run("A sentence that goes on for a while and then ends.", 70, 300 + 20 * at) for at in range(9)]
    rule = Rectangle(70, 111, 70 + 5.5 * len("Next steps"), 112.5)
    (page,) = mark_heading_styles([page_of([run("Next steps", 70, 100), *body], [rule])])
    assert [line.is_bold for line in page.lines] == [True] + [False] * 9


def test_an_underline_may_leave_out_the_letters_that_reach_below_it() -> None:
    body = [run("A sentence that goes on for a while and then ends.", 70, 300 + 20 * at) for at in range(9)]
    parts = [Rectangle(70, 111, 90, 112), Rectangle(94, 111, 70 + 5.5 * len("Next steps"), 112)]
    (page,) = mark_heading_styles([page_of([run("Next steps", 70, 100), *body], parts)])
    assert page.lines[0].is_bold


def test_a_small_drawing_before_larger_bold_words_is_no_list_mark() -> None:
    body = [run("A sentence that goes on for a while and then ends.", 86, 300 + 20 * at) for at in range(9)]
    headings = [run("Next steps", 86, top)._replace(is_bold=True, size=14) for top in (100, 200)]
    icons = [Rectangle(70, top + 1, 80, top + 11) for top in (100, 200)]
    assert items_of(page_of([*headings, *body], icons))[:2] == [(None, "Next steps")] * 2


def test_the_style_of_most_of_the_text_is_plain_though_its_font_is_called_heavy() -> None:
    body = [styled("A sentence that goes on for a while and then ends.", "F1") for _ in range(9)]
    lines = [line._replace(is_bold=True) for line in (*body, styled("Next steps", "F1 Bold"))]
    (page,) = mark_heading_styles([Page(1, WIDTH, HEIGHT, tuple(lines), (), is_image=False)])
    assert [line.is_bold for line in page.lines] == [False] * 9 + [True]


def test_a_style_of_whole_sentences_is_no_heading_style() -> None:
    lines = [styled("Plain text of the letter, and more of it.", "F1")] * 4 + [styled("Said by a child.", "F2")] * 3
    page = Page(1, WIDTH, HEIGHT, (*lines, styled("Next steps", "F2")), (), is_image=False)
    assert not any(line.is_bold for line in mark_heading_styles([page])[0].lines)


# Characters


@pytest.mark.parametrize(
    ("coded", "printed"),
    [
        ("multi\u2010agency", "multi-agency"),
        ("multi\u2011agency", "multi-agency"),
        ("e\ufb03cient \ufb01rst", "efficient first"),
        ("\uff2a\uff34\uff21\uff29", "JTAI"),
        ("2022\u20132023 – m²", "2022–2023 – m²"),
        ("multi\u2010agency and multi\u2010 ", "multi-agency and multi\u2010"),
    ],
)
def test_characters_are_read_as_what_they_print(coded: str, printed: str) -> None:
    assert clean(coded) == printed
