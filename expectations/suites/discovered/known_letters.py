"""Expectations about letters that are known from elsewhere: the report site lists all of them."""

from __future__ import annotations

from typing import ClassVar

import great_expectations as gx
import polars as pl
from great_expectations.expectations.metadata_types import FailureSeverity

from expectations.expectation_types import WARNING, ExpectTrue


class EveryKnownLetterIsListed(ExpectTrue):
    description: str = "Every letter of the seed known_letters is listed on the report site."
    message: ClassVar[str] = (
        "A letter of {local_authority}, {published}, is not listed on the report site; known from: {source}."
    )
    column: str = "is_known_letter_listed"
    severity: FailureSeverity = WARNING
    shown: ClassVar[tuple[str, ...]] = ("local_authority", "published", "source")


SUITE = gx.ExpectationSuite(
    "discovered.known_letters", expectations=[EveryKnownLetterIsListed()], meta={"table": "publications"}
)


def build_batch(known_letters: pl.DataFrame, publications: pl.DataFrame, providers: pl.DataFrame) -> pl.DataFrame:
    """Say of each known letter whether it is listed; one without an id may be any letter of its authority and time."""
    names = providers.unique("urn").select("urn", "provider_name")
    documents = publications.join(names, on="urn", how="left").select(
        "provider_name", listed_id="report_id", day=pl.col("publication_date").dt.to_string()
    )
    is_same_authority = pl.col("provider_name").str.contains(pl.col("local_authority"), literal=True)
    is_same_letter = is_same_authority & pl.col("day").str.starts_with(pl.col("published"))
    is_same = pl.coalesce(pl.col("report_id") == pl.col("listed_id"), is_same_letter)
    pairs = known_letters.with_row_index().join(documents, how="cross").filter(is_same)
    is_listed = pl.int_range(pl.len()).is_in(pairs["index"].unique().to_list())
    return known_letters.with_columns(is_known_letter_listed=is_listed)
