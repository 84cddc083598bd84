"""Claims about the findings about to be published."""

from __future__ import annotations

import great_expectations as gx
import pandas as pd

from expectations.claims import has_rows, holds, is_unique_in_report, suite_of
from expectations.rows import keys_of
from expectations.tables import Tables


def suite() -> gx.ExpectationSuite:
    """Claim that findings are of published sections."""
    return suite_of(
        "published.findings",
        has_rows("findings"),
        is_unique_in_report("finding_number", "a_finding_is_published_once", "No finding is published twice."),
        holds("has_section", "a_finding_is_of_a_section",
              "Every finding is of a published section.", "critical", "section_number"),
        row_key="finding_number",
        page="page",
    )  # fmt: skip


def rows(tables: Tables) -> pd.DataFrame:
    """Findings, and whether each is of a published section."""
    findings = tables["findings"]
    sections = set(keys_of(tables["sections"], "section_number"))
    return findings.assign(has_section=[key in sections for key in keys_of(findings, "section_number")])
