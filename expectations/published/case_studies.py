"""Claims about the case studies about to be published."""

from __future__ import annotations

import great_expectations as gx
import pandas as pd

from expectations.claims import has_as_many_rows, holds, is_unique_in_report, suite_of
from expectations.rows import keys_of
from expectations.tables import Tables


def suite(boxes: int) -> gx.ExpectationSuite:
    """Claim that case studies are the `boxes` sections of that kind; many letters have none, so that may be no rows."""
    return suite_of(
        "published.case_studies",
        has_as_many_rows(boxes, "case_studies_reconcile_with_sections",
                         "There are as many case studies as sections of that kind."),
        is_unique_in_report("case_study_number", "a_case_study_is_published_once",
                            "No case study is published twice."),
        holds("has_section", "a_case_study_is_of_a_section",
              "Every case study is a published section.", "critical", "title", "section_number"),
        row_key="case_study_number",
        page="start_page",
    )  # fmt: skip


def rows(tables: Tables) -> pd.DataFrame:
    """Case studies, and whether each is a published section."""
    studies = tables["case_studies"]
    sections = set(keys_of(tables["sections"], "section_number"))
    return studies.assign(has_section=[key in sections for key in keys_of(studies, "section_number")])
