"""Which documents are JTAI letters, by the label that the report site prints: decisions of people, kept as data.

The decisions that ship are in `labels.csv`; those of the data directory are added and win. A substring is no guide:
"Joint area review - progress inspection" of 2009 holds "joint", "area" and "inspection" and is another kind of
document. So labels are compared as a whole; a document with a new label is left out and named.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from pydantic import TypeAdapter

from extractors.records import Publication
from extractors.sources.tables import read_table

# A new label with one of these words may name a JTAI letter that nobody may lose.
WORDS_OF_A_JTAI = ("joint", "jtai", "targeted", "multi-agency", "child protection")
REST_OF_DECISION = ("true|false", "why", "your name", "YYYY-MM-DD")


# The words of an edition, in brackets or after a mark.
EDITIONS = "|".join(row["pattern"] for row in read_table("editions.csv"))
EDITION = re.compile(rf"[\s(,–—-]*\b(?:{EDITIONS})\b(?:[ -](?:version|edition|format|copy))?\)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class LabelDecision:
    """Whether documents of one label are JTAI letters, who decided so, when and why; key `label`."""

    label: str
    is_jtai: bool
    reason: str
    decided_by: str
    decided_on: date


class KnownLabels:
    """The labels that people have decided about, whatever their capitals, spaces and apostrophes."""

    def __init__(self, decisions: Iterable[LabelDecision] = ()) -> None:
        """Know the shipped decisions and these, which win."""
        self._by_key = {label_key(one.label): one for one in (*shipped_label_decisions(), *decisions)}

    def is_known(self, label: str | None) -> bool:
        """Say whether somebody has decided about a label; a document without one needs no decision."""
        return label is None or label_key(label) in self._by_key

    def is_jtai(self, label: str | None) -> bool:
        """Say whether a label names a JTAI letter; without a label, nothing rules a document out."""
        if label is None:
            return True
        decision = self._by_key.get(label_key(label))
        return decision is not None and decision.is_jtai

    def without_edition(self, label: str) -> tuple[str, bool]:
        """A label without the words that name an edition of a document, and whether it had such words.

        An edition is easy-read, in another language or another kind of file; a decided label is no edition.
        """
        if self.is_known(label):
            return label, False
        shorter = " ".join(EDITION.sub("", label).split()).strip(" ,-–—:")
        return (shorter, True) if shorter != label and self.is_known(shorter) else (label, False)

    def may_be_jtai(self, label: str | None) -> bool:
        """Say whether a label that nobody has decided about speaks like one of a JTAI letter."""
        return (
            label is not None and not self.is_known(label) and any(one in label_key(label) for one in WORDS_OF_A_JTAI)
        )


def shipped_label_decisions() -> list[LabelDecision]:
    """Return the decisions that ship with this package."""
    return TypeAdapter(list[LabelDecision]).validate_python(read_table("labels.csv"))


def describe_new_labels(publications: Iterable[Publication]) -> list[str]:
    """Name each kind of document that is out of scope because nobody has decided about it, with the line to add."""
    skipped = [one for one in publications if not one.is_jtai and not one.is_known_label]
    return [_ask_for_decision(label) for label in dict.fromkeys(one.label for one in skipped if one.label)]


def count_skipped(publications: Iterable[Publication]) -> list[tuple[str, int]]:
    """The labels of the documents that are out of scope, with their counts, the most frequent first."""
    return Counter(one.label for one in publications if one.label and not one.is_jtai).most_common()


def label_key(label: str) -> str:
    """Return what two spellings of one label share."""
    return " ".join(label.replace("’", "'").casefold().split())


def _ask_for_decision(label: str) -> str:
    line = write_decision(label)
    return f"new document type, skipped: {label!r}; decide about it in label_decisions.csv: {line}"


def write_decision(label: str) -> str:
    """The line that decides about a label, to be filled in."""
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow((label, *REST_OF_DECISION))
    return line.getvalue()
