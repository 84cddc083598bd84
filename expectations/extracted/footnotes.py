"""Claims about the footnotes of the letters that were read."""

from __future__ import annotations

import great_expectations as gx
import pandas as pd

from expectations.claims import has_words, holds, is_unique_in_report, may_be_empty, suite_of
from expectations.rows import is_worded, with_facts
from expectations.tables import Tables


def suite() -> gx.ExpectationSuite:
    """Claim that footnotes have words and a page."""
    return suite_of(
        "extracted.footnotes",
        may_be_empty("There may be no footnotes, since a letter need not have any."),
        is_unique_in_report("footnote_number", "a_footnote_number_is_used_once",
                            "No footnote number is used twice in a letter.", "text"),
        has_words("text", "a_footnote_has_words", "No footnote is without words.", "warning", "marker"),
        holds("is_page_in_bounds", "a_footnote_is_within_the_letter",
              "A footnote is on a page the letter has.", "critical", "page", "page_count"),
        row_key="footnote_number",
        page="page",
    )  # fmt: skip


def rows(tables: Tables, letters: pd.DataFrame) -> pd.DataFrame:
    """Footnotes, and whether their page is one of the letter's."""
    notes = with_facts(tables["footnotes"], letters, "page_count")
    return notes.assign(
        is_text_worded=is_worded(notes["text"]), is_page_in_bounds=notes["page"].between(1, notes["page_count"])
    )
