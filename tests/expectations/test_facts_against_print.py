"""Facts against the words on the pages: a deep dive is the inspection's only where the letter says so."""

from __future__ import annotations

import polars as pl
import pytest

from expectations.suites.extracted.recomputed_facts import find_facts_against_print

LETTER = "letter"


def find(words: str, focus: str | None) -> str | None:
    letters = pl.DataFrame(
        {
            "report_id": [LETTER],
            "deep_dive_focus": [focus],
            "inspection_dates_quote": ["from 1 to 5 June 2026"],
            "is_inspection_year_inferred": [False],
        },
        schema_overrides={"deep_dive_focus": pl.String},
    )
    found = find_facts_against_print(letters, pl.DataFrame({"report_id": [LETTER], "text": [words]}))
    return found["facts_against_print"].item()


@pytest.mark.parametrize(
    "words",
    [
        "This inspection included a ‘deep dive’ focus on the response to neglect.",
        "The joint targeted area inspection (JTAI) included a “deep dive” into neglect.",
        "Also included was a ‘deep dive’ focus on this vulnerable group of children.",
        "Alongside this evaluation, inspectors also undertook a ‘deep dive’ into services.",
        "The deep-dive theme was neglect.",
    ],
)
def test_a_deep_dive_of_the_inspection_has_a_focus(words: str) -> None:
    assert find(words, None) == "deep_dive_focus"
    assert find(words, "neglect") is None


@pytest.mark.parametrize(
    "words",
    [
        "The board’s own ‘deep dive’ reached similar conclusions.",
        "Deep-dive audits are done by all partners. The next deep dive is planned.",
        "Inspectors found that the partnership carried out a deep dive into neglect.",
        "Before the inspection, partners did a deep dive.",
        "The board’s scrutiny included a deep dive into neglect.",
    ],
)
def test_a_deep_dive_of_others_needs_no_focus(words: str) -> None:
    assert find(words, None) is None


def test_a_focus_of_a_deep_dive_that_no_page_mentions_is_contradicted() -> None:
    assert find("This inspection looked at neglect.", "neglect") == "deep_dive_focus"
