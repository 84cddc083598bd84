"""Claims about which listed reports could be read as letters.

A letter that cannot be read is named and left out; that is critical only where it was released before, or where it is
so many that the release would mislead.
"""

from __future__ import annotations

import great_expectations as gx
import pandas as pd

from expectations.claims import (
    has_rows,
    holds,
    holds_for_most,
    is_filled,
    is_one_of,
    is_unique,
    not_released_before,
    released_before,
    suite_of,
)
from expectations.rows import standing
from expectations.tables import LastRelease, Tables

OUTCOMES = ("read", "unreadable", "not_a_jtai_letter")


def suite() -> gx.ExpectationSuite:
    """Claim that the file of every listed report was read as a letter."""
    why = ("status", "status_detail", "label")
    return suite_of(
        "extracted.listed_letters",
        has_rows("listed reports with a file"),
        is_unique("report_id", "a_report_is_one_letter", "No report is two letters.", "critical", "file_sha256"),
        is_filled("status", "every_file_was_read",
                  "The file of every listed report was put to the reader.", "critical", "file_sha256"),
        is_one_of("status", OUTCOMES, "the_outcome_of_reading_is_known", "It is known how reading ended.", "critical"),
        holds("is_read", "a_released_letter_can_be_read",
              "Every letter that was released before can still be read.", "critical", *why, among=released_before()),
        holds("is_read", "every_listed_letter_can_be_read",
              "Every listed JTAI letter can be read.", "warning", *why, among=not_released_before()),
        holds_for_most("is_read", "most_letters_can_be_read", "Most listed JTAI letters can be read."),
    )  # fmt: skip


def rows(tables: Tables, last: LastRelease) -> pd.DataFrame:
    """Every file of a listed report with the letter read from it, all null where none was.

    A document without a label may turn out to be another kind of document; one that is labelled a JTAI may not.
    """
    files = tables["report_files"].dropna(subset=["file_sha256"])[["report_id", "file_sha256"]]
    documents = tables["publications"][["report_id", "label", "publication_date"]]
    listed = files.merge(documents, on="report_id", how="inner")
    letters = listed.merge(tables["letters"], on=["report_id", "file_sha256"], how="left")
    is_another_kind = letters["status"].eq("not_a_jtai_letter") & letters["label"].isna()
    return letters.assign(
        is_read=letters["status"].eq("read") | is_another_kind, standing=standing(letters["report_id"], last)
    )
