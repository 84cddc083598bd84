"""What identifies a row of each published table, and which tables lean on which.

The warehouse file carries names, types and comments but no keys, so they are written here once, for the order
of rows and for the Data Package. A table that is not named here is published all the same, ordered by all its
columns.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """Columns of `table_name` that find their row in `reference`."""

    table_name: str
    columns: tuple[str, ...]
    reference: str
    reference_columns: tuple[str, ...]


PRIMARY_KEYS: dict[str, tuple[str, ...]] = {
    "inspections": ("report_id",),
    "sections": ("report_id", "section_number"),
    "findings": ("report_id", "finding_number"),
    "case_studies": ("report_id", "case_study_number"),
    "footnotes": ("report_id", "footnote_number"),
    "extraction_problems": ("problem_key",),
    "local_authorities": ("urn",),
    "themes": ("theme",),
    "outcomes_summary": ("urn",),
    "outcomes_expanded": ("report_id",),
    "publications": ("report_id",),
    "letter_versions": ("report_id", "file_sha256"),
    "release_figures": ("release_name", "figure", "kind"),
}

FOREIGN_KEYS: tuple[ForeignKey, ...] = (
    ForeignKey("inspections", ("urn",), "local_authorities", ("urn",)),
    ForeignKey("inspections", ("theme",), "themes", ("theme",)),
    ForeignKey("sections", ("report_id",), "inspections", ("report_id",)),
    ForeignKey("findings", ("report_id", "section_number"), "sections", ("report_id", "section_number")),
    ForeignKey("case_studies", ("report_id", "section_number"), "sections", ("report_id", "section_number")),
    ForeignKey("footnotes", ("report_id",), "inspections", ("report_id",)),
    ForeignKey("outcomes_summary", ("urn",), "local_authorities", ("urn",)),
    ForeignKey("outcomes_expanded", ("report_id",), "inspections", ("report_id",)),
)
