"""Boxes of case studies that touch over a page, or stand inside a frame around the letter's text."""

from __future__ import annotations

from pathlib import Path

import pytest

from drawn_letters import OPENING_MARKUP, write_markup
from extractors.letters.layout.lines import Box, Line, Page
from extractors.letters.structure.reading_order import find_reading_order
from letters.rows import case_studies_of, rows_of

PLAIN = "#block(stroke: 1pt, inset: 8pt, width: 100%, {room})[*Practice study: {title}*\n\n{text}\n\n{more}]"
LETTER = (
    OPENING_MARKUP
    + """
= Headline findings

Most children get the help that they need when they need it.

= Main findings

Leaders know the children of the area well. They listen to families and learn from them.

{studies}

Schools and health services know whom to ask when they worry about a child.

= Next steps

We ask Westshire Council to prepare a written statement of action.

Yours sincerely

National Director, Ofsted
"""
)
TEXTS = "Ali was helped by many people who talked to each other.", "Bo was not seen for many weeks by anyone."
MORE = "His plan was kept.", "Her plan was lost."
STUDIES = [
    PLAIN.format(title=title, text=text, more=more, room="above: 0pt, below: 0pt")
    for title, text, more in zip(("effective practice", "area for improvement"), TEXTS, MORE, strict=True)
]


def line(page: int, text: str, *, is_bold: bool = False) -> Line:
    return Line(page, text, 70, 90, 400, 103, 100, 12, is_bold, text_x0=70)


def test_short_paragraphs_of_a_small_box_are_as_far_apart_as_those_around_it(tmp_path: Path) -> None:
    rows = rows_of(write_markup(tmp_path / "letter.pdf", LETTER.replace("{studies}", STUDIES[0])))
    assert [study.text for study in case_studies_of(rows)] == [f"{TEXTS[0]}\n{MORE[0]}"]


def test_lines_of_a_box_in_a_column_end_at_the_edge_of_the_box(tmp_path: Path) -> None:
    text = "They met in school on Monday. They met again in the hub. She said what would help her most. They did that. "
    inset = "(left: 4pt, right: 40pt, y: 8pt)"
    study = f"#block(stroke: 1pt, inset: {inset})[*Practice study: effective practice*\n\n{text * 3}]"
    columns = f"#columns(2)[{text * 8} #colbreak() {text} {study}]"
    rows = rows_of(write_markup(tmp_path / "letter.pdf", LETTER.replace("{studies}", columns)))
    assert [study.text for study in case_studies_of(rows)] == [(text * 3).strip()]


@pytest.mark.parametrize("room", ["0pt", "484pt"])
def test_boxes_that_touch_hold_a_case_study_each_also_where_the_first_runs_over_a_page(
    room: str, tmp_path: Path
) -> None:
    markup = LETTER.replace("{studies}", f"#v({room})\n" + "\n".join(STUDIES))
    rows = rows_of(write_markup(tmp_path / "letter.pdf", markup))
    assert [(study.title, study.text.replace("\n", " ")) for study in case_studies_of(rows)] == [
        ("Practice study: effective practice", f"{TEXTS[0]} {MORE[0]}"),
        ("Practice study: area for improvement", f"{TEXTS[1]} {MORE[1]}"),
    ]


def test_a_box_inside_a_frame_goes_on_in_the_one_on_the_next_page() -> None:
    first, last = line(1, "Practice study: effective practice", is_bold=True), line(2, "Ali was helped.")
    pages = [
        Page(1, 595, 842, (first,), (Box(1, 60, 80, 530, 120),), is_image=False),
        Page(2, 595, 842, (last,), (Box(2, 40, 60, 550, 700), Box(2, 60, 80, 530, 120)), is_image=False),
    ]
    order = find_reading_order([first, last], pages)
    assert [box.lines for box in order.boxes] == [(first, last)]
