"""Claims about the sections about to be published."""

from __future__ import annotations

import great_expectations as gx
import pandas as pd

from expectations.claims import has_rows, has_words, holds, is_filled, is_unique_in_report, suite_of
from expectations.rows import is_worded
from expectations.tables import Tables


def suite() -> gx.ExpectationSuite:
    """Claim that sections are of published inspections and say something."""
    return suite_of(
        "published.sections",
        has_rows("sections"),
        is_unique_in_report("section_number", "a_section_is_published_once", "No section is published twice."),
        holds("has_inspection", "a_section_is_of_an_inspection",
              "Every section is of a published inspection.", "critical", "heading"),
        is_filled("kind", "a_section_has_a_kind", "Every section is of some kind.", "critical", "heading"),
        has_words("text", "a_section_has_words", "No section is without words.", "warning", "heading"),
        row_key="section_number",
        page="start_page",
    )  # fmt: skip


def rows(tables: Tables) -> pd.DataFrame:
    """Sections, and whether each is of a published inspection."""
    sections = tables["sections"]
    return sections.assign(
        has_inspection=sections["report_id"].isin(tables["inspections"]["report_id"]),
        is_text_worded=is_worded(sections["text"]),
    )
