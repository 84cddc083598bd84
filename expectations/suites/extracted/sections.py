"""Expectations about the sections of the letters that were read: in order, apart from each other, and clean."""

from __future__ import annotations

from typing import ClassVar

import great_expectations as gx
import great_expectations.expectations as gxe
import polars as pl
from great_expectations.expectations.metadata_types import FailureSeverity
from great_expectations.expectations.model_field_types import ValueSetField

from expectations.expectation_types import WARNING, ExpectTrue, TheTableHasRows
from expectations.suites.extracted import section_places
from expectations.suites.extracted.printed_headings import compare_with_headings
from expectations.suites.extracted.section_paragraphs import KEY, count_paragraphs, join_texts
from expectations.text.expressions import is_not_blank
from expectations.text.paragraphs import find_torn_sentences
from expectations.text.text_quality import (
    find_footnotes_in_text,
    quote_broken_glyph,
    quote_footnote_mark,
)
from extractors.records import FINDINGS_KINDS


class SectionsAreCounted(ExpectTrue):
    description: str = "Sections are numbered 1, 2, 3 without a gap."
    message: ClassVar[str] = (
        "Section number {section_number} does not follow the one before; heading: {heading!q:none}."
    )
    column: str = "is_in_sequence"
    shown: ClassVar[tuple[str, ...]] = ("section_number", "heading")


class TheHeadingIsRecognised(gxe.ExpectColumnValuesToNotBeInSet):
    description: str = "A section's heading is recognised."
    message: ClassVar[str] = "Heading not recognised: {heading!q:none}."
    column: str = "kind"
    value_set: ValueSetField = ["other"]  # noqa: RUF012
    severity: FailureSeverity = WARNING
    shown: ClassVar[tuple[str, ...]] = ("heading",)


class NoUnknownHeadingDividesAList(ExpectTrue):
    description: str = (
        "In letters from 2022 on, only the main findings have subheadings that look like headings of sections."
    )
    message: ClassVar[str] = "Subheading outside the main findings, which may be a section's heading: {heading!q:none}."
    column: str = "is_expected_there"
    severity: FailureSeverity = WARNING
    shown: ClassVar[tuple[str, ...]] = ("heading",)


class ASectionHasWords(ExpectTrue):
    description: str = "Every section has text."
    message: ClassVar[str] = "Section {section_number} ({heading!q:no heading}) has no text."
    column: str = "has_words"
    severity: FailureSeverity = WARNING
    shown: ClassVar[tuple[str, ...]] = ("heading", "text")


class EveryBulletIsAParagraph(ExpectTrue):
    description: str = "A section has the bullets and paragraphs that it counts, and a findings section has findings."
    message: ClassVar[str] = (
        "The section {heading!q:without a heading} counts {bullet_count} bullets, {sub_bullet_count} sub-bullets, "
        "{paragraph_count} paragraphs, but has {bullets}, {sub_bullets} and {plain_paragraphs}; {itemised} itemised."
    )
    column: str = "are_bullets_there"
    severity: FailureSeverity = WARNING
    shown: ClassVar[tuple[str, ...]] = (
        "heading",
        "bullet_count",
        "bullets",
        "sub_bullet_count",
        "sub_bullets",
        "paragraph_count",
        "plain_paragraphs",
        "itemised",
    )


class NoBrokenWordIsInASentence(gxe.ExpectColumnValuesToBeNull):
    description: str = "A section's text has no broken hyphen or unknown character."
    message: ClassVar[str] = "Broken hyphen or unknown character in the text: {broken_glyph!q}."
    column: str = "broken_glyph"
    severity: FailureSeverity = WARNING


class NoFootnoteMarkIsInASentence(gxe.ExpectColumnValuesToBeNull):
    description: str = "A section's text has no footnote mark."
    message: ClassVar[str] = "Footnote mark in the text: {footnote_mark!q}."
    column: str = "footnote_mark"
    severity: FailureSeverity = WARNING


class NoFootnoteIsInASection(gxe.ExpectColumnValuesToBeNull):
    description: str = "A section's text has no footnote."
    message: ClassVar[str] = "Footnote in the text: {footnote!q}."
    column: str = "footnote"
    severity: FailureSeverity = WARNING


class NoParagraphBeginsMidway(gxe.ExpectColumnValuesToBeNull):
    description: str = "Every paragraph starts where a sentence starts."
    message: ClassVar[str] = "Paragraph starts in the middle of a sentence: {begins_midway!q}."
    column: str = "begins_midway"
    severity: FailureSeverity = WARNING


class NoParagraphEndsMidway(gxe.ExpectColumnValuesToBeNull):
    description: str = "Every paragraph ends where a sentence ends."
    message: ClassVar[str] = "Paragraph ends in the middle of a sentence: {ends_midway!q}."
    column: str = "ends_midway"
    severity: FailureSeverity = WARNING


class AHeadingIsPrintedAboveItsSection(gxe.ExpectColumnValuesToBeNull):
    description: str = "The heading of a section is printed right above its first paragraph."
    message: ClassVar[str] = "Above the section {heading!q:without a heading} is printed: {printed_heading!q}."
    column: str = "printed_heading"
    severity: FailureSeverity = WARNING
    shown: ClassVar[tuple[str, ...]] = ("heading", "printed_heading")


class ASectionIsWhatItsHeadingSays(gxe.ExpectColumnValuesToBeNull):
    description: str = "A section's kind, polarity and pages are those of its heading and its paragraphs."
    message: ClassVar[str] = (
        "Not what the heading {heading!q:none} and the paragraphs say: {misread!w}; kind {kind}, polarity "
        "{polarity:none}, pages {start_page} to {end_page}."
    )
    column: str = "misread"
    severity: FailureSeverity = WARNING
    shown: ClassVar[tuple[str, ...]] = ("kind", "polarity", "start_page", "end_page", "heading")


SUITE = gx.ExpectationSuite(
    "extracted.sections",
    expectations=[
        TheTableHasRows(description="There is at least one section."),
        SectionsAreCounted(),
        TheHeadingIsRecognised(),
        NoUnknownHeadingDividesAList(),
        ASectionHasWords(),
        EveryBulletIsAParagraph(),
        NoBrokenWordIsInASentence(),
        NoFootnoteMarkIsInASentence(),
        NoFootnoteIsInASection(),
        NoParagraphBeginsMidway(),
        NoParagraphEndsMidway(),
        AHeadingIsPrintedAboveItsSection(),
        ASectionIsWhatItsHeadingSays(),
    ],
    meta={"table": "sections", "row_key": "section_number", "page": "start_page"},
)


def select_sections(sections: pl.DataFrame, paragraphs: pl.DataFrame, letters: pl.DataFrame) -> pl.DataFrame:
    """The sections of these letters in reading order, with facts of their letter and of the section they are in.

    Added: `text`; `row`, to find a section by; `family`, `file_sha256` and `priority_action_areas_stated_none` of the
    letter; `parent_kind`; `own_text`, empty for a subsection, whose words are its parent's.
    """
    facts = letters.unique("report_id").select(
        "report_id", "family", "file_sha256", "priority_action_areas_stated_none"
    )
    parents = sections.unique(["report_id", "section_number"], keep="first").select(
        "report_id", parent_section_number="section_number", parent_kind="kind"
    )
    is_own = pl.col("parent_section_number").is_null() | (pl.col("kind") == "case_study")
    return (
        join_texts(sections, paragraphs)
        .join(facts, on="report_id")
        .join(parents, on=["report_id", "parent_section_number"], how="left")
        .sort("report_id", "section_number", maintain_order=True)
        .with_row_index("row")
        .with_columns(own_text=pl.when(is_own).then("text").otherwise(pl.lit("")))
    )


def build_batch(
    sections: pl.DataFrame,
    paragraphs: pl.DataFrame,
    *,
    raw_paragraphs: pl.DataFrame,
    footnotes: pl.DataFrame,
    lines: pl.DataFrame,
    placed: pl.DataFrame,
) -> pl.DataFrame:
    """Say of each section where it lies in the letter and what should not be in its text.

    `sections` have the columns of `select_sections`, `paragraphs` those of `split_paragraphs`, `lines` those of
    `order_lines`, and `placed` those of `place_lines`.
    """
    joined = sections
    for rows in (
        count_paragraphs(sections, raw_paragraphs),
        compare_with_headings(sections, raw_paragraphs, lines, placed),
    ):
        joined = joined.join(rows, on=KEY, how="left", maintain_order="left")
    for quotes in (find_footnotes_in_text(sections, footnotes), find_torn_sentences(paragraphs)):
        joined = joined.join(quotes, on="row", how="left", maintain_order="left")
    return joined.with_columns(
        pl.col("bullets", "sub_bullets", "plain_paragraphs", "itemised").fill_null(0)
    ).with_columns(
        is_in_sequence=section_places.is_in_sequence("section_number"),
        is_expected_there=section_places.is_expected_there(),
        has_words=is_not_blank("text"),
        are_bullets_there=_are_bullets_there(),
        broken_glyph=quote_broken_glyph(pl.col("own_text")),
        footnote_mark=quote_footnote_mark(pl.col("own_text")),
    )


def _are_bullets_there() -> pl.Expr:
    """Whether a section has the bullets and paragraphs it counts and, where it is one of findings, something itemised.

    A section that says there are no areas for priority action may have nothing itemised.
    """
    are_as_many = (
        (pl.col("bullets") == pl.col("bullet_count"))
        & (pl.col("sub_bullets") == pl.col("sub_bullet_count"))
        & (pl.col("plain_paragraphs") == pl.col("paragraph_count"))
    )
    is_stated_none = (pl.col("kind") == "priority_action") & pl.col("priority_action_areas_stated_none").fill_null(
        False
    )
    needs_findings = pl.col("kind").is_in(FINDINGS_KINDS) & ~is_stated_none
    return are_as_many & (~needs_findings | (pl.col("itemised") > 0))
