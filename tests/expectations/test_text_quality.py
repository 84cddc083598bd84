"""What is found in a sentence that does not belong there, and what is left in peace."""

from __future__ import annotations

import polars as pl
import pytest

from expectations.text.text_quality import (
    find_footnotes_in_text,
    quote_broken_glyph,
    quote_footnote_mark,
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
    "text",
    [
        "COVID-19",
        "by 9.30am",
        "in 2019",
        "Section 47",
        "90% of",
        "aged 15 to 17",
        "P3",
        "24/7",
        "abc1.5",
        "Change4Life",
    ],
)
def test_a_number_of_a_sentence_is_no_footnote_mark(text: str) -> None:
    assert evaluate(quote_footnote_mark(pl.lit(text))) is None


def find_notes(text: str, note: str) -> list[dict[str, object]]:
    """The notes found in three sections: this one, another of the letter, and this one in another letter."""
    sections = pl.DataFrame(
        {"row": [0, 1, 2], "report_id": ["a", "a", "b"], "own_text": [text, "They met and met again.", text]}
    )
    notes = pl.DataFrame({"report_id": ["a"], "marker": ["1"], "text": [note]})
    return find_footnotes_in_text(sections, notes).to_dicts()


def test_a_footnote_is_found_in_its_own_letter_however_it_is_spaced() -> None:
    note = "The panel was set up under the plan of the county for the years from 2018 to 2022."
    text = f"They met. {note.replace('set up', 'set  up')} They met again."

    assert find_notes(text, note) == [{"row": 0, "footnote": note[:60]}]


def test_a_footnote_that_is_a_title_is_found_where_a_paragraph_begins_with_it_and_not_in_a_sentence() -> None:
    title = "The plan of the county for children."

    assert find_notes(f"They met.\n1 {title}\nThey met again.", title) == [{"row": 0, "footnote": title}]
    assert find_notes("They follow ‘The plan of the county for children’. They met again.", title) == []
