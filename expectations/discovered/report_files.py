"""Claims about the files of the reports in scope.

A file that the source says it does not have is a warning, so that one broken link does not hold up every other letter;
the report is named, and stays in the list of documents with the reason. A letter released before may not be lost that
way. A file that may be had another time is no matter for a gate: the run has ended before, with the source.
"""

from __future__ import annotations

import great_expectations as gx
import pandas as pd

from expectations.claims import (
    has_rows,
    holds,
    holds_for_most,
    is_unique,
    is_within,
    looks_like,
    not_released_before,
    released_before,
    suite_of,
)
from expectations.rows import standing
from expectations.tables import LastRelease, Tables

LEAST_BYTES = 1000


def suite() -> gx.ExpectationSuite:
    """Claim that every report in scope has a file of its own."""
    return suite_of(
        "discovered.report_files",
        has_rows("reports in scope"),
        is_unique("report_id", "a_report_has_one_file", "No report has two files.", "critical", "file_sha256"),
        holds("is_listed", "a_file_is_of_a_listed_report",
              "Every file belongs to a listed report.", "critical", "file_sha256"),
        holds("has_file", "a_released_letter_has_a_file",
              "Every letter that was released before still has a file.", "critical", "fetch_problem",
              among=released_before()),
        holds("has_file", "every_listed_letter_has_a_file",
              "Every listed JTAI letter has a file.", "warning", "fetch_problem", among=not_released_before()),
        holds_for_most("has_file", "most_letters_have_a_file", "Most listed JTAI letters have a file."),
        looks_like("file_sha256", r"^[0-9a-f]{64}$", "a_file_is_known_by_its_hash",
                   "Every file is known by its SHA-256.", "critical"),
        is_unique("file_sha256", "no_two_reports_share_a_file", "No two reports have the same file.", "warning"),
        is_within("size_bytes", (LEAST_BYTES, None), "a_file_is_not_empty",
                  "A letter's file is larger than an empty page.", "warning"),
    )  # fmt: skip


def rows(tables: Tables, last: LastRelease) -> pd.DataFrame:
    """Every report in scope, whether listed or fetched, with its file."""
    documents, files = tables["publications"], tables["report_files"]
    in_scope = documents.loc[documents["is_jtai"].eq(True), ["report_id"]].drop_duplicates()
    reports = in_scope.merge(files, on="report_id", how="outer")
    return reports.assign(
        has_file=reports["file_sha256"].notna(),
        is_listed=reports["report_id"].isin(documents["report_id"]),
        standing=standing(reports["report_id"], last),
    )
