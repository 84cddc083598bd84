"""Claims about the documents a source lists, in scope or not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import great_expectations as gx
import pandas as pd

from expectations.claims import has_none, has_rows, has_words, holds, includes, is_filled, is_unique, suite_of
from expectations.problems import text_of
from expectations.rows import is_worded
from expectations.tables import LastRelease, Tables
from extractors.sources.labels import is_new, key_of, may_be_jtai

EARLIEST_PUBLICATION = pd.Timestamp(1992, 9, 1)
"""The inspectorate that runs the report site was founded then."""


def suite(last: LastRelease) -> gx.ExpectationSuite:
    """Claim that documents are listed once, of a known kind, for a known authority, and that none has vanished."""
    return suite_of(
        "discovered.publications",
        has_rows("documents"),
        has_words("report_id", "a_document_has_an_id", "Every document has an id.", "critical", "report_url"),
        is_unique("report_id", "a_document_is_listed_once",
                  "No document is listed twice.", "critical", "urn", "label", "publication_date"),
        holds("has_provider", "a_document_is_of_a_provider",
              "Every document belongs to a listed authority.", "critical", "urn"),
        has_words("report_url", "a_document_has_an_address", "Every document has an address.", "critical"),
        is_filled("publication_date", "a_document_has_a_date",
                  "Every document has a publication date.", "critical", "publication_date"),
        holds("is_dated_sensibly", "a_publication_date_is_past",
              "No document is dated before there was a report site, or in the future.", "warning", "publication_date"),
        has_none("unseen_jtai_label", "no_new_label_speaks_of_a_jtai",
                 "No new label may be a JTAI letter's under another name; decide in extractors/sources/labels.py.",
                 "critical"),
        has_none("unseen_label", "labels_are_known", "Every kind of document has been seen before.", "warning"),
        has_none("other_document", "an_id_stands_for_the_same_document",
                 "No id of the last release now stands for another authority, kind or, with another file, date.",
                 "critical"),
        has_none("other_date", "a_letter_keeps_its_publication_date",
                 "No letter has another publication date than at the last release.", "warning"),
        includes("report_id", last.letters, "no_released_letter_vanished",
                 "No letter of the last release has vanished from the source.", "critical", called=last.names),
        includes("report_id", last.publications - last.letters, "no_other_document_vanished",
                 "No other document that the last release listed has vanished from the source.", "warning"),
    )  # fmt: skip


def rows(tables: Tables, last: LastRelease) -> pd.DataFrame:
    """Documents, with whose they are, whether the date can be, new labels, and what else an id stood for before."""
    documents = tables["publications"]
    tomorrow = pd.Timestamp(datetime.now(UTC).date() + timedelta(days=1))
    dates = documents["publication_date"]
    unseen = pd.Series(unseen_labels(documents["label"], last.labels), index=documents.index, dtype="object")
    is_alarming = unseen.map(may_be_jtai, na_action="ignore").eq(True)
    return documents.assign(
        is_report_id_worded=is_worded(documents["report_id"]),
        is_report_url_worded=is_worded(documents["report_url"]),
        has_provider=documents["urn"].isin(tables["providers"]["urn"]),
        is_dated_sensibly=dates.isna() | dates.between(EARLIEST_PUBLICATION, tomorrow),
        unseen_label=unseen.mask(is_alarming, None),
        unseen_jtai_label=unseen.where(is_alarming, None),
        **changes_of_ids(tables, last),
    )


def changes_of_ids(tables: Tables, last: LastRelease) -> dict[str, list[str | None]]:
    """What each letter's id stood for at the last release, where that was another document or another date."""
    rows = tables["publications"].merge(last.documents, on="report_id", how="left", suffixes=("", "_before"))
    is_a_letter = rows["urn_before"].notna() & (rows["is_jtai"].eq(True) | rows["is_jtai_before"].eq(True))
    is_redated = rows["publication_date"].ne(pd.to_datetime(rows["publication_date_before"]))
    is_other = (
        rows["urn"].ne(rows["urn_before"])
        | rows["is_jtai"].ne(rows["is_jtai_before"])
        | (is_redated & rows["report_id"].isin(files_replaced(tables, last)))
    )
    return {
        "other_document": told_where(is_a_letter & is_other, rows),
        "other_date": told_where(is_a_letter & is_redated & ~is_other, rows),
    }


def files_replaced(tables: Tables, last: LastRelease) -> set[str]:
    """The letters that have another file than at the last release."""
    now = tables["report_files"].merge(last.facts[["report_id", "file_sha256"]], on="report_id", suffixes=("", "_was"))
    return set(now.loc[now["file_sha256"].ne(now["file_sha256_was"]), "report_id"])


def told_where(mask: pd.Series, rows: pd.DataFrame) -> list[str | None]:
    """What a document is and what it was, for the rows that a mask picks; null elsewhere."""
    return [
        f"{described(row)}; at the last release: {described(row, '_before')}" if is_picked else None
        for is_picked, (_, row) in zip(mask, rows.iterrows(), strict=True)
    ]


def described(row: pd.Series, suffix: str = "") -> str:
    """A document as its source lists it."""
    published = text_of(pd.to_datetime(row[f"publication_date{suffix}"])) or "no date"
    return f"{row[f'label{suffix}']} of {published} for {row[f'urn{suffix}']:g}"


def unseen_labels(labels: pd.Series, seen_before: frozenset[str]) -> list[str | None]:
    """Each label that is new, once, where it stands first; null elsewhere."""
    known = {key_of(label) for label in seen_before}
    answers: list[str | None] = []
    for label in labels:
        is_unseen = isinstance(label, str) and is_new(label) and key_of(label) not in known
        answers.append(label if is_unseen else None)
        known |= {key_of(label)} if is_unseen else set()
    return answers
