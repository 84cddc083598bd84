"""Claims about the summary table, which has the columns of the page it replaces."""

from __future__ import annotations

import great_expectations as gx
import pandas as pd

from expectations.claims import (
    has_as_many_rows,
    has_none,
    has_rows,
    has_words,
    holds,
    is_filled,
    is_unique,
    looks_like,
    suite_of,
)
from expectations.published.outcomes_expanded import columns_amiss
from expectations.rows import is_worded
from expectations.tables import Tables

SUMMARY_OF_KIND = {
    "priority_action": "summary_priority_action",
    "areas_for_improvement": "summary_improvement",
    "strengths": "summary_key_strengths",
    "headline_findings": "summary_headline_findings",
    "needs_to_improve": "summary_needs_to_improve",
    "case_study": "summary_case_study",
}
"""The column that sums up a kind of section."""


def suite(authorities: int) -> gx.ExpectationSuite:
    """Claim that the summary has the latest inspection of every inspected authority."""
    return suite_of(
        "published.outcomes_summary",
        has_rows("rows in the summary"),
        has_as_many_rows(authorities, "the_summary_reconciles_with_inspections",
                         "There is a row for every inspected authority."),
        is_unique("urn", "an_authority_is_summed_up_once", "No authority is summed up twice.", "critical",
                  "local_authority"),
        holds("is_latest", "the_summary_is_of_the_latest_inspection",
              "A row is of the authority's latest inspection.", "critical", "local_authority", "publication_date"),
        is_filled("la_code", "a_row_has_an_authority_code", "Every row has the authority's code.", "critical", "urn"),
        looks_like("la_code", r"^\d{3}$", "a_code_is_three_digits", "An authority's code is three digits.", "critical"),
        is_filled("region_code", "a_row_has_a_region_code", "Every row has a region code.", "critical", "urn"),
        has_words("inspection_link", "a_row_has_a_link", "Every row links to its letter.", "critical"),
        has_none("summaries_amiss", "summaries_reconcile_with_sections",
                 "A summary is there where the letter has such a section, and empty where it has none.", "critical"),
        row_key="urn",
    )  # fmt: skip


def rows(tables: Tables) -> pd.DataFrame:
    """Summary rows with the report each is of, and the summaries that its sections do not bear out."""
    inspections = tables["inspections"]
    latest = inspections.loc[inspections["is_latest"].eq(True), ["urn", "report_id", "report_url", "publication_date"]]
    summary = tables["outcomes_summary"].merge(
        latest.drop_duplicates("urn"), on="urn", how="left", suffixes=("", "_of_latest")
    )
    is_same_date = summary["publication_date"].eq(summary["publication_date_of_latest"])
    return summary.assign(
        is_latest=is_same_date & summary["inspection_link"].eq(summary["report_url"]),
        is_inspection_link_worded=is_worded(summary["inspection_link"]),
        summaries_amiss=columns_amiss(summary, tables["sections"], SUMMARY_OF_KIND),
    )
