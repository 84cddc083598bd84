"""Claims about the documents a source lists, in scope or not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import great_expectations as gx
import pandas as pd

from expectations.claims import has_none, has_rows, has_words, holds, includes, is_filled, is_unique, suite_of
from expectations.rows import is_worded
from expectations.tables import LastRelease, Tables
from extractors.sources.labels import is_new, key_of

EARLIEST_PUBLICATION = pd.Timestamp(1992, 9, 1)
"""The inspectorate that runs the report site was founded then."""


def suite(last: LastRelease) -> gx.ExpectationSuite:
    """Claim that documents are listed once, of a known kind, for a known authority, and that none has vanished."""
    return suite_of(
        "discovered.publications",
        has_rows("documents"),
        has_words("report_id", "a_document_has_an_id", "Every document has an id.", "critical", "report_url"),
        is_unique("report_id", "a_document_is_listed_once", "No document is listed twice.", "critical", "label"),
        holds("has_provider", "a_document_is_of_a_provider",
              "Every document belongs to a listed authority.", "critical", "urn"),
        has_words("report_url", "a_document_has_an_address", "Every document has an address.", "critical"),
        is_filled("publication_date", "a_document_has_a_date",
                  "Every document has a publication date.", "critical", "publication_date"),
        holds("is_dated_sensibly", "a_publication_date_is_past",
              "No document is dated before there was a report site, or in the future.", "warning", "publication_date"),
        has_none("unseen_label", "labels_are_known",
                 "Every kind of document has been seen before: a new one may be a JTAI under another name.", "warning"),
        includes("report_id", last.letters, "no_released_letter_vanished",
                 "No letter of the last release has vanished from the source.", "critical", called=last.names),
        includes("report_id", last.publications - last.letters, "no_other_document_vanished",
                 "No other document that the last release listed has vanished from the source.", "warning"),
    )  # fmt: skip


def rows(tables: Tables, last: LastRelease) -> pd.DataFrame:
    """Documents, with whose they are, whether the date can be, and the first document of each label not seen before."""
    documents = tables["publications"]
    tomorrow = pd.Timestamp(datetime.now(UTC).date() + timedelta(days=1))
    dates = documents["publication_date"]
    return documents.assign(
        is_report_id_worded=is_worded(documents["report_id"]),
        is_report_url_worded=is_worded(documents["report_url"]),
        has_provider=documents["urn"].isin(tables["providers"]["urn"]),
        is_dated_sensibly=dates.isna() | dates.between(EARLIEST_PUBLICATION, tomorrow),
        unseen_label=unseen_labels(documents["label"], last.labels),
    )


def unseen_labels(labels: pd.Series, seen_before: frozenset[str]) -> list[str | None]:
    """Each label that is new, once, where it stands first; null elsewhere."""
    known = {key_of(label) for label in seen_before}
    answers: list[str | None] = []
    for label in labels:
        is_unseen = isinstance(label, str) and is_new(label) and key_of(label) not in known
        answers.append(label if is_unseen else None)
        known |= {key_of(label)} if is_unseen else set()
    return answers
