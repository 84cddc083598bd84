"""The views that the released database file offers beside its tables.

Each answers a question that people ask first.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class View:
    """A named query over the released tables.

    Its columns take the comments of the same names in `tables`, the first named winning; `comments` describes
    the columns that no table has.
    """

    name: str
    comment: str
    tables: tuple[str, ...]
    query: str
    comments: Mapping[str, str] = field(default_factory=dict)


VIEWS: tuple[View, ...] = (
    View(
        "latest_inspections",
        "The latest inspection of each authority that has had one: one row per authority.",
        ("inspections",),
        "SELECT * FROM inspections WHERE is_latest",
    ),
    View(
        "latest_findings",
        "Every finding of each authority's latest inspection: one row per finding.",
        ("findings",),
        "SELECT * FROM findings WHERE report_id IN (SELECT report_id FROM inspections WHERE is_latest)",
    ),
    View(
        "finding_counts",
        "How many findings of each kind a letter lists, without those under another finding: one row per letter.",
        ("inspections",),
        "SELECT report_id, "
        "sum(findings) FILTER (kind = 'strengths')::INTEGER AS strengths, "
        "sum(findings) FILTER (kind IN ('needs_to_improve', 'areas_for_improvement'))::INTEGER AS to_improve, "
        "sum(findings) FILTER (kind = 'priority_action')::INTEGER AS priority_actions "
        # A finding of a subsection is of the kind of the section around it, so kinds are those of findings.
        "FROM inspections LEFT JOIN (SELECT report_id, kind, count(finding_number) AS findings "
        "FROM (SELECT DISTINCT report_id, kind FROM sections) "
        "LEFT JOIN (FROM findings WHERE level = 1 AND is_itemised) AS listed USING (report_id, kind) GROUP BY ALL) "
        "USING (report_id) GROUP BY report_id",
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
        "SELECT family, count(*) AS letter_count, min(publication_date) AS first_published, "
        "max(publication_date) AS last_published, round(avg(strengths), 1) AS strengths_per_letter, "
        "round(avg(coalesce(to_improve + priority_actions, to_improve, priority_actions)), 1) "
        "AS criticisms_per_letter, "
        "round(sum(word_total) / sum(listed), 1) AS words_per_finding, "
        "CASE family WHEN '2016 to 2020' THEN 'Lists of strengths and of areas for improvement hold nearly all that "
        "inspectors found, a paragraph each.' WHEN '2022 on' THEN 'Lists hold the main points alone, a sentence each; "
        "the rest is in main findings, which no heading calls praise or criticism.' END AS note "
        "FROM inspections JOIN finding_counts USING (report_id) LEFT JOIN (SELECT report_id, count(*) AS listed, "
        "sum(length(string_split(text, ' '))) AS word_total FROM findings WHERE is_itemised GROUP BY report_id) "
        "USING (report_id) WHERE unread_reason IS NULL GROUP BY family",
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
        "SELECT theme, count(*) AS letter_count, count(DISTINCT urn) AS authority_count, "
        "min(publication_date) AS first_published, max(publication_date) AS last_published "
        "FROM inspections GROUP BY theme",
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
        "SELECT local_authorities.region_name, count(DISTINCT local_authorities.urn) AS authority_count, "
        "count(DISTINCT inspections.urn) AS inspected_authority_count, "
        "count(inspections.report_id) AS letter_count, "
        "max(inspections.publication_date) AS last_published "
        "FROM local_authorities LEFT JOIN inspections USING (urn) "
        "WHERE local_authorities.urn IS NOT NULL GROUP BY local_authorities.region_name",
        {
            "authority_count": "Number of authorities in the region.",
            "inspected_authority_count": "Number of them that have at least one letter.",
            "letter_count": "Number of letters about authorities of the region.",
            "last_published": "Publication date of the newest of those letters, null where there is none.",
        },
    ),
    View(
        "authorities_never_inspected",
        "Authorities without any letter: one row per authority.",
        ("local_authorities",),
        "SELECT urn, local_authority, la_code, new_la_code, region_name, la_type "
        "FROM local_authorities WHERE inspection_count = 0 AND urn IS NOT NULL",
    ),
    View(
        "statistical_neighbours",
        "The authorities most like each authority, by a list whose source and year are not known, with their latest "
        "inspection: one row per authority and neighbour.",
        ("local_authorities",),
        "SELECT pairs.urn, pairs.local_authority, pairs.neighbour_rank, neighbours.urn AS neighbour_urn, "
        "neighbours.local_authority AS neighbour, neighbours.latest_report_id, neighbours.latest_publication_date, "
        "inspections.theme AS latest_theme "
        "FROM (SELECT urn, local_authority, unnest(string_split(statistical_neighbours, ' ')) AS neighbour_code, "
        "generate_subscripts(string_split(statistical_neighbours, ' '), 1) AS neighbour_rank "
        "FROM local_authorities) AS pairs "
        "JOIN local_authorities AS neighbours ON neighbours.la_code = pairs.neighbour_code "
        "LEFT JOIN inspections ON inspections.report_id = neighbours.latest_report_id",
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
