"""Claims about the footnotes of the letters that were read."""

from __future__ import annotations

from itertools import pairwise

import great_expectations as gx
import pandas as pd

from expectations.claims import has_words, holds, is_unique_in_report, may_be_empty, suite_of
from expectations.rows import is_worded, with_facts
from expectations.tables import Tables


def suite() -> gx.ExpectationSuite:
    """Claim that footnotes have words and a page, and that none is left out."""
    return suite_of(
        "extracted.footnotes",
        may_be_empty("There may be no footnotes, since a letter need not have any."),
        is_unique_in_report("footnote_number", "a_footnote_number_is_used_once",
                            "No footnote number is used twice in a letter.", "text"),
        has_words("text", "a_footnote_has_words", "No footnote is without words.", "warning", "marker"),
        holds("is_page_in_bounds", "a_footnote_is_within_the_letter",
              "A footnote is on a page the letter has.", "critical", "page", "page_count"),
        holds("is_next", "footnotes_count_up",
              "Footnotes are numbered as printed without a gap.", "warning", "marker", "text"),
        row_key="footnote_number",
        page="page",
    )  # fmt: skip


def rows(tables: Tables, letters: pd.DataFrame) -> pd.DataFrame:
    """Footnotes, whether their page is one of the letter's, and whether each has the number after the last."""
    notes = with_facts(tables["footnotes"], letters, "page_count")
    notes = notes.sort_values(["report_id", "footnote_number"]).reset_index(drop=True)
    return notes.assign(
        is_text_worded=is_worded(notes["text"]),
        is_page_in_bounds=notes["page"].between(1, notes["page_count"]),
        is_next=are_next(notes),
    )


def are_next(notes: pd.DataFrame) -> list[bool]:
    """Whether each note's mark is the number after the one before it, or begins anew at 1, or is no number."""
    marks = [(None, "0"), *zip(notes["report_id"], notes["marker"], strict=True)]
    return [
        not mark.isdigit() or int(mark) == 1 or (report == report_before and before == str(int(mark) - 1))
        for (report_before, before), (report, mark) in pairwise(marks)
    ]
