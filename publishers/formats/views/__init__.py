"""The views that the released database file offers beside its tables.

Each answers a question that people ask first, by the query in the SQL file of its name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

QUERIES = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class View:
    """A named query over the released tables.

    Its columns take the comments of the same names in `tables`, the first named winning; `comments` describes
    the columns that no table has.
    """

    name: str
    comment: str
    tables: tuple[str, ...]
    comments: Mapping[str, str] = field(default_factory=dict)

    @property
    def query(self) -> str:
        """The SQL of the view."""
        return (QUERIES / f"{self.name}.sql").read_text("utf-8")


VIEWS: tuple[View, ...] = (
    View(
        "latest_inspections",
        "The latest inspection of each authority that has had one: one row per authority.",
        ("inspections",),
    ),
    View(
        "latest_findings",
        "Every finding of each authority's latest inspection: one row per finding.",
        ("findings",),
    ),
    View(
        "finding_counts",
        "How many findings of each kind a letter lists, without those under another finding: one row per letter.",
        ("inspections",),
        {
            "strengths": "Number of strengths; null where the letter has no such section.",
            "to_improve": "Number of things to improve; null where the letter has no such section.",
            "priority_actions": "Number of findings for priority action; null where the letter has no such section.",
        },
    ),
    View(
        "format_change",
        "How differently letters of each layout itemise findings: one row per family. Compare counts of findings "
        "within one family; across families compare shares of letters.",
        ("inspections",),
        {
            "letter_count": "Number of letters.",
            "first_published": "Publication date of the oldest of those letters.",
            "last_published": "Publication date of the newest of those letters.",
            "strengths_per_letter": "Itemised strengths, on average of the letters that have such a section.",
            "criticisms_per_letter": "Itemised things to improve and for priority action, on average of the letters "
            "that have such a section.",
            "words_per_finding": "Words of an itemised finding, on average.",
            "note": "Where letters of this layout put what inspectors found.",
        },
    ),
    View(
        "inspections_by_theme",
        "How many letters there are on each theme, and over what time: one row per theme.",
        ("inspections",),
        {
            "letter_count": "Number of letters.",
            "authority_count": "Number of different authorities that those letters are about.",
            "first_published": "Publication date of the oldest of those letters.",
            "last_published": "Publication date of the newest of those letters.",
        },
    ),
    View(
        "inspections_by_region",
        "How much of each region has been inspected: one row per region.",
        ("local_authorities", "inspections"),
        {
            "authority_count": "Number of authorities in the region.",
            "inspected_authority_count": "Number of them that have at least one letter.",
            "letter_count": "Number of letters about authorities of the region.",
            "last_published": "Publication date of the newest of those letters, null where there is none.",
        },
    ),
    View(
        "authorities_never_inspected",
        "Authorities without any letter, be it listed or known from elsewhere: one row per authority.",
        ("local_authorities",),
    ),
    View(
        "statistical_neighbours",
        "The authorities most like each authority, by a list whose source and year are not known, with their latest "
        "inspection: one row per authority and neighbour.",
        ("local_authorities",),
        {
            "neighbour_rank": "1 for the neighbour most like the authority, up to 10.",
            "neighbour_urn": "URN of the neighbour.",
            "neighbour": "Name of the neighbour.",
            "latest_report_id": "Report of the neighbour's latest inspection; null where there is none.",
            "latest_publication_date": "When the neighbour's latest report was published; null where there is none.",
            "latest_theme": "What the neighbour's latest inspection was about; null where there is none.",
        },
    ),
)
