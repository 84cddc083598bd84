"""What is found in a sentence that does not belong there, and what is left in peace."""

from __future__ import annotations

import polars as pl
import pytest

from expectations.text.text_quality import (
    find_footnotes_in_text,
    quote_broken_glyph,
    quote_footnote_mark,
    quote_page_number,
)


def evaluate(expression: pl.Expr) -> str | None:
    value: str | None = pl.select(expression).item()
    return value


@pytest.mark.parametrize("text", ["multi\ufffeagency", "safe\u00adguard", "\uf06e Leaders", "caf\ufffd"])
def test_a_glyph_that_no_sentence_has_is_found(text: str) -> None:
    assert evaluate(quote_broken_glyph(pl.lit(text)))


def test_a_quote_has_the_words_around_on_one_line_and_codes_for_what_cannot_be_printed() -> None:
    text = f"{'a' * 40} before\nmulti\ufffeagency after {'b' * 40}"

    assert evaluate(quote_broken_glyph(pl.lit(text))) == f"{'a' * 17} before multi<U+FFFE>agency after {'b' * 17}"


@pytest.mark.parametrize("text", ["the board.2 It met", "risk6 and", "called Lighthouse5,", "‘ask first’)2", "police³"])
def test_a_footnote_mark_is_found(text: str) -> None:
    assert evaluate(quote_footnote_mark(pl.lit(text))) == text


@pytest.mark.parametrize(
    "text", ["COVID-19", "by 9.30am", "in 2019", "Section 47", "90% of", "aged 15 to 17", "P3", "24/7", "abc1.5"]
)
def test_a_number_of_a_sentence_is_no_footnote_mark(text: str) -> None:
    assert evaluate(quote_footnote_mark(pl.lit(text))) is None


@pytest.mark.parametrize(
    "text", ["partners share 3 information", "a plan for families, 4 which helps", "one\n3\ntwo", "Page 4"]
)
def test_a_page_number_is_found(text: str) -> None:
    assert evaluate(quote_page_number(pl.lit(text), pl.lit(2), pl.lit(5)))


@pytest.mark.parametrize(
    "text",
    ["partners share 7 information", "under section 3 of", "for 4 weeks", "between 3 and 4 visits", "in 3 areas"],
)
def test_a_number_of_a_sentence_is_no_page_number(text: str) -> None:
    assert evaluate(quote_page_number(pl.lit(text), pl.lit(2), pl.lit(5))) is None


def test_a_footnote_is_found_in_its_own_letter_however_it_is_spaced() -> None:
    text = "They met. The panel was set  up under the\nplan of the county. They met again."
    sections = pl.DataFrame(
        {"row": [0, 1, 2], "report_id": ["a", "a", "b"], "own_text": [text, "They met and met again.", text]}
    )
    notes = pl.DataFrame({"report_id": ["a"], "text": ["The panel was set up under the plan of the county."]})

    assert find_footnotes_in_text(sections, notes).to_dicts() == [
        {"row": 0, "footnote": "The panel was set up under the plan of the county."}
    ]
