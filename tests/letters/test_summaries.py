"""Summaries: three sentences, cut where sentences really end."""

from __future__ import annotations

from extractors.letters.content.summaries import summarise
from extractors.letters.structure.blocks import Block


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


def test_sentences_are_taken_from_as_many_paragraphs_as_it_takes_a_line_for_each() -> None:
    assert summarise([paragraph("One is here."), paragraph("Two is. Three is. Four is.")]) == (
        "One is here.\nTwo is. Three is."
    )


def test_a_list_gives_whole_bullets_until_three_sentences_are_given() -> None:
    blocks = [bullet("First. It has two sentences."), bullet("Second. The fourth."), bullet("Third.")]
    assert summarise(blocks) == "First. It has two sentences.\nSecond. The fourth."


def test_a_bullet_without_a_full_stop_is_a_sentence_on_a_line_of_its_own() -> None:
    blocks = [bullet("quality of referrals"), bullet("oversight"), bullet("training"), bullet("the fourth")]
    assert summarise(blocks) == "quality of referrals\noversight\ntraining"


def test_what_announces_a_list_is_kept_with_it_and_not_counted() -> None:
    blocks = [bullet("Leaders must act. This includes:"), bullet("enough staff", 2)]
    blocks += [bullet("The police must act too."), bullet("So must schools.")]
    assert summarise(blocks) == "Leaders must act. This includes:\nenough staff\nThe police must act too."
    assert summarise([paragraph("Agencies must improve:"), *[bullet(f"point {n}") for n in range(4)]]) == (
        "Agencies must improve:\npoint 0\npoint 1\npoint 2"
    )


def test_a_bullet_that_is_begun_is_given_with_the_list_inside_it() -> None:
    blocks = [
        bullet("First."),
        bullet("Second."),
        bullet("Third, in parts:"),
        *[bullet(f"part {n}", 2) for n in range(4)],
    ]
    blocks += [bullet("Fourth.")]
    assert summarise(blocks) == "First.\nSecond.\nThird, in parts:\npart 0\npart 1\npart 2\npart 3"


def test_sentences_in_a_list_inside_a_bullet_are_counted() -> None:
    blocks = [bullet("First."), bullet("Second, under it.", 2), bullet("Third, under it.", 2), bullet("Fourth.")]
    assert summarise(blocks) == "First.\nSecond, under it.\nThird, under it."


def test_a_line_that_is_no_sentence_takes_no_sentence_away() -> None:
    blocks = [paragraph("All names are made up"), paragraph("One is. Two is. Three is. Four is.")]
    assert summarise(blocks) == "All names are made up\nOne is. Two is. Three is."


def test_a_section_without_text_has_no_summary() -> None:
    assert summarise([]) == ""
