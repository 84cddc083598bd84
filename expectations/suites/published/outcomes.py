"""Expectations about the two wide tables of outcomes: they say what the narrow tables say.

The summary has the columns of the page it replaces and the latest inspection of each authority; the expanded table has
every inspection.
"""

from __future__ import annotations

from typing import ClassVar

import great_expectations as gx
import great_expectations.expectations as gxe
import polars as pl

from expectations.expectation_types import ACodeIsThreeDigits, ExpectTrue, TheTableHasRows
from expectations.text.expressions import is_not_blank, name_where

SUMMARY_OF_KIND = {
    "priority_action": "summary_priority_action",
    "areas_for_improvement": "summary_improvement",
    "strengths": "summary_key_strengths",
    "headline_findings": "summary_headline_findings",
    "needs_to_improve": "summary_needs_to_improve",
    "case_study": "summary_case_study",
}
"""The column of the summary that sums up a kind of section."""

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
    "other": "other_sections",
}
"""The column of the expanded table that holds the text of a kind of section."""
KINDS_WITH_HEADING = ("case_study", "other")
"""Kinds whose text is given with its heading, so that a heading without words is there too."""


class TheSummaryIsOfTheLatestInspection(ExpectTrue):
    description: str = "Every row of the summary is of the authority's latest inspection."
    message: ClassVar[str] = (
        "The summary of {local_authority:an unknown authority} is of the letter published on {publication_date}, which "
        "is not the latest."
    )
    column: str = "is_latest"
    shown: ClassVar[tuple[str, ...]] = ("local_authority", "publication_date")


class SummariesReconcileWithSections(gxe.ExpectColumnValuesToBeNull):
    description: str = "A summary is filled where the letter has such a section, and empty where it has none."
    message: ClassVar[str] = (
        "Summaries of {local_authority:an unknown authority} that do not agree with the letter's sections: "
        "{wrong_summaries}."
    )
    column: str = "wrong_summaries"


class TextsReconcileWithSections(gxe.ExpectColumnValuesToBeNull):
    description: str = "A text is filled where the letter has such a section, and empty where it has none."
    message: ClassVar[str] = (
        "Texts of {local_authority:an unknown authority} that do not agree with the letter's sections: {wrong_texts}."
    )
    column: str = "wrong_texts"


SUMMARY_SUITE = gx.ExpectationSuite(
    "published.outcomes_summary",
    expectations=[
        TheTableHasRows(description="There is at least one row in the summary."),
        TheSummaryIsOfTheLatestInspection(),
        ACodeIsThreeDigits(),
        SummariesReconcileWithSections(),
    ],
    meta={"table": "outcomes_summary", "row_key": "urn"},
)
EXPANDED_SUITE = gx.ExpectationSuite(
    "published.outcomes_expanded",
    expectations=[TheTableHasRows(description="There is at least one outcome."), TextsReconcileWithSections()],
    meta={"table": "outcomes_expanded"},
)


def build_summary_batch(
    outcomes_summary: pl.DataFrame, inspections: pl.DataFrame, sections: pl.DataFrame
) -> pl.DataFrame:
    """Put beside each row of the summary the report it is of, and the summaries that its sections do not bear out."""
    latest = (
        inspections.filter("is_latest")
        .unique("urn", keep="first")
        .select("urn", "report_id", "report_url", date_of_latest="publication_date")
    )
    is_same_date = pl.col("publication_date") == pl.col("date_of_latest")
    is_same_letter = pl.col("inspection_link") == pl.col("report_url")
    summary = outcomes_summary.join(latest, on="urn", how="left", maintain_order="left")
    has_summary = sections.filter(is_not_blank("summary"))
    return _add_wrong_columns(summary, has_summary, SUMMARY_OF_KIND, "wrong_summaries").with_columns(
        is_latest=(is_same_date & is_same_letter).fill_null(False)
    )


def build_expanded_batch(outcomes_expanded: pl.DataFrame, sections: pl.DataFrame) -> pl.DataFrame:
    """Name beside each outcome the texts that its sections do not bear out."""
    is_shown_with_heading = pl.col("kind").is_in(KINDS_WITH_HEADING) & is_not_blank("heading")
    has_text = sections.filter(is_not_blank("text") | is_shown_with_heading)
    return _add_wrong_columns(outcomes_expanded, has_text, TEXT_OF_KIND, "wrong_texts")


def _add_wrong_columns(
    outcomes: pl.DataFrame, sections: pl.DataFrame, column_of: dict[str, str], name: str
) -> pl.DataFrame:
    """Name the columns that have words where the letter has no such section, or none where it has one."""
    kinds = sections.group_by("report_id").agg(kinds=pl.col("kind").unique())
    is_wrong = {
        column: is_not_blank(column) != pl.col("kinds").list.contains(kind).fill_null(False)
        for kind, column in column_of.items()
    }
    return outcomes.join(kinds, on="report_id", how="left", maintain_order="left").with_columns(
        name_where(is_wrong).alias(name)
    )
