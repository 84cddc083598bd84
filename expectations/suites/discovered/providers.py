"""Expectations about the authorities a source lists: once, by name, with documents."""

from __future__ import annotations

from typing import ClassVar

import great_expectations as gx
import great_expectations.expectations as gxe
import polars as pl
from great_expectations.expectations.metadata_types import FailureSeverity

from expectations.expectation_types import WARNING, ExpectMostlyTrue, ExpectTrue, TheTableHasRows
from expectations.previous_release import PreviousRelease
from expectations.text.expressions import is_not_blank


class AProviderHasAUrn(gxe.ExpectColumnValuesToNotBeNull):
    description: str = "Every authority has a URN."
    message: ClassVar[str] = "{provider_name:An authority without a name} is listed without a URN."
    column: str = "urn"
    shown: ClassVar[tuple[str, ...]] = ("provider_name",)


class AProviderIsListedOnce(gxe.ExpectColumnValuesToBeUnique):
    description: str = "Every authority is listed once."
    message: ClassVar[str] = "{provider_name:An authority without a name} (URN {urn}) is listed more than once."
    column: str = "urn"
    shown: ClassVar[tuple[str, ...]] = ("provider_name", "urn")


class AProviderHasAName(ExpectTrue):
    description: str = "Every authority has a name."
    message: ClassVar[str] = "The authority with URN {urn:not given} has no name."
    column: str = "is_named"
    shown: ClassVar[tuple[str, ...]] = ("urn", "provider_name")


class NoProviderLostItsDocuments(gxe.ExpectColumnValuesToBeNull):
    description: str = "Every authority that listed documents at the previous release still lists some."
    message: ClassVar[str] = (
        "{provider_name:An authority without a name} listed documents at the previous release and now lists none."
    )
    column: str = "emptied"


class EveryProviderListsDocuments(ExpectTrue):
    description: str = "Every authority lists at least one document."
    message: ClassVar[str] = "{provider_name:An authority without a name} lists no documents."
    column: str = "has_publications"
    severity: FailureSeverity = WARNING
    shown: ClassVar[tuple[str, ...]] = ("provider_name",)


class MostProvidersListDocuments(ExpectMostlyTrue):
    description: str = (
        "At least three in four authorities list a document; on the report site, a link of class `publication-link`."
    )
    message: ClassVar[str] = "{failed} of {total} authorities list no documents."
    column: str = "has_publications"


class NoProviderWasRenamed(gxe.ExpectColumnValuesToBeNull):
    description: str = "Every authority has the name it had at the previous release."
    message: ClassVar[str] = "{name_before} is now listed as {provider_name}."
    column: str = "renamed"
    severity: FailureSeverity = WARNING


SUITE = gx.ExpectationSuite(
    "discovered.providers",
    expectations=[
        TheTableHasRows(description="There is at least one authority."),
        AProviderHasAUrn(),
        AProviderIsListedOnce(),
        AProviderHasAName(),
        NoProviderLostItsDocuments(),
        EveryProviderListsDocuments(),
        MostProvidersListDocuments(),
        NoProviderWasRenamed(),
    ],
    meta={"table": "providers", "row_key": "urn"},
)


def build_batch(providers: pl.DataFrame, publications: pl.DataFrame, previous: PreviousRelease) -> pl.DataFrame:
    """Say of each authority whether it lists a document, and whether it lost its documents or its name since."""
    names_before = previous.providers.unique("urn").select("urn", name_before="provider_name")
    has_publications = pl.col("urn").is_in(publications["urn"].drop_nulls().to_list())
    had_publications = pl.col("urn").is_in(previous.publications["urn"].to_list())
    return providers.join(names_before, on="urn", how="left", maintain_order="left").with_columns(
        is_named=is_not_blank("provider_name"),
        has_publications=has_publications.fill_null(False),
        emptied=pl.when(had_publications & ~has_publications).then(
            pl.format("{} listed documents, and now lists none", "provider_name")
        ),
        renamed=pl.when(pl.col("provider_name") != pl.col("name_before")).then(
            pl.format("{}, was {}", "provider_name", "name_before")
        ),
    )
