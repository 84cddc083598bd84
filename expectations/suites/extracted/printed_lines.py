"""Expectations about the lines printed on each page: every one of them is read, once, and the same by pdfplumber."""

from __future__ import annotations

from typing import ClassVar

import great_expectations as gx
import great_expectations.expectations as gxe
import polars as pl
from great_expectations.expectations.metadata_types import FailureSeverity

from expectations.expectation_types import WARNING
from expectations.text.printed_lines import find_unread_lines, list_lines_read_twice

PAGE_KEY = ["report_id", "page"]


class EveryPrintedLineIsRead(gxe.ExpectColumnValuesToBeNull):
    description: str = (
        "Every line printed between title and closing is in a paragraph, a heading, a footnote, a header or a footer."
    )
    message: ClassVar[str] = "{unread_count} printed lines are in no section; the first: {unread!q}."
    column: str = "unread"
    severity: FailureSeverity = WARNING


class APrintedLineIsReadOnce(gxe.ExpectColumnValuesToBeNull):
    description: str = "No printed line is in two paragraphs."
    message: ClassVar[str] = "This line is in two paragraphs: {read_twice!q}."
    column: str = "read_twice"
    severity: FailureSeverity = WARNING


class ASampledPageReadsTheSame(gxe.ExpectColumnValuesToBeNull):
    description: str = "A page that pdfplumber reads as well has the words that its paragraphs and printed lines have."
    message: ClassVar[str] = "Another reader has other words on this page: {read_otherwise!q}."
    column: str = "read_otherwise"
    severity: FailureSeverity = WARNING


SUITE = gx.ExpectationSuite(
    "extracted.printed_lines",
    expectations=[EveryPrintedLineIsRead(), APrintedLineIsReadOnce(), ASampledPageReadsTheSame()],
    meta={"table": "printed_lines", "page": "page"},
)


def build_batch(
    lines: pl.DataFrame, placed: pl.DataFrame, letters: pl.DataFrame, *, read_otherwise: pl.DataFrame
) -> pl.DataFrame:
    """One row for each page of these letters, with the first line that is in no row, and the first that is in two.

    `lines` have the columns of `order_lines`, `placed` those of `place_lines`, and `read_otherwise` those of
    `find_pages_read_otherwise`.
    """
    unread = find_unread_lines(lines, letters)
    first_unread = unread.group_by(PAGE_KEY).agg(unread=pl.col("text").first(), unread_count=pl.len())
    read_twice = list_lines_read_twice(placed).group_by(PAGE_KEY).agg(read_twice=pl.col("line").first())
    pages = lines.select(PAGE_KEY).unique(maintain_order=True)
    for quotes in (first_unread, read_twice, read_otherwise):
        pages = pages.join(quotes, on=PAGE_KEY, how="left", maintain_order="left")
    return pages
