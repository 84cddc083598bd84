"""What is found in a sentence that does not belong there, and what is left in peace."""

from __future__ import annotations

import pytest

from expectations.blemishes import broken_word, footnote_in, note_mark, page_number


@pytest.mark.parametrize("text", ["multi\ufffeagency", "safe\u00adguard", "\uf06e Leaders", "caf\ufffd"])
def test_a_glyph_that_no_sentence_has_is_found(text: str) -> None:
    assert broken_word(text)


@pytest.mark.parametrize("text", ["the board.2 It met", "risk6 and", "called Lighthouse5,", "‘ask first’)2", "police³"])
def test_a_footnote_mark_is_found(text: str) -> None:
    assert note_mark(text)


@pytest.mark.parametrize(
    "text", ["COVID-19", "by 9.30am", "in 2019", "Section 47", "90% of", "aged 15 to 17", "P3", "24/7"]
)
def test_a_number_of_a_sentence_is_no_footnote_mark(text: str) -> None:
    assert note_mark(text) is None


@pytest.mark.parametrize(
    "text", ["partners share 3 information", "a plan for families, 4 which helps", "one\n3\ntwo", "Page 4"]
)
def test_a_page_number_is_found(text: str) -> None:
    assert page_number(text, 2, 5)


@pytest.mark.parametrize(
    "text",
    ["partners share 7 information", "under section 3 of", "for 4 weeks", "between 3 and 4 visits", "in 3 areas"],
)
def test_a_number_of_a_sentence_is_no_page_number(text: str) -> None:
    assert page_number(text, 2, 5) is None


def test_a_footnote_is_found_however_it_is_spaced() -> None:
    note = "The panel was set up under the plan of the county."

    assert footnote_in("They met. The panel was set  up under the\nplan of the county. They met again.", [note])
    assert footnote_in("They met and met again.", [note]) is None
