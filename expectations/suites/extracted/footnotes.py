"""Expectations about the footnotes of the letters that were read; a letter need not have any."""

from __future__ import annotations

from typing import ClassVar

import great_expectations as gx
import great_expectations.expectations as gxe
import polars as pl
from great_expectations.expectations.metadata_types import FailureSeverity

from expectations.expectation_types import WARNING, ExpectTrue
from expectations.text.expressions import is_not_blank
from expectations.text.printed_lines import is_printed, join_pages


class AFootnoteHasWords(ExpectTrue):
    description: str = "Every footnote has text."
    message: ClassVar[str] = (
        "Footnote {marker:without a mark} has no text; its mark follows the words {reference_quote!q:not found}."
    )
    column: str = "has_words"
    severity: FailureSeverity = WARNING
    shown: ClassVar[tuple[str, ...]] = ("marker", "text", "reference_quote")


class FootnotesCountUp(ExpectTrue):
    description: str = "The printed numbers of footnotes have no gap."
    message: ClassVar[str] = "A footnote is missing before footnote {marker}: {text!q:no text}."
    column: str = "is_next"
    severity: FailureSeverity = WARNING
    shown: ClassVar[tuple[str, ...]] = ("marker", "text")


class AFootnoteIsPrinted(gxe.ExpectColumnValuesToBeNull):
    description: str = "The words of a footnote, and those that its mark follows, are printed on their pages."
    message: ClassVar[str] = "Not printed on its page, of footnote {marker:without a mark}: {not_printed!q}."
    column: str = "not_printed"
    severity: FailureSeverity = WARNING
    shown: ClassVar[tuple[str, ...]] = ("text", "reference_quote")


SUITE = gx.ExpectationSuite(
    "extracted.footnotes",
    expectations=[
        AFootnoteHasWords(),
        FootnotesCountUp(),
        AFootnoteIsPrinted(),
    ],
    meta={"table": "footnotes", "row_key": "footnote_number", "page": "page"},
)


def build_batch(footnotes: pl.DataFrame, letters: pl.DataFrame, printed_lines: pl.DataFrame) -> pl.DataFrame:
    """Say of the footnotes of these letters whether they are printed and their number is the next."""
    number = pl.col("marker").cast(pl.Int64, strict=False)
    follows = number == number.shift(1, fill_value=0).over("report_id") + 1
    return (
        _find_not_printed(footnotes, printed_lines)
        .join(letters, on="report_id", how="semi")
        .sort("report_id", "footnote_number", maintain_order=True)
        .with_columns(
            has_words=is_not_blank("text"),
            is_next=pl.when(number.is_not_null()).then((number == 1) | follows.fill_null(False)),
        )
    )


def _find_not_printed(footnotes: pl.DataFrame, printed_lines: pl.DataFrame) -> pl.DataFrame:
    """Add `not_printed`: the words of a note, or those before its mark, where their page does not have them."""
    pages = join_pages(printed_lines)
    reference_pages = pages.select("report_id", reference_page="page", reference_print="print")
    note = pl.format("{} {}", "marker", "text")
    return (
        footnotes.join(pages, on=["report_id", "page"], how="left", maintain_order="left")
        .join(reference_pages, on=["report_id", "reference_page"], how="left", maintain_order="left")
        .with_columns(
            not_printed=pl.when(~is_printed(note, "print"))
            .then(note)
            .when(~is_printed(pl.col("reference_quote"), "reference_print"))
            .then("reference_quote")
        )
    )
