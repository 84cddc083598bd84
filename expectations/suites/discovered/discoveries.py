"""Expectations about one look at a source: it saw all of it, and all of it was stored."""

from __future__ import annotations

from typing import ClassVar

import great_expectations as gx
import great_expectations.expectations as gxe
import polars as pl
from great_expectations.expectations.metadata_types import FailureSeverity

from expectations.expectation_types import WARNING, ExpectTrue

REPORT_SITE = "report site"
LEAST_PROVIDERS = 150
"""England has 153 children's services authorities; reorganisations move the number by a few."""


class OneDiscoveryIsRecorded(gxe.ExpectTableRowCountToEqual):
    description: str = "One discovery of the source is recorded."
    message: ClassVar[str] = "Discoveries of the source recorded: {total}, not one."
    value: int = 1


class AsManyProvidersAsStated(ExpectTrue):
    description: str = "As many authorities are found as the source says it has."
    message: ClassVar[str] = "The source says that it has {providers_stated} authorities; {providers_found} were found."
    column: str = "is_count_right"
    shown: ClassVar[tuple[str, ...]] = ("providers_stated", "providers_found")


class EveryPageOfResultsIsRead(ExpectTrue):
    description: str = "As many pages of results are read as the source says it has."
    message: ClassVar[str] = (
        "The source says that it has {search_pages_stated} pages of results; {search_pages_read} were read."
    )
    column: str = "is_every_page_read"
    shown: ClassVar[tuple[str, ...]] = ("search_pages_stated", "search_pages_read")


class TheSiteStatesItsCount(ExpectTrue):
    description: str = "The report site says how many authorities it has, to compare with how many are found."
    message: ClassVar[str] = "The report site does not say how many authorities it has; {providers_found} were found."
    column: str = "is_count_stated"
    severity: FailureSeverity = WARNING
    shown: ClassVar[tuple[str, ...]] = ("providers_stated", "providers_found")


class TheSiteHas_150Providers(ExpectTrue):  # noqa: N801 (its name as a check is the_site_has_150_providers)
    description: str = "The report site lists at least 150 authorities."
    message: ClassVar[str] = "Only {providers_found} authorities were found on the report site; England has about 153."
    column: str = "is_large_enough"
    shown: ClassVar[tuple[str, ...]] = ("providers_found",)


class EveryDocumentLinkIsRead(ExpectTrue):
    description: str = "Every link to a document has a label, a date in a known form and an id."
    message: ClassVar[str] = (
        "Links to documents that could not be understood: {links_unread}, the first of them {first_links_unread}"
    )
    column: str = "is_every_link_read"
    shown: ClassVar[tuple[str, ...]] = ("links_unread", "first_links_unread")


class EveryEntryHasAFile(ExpectTrue):
    description: str = "Every entry on an authority's page leads to a file."
    message: ClassVar[str] = (
        "Entries that lead to no file, such as withdrawn documents and reports that are web pages: "
        "{entries_without_file}. {first_entries_without_file}"
    )
    column: str = "is_every_entry_with_file"
    severity: FailureSeverity = WARNING
    shown: ClassVar[tuple[str, ...]] = ("entries_without_file", "first_entries_without_file")


class EveryPdfIsNamedAsALetterIs(ExpectTrue):
    description: str = "Every PDF of an archive has a name that says of which authority and day it is."
    message: ClassVar[str] = (
        "PDFs left out of the archive, because their names do not say of which authority and day they are: "
        "{pdfs_left_out} ({first_pdfs_left_out}). Name a letter as 80426_2022-07-18.pdf."
    )
    column: str = "is_every_pdf_named"
    severity: FailureSeverity = WARNING
    shown: ClassVar[tuple[str, ...]] = ("pdfs_left_out", "first_pdfs_left_out")


class AllThatWasFoundIsStored(ExpectTrue):
    description: str = "Every authority and document that is found is stored."
    message: ClassVar[str] = (
        "Authorities: {providers_found} found and {closed_providers_found} closed ones, {providers_stored} stored; "
        "documents: {publications_found} found, "
        "{publications_stored} stored."
    )
    column: str = "is_all_stored"
    shown: ClassVar[tuple[str, ...]] = (
        "providers_found",
        "closed_providers_found",
        "providers_stored",
        "publications_found",
        "publications_stored",
    )


SUITE = gx.ExpectationSuite(
    "discovered.discoveries",
    expectations=[
        OneDiscoveryIsRecorded(),
        AsManyProvidersAsStated(),
        EveryPageOfResultsIsRead(),
        TheSiteStatesItsCount(),
        TheSiteHas_150Providers(),
        EveryDocumentLinkIsRead(),
        EveryEntryHasAFile(),
        EveryPdfIsNamedAsALetterIs(),
        AllThatWasFoundIsStored(),
    ],
    meta={"table": "discoveries"},
)


def build_batch(discoveries: pl.DataFrame, providers: pl.DataFrame, publications: pl.DataFrame) -> pl.DataFrame:
    """Put the one look at the source beside what is stored of it."""
    stored = discoveries.with_columns(
        providers_stored=pl.lit(providers.height), publications_stored=pl.lit(publications.height)
    )
    is_elsewhere = pl.col("source") != REPORT_SITE
    is_stated = pl.col("providers_stated").is_not_null()
    are_pages_stated = pl.col("search_pages_stated").is_not_null()
    providers_found = pl.col("providers_found") + pl.col("closed_providers_found")
    return stored.with_columns(
        is_count_right=~is_stated | (pl.col("providers_stated") == pl.col("providers_found")),
        is_every_page_read=~are_pages_stated | (pl.col("search_pages_read") >= pl.col("search_pages_stated")),
        is_count_stated=is_stated | are_pages_stated | is_elsewhere,
        is_large_enough=(pl.col("providers_found") >= LEAST_PROVIDERS) | is_elsewhere,
        is_every_link_read=pl.col("links_unread") == 0,
        is_every_entry_with_file=pl.col("entries_without_file") == 0,
        is_every_pdf_named=pl.col("pdfs_left_out") == 0,
        is_all_stored=(providers_found == pl.col("providers_stored"))
        & (pl.col("publications_found") == pl.col("publications_stored")),
    )
