"""What is claimed of the tables about to be published, when everything that will be said about a letter is decided.

What would mislead a reader stops the release here; what is merely missing was named at the border before.
"""

from __future__ import annotations

from collections.abc import Iterator

from expectations.claims import Check
from expectations.published import (
    case_studies,
    extraction_problems,
    findings,
    inspections,
    local_authorities,
    outcomes_expanded,
    outcomes_summary,
    release_figures,
    sections,
)
from expectations.tables import LastRelease, Tables


def checks(tables: Tables, last: LastRelease, most_flagged: float) -> Iterator[Check]:
    """Pair each suite of this border with the rows it judges, one after the other; `most_flagged` is a share."""
    inspected = tables["inspections"]
    is_box = tables["sections"]["kind"].eq("case_study")
    yield Check("inspections", inspections.suite(tables, last, most_flagged), inspections.rows(tables, last))
    yield Check("sections", sections.suite(), sections.rows(tables))
    yield Check("findings", findings.suite(), findings.rows(tables))
    yield Check("case_studies", case_studies.suite(int(is_box.sum())), case_studies.rows(tables))
    yield Check("outcomes_summary", outcomes_summary.suite(inspected["urn"].nunique()), outcomes_summary.rows(tables))
    yield Check("outcomes_expanded", outcomes_expanded.suite(len(inspected)), outcomes_expanded.rows(tables))
    yield Check("local_authorities", local_authorities.suite(tables), local_authorities.rows(tables))
    yield Check("release_figures", release_figures.suite(), release_figures.rows(tables))
    yield Check("extraction_problems", extraction_problems.suite(), extraction_problems.rows(tables))
