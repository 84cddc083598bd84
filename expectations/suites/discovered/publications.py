"""Expectations about the documents a source lists, in scope or not."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import ClassVar

import great_expectations as gx
import great_expectations.expectations as gxe
import polars as pl
from great_expectations.expectations.metadata_types import FailureSeverity

from expectations.expectation_types import WARNING, ExpectTrue, TheTableHasRows
from expectations.previous_release import PreviousRelease
from expectations.text.expressions import is_not_blank

EARLIEST_PUBLICATION = date(1992, 9, 1)
"""The inspectorate that runs the report site was founded then."""
FIRST_JTAI = date(2016, 1, 1)
"""The first letters are of 2016; what is older is another kind of document, whatever it is called."""


class ADocumentHasAnId(ExpectTrue):
    description: str = "Every document has an id."
    message: ClassVar[str] = "The document at {report_url:an unknown address} has no id."
    column: str = "is_identified"
    shown: ClassVar[tuple[str, ...]] = ("report_url", "report_id")


class ADocumentIsListedOnce(gxe.ExpectColumnValuesToBeUnique):
    description: str = "Every document is listed once."
    message: ClassVar[str] = (
        "Document {report_id} ({label!q:no label}, {publication_date:no date}) is listed more than once."
    )
    column: str = "report_id"
    shown: ClassVar[tuple[str, ...]] = ("urn", "label", "publication_date", "report_id")


class ADocumentIsOfAProvider(ExpectTrue):
    description: str = "Every document belongs to a listed authority."
    message: ClassVar[str] = "This document belongs to an authority that is not listed: URN {urn:not given}."
    column: str = "has_provider"
    shown: ClassVar[tuple[str, ...]] = ("urn",)


class ADocumentHasAnAddress(ExpectTrue):
    description: str = "Every document has an address."
    message: ClassVar[str] = "Document {report_id} ({label!q:no label}) has no address."
    column: str = "has_address"
    shown: ClassVar[tuple[str, ...]] = ("report_url",)


class ADocumentHasADate(gxe.ExpectColumnValuesToNotBeNull):
    description: str = "Every document has a publication date."
    message: ClassVar[str] = "Document {report_id} ({label!q:no label}) has no publication date."
    column: str = "publication_date"


class APublicationDateIsPast(ExpectTrue):
    description: str = (
        "Every publication date is after August 1992, before which there were no inspection reports, and not in the "
        "future."
    )
    message: ClassVar[str] = "The publication date is in the future, or before September 1992: {publication_date}."
    column: str = "is_date_possible"
    severity: FailureSeverity = WARNING
    shown: ClassVar[tuple[str, ...]] = ("publication_date",)


class NewJtaiLikeLabelsAreDecided(gxe.ExpectColumnValuesToBeNull):
    description: str = (
        "A document type of 2016 or later that may be a JTAI letter has a decision in manual/label_decisions.csv."
    )
    message: ClassVar[str] = (
        "New document type that may be a JTAI letter: {unseen_jtai_label!q}. Decide with a line in "
        "manual/label_decisions.csv of the data directory: {unseen_jtai_label},true|false,why,your name,YYYY-MM-DD"
    )
    column: str = "unseen_jtai_label"


class LabelsAreKnown(gxe.ExpectColumnValuesToBeNull):
    description: str = "Every document type is known."
    message: ClassVar[str] = "New document type: {unseen_label!q}."
    column: str = "unseen_label"
    severity: FailureSeverity = WARNING


class AnIdStandsForTheSameDocument(gxe.ExpectColumnValuesToBeNull):
    description: str = (
        "An id refers to the document of the previous release: the same authority and type, and the same date or file."
    )
    message: ClassVar[str] = "This id now refers to another document: {other_document}."
    column: str = "other_document"


class ALetterKeepsItsPublicationDate(gxe.ExpectColumnValuesToBeNull):
    description: str = "A letter has the publication date of the previous release."
    message: ClassVar[str] = (
        "The publication date was {publication_date_before:not known} at the previous release and is now "
        "{publication_date:not known}."
    )
    column: str = "other_date"
    severity: FailureSeverity = WARNING


SUITE = gx.ExpectationSuite(
    "discovered.publications",
    expectations=[
        TheTableHasRows(description="There is at least one document."),
        ADocumentHasAnId(),
        ADocumentIsListedOnce(),
        ADocumentIsOfAProvider(),
        ADocumentHasAnAddress(),
        ADocumentHasADate(),
        APublicationDateIsPast(),
        NewJtaiLikeLabelsAreDecided(),
        LabelsAreKnown(),
        AnIdStandsForTheSameDocument(),
        ALetterKeepsItsPublicationDate(),
    ],
    meta={"table": "publications"},
)


def build_batch(
    publications: pl.DataFrame, providers: pl.DataFrame, report_files: pl.DataFrame, previous: PreviousRelease
) -> pl.DataFrame:
    """Say of each document whose it is, whether its date and label can be, and what its id referred to before."""
    tomorrow = datetime.now(UTC).date() + timedelta(days=1)
    may_block = pl.col("may_be_jtai_label") & (pl.col("publication_date") >= FIRST_JTAI)
    return _join_previous(publications, report_files, previous).with_columns(
        is_identified=is_not_blank("report_id"),
        has_address=is_not_blank("report_url"),
        has_provider=pl.col("urn").is_in(providers["urn"].drop_nulls().to_list()).fill_null(False),
        is_date_possible=pl.col("publication_date").is_between(EARLIEST_PUBLICATION, tomorrow),
        unseen_label=pl.when(_is_unseen_label(previous, ~may_block)).then("label"),
        # What older releases listed says nothing: there it may have been of before 2016.
        unseen_jtai_label=pl.when(_is_first_of_label(~pl.col("is_known_label") & may_block)).then("label"),
        other_document=pl.when(_is_letter() & _is_other_document()).then(_compare_documents()),
        other_date=pl.when(_is_letter() & _is_redated() & ~_is_other_document()).then(_compare_documents()),
    )


def _is_unseen_label(previous: PreviousRelease, condition: pl.Expr) -> pl.Expr:
    """Whether nobody has decided about a label and no release had it; true where it is listed first, once."""
    seen = previous.publications.select(_label_key()).to_series().drop_nulls().unique().to_list()
    return _is_first_of_label(~pl.col("is_known_label") & ~_label_key().is_in(seen) & condition)


def _is_first_of_label(condition: pl.Expr) -> pl.Expr:
    """Whether a document meets a condition, as the first of its label that does."""
    condition = condition.fill_null(False)
    return condition & (condition.cum_sum().over(_label_key()) == 1)


def _label_key() -> pl.Expr:
    """What two spellings of one label share."""
    return pl.col("label").str.replace_all("’", "'").str.to_lowercase().str.replace_all(r"\s+", " ").str.strip_chars()


def _join_previous(publications: pl.DataFrame, report_files: pl.DataFrame, previous: PreviousRelease) -> pl.DataFrame:
    """Put beside each document what was listed and read under its id for the previous release."""
    files = report_files.unique("report_id").select("report_id", "file_sha256")
    files_before = previous.letters.select("report_id", file_sha256_before="file_sha256")
    documents_before = previous.publications.select("report_id", pl.exclude("report_id").name.suffix("_before"))
    listed = publications
    for facts in (documents_before, files, files_before):
        listed = listed.join(facts.unique("report_id"), on="report_id", how="left", maintain_order="left")
    return listed


def _is_letter() -> pl.Expr:
    is_known = pl.col("urn_before").is_not_null()
    return is_known & (pl.col("is_jtai").fill_null(False) | pl.col("is_jtai_before").fill_null(False))


def _is_redated() -> pl.Expr:
    return pl.col("publication_date").ne_missing(pl.col("publication_date_before"))


def _is_other_document() -> pl.Expr:
    """Whether the authority or the kind is another, or both the date and the file are."""
    file_before = pl.col("file_sha256_before")
    is_file_replaced = file_before.is_not_null() & file_before.ne_missing(pl.col("file_sha256"))
    return (
        pl.col("urn").ne_missing(pl.col("urn_before"))
        | pl.col("is_jtai").ne_missing(pl.col("is_jtai_before"))
        | (_is_redated() & is_file_replaced)
    )


def _compare_documents() -> pl.Expr:
    return pl.format("{}; at the previous release: {}", _describe_document(""), _describe_document("_before"))


def _describe_document(suffix: str) -> pl.Expr:
    """A document as its source lists it."""
    published = pl.col(f"publication_date{suffix}").dt.to_string().fill_null("no date")
    label = pl.col(f"label{suffix}").fill_null("no label")
    is_jtai = pl.col(f"is_jtai{suffix}").fill_null(False)
    kind = pl.when(is_jtai).then(pl.lit("a JTAI letter")).otherwise(pl.lit("not a JTAI letter"))
    return pl.format("{} ({}) of {} for URN {}", label, kind, published, f"urn{suffix}")
