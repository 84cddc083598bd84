"""Subheadings in any words that are neither bold nor large: underlined or coloured, alone above their paragraphs."""

from __future__ import annotations

from pathlib import Path

import pytest

from drawn_letters import OPENING_MARKUP, write_markup
from extractors.letters import LetterFile, LetterRows
from extractors.letters.reading import read_with

LETTER = (
    OPENING_MARKUP
    + """
= Main findings

#SET[Confident leaders]

Leaders know the children of the area well. They listen to families and learn from them. Schools and health services
know whom to ask when they worry about a child.

#SET[SECOND]

Social workers visit children often and know what matters to them. Their plans are clear and say who does what by when,
and families understand them.

= Next steps

We ask Westshire Council to prepare a written statement of action.

Yours sincerely

National Director, Ofsted
"""
)


def read(path: Path, set_as: str, second: str) -> LetterRows:
    markup = LETTER.replace("SET", set_as).replace("SECOND", second)
    return read_with("pdfium", LetterFile("letter", write_markup(path, markup), ""))


@pytest.mark.parametrize("set_as", ["underline", "text(fill: blue)"])
def test_lines_of_a_style_of_their_own_that_stand_above_paragraphs_are_subheadings(set_as: str, tmp_path: Path) -> None:
    sections = read(tmp_path / "letter.pdf", set_as, "Practice at home").sections
    assert [(each.kind, each.heading) for each in sections[1:]] == [
        ("main_findings", "Main findings"),
        ("sub_section", "Confident leaders"),
        ("sub_section", "Practice at home"),
        ("next_steps", "Next steps"),
    ]


def test_one_line_of_a_style_of_its_own_is_a_subheading_too(tmp_path: Path) -> None:
    markup = LETTER.replace("#SET[Confident leaders]", "").replace(
        "#SET[SECOND]", "#text(fill: blue)[Practice at home]"
    )
    letter = LetterFile("letter", write_markup(tmp_path / "letter.pdf", markup), "")
    sections = read_with("pdfium", letter).sections
    assert [each.heading for each in sections[1:]] == ["Main findings", "Practice at home", "Next steps"]


def test_subheadings_may_open_a_page_below_its_header_and_stand_under_headings_that_are_only_coloured(
    tmp_path: Path,
) -> None:
    study = "#block(stroke: 1pt, inset: 8pt)[*Case study: effective practice*\n\nAli was helped.]"
    markup = LETTER.replace("= Main findings", "#text(15pt, green)[Main findings]")
    markup = markup.replace("= Next steps", f"{study}\n\n#pagebreak()\n\n#text(15pt, green)[Next steps]")
    markup = "#set page(header: [OFFICIAL])\n" + markup.replace("#SET[SECOND]", "#pagebreak()\n\n#SET[SECOND]")
    markup = markup.replace("SET", "underline").replace("SECOND", "Practice at home")
    letter = LetterFile("letter", write_markup(tmp_path / "letter.pdf", markup), "")
    sections = read_with("pdfium", letter).sections
    assert [each.heading for each in sections if each.kind == "sub_section"] == [
        "Confident leaders",
        "Practice at home",
    ]


@pytest.mark.parametrize("second", ["“They listened to me.”", "See www.example.org", "and what they said", "Table 1"])
def test_a_style_that_also_sets_what_is_no_heading_sets_no_subheadings(second: str, tmp_path: Path) -> None:
    sections = read(tmp_path / "letter.pdf", "text(fill: blue)", second).sections
    assert [each.kind for each in sections[1:]] == ["main_findings", "next_steps"]
