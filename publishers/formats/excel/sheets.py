"""The sheets of the workbook that hold rows: what each is for and the query over the released file that fills it."""

from __future__ import annotations

from dataclasses import dataclass

from publishers.suggested_tags import TAGS_OF_FINDINGS

# Columns of a sheet that no released table has under this name.
MEANINGS = {
    "page_url": "The PDF, opened at the page; empty where the letters were read from an archive of files.",
    "strengths": "How many strengths the letter lists; empty where it has no such section.",
    "to_improve": "How many things to improve the letter lists; empty where it has no such section.",
    "priority_actions": "How many findings for priority action the letter lists; empty where it has no such section.",
    "never_inspected": "Whether there is no letter about the authority; empty where one is known that is not listed.",
    "suggested_topics": "What a program suggests by the words that the finding is about; some are wrong or missing.",
    "suggested_agencies": "Whom a program suggests by the words that the finding is about; some are wrong or missing.",
    "latest_theme": "What the authority's latest inspection was about.",
    "neighbours": "The authorities most like this one, closest first.",
    "neighbours_inspected": "How many of these have a letter.",
    "publication_year": "The year in which the letter was published.",
    "findings": "How many findings of this kind the letter lists, without those under another finding.",
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of rows, over one table mostly; `about` is its line on the cover, a sentence that names the row.

    Every sheet about authorities has `la_code`, first where the order is ours, so that a lookup by it works everywhere.
    """

    title: str
    table_name: str
    about: str
    query: str


INSPECTIONS = """
SELECT
    la_code, local_authority, region, publication_date, theme, inspection_start_date, inspection_end_date,
    strengths, to_improve, priority_actions, has_priority_action,
    written_statement_required, written_statement_due_date,
    is_latest, extraction_status, deep_dive_focus, family, page_count, report_url, report_id, urn
FROM inspections LEFT JOIN finding_counts USING (report_id)
ORDER BY publication_date DESC, report_id
"""
AUTHORITIES = """
WITH neighbours AS (
    SELECT
        urn, string_agg(neighbour, ', ' ORDER BY neighbour_rank) AS neighbours,
        count(latest_report_id) AS neighbours_inspected
    FROM statistical_neighbours GROUP BY urn
)
SELECT
    local_authorities.la_code, local_authorities.local_authority, region_name, la_type, abolished_on,
    if(inspection_count = 0 AND unlisted_letter_count > 0, NULL, inspection_count = 0) AS never_inspected,
    inspection_count, latest_publication_date,
    inspections.theme AS latest_theme,
    inspections.written_statement_due_date, neighbours, neighbours_inspected,
    local_authorities.ltla23cd, new_la_code, local_authorities.region_code, region_gss_code, la_name,
    local_authorities.urn, latest_report_id
FROM local_authorities
LEFT JOIN neighbours USING (urn)
LEFT JOIN inspections ON inspections.report_id = latest_report_id
ORDER BY local_authorities.local_authority
"""
FINDINGS = f"""
SELECT
    la_code, findings.local_authority, findings.region, findings.publication_date, kind, text, page,
    if(starts_with(finding_url, 'http'), finding_url, NULL) AS page_url,
    findings.theme, polarity, array_to_string(topics, '; ') AS suggested_topics,
    array_to_string(agencies, '; ') AS suggested_agencies, heading, form, is_itemised, level, finding_number,
    parent_finding_number, section_number, report_id, urn
FROM findings
JOIN inspections USING (report_id)
LEFT JOIN ({TAGS_OF_FINDINGS}) USING (report_id, finding_number)
ORDER BY findings.publication_date DESC, report_id, paragraph_number
"""  # noqa: S608 a query of our own
COUNTS = """
SELECT
    la_code, findings.local_authority, findings.region, year(findings.publication_date) AS publication_year,
    findings.theme, findings.family, kind, form, is_itemised, count(*) AS findings, report_id
FROM findings JOIN inspections USING (report_id)
WHERE level = 1
GROUP BY ALL
ORDER BY publication_year DESC, findings.local_authority, report_id, kind, form, is_itemised
"""
CASE_STUDIES = """
SELECT
    la_code, local_authority, publication_date, case_studies.title, polarity, text, start_page, end_page,
    if(starts_with(report_url, 'http'), report_url || '#page=' || start_page, NULL) AS page_url,
    theme, case_study_number, section_number, report_id
FROM case_studies JOIN inspections USING (report_id)
ORDER BY publication_date DESC, report_id, case_study_number
"""
PROBLEMS = """
SELECT
    la_code, local_authority, severity, is_open, message, rule, seen, page, crop_path, table_name, column_name, row_key,
    gate, expectation, first_seen, report_id, problem_key
FROM extraction_problems LEFT JOIN (SELECT report_id, la_code FROM inspections) USING (report_id)
ORDER BY is_open DESC, severity, local_authority, problem_key
"""
# These tables keep letters that are no longer listed, so the code comes from the authority.
CORRECTIONS = """
SELECT la_code, corrections.*
FROM corrections LEFT JOIN (SELECT la_code, local_authority FROM local_authorities) USING (local_authority)
ORDER BY status, local_authority, report_id, table_name, row_key, column_name
"""
CHANGES = """
SELECT la_code, changes.*
FROM changes LEFT JOIN (SELECT la_code, local_authority FROM local_authorities) USING (local_authority)
ORDER BY
    list_position(['new', 'changed', 'gone'], change), local_authority, report_id, table_name, row_key, column_name
"""
VERSIONS = """
SELECT la_code, letter_versions.*
FROM letter_versions LEFT JOIN (SELECT la_code, local_authority FROM local_authorities) USING (local_authority)
ORDER BY local_authority, report_id, first_released, file_sha256
"""

SHEETS: tuple[Sheet, ...] = (
    Sheet(
        "Inspections",
        "inspections",
        "Every letter without its long texts, with counts of what it lists: one row per letter.",
        INSPECTIONS,
    ),
    Sheet(
        "Authorities",
        "local_authorities",
        "Every authority with its codes, region and statistical neighbours, also those never inspected: "
        "one row per authority.",
        AUTHORITIES,
    ),
    Sheet(
        "Findings",
        "findings",
        "What inspectors found, with a link to the page of the letter: one row per finding.",
        FINDINGS,
    ),
    Sheet(
        "Counts",
        "finding_counts_by_kind",
        "Findings counted, ready for a pivot table; compare counts within one family of letters only: "
        "one row per letter and kind of finding.",
        COUNTS,
    ),
    Sheet(
        "Case studies",
        "case_studies",
        "The boxed examples, with a link to the page of the letter: one row per case study.",
        CASE_STUDIES,
    ),
    Sheet(
        "Summary",
        "outcomes_summary",
        "The latest inspection of each authority, in the old summary's columns: one row per authority.",
        "SELECT * FROM outcomes_summary ORDER BY urn",
    ),
    Sheet(
        "Expanded",
        "outcomes_expanded",
        "Every letter ever published, with its full text and all facts: one row per letter.",
        "SELECT * FROM outcomes_expanded ORDER BY ALL",
    ),
    Sheet(
        "Problems",
        "extraction_problems",
        "Failed checks and parser warnings, with the letter and the cell to be careful with: one row per problem.",
        PROBLEMS,
    ),
    Sheet(
        "Corrections",
        "corrections",
        "Manual corrections, with both values, the reason and who made them: one row per corrected cell.",
        CORRECTIONS,
    ),
    Sheet(
        "Changes",
        "changes",
        "Changes since the previous release: one row per new or removed letter, and per cell that changed.",
        CHANGES,
    ),
    Sheet(
        "Versions",
        "letter_versions",
        "Every version of every letter ever released, replaced and withdrawn ones too: one row per version.",
        VERSIONS,
    ),
    Sheet(
        "Metrics",
        "release_metrics",
        "Data quality metrics of each release, which change slowly while all is well: one row per metric.",
        "SELECT * FROM release_metrics ORDER BY release_name DESC, metric, segment",
    ),
)
