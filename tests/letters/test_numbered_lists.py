"""Numbers that open lines: those that count the findings of a section are list marks, those of paragraphs are not."""

from __future__ import annotations

from pathlib import Path

import pytest

from drawn_letters import CLOSING, OPENING, heading, paragraph, write_letter
from extractors.letters.layout.lines import Line
from extractors.letters.structure.numbered_lists import mark_numbered_items
from letters.rows import rows_of

SIZE, LEFT, HANGING = 12, 70, 90


def lines_of(*texts: str) -> list[Line]:
    """Set lines one below the other: "**" opens a bold one, and what stands before a tab may be a mark."""
    lines = []
    for at, text in enumerate(texts):
        mark, _, _ = text.partition("\t")
        possible = mark if "\t" in text else None
        words, baseline = text.removeprefix("**").replace("\t", " "), 100.0 + 14 * at
        text_x0 = HANGING if possible else LEFT
        place = {"x0": LEFT, "top": baseline - 10, "x1": 500, "bottom": baseline + 3, "baseline": baseline}
        line = Line(1, words, **place, size=SIZE, is_bold=text.startswith("**"), text_x0=text_x0)
        lines.append(line._replace(possible_mark=possible))
    return lines


def items_of(lines: list[Line]) -> list[tuple[str | None, str]]:
    return [(line.list_mark, line.text) for line in mark_numbered_items(lines, SIZE) if not line.is_bold]


@pytest.mark.parametrize(
    "marks", [("1.", "2."), ("1)", "2)"), ("(1)", "(2)"), ("[1]", "[2]"), ("1", "2"), ("S1", "S2"), ("2.1", "2.2")]
)
def test_numbers_that_count_up_under_a_heading_of_findings_are_list_marks(marks: tuple[str, str]) -> None:
    first, second = marks
    lines = lines_of(
        "**Strengths",
        "They found:",
        f"{first}\tOne.",
        f"{second}\tTwo.",
        "**Areas for improvement",
        f"{first}\tA.",
        "B",
    )
    assert items_of(lines) == [
        (None, "They found:"),
        (first, "One."),
        (first, "Two."),
        # One number alone counts nothing.
        (None, f"{first} A."),
        (None, "B"),
    ]


def test_numbers_that_count_on_under_a_heading_of_prose_are_those_of_paragraphs() -> None:
    texts = ["1.\tOne.", "2.\tTwo.", "3.\tThree.", "4.\tFour."]
    lines = lines_of("**Strengths", *texts[:2], "**Main findings", *texts[2:])
    assert items_of(lines) == [(None, text.replace("\t", " ")) for text in texts]


def test_numbers_that_count_findings_from_section_to_section_are_list_marks() -> None:
    lines = lines_of("**Strengths", "1.\tOne.", "2.\tTwo.", "**Areas for improvement", "3.\tThree.")
    assert items_of(lines) == [("1.", "One."), ("1.", "Two."), ("1.", "Three.")]


def test_numbers_in_a_section_of_prose_are_list_marks_only_after_a_colon() -> None:
    lines = lines_of("**Main findings", "1.\tProse.", "2.\tMore.", "Partners:", "1)\tmeet", "2)\tplan")
    assert items_of(lines) == [
        (None, "1. Prose."),
        (None, "2. More."),
        (None, "Partners:"),
        ("1)", "meet"),
        ("1)", "plan"),
    ]


def test_a_line_that_begins_with_a_number_by_chance_is_text() -> None:
    lines = lines_of("**Strengths", "1.\tThey met in", "2)\tplaces of", "2.\tTwo.")
    assert items_of(lines) == [("1.", "They met in"), (None, "2) places of"), ("1.", "Two.")]


def test_a_number_that_a_sentence_breaks_off_at_begins_no_paragraph(tmp_path: Path) -> None:
    lines = (
        "The duties of all of the partners are those that are named in section",
        "1. They are met, and plans are made in",
        "time.",
    )
    letter = write_letter(
        tmp_path / "80426_2026-07-24.pdf", [*OPENING, heading("Main findings"), *paragraph(*lines), *CLOSING]
    )
    assert " ".join(lines) in [one.text for one in rows_of(letter).paragraphs]
