"""Summaries: three sentences or three whole bullets, cut where sentences really end."""

from __future__ import annotations

from extractors.letters.blocks import Block
from extractors.letters.summaries import summarise


def paragraph(text: str) -> Block:
    return Block("paragraph", (), text)


def bullet(text: str, level: int = 1) -> Block:
    return Block("bullet", (), text, level)


def test_a_full_stop_inside_a_name_or_an_abbreviation_ends_no_sentence() -> None:
    text = (
        "Children in St. Helens are safe. Help comes early, e.g. from No. 10 Mill Lane. Dr. Ash agreed, i.e. said yes. "
        "This is the fourth."
    )
    assert summarise([paragraph(text)]).endswith("i.e. said yes.")


def test_sentences_are_taken_from_as_many_paragraphs_as_it_takes() -> None:
    assert summarise([paragraph("One is here."), paragraph("Two is. Three is. Four is.")]) == (
        "One is here. Two is. Three is."
    )


def test_a_list_gives_whole_bullets_and_no_sub_bullets() -> None:
    blocks = [bullet("First. It has two sentences."), bullet("under it", 2), bullet("Second."), bullet("Third.")]
    assert summarise([*blocks, bullet("Fourth.")]) == "First. It has two sentences. Second. Third."


def test_a_section_without_text_has_no_summary() -> None:
    assert summarise([]) == ""
