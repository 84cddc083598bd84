"""Expectations about the paragraphs of the letters that were read: counted, in their section, placed on its pages."""

from __future__ import annotations

from typing import ClassVar

import great_expectations as gx
import great_expectations.expectations as gxe
import polars as pl
from great_expectations.expectations.metadata_types import FailureSeverity

from expectations.expectation_types import WARNING, ExpectTrue, TheTableHasRows
from expectations.suites.extracted.broken_words import find_words_hyphenated_elsewhere
from expectations.suites.extracted.printed_paragraphs import compare_with_print
from expectations.suites.extracted.section_places import is_in_sequence
from expectations.text.printed_lines import PARAGRAPH_KEY


class ParagraphsAreCounted(ExpectTrue):
    description: str = "Paragraphs are numbered 1, 2, 3 without a gap."
    message: ClassVar[str] = "Paragraph number {paragraph_number} does not follow the one before: {text!q:no text}."
    column: str = "is_in_sequence"
    shown: ClassVar[tuple[str, ...]] = ("paragraph_number", "text")


class AParagraphHasASection(ExpectTrue):
    description: str = "The section of every paragraph exists."
    message: ClassVar[str] = (
        "Paragraph {paragraph_number} is in section {section_number:not given}, which does not exist."
    )
    column: str = "has_section"
    shown: ClassVar[tuple[str, ...]] = ("section_number",)


class AParagraphIsAtItsPlace(ExpectTrue):
    description: str = "A paragraph's place is around its printed lines."
    message: ClassVar[str] = (
        "The paragraph's place is not that of its lines: from ({x0}, {top}) to ({x1}, {bottom}) points."
    )
    column: str = "is_at_its_place"
    severity: FailureSeverity = WARNING
    shown: ClassVar[tuple[str, ...]] = ("x0", "top", "x1", "bottom")


class ASubBulletHasABullet(ExpectTrue):
    description: str = "Every sub-bullet, and nothing else, belongs to a bullet of the letter."
    message: ClassVar[str] = (
        "Paragraph {paragraph_number} of level {level} belongs to paragraph {parent_paragraph_number:none}: only a "
        "sub-bullet belongs to another."
    )
    column: str = "is_placed_in_list"
    shown: ClassVar[tuple[str, ...]] = ("level", "parent_paragraph_number")


class AParagraphIsWhatIsPrintedThere(gxe.ExpectColumnValuesToBeNull):
    description: str = "A paragraph has the words that are printed at its place, all of them and no others."
    message: ClassVar[str] = (
        "The words at its place are others: {printed_otherwise!q}; the paragraph: {text!q:no text}."
    )
    column: str = "printed_otherwise"
    severity: FailureSeverity = WARNING
    shown: ClassVar[tuple[str, ...]] = ("text",)


class AWordThatALineBreaksIsWrittenAsElsewhere(gxe.ExpectColumnValuesToBeNull):
    description: str = "A word that a line breaks and that was read as one is written with a hyphen nowhere else."
    message: ClassVar[str] = (
        "A line breaks {hyphenated_elsewhere!q}, which was read as one word; elsewhere it has the hyphen."
    )
    column: str = "hyphenated_elsewhere"
    severity: FailureSeverity = WARNING
    shown: ClassVar[tuple[str, ...]] = ("text",)


class AParagraphIsPrintedAsOne(gxe.ExpectColumnValuesToBeNull):
    description: str = "At the place of a paragraph no other one begins, after a list mark or a gap."
    message: ClassVar[str] = "Another paragraph begins inside this one: {printed_apart!q}."
    column: str = "printed_apart"
    severity: FailureSeverity = WARNING


class AParagraphIsOfItsPrintedForm(gxe.ExpectColumnValuesToBeNull):
    description: str = "A bullet is printed with a list mark, where the letter's bullets have one, and nothing else is."
    message: ClassVar[str] = "Read as a {form}, printed as a {printed_form}: {text!q:no text}."
    column: str = "printed_form"
    severity: FailureSeverity = WARNING
    shown: ClassVar[tuple[str, ...]] = ("form", "text")


class ParagraphsAreInPrintedOrder(ExpectTrue):
    description: str = "The paragraphs of a section are in the order in which they are printed."
    message: ClassVar[str] = "The paragraph is printed before the one before it: {text!q:no text}."
    column: str = "is_in_print_order"
    severity: FailureSeverity = WARNING
    shown: ClassVar[tuple[str, ...]] = ("paragraph_number", "text")


SUITE = gx.ExpectationSuite(
    "extracted.paragraphs",
    expectations=[
        TheTableHasRows(description="There is at least one paragraph."),
        ParagraphsAreCounted(),
        AParagraphHasASection(),
        AParagraphIsAtItsPlace(),
        ASubBulletHasABullet(),
        AParagraphIsWhatIsPrintedThere(),
        AWordThatALineBreaksIsWrittenAsElsewhere(),
        AParagraphIsPrintedAsOne(),
        AParagraphIsOfItsPrintedForm(),
        ParagraphsAreInPrintedOrder(),
    ],
    meta={"table": "paragraphs", "row_key": "paragraph_number", "page": "page"},
)


def build_batch(
    paragraphs: pl.DataFrame,
    sections: pl.DataFrame,
    letters: pl.DataFrame,
    *,
    placed: pl.DataFrame,
    footnotes: pl.DataFrame,
) -> pl.DataFrame:
    """Put the paragraphs of these letters beside the section they are of and what is printed at their place."""
    key = ["report_id", "section_number"]
    of_section = sections.unique(key, keep="first").select(*key, has_section=pl.lit(True))
    there = paragraphs.select(
        "report_id", parent_paragraph_number="paragraph_number", is_parent_there=pl.lit(True)
    ).unique()
    joined = paragraphs.join(letters.select("report_id").unique(), on="report_id", how="semi", maintain_order="left")
    for facts, on in (
        (of_section, key),
        (there, ["report_id", "parent_paragraph_number"]),
        (compare_with_print(paragraphs, placed, footnotes), PARAGRAPH_KEY),
        (find_words_hyphenated_elsewhere(paragraphs, placed), PARAGRAPH_KEY),
    ):
        joined = joined.join(facts, on=on, how="left", maintain_order="left")
    return joined.with_columns(
        is_in_sequence=is_in_sequence("paragraph_number"),
        has_section=pl.col("has_section").fill_null(False),
        is_placed_in_list=pl.when(pl.col("level") == 1)
        .then(pl.col("parent_paragraph_number").is_null())
        .otherwise(pl.col("is_parent_there").is_not_null()),
    )
