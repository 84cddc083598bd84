"""Lists as other tools set them: dashes right below a heading, items under items, what is a mark of a note."""

from __future__ import annotations

from pathlib import Path

import pytest

from drawn_letters import CLOSING, LEFT, OPENING, OPENING_MARKUP, TOP, Words, heading, write_letter, write_markup
from letters.rows import rows_of

LETTER = (
    OPENING_MARKUP
    + """
= Headline findings

Most children get the help that they need when they need it. Leaders know the children of the area well.

{findings}

= Next steps

We ask Westshire Council to prepare a written statement of action and to send it by 9 October 2026.

Yours sincerely

National Director, Ofsted
"""
)
ITEMS = "Leaders know their services", "Police respond in time", "Nurses see children"


def read_items(path: Path, findings: str) -> list[tuple[str, int, str]]:
    """Form, level and text of what the letter says below its headline findings."""
    rows = rows_of(write_markup(path, LETTER.replace("{findings}", findings)))
    numbers = [one.section_number for one in rows.sections if one.kind in ("strengths", "needs_to_improve")]
    return [(one.form, one.level, one.text) for one in rows.paragraphs if one.section_number in numbers]


def test_a_list_of_dashes_right_below_a_heading_is_no_part_of_it(tmp_path: Path) -> None:
    listed = "\n".join(f"- {item}" for item in ITEMS)
    markup = f"#set list(marker: [–])\n#block(below: 5pt)[#text(13pt)[*Strengths*]]\n{listed}"
    assert read_items(tmp_path / "letter.pdf", markup) == [("bullet", 1, item) for item in ITEMS]


@pytest.mark.parametrize("room", ["0pt", "340pt", "356pt", "372pt"])
def test_items_set_at_the_text_of_the_item_above_are_under_it_also_over_the_page(room: str, tmp_path: Path) -> None:
    above, *under = ITEMS
    listed = f"- {above}\n" + "".join(f"  - {item}\n" for item in under) + "- Schools help"
    markup = f"#v({room})\n*What needs to improve?*\n\n#set list(marker: [▪])\n{listed}"
    assert read_items(tmp_path / "letter.pdf", markup) == [
        ("bullet", 1, above),
        *[("bullet", 2, item) for item in under],
        ("bullet", 1, "Schools help"),
    ]


@pytest.mark.parametrize("room", ["0pt", "484pt", "492pt"])
def test_items_under_an_item_may_have_its_mark_and_stand_on_the_next_page(room: str, tmp_path: Path) -> None:
    above, *under = "Leaders know their services and do what they can so that they are better", *ITEMS
    listed = f"- {above * 3}\n" + "".join(f"  - {item}\n" for item in under)
    markup = f"#v({room})\n*What needs to improve?*\n\n#set list(marker: [•])\n{listed}"
    assert [level for _, level, _ in read_items(tmp_path / "letter.pdf", markup)] == [1, 2, 2, 2]


@pytest.mark.parametrize("room", ["0pt", "508pt", "524pt"])
def test_a_second_paragraph_of_an_item_may_open_the_next_page(room: str, tmp_path: Path) -> None:
    listed = "- Leaders know their services.\n\n  They told us so.\n- Police respond in time."
    markup = f"#v({room})\n*What needs to improve?*\n\n{listed}"
    texts = [text for _, _, text in read_items(tmp_path / "letter.pdf", markup)]
    assert texts == ["Leaders know their services. They told us so.", "Police respond in time."]


def test_a_small_mark_that_stands_higher_than_the_text_after_it_opens_its_item(tmp_path: Path) -> None:
    listed = [word for item in ITEMS for word in (Words(">", LEFT - 18, below=25, size=6), Words(item, below=5))]
    page = [*OPENING, heading("Strengths"), *listed, heading("Next steps"), *CLOSING]
    rows = rows_of(write_letter(tmp_path / "letter.pdf", page))
    assert [(one.form, one.text) for one in rows.paragraphs if one.is_itemised] == [("bullet", item) for item in ITEMS]


def test_signatures_in_small_print_are_no_notes(tmp_path: Path) -> None:
    small = [Words(name, below=20, size=9) for name in ("National Director, Ofsted", "Chief Inspector, CQC")]
    page = [*OPENING, heading("Next steps"), *CLOSING[:-1], *small, Words("1 See page 2.", below=80, size=8)]
    rows = rows_of(write_letter(tmp_path / "letter.pdf", page))
    assert [one.office for one in rows.signatories] == ["National Director", "Chief Inspector"]
    assert [note.text for note in rows.footnotes] == ["See page 2."]


def test_small_numbers_in_badges_open_items_and_refer_to_no_notes(tmp_path: Path) -> None:
    numbers = [Words(str(at), LEFT - 17, 25, size=8) for at, _ in enumerate(ITEMS, start=1)]
    listed = [word for number, item in zip(numbers, ITEMS, strict=True) for word in (number, Words(item, below=4))]
    opening = [*OPENING, heading("Strengths")]
    page = [*opening, *listed, heading("Next steps"), *CLOSING]
    first = TOP + sum(words.below for words in opening)
    badges = "".join(
        f"#place(top + left, dx: {LEFT - 22}pt, dy: {first + 29 * at - 10}pt, circle(radius: 7pt, fill: blue))"
        for at in range(1, len(ITEMS) + 1)
    )
    rows = rows_of(write_letter(tmp_path / "letter.pdf", page, drawn=badges))
    assert [(one.form, one.text) for one in rows.paragraphs if one.is_itemised] == [("bullet", item) for item in ITEMS]
    assert not rows.footnotes
