"""Which documents are JTAI letters, by the label the report site prints.

A substring is no guide: "Joint area review - progress inspection" of 2009 holds "joint", "area" and
"inspection" and is another kind of document. So labels are matched whole; a new one is left out and named.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from extractors.records import Publication


@dataclass(frozen=True, slots=True)
class KnownLabel:
    """A label seen before, whether it names a JTAI letter, and why we say so."""

    label: str
    is_jtai: bool
    reason: str


KNOWN_LABELS = (
    KnownLabel("Joint area child protection inspection", True, "the site's label since 2016"),
    KnownLabel("Joint targeted area inspection", True, "the inspectorates' own name for a JTAI"),
    KnownLabel("Children's services inspection", False, "one authority's services, by one inspectorate"),
    KnownLabel("Children's services focused visit", False, "a visit between children's services inspections"),
    KnownLabel("Single inspection of LA children's services as pdf", False, "its forerunner, 2013 to 2017"),
    KnownLabel("Area SEND full inspection", False, "special educational needs, jointly inspected, no JTAI"),
    KnownLabel("Joint area review - progress inspection", False, "joint area reviews ended in 2009"),
)

# A new label with one of these words may name a JTAI letter that nobody may lose.
WORDS_OF_A_JTAI = ("joint", "jtai", "targeted", "multi-agency", "child protection")


def is_jtai(label: str) -> bool:
    """Whether a label names a JTAI letter, whatever its capitals, spaces and apostrophes."""
    known = KNOWN_BY_KEY.get(key_of(label))
    return known is not None and known.is_jtai


def tell_labels_left(publications: Iterable[Publication]) -> list[str]:
    """Say which labels were seen and left out, with their counts; a new one has its own line."""
    left = Counter(one.label for one in publications if one.label and not one.is_jtai)
    if not left:
        return []
    counts = ", ".join(f"{label} ({count})" for label, count in left.most_common())
    return [f"labels seen and left: {counts}", *(tell_new(label) for label in left if is_new(label))]


def is_new(label: str) -> bool:
    """Whether nobody has yet decided about a label."""
    return key_of(label) not in KNOWN_BY_KEY


def may_be_jtai(label: str) -> bool:
    """Whether a label that nobody has decided about speaks like one of a JTAI letter."""
    return is_new(label) and any(word in key_of(label) for word in WORDS_OF_A_JTAI)


def tell_new(label: str) -> str:
    """Ask a person to decide about a label."""
    return f"new label, left out: {label!r}; if it names a JTAI letter, add it to the known labels"


def key_of(label: str) -> str:
    """What two spellings of one label share."""
    return " ".join(label.replace("’", "'").casefold().split())


KNOWN_BY_KEY = {key_of(known.label): known for known in KNOWN_LABELS}
