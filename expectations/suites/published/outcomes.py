"""Expectations about the two wide tables of outcomes: they say what the narrow tables say.

The summary has the columns of the page it replaces and the latest inspection of each authority; the expanded table has
every inspection.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import great_expectations as gx
import great_expectations.expectations as gxe
import polars as pl

from expectations.expectation_types import TheTableHasRows
from expectations.text.expressions import name_where

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
    "other": "other_sections",
}
"""The column of the expanded table that holds the text of a kind of section."""


class TextsAreThoseOfTheSections(gxe.ExpectColumnValuesToBeNull):
    description: str = "The texts, summaries and facts of an outcome are those of its inspection and its sections."
    message: ClassVar[str] = (
        "Not what the inspection of {local_authority:an unknown authority} and its sections say: {other_texts!w}."
    )
    column: str = "other_texts"


class TheSummaryIsTheOutcome(gxe.ExpectColumnValuesToBeNull):
    description: str = "A row of the summary says what the outcome of the authority's latest inspection says."
    message: ClassVar[str] = (
        "Not what the latest outcome of {local_authority:an unknown authority} says: {other_cells!w}."
    )
    column: str = "other_cells"


SUMMARY_SUITE = gx.ExpectationSuite(
    "published.outcomes_summary",
    expectations=[
        TheTableHasRows(description="There is at least one row in the summary."),
        TheSummaryIsTheOutcome(),
    ],
    meta={"table": "outcomes_summary", "row_key": "urn"},
)
EXPANDED_SUITE = gx.ExpectationSuite(
    "published.outcomes_expanded",
    expectations=[TheTableHasRows(description="There is at least one outcome."), TextsAreThoseOfTheSections()],
    meta={"table": "outcomes_expanded"},
)


def build_summary_batch(
    outcomes_summary: pl.DataFrame, inspections: pl.DataFrame, outcomes_expanded: pl.DataFrame
) -> pl.DataFrame:
    """Name beside each row of the summary the cells that are not those of its authority's latest outcome."""
    latest = inspections.filter("is_latest").unique("urn", keep="first").select("urn", "report_id")
    shared = [name for name in outcomes_summary.columns if name in outcomes_expanded.columns and name != "urn"]
    outcomes = outcomes_expanded.unique("report_id").select("report_id", pl.col(shared).name.suffix("_of_outcome"))
    return (
        outcomes_summary.join(latest, on="urn", how="left", maintain_order="left")
        .join(outcomes, on="report_id", how="left", maintain_order="left")
        .with_columns(other_cells=_name_other(shared, "_of_outcome"))
    )


def build_expanded_batch(
    outcomes_expanded: pl.DataFrame, inspections: pl.DataFrame, sections: pl.DataFrame, case_studies: pl.DataFrame
) -> pl.DataFrame:
    """Name beside each outcome the cells that are not those of its inspection, its sections and case studies."""
    expected = (
        inspections.unique("report_id")
        .with_columns(inspection_theme="theme", inspection_link="report_url")
        .join(_join_texts(sections), on="report_id", how="left")
        .join(_join_case_studies(case_studies), on="report_id", how="left")
    )
    shared = [name for name in outcomes_expanded.columns if name in expected.columns and name != "report_id"]
    return outcomes_expanded.join(
        expected.select("report_id", pl.col(shared).name.suffix("_expected")),
        on="report_id",
        how="left",
        maintain_order="left",
    ).with_columns(other_texts=_name_other(shared, "_expected"))


def _join_texts(sections: pl.DataFrame) -> pl.DataFrame:
    """For each letter, the text and the summary of the sections of each kind; a summary without words is none."""
    return (
        sections.sort("report_id", "section_number")
        .with_columns(text=pl.when(pl.col("kind") == "other").then(_head_text()).otherwise("text"))
        .group_by("report_id")
        .agg(
            *(_join_kind("text", kind).alias(column) for kind, column in TEXT_OF_KIND.items()),
            *(_join_kind("summary", kind).alias(column) for kind, column in SUMMARY_OF_KIND.items()),
        )
    )


def _join_kind(column: str, kind: str) -> pl.Expr:
    of_kind = pl.col(column).filter(pl.col("kind") == kind).drop_nulls()
    return pl.when(of_kind.len() > 0).then(of_kind.str.join("\n\n"))


def _head_text() -> pl.Expr:
    """A section's heading and text, as far as it has them."""
    return pl.concat_str("heading", pl.col("text").replace("", None), separator="\n", ignore_nulls=True)


def _join_case_studies(case_studies: pl.DataFrame) -> pl.DataFrame:
    return (
        case_studies.sort("report_id", "case_study_number")
        .group_by("report_id")
        .agg(
            case_study_title=pl.col("title").str.join("; "),
            case_studies=pl.format("{}\n{}", "title", "text").str.join("\n\n"),
        )
    )


def _name_other(columns: Sequence[str], suffix: str) -> pl.Expr:
    return name_where({name: pl.col(name).ne_missing(pl.col(f"{name}{suffix}")) for name in columns})
