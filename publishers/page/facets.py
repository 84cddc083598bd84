"""The facets of the page: what readers choose letters and passages by, each value with the number that have it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from publishers.letter_view import OTHER_PART, PARTS, Letter
from publishers.page.authorities import Authority

NOT_KNOWN = "not known"


@dataclass(frozen=True, slots=True)
class Facet:
    """One facet; `options` is value → (what readers see, number of letters), in the order that they see."""

    name: str
    label: str
    options: dict[str, tuple[str, int | None]]


def build_facets(
    letters: Sequence[Letter], authorities: Iterable[Authority], topics: Sequence[str], agencies: Sequence[str]
) -> list[Facet]:
    """Build the facets. The script finds the values of a letter under the same names in its row.

    `topics` and `agencies` are the names of suggested tags. What passages are chosen by is counted by the script.
    """
    names = [authority.name for authority in authorities]
    parts = [*dict.fromkeys(PARTS.values()), OTHER_PART]
    return [
        Facet("part", "Part of the letter", _without_counts(parts)),
        Facet("topic", "Topic (suggested)", _without_counts([*topics, NOT_KNOWN])),
        Facet("agency", "Agency (suggested)", _without_counts([*agencies, NOT_KNOWN])),
        _count("theme", "Theme", letters, lambda letter: letter.facts["theme"]),
        _count("region", "Region", letters, lambda letter: letter.facts["region"]),
        _count("authority", "Authority", letters, lambda letter: letter.facts["local_authority"], names),
        _count("year", "Year", letters, lambda letter: str(letter.facts["publication_date"].year), newest_first=True),
        _count("action", "Priority action", letters, lambda letter: _yes_or_no(letter.facts["has_priority_action"])),
        _count(
            "statement",
            "Written statement required",
            letters,
            lambda letter: _yes_or_no(letter.facts["written_statement_required"]),
        ),
        _count("status", "Checks", letters, lambda letter: letter.facts["extraction_status"]),
    ]


def _without_counts(values: Iterable[str]) -> dict[str, tuple[str, int | None]]:
    return {value: (value, None) for value in values}


def _count(
    name: str,
    label: str,
    letters: Iterable[Letter],
    value_of: Callable[[Letter], str | None],
    values: Iterable[str] = (),
    *,
    newest_first: bool = False,
) -> Facet:
    """Count the letters of each value; what is not known comes last."""
    counts = Counter(value_of(letter) or NOT_KNOWN for letter in letters)
    known = sorted({*values, *counts} - {NOT_KNOWN}, reverse=newest_first)
    order = [*known, NOT_KNOWN] if NOT_KNOWN in counts else known
    return Facet(name, label, {value: (value, counts[value]) for value in order})


def _yes_or_no(value: bool | None) -> str | None:
    return None if value is None else "yes" if value else "no"
