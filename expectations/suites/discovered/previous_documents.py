"""Expectations about what the previous release listed: none of it has vanished from the source.

One suite has a row for each document of then, the other one for each authority that had documents.
"""

from __future__ import annotations

from typing import ClassVar

import great_expectations as gx
import polars as pl
from great_expectations.expectations.metadata_types import FailureSeverity

from expectations.expectation_types import WARNING, ExpectTrue
from expectations.previous_release import PreviousRelease, describe_letter


class NoReleasedLetterVanished(ExpectTrue):
    description: str = "Every letter of the previous release is still listed at the source."
    message: ClassVar[str] = "The source no longer lists this letter of the previous release: {letter}."
    column: str = "is_letter_listed"
    shown: ClassVar[tuple[str, ...]] = ("letter",)


class NoOtherDocumentVanished(ExpectTrue):
    description: str = "Every other document of the previous release is still listed at the source."
    message: ClassVar[str] = (
        "The source no longer lists this document: {label!q:no label}, published on {publication_date:a day not known}."
    )
    column: str = "is_other_document_listed"
    severity: FailureSeverity = WARNING
    shown: ClassVar[tuple[str, ...]] = ("label", "publication_date")


class NoProviderVanished(ExpectTrue):
    description: str = "Every authority of the previous release is still listed at the source."
    message: ClassVar[str] = "The source no longer lists {provider}."
    column: str = "is_listed"
    shown: ClassVar[tuple[str, ...]] = ("provider",)


DOCUMENTS_SUITE = gx.ExpectationSuite(
    "discovered.previous_documents",
    expectations=[NoReleasedLetterVanished(), NoOtherDocumentVanished()],
    meta={"table": "publications"},
)
PROVIDERS_SUITE = gx.ExpectationSuite(
    "discovered.previous_providers",
    expectations=[NoProviderVanished()],
    meta={"table": "providers", "row_key": "urn"},
)


def build_documents_batch(publications: pl.DataFrame, previous: PreviousRelease) -> pl.DataFrame:
    """Every document and letter of the previous release, and whether the source still lists it."""
    letters = previous.letters.select("report_id", letter=describe_letter(), is_letter=pl.lit(True))
    documents = previous.publications.select("report_id", "label", "publication_date")
    is_listed = pl.col("report_id").is_in(publications["report_id"].drop_nulls().to_list())
    return (
        documents.join(letters, on="report_id", how="full", coalesce=True)
        .sort("report_id")
        .with_columns(
            is_letter_listed=pl.when("is_letter").then(is_listed),
            is_other_document_listed=pl.when(pl.col("is_letter").is_null()).then(is_listed),
        )
    )


def build_providers_batch(providers: pl.DataFrame, previous: PreviousRelease) -> pl.DataFrame:
    """Every authority that had documents, and whether the source still lists it.

    One whose every document is withdrawn is not missed, for an archive lists no authority without documents.
    """
    had_documents = previous.publications.select("urn").unique().sort("urn")
    named = had_documents.join(previous.providers.unique("urn"), on="urn", how="left", maintain_order="left")
    return named.with_columns(
        provider=pl.format("{} ({})", pl.col("provider_name").fill_null("no name"), "urn"),
        is_listed=pl.col("urn").is_in(providers["urn"].drop_nulls().to_list()),
    )
