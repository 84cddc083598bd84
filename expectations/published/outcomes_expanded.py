"""Claims about the wide table of every letter ever published."""

from __future__ import annotations

import great_expectations as gx
import pandas as pd

from expectations.claims import has_as_many_rows, has_none, has_rows, holds, is_unique, suite_of
from expectations.rows import is_worded
from expectations.tables import Tables

TEXT_OF_KIND = {
    "introduction": "introduction",
    "context": "context",
    "headline_findings": "headline_findings",
    "strengths": "key_strengths",
    "needs_to_improve": "needs_to_improve",
    "areas_for_improvement": "areas_for_improvement",
    "priority_action": "priority_action",
    "main_findings": "main_findings",
    "next_steps": "next_steps",
    "case_study": "case_studies",
}
"""The column that holds the text of a kind of section."""


def suite(inspections: int) -> gx.ExpectationSuite:
    """Claim that the wide table says what the narrow ones say."""
    return suite_of(
        "published.outcomes_expanded",
        has_rows("outcomes"),
        has_as_many_rows(inspections, "outcomes_reconcile_with_inspections",
                         "There is an outcome for every inspection."),
        is_unique("report_id", "an_outcome_is_published_once", "No outcome is published twice.", "critical"),
        holds("has_inspection", "an_outcome_is_of_an_inspection",
              "Every outcome is of a published inspection.", "critical", "local_authority"),
        has_none("texts_amiss", "texts_reconcile_with_sections",
                 "A text is there where the letter has such a section, and empty where it has none.", "critical"),
    )  # fmt: skip


def rows(tables: Tables) -> pd.DataFrame:
    """Outcomes, with the texts that their sections do not bear out."""
    outcomes = tables["outcomes_expanded"]
    return outcomes.assign(
        has_inspection=outcomes["report_id"].isin(tables["inspections"]["report_id"]),
        texts_amiss=columns_amiss(outcomes, tables["sections"], TEXT_OF_KIND),
    )


def columns_amiss(outcomes: pd.DataFrame, sections: pd.DataFrame, column_of: dict[str, str]) -> list[str | None]:
    """Name the columns that have words where the letter has no such section, or none where it has one.

    A section without words leaves its column empty.
    """
    there = sections.loc[is_worded(sections["text"]), ["report_id", "kind"]].groupby("report_id")["kind"].agg(set)
    found = [there.get(report, set()) for report in outcomes["report_id"]]
    amiss: list[list[str]] = [[] for _ in found]
    for kind, column in column_of.items():
        for names, kinds, has_text in zip(amiss, found, is_worded(outcomes[column]), strict=True):
            names.extend([column] if has_text != (kind in kinds) else [])
    return [", ".join(names) or None for names in amiss]
