"""The sheets of the workbook that hold rows: what each is for and the query over the released file that fills it."""

from __future__ import annotations

from dataclasses import dataclass

# Whole letters before cells, and what is new before what is gone.
CHANGES = (
    "SELECT * FROM changes ORDER BY list_position(['new', 'changed', 'gone'], change), "
    "local_authority, report_id, table_name, row_key, column_name"
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of rows; `about` is its line on the cover."""

    title: str
    about: str
    query: str


SHEETS: tuple[Sheet, ...] = (
    Sheet(
        "Summary",
        "The latest inspection of each authority, in the columns of the summary published before.",
        "SELECT * FROM outcomes_summary ORDER BY urn",
    ),
    Sheet(
        "Expanded",
        "Every letter ever published, with its full text and all facts.",
        "SELECT * FROM outcomes_expanded ORDER BY ALL",
    ),
    Sheet(
        "Findings",
        "One row per finding, with a link to its page of the letter.",
        "SELECT inspections.local_authority, inspections.publication_date, inspections.theme, "
        "findings.* EXCLUDE (x0, top, x1, bottom), inspections.report_url || '#page=' || findings.page AS page_url "
        "FROM findings JOIN inspections USING (report_id) ORDER BY report_id, finding_number",
    ),
    Sheet(
        "Case studies",
        "One row per boxed example.",
        "SELECT inspections.local_authority, inspections.publication_date, inspections.theme, case_studies.*, "
        "inspections.report_url || '#page=' || case_studies.start_page AS page_url "
        "FROM case_studies JOIN inspections USING (report_id) ORDER BY report_id, case_study_number",
    ),
    Sheet(
        "Problems",
        "What the gates noticed about each letter: cells to trust less.",
        "SELECT * FROM extraction_problems ORDER BY is_open DESC, severity, local_authority, problem_key",
    ),
    Sheet(
        "Corrections",
        "Cells put right by hand, with both values, why, by whom, and what became of each correction.",
        "SELECT * FROM corrections ORDER BY status, local_authority, report_id, table_name, row_key, column_name",
    ),
    Sheet(
        "Changes",
        "What is new, changed or gone since the release before.",
        CHANGES,
    ),
    Sheet(
        "Versions",
        "Every version of every letter ever released, replaced and withdrawn ones included.",
        "SELECT * FROM letter_versions ORDER BY local_authority, report_id, first_released, file_sha256",
    ),
    Sheet(
        "Figures",
        "What each release amounted to: figures that change slowly while all is well.",
        "SELECT * FROM release_figures ORDER BY release_name DESC, figure, kind",
    ),
)
