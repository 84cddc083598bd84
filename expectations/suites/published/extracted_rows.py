"""The expectation that the tables about letters are what was extracted: nothing lost, mixed or changed on the way.

Each published row is put beside the row it was made from. Where a person corrected a letter's rows, they differ.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

import great_expectations as gx
import great_expectations.expectations as gxe
import polars as pl

from expectations.suites.extracted.section_paragraphs import join_texts
from expectations.text.expressions import join_present

RAW_INPUTS = tuple(
    f"raw.{name}" for name in ("letters", "sections", "paragraphs", "case_studies", "footnotes", "signatories")
)
ROW_KEYS = {
    "sections": "section_number",
    "findings": "paragraph_number",
    "case_studies": "case_study_number",
    "footnotes": "footnote_number",
    "signatories": "position",
    "inspections": "report_id",
}
NOT_COMPARED = ("extractor_version", "unplaced_word_count", "status", "status_detail")


class RowsAreThoseExtracted(gxe.ExpectColumnValuesToBeNull):
    description: str = "Every row is published as it was extracted, in its own letter, unless a person corrected it."
    message: ClassVar[str] = "Not as it was extracted: {difference}."
    column: str = "difference"


SUITES = tuple(
    gx.ExpectationSuite(
        f"published.extracted_{table}",
        expectations=[RowsAreThoseExtracted()],
        meta={"table": table, "row_key": key},
    )
    for table, key in ROW_KEYS.items()
)


def build_batches(tables: Mapping[str, pl.DataFrame]) -> list[tuple[gx.ExpectationSuite, pl.DataFrame]]:
    """For each table about letters, its rows and those extracted for it, with what differs between them."""
    published = tables["inspections"].filter(pl.col("unread_reason").is_null()).select("report_id")
    expected = _build_expected(tables)
    return [
        (suite, _compare(table, tables[table], expected[table].join(published, on="report_id", how="semi"), tables))
        for suite, table in zip(SUITES, ROW_KEYS, strict=True)
    ]


def _build_expected(tables: Mapping[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """The rows that each table should have, as far as they are made of extracted rows alone."""
    sections = join_texts(tables["raw.sections"], tables["raw.paragraphs"]).with_columns(
        summary=pl.col("summary").replace("", None)
    )
    texts = sections.select("report_id", "section_number", "text")
    return {
        "sections": sections,
        "findings": _build_findings(sections, tables["raw.paragraphs"], tables["section_kinds"]).join(
            tables["inspections"].select("report_id", "local_authority", "region", "theme", "publication_date"),
            on="report_id",
        ),
        "case_studies": tables["raw.case_studies"].join(texts, on=["report_id", "section_number"], how="left"),
        "footnotes": tables["raw.footnotes"],
        "signatories": tables["raw.signatories"],
        "inspections": _build_inspections(tables),
    }


def _build_inspections(tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """The letters as read, with what they are listed with and the codes of their authority."""
    listed = tables["publications"].select("report_id", "urn", "label", "publication_date", "report_url")
    authorities = tables["local_authorities"].select(
        pl.col("urn").cast(listed.schema["urn"]),
        "local_authority",
        "la_code",
        "ltla23cd",
        "region_code",
        region="region_name",
    )
    return (
        tables["raw.letters"]
        .drop(NOT_COMPARED)
        .join(tables["inspections"], on=["report_id", "file_sha256"], how="semi")
        .join(listed, on="report_id")
        .join(authorities, on="urn")
    )


def _build_findings(sections: pl.DataFrame, paragraphs: pl.DataFrame, section_kinds: pl.DataFrame) -> pl.DataFrame:
    """The paragraphs of sections that hold findings, with the kind, heading and polarity of their section."""
    around = sections.select("report_id", parent_section_number="section_number", kind_around="kind")
    holding = section_kinds.filter("holds_findings").select(section_kind="kind", usual_polarity="polarity")
    placed = (
        sections.select("report_id", "section_number", "parent_section_number", "kind", "heading", "polarity")
        .join(around, on=["report_id", "parent_section_number"], how="left")
        .with_columns(
            section_kind=pl.when(pl.col("kind") == "sub_section").then("kind_around").otherwise("kind"),
        )
        .join(holding, on="section_kind")
    )
    is_shown = pl.col("is_itemised") | (pl.col("section_kind") == "case_study")
    return (
        paragraphs.filter(pl.col("form") != "heading")
        .join(placed, on=["report_id", "section_number"])
        .with_columns(
            kind=pl.col("section_kind").replace("other", None),
            polarity=pl.when(is_shown).then(pl.coalesce("polarity", "usual_polarity")),
        )
        .drop("kind_around", "section_kind", "usual_polarity", "parent_section_number", "parent_paragraph_number")
    )


def _compare(
    table: str, published: pl.DataFrame, expected: pl.DataFrame, tables: Mapping[str, pl.DataFrame]
) -> pl.DataFrame:
    """One row for each that is published or should be, with its `difference`; null for a corrected letter's rows."""
    key = list(dict.fromkeys(["report_id", ROW_KEYS[table]]))
    columns = [name for name in expected.columns if name in published.columns and name not in key]
    joined = published.select(*key, *columns, is_published=pl.lit(True)).join(
        expected.select(*key, pl.col(columns).name.suffix("_extracted"), is_extracted=pl.lit(True)),
        on=key,
        how="full",
        coalesce=True,
        maintain_order="left",
    )
    applied = tables["corrections"].filter(status="applied")
    # A finding is of the kind and under the heading of its section, as corrected.
    deciding = ["findings", "sections"] if table == "findings" else [table]
    corrected = applied.filter(pl.col("table_name").is_in(deciding))["report_id"].to_list()
    is_compared = ~pl.col("report_id").is_in(corrected) & _may_be_compared(table)
    return joined.select(*key, difference=pl.when(is_compared).then(_describe_difference(columns)))


def _may_be_compared(table: str) -> pl.Expr:
    """An inspection whose letter could not be read, or not from this file, has no facts."""
    return pl.col("is_extracted").is_not_null() if table == "inspections" else pl.lit(True)


def _describe_difference(columns: Sequence[str]) -> pl.Expr:
    other = [
        pl.when(pl.col(name).ne_missing(pl.col(f"{name}_extracted"))).then(
            pl.format("{} is {}, extracted was {}", pl.lit(name), _shorten(name), _shorten(f"{name}_extracted"))
        )
        for name in columns
    ]
    return (
        pl.when(pl.col("is_extracted").is_null())
        .then(pl.lit("no such row was extracted"))
        .when(pl.col("is_published").is_null())
        .then(pl.lit("the row is missing"))
        .otherwise(join_present(other, "; "))
    )


def _shorten(column: str) -> pl.Expr:
    return pl.col(column).cast(pl.String).str.head(60).fill_null("nothing")
