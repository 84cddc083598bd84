"""Joining: a word broken at a line's end is one word or a hyphenated word, as the letter itself prints it."""

from __future__ import annotations

import pytest

from extractors.letters.layout.lines import Line
from extractors.letters.structure.dehyphenation import collect_printed_words, join_lines


def line(text: str, list_mark: str | None = None) -> Line:
    return Line(1, text, 70, 100, 500, 112, 110, 12, is_bold=False, list_mark=list_mark, text_x0=70)


def joined(*texts: str, elsewhere: str = "") -> str:
    lines = [line(text) for text in texts]
    return join_lines(lines, collect_printed_words([line(elsewhere), *lines]))


@pytest.mark.parametrize(
    ("texts", "elsewhere", "whole"),
    [
        (("a multi-", "agency plan"), "each agency", "a multi-agency plan"),
        (("a safe-", "guarding plan"), "good safeguarding", "a safeguarding plan"),
        (("a re-", "referral came"), "", "a re-referral came"),
        (("16-", "year-olds"), "", "16-year-olds"),
        (("16-", "and 17-year-olds"), "", "16- and 17-year-olds"),
        (("end of a", "line"), "", "end of a line"),
        (("children of 0–", "19 years"), "", "children of 0–19 years"),
        (("boys and/", "or girls"), "", "boys and/or girls"),
        (("see www.example.org/a/", "b for more"), "", "see www.example.org/a/b for more"),
    ],
)
def test_a_broken_word_is_made_whole(texts: tuple[str, ...], elsewhere: str, whole: str) -> None:
    assert joined(*texts, elsewhere=elsewhere) == whole


def test_words_broken_inside_show_that_the_letter_is_hyphenated_automatically() -> None:
    lines = [line(text) for text in ("an indica-", "tor of a conversa-", "tion, and early in-", "cluding it")]
    assert join_lines(lines, collect_printed_words(lines)) == "an indicator of a conversation, and early including it"


def test_a_word_of_three_that_is_broken_at_its_first_hyphen_keeps_both() -> None:
    broken = "an indica-", "tor of a conversa-", "tion, and its day-", "to-day and mul-", "ti-agency work"
    lines = [line(text) for text in broken]
    whole = join_lines(lines, collect_printed_words([*lines, line("what many do to help, multi")]))
    assert whole == "an indicator of a conversation, and its day-to-day and multi-agency work"


def test_where_words_are_broken_a_list_of_english_words_says_what_two_known_halves_are() -> None:
    broken = ("an indica-", "tor of a conversa-", "tion, and early in-", "cluding it", "They are pro-", "active, can-")
    lines = [line(text) for text in (*broken, "not wait for child-", "focused plans, pro and active, and focused")]
    assert join_lines(lines, collect_printed_words(lines)).startswith(
        "an indicator of a conversation, and early including it They are proactive, cannot wait for child-focused plans"
    )


def test_a_dash_that_opens_a_later_line_stays_in_the_sentence() -> None:
    lines = [line("a doctor who is needed"), line("the same day", list_mark="–")]
    assert join_lines(lines, collect_printed_words(lines)) == "a doctor who is needed – the same day"


@pytest.mark.parametrize(
    ("texts", "whole"),
    [
        (("for non-", "abusing parents"), "for non-abusing parents"),
        (("good record-", "keeping by all"), "good record-keeping by all"),
        (("the man-", "agers’ plans"), "the managers’ plans"),
        (("a 12-year-", "old child"), "a 12-year-old child"),
        (("a seven-days-a-", "week service"), "a seven-days-a-week service"),
        (("a multi-agen-", "cy plan"), "a multi-agency plan"),
        (("the partner-", "ship’s plans"), "the partnership’s plans"),
        (("aged 18 to 25-", "year-olds who"), "aged 18 to 25-year-olds who"),
        (("16-", "or 17-year-olds"), "16- or 17-year-olds"),
        (("the seni-", "or leaders"), "the senior leaders"),
    ],
)
def test_where_words_are_broken_a_hyphen_is_kept_between_two_words_and_after_a_number(
    texts: tuple[str, ...], whole: str
) -> None:
    broken = [line(text) for text in ("an indica-", "tor of a conversa-", "tion, and early in-", "cluding it")]
    lines = [line(text) for text in texts]
    assert join_lines(lines, collect_printed_words([*broken, *lines])) == whole


@pytest.mark.parametrize(
    ("texts", "whole"),
    [
        (("for new\u2010", "born babies, well-known"), "for newborn babies, well-known"),
        (("for seni\u2010", "or leaders, well-known"), "for senior leaders, well-known"),
        (("for new-", "born babies, well-known"), "for new-born babies, well-known"),
        (("for multi\u2010", "agency plans"), "for multi-agency plans"),
        (("the end is new\u2010",), "the end is new-"),
    ],
    ids=[
        "another hyphen breaks words",
        "one before a small word",
        "the words' own hyphen",
        "one hyphen for all",
        "nothing follows",
    ],
)
def test_a_hyphen_that_no_word_has_breaks_words(texts: tuple[str, ...], whole: str) -> None:
    lines = [line(text) for text in texts]
    others = [line("a word that is bro\u2010"), line("ken")] if "-" in "".join(texts) else []
    assert join_lines(lines, collect_printed_words([*others, *lines])) == whole
