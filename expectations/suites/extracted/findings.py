"""Expectations about the findings of the letters that were read: counted, in their section, placed on its pages."""

from __future__ import annotations

from typing import ClassVar

import great_expectations as gx
import great_expectations.expectations as gxe
import polars as pl
from great_expectations.expectations.metadata_types import FailureSeverity
from great_expectations.expectations.model_field_types import ValueSetField

from expectations.expectation_types import WARNING, ExpectTrue, TheTableHasRows
from expectations.suites.extracted.section_places import is_in_sequence
from expectations.text.expressions import is_not_blank, normalise_text, text_opening
from extractors.records import FINDINGS_KINDS

PAGE_WIDTH_POINTS = 612
PAGE_HEIGHT_POINTS = 843
"""Letters are A4, 595.3 by 841.9 points; US paper is the widest they might be."""


class AFindingNumberIsUsedOnce(gxe.ExpectCompoundColumnsToBeUnique):
    description: str = "Every finding number is used once in a letter."
    message: ClassVar[str] = "Finding number {finding_number} is used more than once: {text!q:no text}."
    column_list: list[str] = ["report_id", "finding_number"]  # noqa: RUF012
    shown: ClassVar[tuple[str, ...]] = ("text", "finding_number")


class FindingsAreCounted(ExpectTrue):
    description: str = "Findings are numbered 1, 2, 3 without a gap."
    message: ClassVar[str] = "Finding number {finding_number} does not follow the one before: {text!q:no text}."
    column: str = "is_in_sequence"
    shown: ClassVar[tuple[str, ...]] = ("finding_number", "text")


class AFindingIsOfAFindingsSection(gxe.ExpectColumnValuesToBeInSet):
    description: str = "Every finding is in a findings section."
    message: ClassVar[str] = "Finding {finding_number} is in a section of another kind: {kind!w}."
    column: str = "kind"
    value_set: ValueSetField = list(FINDINGS_KINDS)  # noqa: RUF012


class AFindingHasWords(ExpectTrue):
    description: str = "Every finding has text."
    message: ClassVar[str] = "Finding {finding_number} has no text."
    column: str = "has_words"
    severity: FailureSeverity = WARNING
    shown: ClassVar[tuple[str, ...]] = ("text",)


class AFindingHasASection(ExpectTrue):
    description: str = "The section of every finding exists."
    message: ClassVar[str] = "Finding {finding_number} is in section {section_number:not given}, which does not exist."
    column: str = "has_section"
    shown: ClassVar[tuple[str, ...]] = ("section_number",)


class AFindingIsOnItsSectionsPages(ExpectTrue):
    description: str = "A finding is on the pages of its section."
    message: ClassVar[str] = (
        "The finding is on page {page:not known}, its section on pages {start_page:unknown} to {end_page:unknown}."
    )
    column: str = "is_page_in_section"
    severity: FailureSeverity = WARNING
    shown: ClassVar[tuple[str, ...]] = ("page", "start_page", "end_page")


class AFindingIsInItsSectionsText(ExpectTrue):
    description: str = "A finding's text is in its section."
    message: ClassVar[str] = "Finding that is not in the text of its section: {text!q:no text}."
    column: str = "is_text_in_section"
    severity: FailureSeverity = WARNING
    shown: ClassVar[tuple[str, ...]] = ("text",)


class AFindingIsOnThePaper(ExpectTrue):
    description: str = "A finding's place is on the page."
    message: ClassVar[str] = "The finding's place is not on the page: from ({x0}, {top}) to ({x1}, {bottom}) points."
    column: str = "is_box_on_page"
    severity: FailureSeverity = WARNING
    shown: ClassVar[tuple[str, ...]] = ("x0", "top", "x1", "bottom")


class ASubFindingHasAFinding(ExpectTrue):
    description: str = "Every sub-bullet, and nothing else, belongs to a finding of the letter."
    message: ClassVar[str] = (
        "Finding {finding_number} of level {level} belongs to finding {parent_finding_number:none}: only a sub-bullet "
        "belongs to another finding."
    )
    column: str = "is_placed_in_list"
    shown: ClassVar[tuple[str, ...]] = ("level", "parent_finding_number")


SUITE = gx.ExpectationSuite(
    "extracted.findings",
    expectations=[
        TheTableHasRows(description="There is at least one finding."),
        AFindingNumberIsUsedOnce(),
        FindingsAreCounted(),
        AFindingIsOfAFindingsSection(),
        AFindingHasWords(),
        AFindingHasASection(),
        AFindingIsOnItsSectionsPages(),
        AFindingIsInItsSectionsText(),
        AFindingIsOnThePaper(),
        ASubFindingHasAFinding(),
    ],
    meta={"table": "findings", "row_key": "finding_number", "page": "page"},
)


def build_batch(findings: pl.DataFrame, sections: pl.DataFrame, letters: pl.DataFrame) -> pl.DataFrame:
    """Put the findings of these letters beside the section they are of."""
    key = ["report_id", "section_number"]
    of_section = sections.unique(key, keep="first").select(
        *key, "start_page", "end_page", section_letters=normalise_text(pl.col("text").fill_null(""))
    )
    there = findings.select("report_id", parent_finding_number="finding_number", is_parent_there=pl.lit(True)).unique()
    is_in_text = pl.col("section_letters").fill_null("").str.contains(text_opening(pl.col("text")), literal=True)
    return (
        findings.join(letters.select("report_id").unique(), on="report_id", how="semi", maintain_order="left")
        .join(of_section, on=key, how="left", maintain_order="left")
        .join(there, on=["report_id", "parent_finding_number"], how="left", maintain_order="left")
        .with_columns(
            is_in_sequence=is_in_sequence("finding_number"),
            has_words=is_not_blank("text"),
            has_section=pl.col("start_page").is_not_null(),
            is_page_in_section=pl.col("page").is_between("start_page", "end_page").fill_null(False),
            is_text_in_section=is_in_text,
            is_box_on_page=_is_box_on_page(),
            is_placed_in_list=pl.when(pl.col("level") == 1)
            .then(pl.col("parent_finding_number").is_null())
            .otherwise(pl.col("is_parent_there").is_not_null()),
        )
        .drop("section_letters")
    )


def _is_box_on_page() -> pl.Expr:
    """Whether a finding's box has a size and lies on the paper."""
    is_across = (pl.col("x0") >= 0) & (pl.col("x0") < pl.col("x1")) & (pl.col("x1") <= PAGE_WIDTH_POINTS)
    is_down = (pl.col("top") >= 0) & (pl.col("top") < pl.col("bottom")) & (pl.col("bottom") <= PAGE_HEIGHT_POINTS)
    return (is_across & is_down).fill_null(False)
