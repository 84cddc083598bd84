"""Expectations about the case studies of the letters that were read; a letter need not have any."""

from __future__ import annotations

from typing import ClassVar

import great_expectations as gx
import polars as pl
from great_expectations.expectations.metadata_types import FailureSeverity

from expectations.expectation_types import WARNING, ExpectTrue
from expectations.text.expressions import is_not_blank


class ACaseStudyIsItsSection(ExpectTrue):
    description: str = "Every case study is a case-study section, with the same title, polarity and pages."
    message: ClassVar[str] = (
        "The case study {title!q:without a title} names section {section_number}, which has another kind, heading, "
        "polarity ({polarity} here) or pages."
    )
    column: str = "is_a_section"
    shown: ClassVar[tuple[str, ...]] = ("title", "section_number")


class ACaseStudyHasATitle(ExpectTrue):
    description: str = "Every case study has a title."
    message: ClassVar[str] = "Case study {case_study_number} has no title."
    column: str = "has_title"
    severity: FailureSeverity = WARNING
    shown: ClassVar[tuple[str, ...]] = ("title",)


SUITE = gx.ExpectationSuite(
    "extracted.case_studies",
    expectations=[
        ACaseStudyIsItsSection(),
        ACaseStudyHasATitle(),
    ],
    meta={"table": "case_studies", "row_key": "case_study_number", "page": "start_page"},
)


def build_batch(case_studies: pl.DataFrame, sections: pl.DataFrame, letters: pl.DataFrame) -> pl.DataFrame:
    """Say of the case studies of these letters whether each is the case-study section it says it is."""
    place = ["report_id", "section_number", "polarity", "start_page", "end_page"]
    boxes = sections.filter(pl.col("kind") == "case_study").select(*place, "heading", "text").unique(place)
    return (
        case_studies.join(letters.select("report_id").unique(), on="report_id", how="semi", maintain_order="left")
        .join(boxes, on=place, how="left", maintain_order="left")
        .with_columns(
            is_a_section=_is_of_section(),
            has_title=is_not_blank("title"),
        )
    )


def _is_of_section() -> pl.Expr:
    """Whether a case study has a section with its title; that it has no title is another expectation's matter."""
    return pl.col("text").is_not_null() & ((pl.col("title") == "") | (pl.col("title") == pl.col("heading"))).fill_null(
        False
    )
