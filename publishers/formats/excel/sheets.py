"""The sheets of the workbook that hold rows: what each is for and the query over the released file that fills it."""

from __future__ import annotations

from dataclasses import dataclass

from publishers.published_tables import CHANGES

# The released tables have the letter; a sheet has a link to its page too.
PAGE_URL = "page_url"
# A file in an archive has no address that leads a reader anywhere.
PAGE_URL_MEANING = "The PDF, opened at the page; empty where the letters were read from an archive of files."


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of rows, over one table mostly; `about` is its line on the cover, a sentence that names the row."""

    title: str
    table_name: str
    about: str
    query: str


SHEETS: tuple[Sheet, ...] = (
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
        "Findings",
        "findings",
        "What inspectors found, with a link to the page of the letter: one row per finding.",
        "SELECT local_authority, publication_date, theme, * EXCLUDE (local_authority, publication_date, theme, "
        "x0, top, x1, bottom, end_x0, end_top, end_x1, end_bottom, finding_url), "
        "if(starts_with(finding_url, 'http'), finding_url, NULL) AS page_url "
        "FROM findings ORDER BY report_id, finding_number",
    ),
    Sheet(
        "Case studies",
        "case_studies",
        "The boxed examples, with a link to the page of the letter: one row per case study.",
        "SELECT inspections.local_authority, inspections.publication_date, inspections.theme, case_studies.*, "
        "if(starts_with(inspections.report_url, 'http'), "
        "inspections.report_url || '#page=' || case_studies.start_page, NULL) AS page_url "
        "FROM case_studies JOIN inspections USING (report_id) ORDER BY report_id, case_study_number",
    ),
    Sheet(
        "Problems",
        "extraction_problems",
        "Failed checks and parser warnings, with the letter and the cell to be careful with: one row per problem.",
        "SELECT local_authority, report_id, severity, is_open, message, rule, seen, page, crop_path, table_name, "
        "column_name, row_key, gate, expectation, first_seen, problem_key "
        "FROM extraction_problems ORDER BY is_open DESC, severity, local_authority, problem_key",
    ),
    Sheet(
        "Corrections",
        "corrections",
        "Manual corrections, with both values, the reason and who made them: one row per corrected cell.",
        "SELECT * FROM corrections ORDER BY status, local_authority, report_id, table_name, row_key, column_name",
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
        "SELECT * FROM letter_versions ORDER BY local_authority, report_id, first_released, file_sha256",
    ),
    Sheet(
        "Metrics",
        "release_metrics",
        "Data quality metrics of each release, which change slowly while all is well: one row per metric.",
        "SELECT * FROM release_metrics ORDER BY release_name DESC, metric, segment",
    ),
)
