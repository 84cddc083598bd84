"""What a gate is given: the tables by name, and what the release before held."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

Tables = Mapping[str, pd.DataFrame]

JUDGED: dict[str, tuple[str, ...]] = {
    "discovered": ("discoveries", "providers", "publications", "report_files"),
    "extracted": ("letters", "sections", "findings", "case_studies", "footnotes", "reading_problems"),
    "published": (
        "inspections",
        "sections",
        "findings",
        "case_studies",
        "outcomes_summary",
        "outcomes_expanded",
        "local_authorities",
        "release_figures",
        "extraction_problems",
    ),
}
"""The borders, in order, and the tables each gives a verdict on."""

ALSO_READ: dict[str, tuple[str, ...]] = {
    "discovered": (),
    "extracted": ("publications", "report_files", "themes"),
    "published": ("publications",),
}
"""Tables a gate needs beside those it judges, to hold one against the other."""


RELEASED_FACTS = (
    "report_id",
    "file_sha256",
    "publication_date",
    "letter_date",
    "inspection_start_date",
    "inspection_end_date",
    "written_statement_due_date",
    "page_count",
    "word_count",
    "section_count",
    "finding_count",
    "case_study_count",
)
"""What is kept of a letter that was released, to tell whether it was damaged since."""


RELEASED_DOCUMENT = ("report_id", "urn", "label", "publication_date", "is_jtai")
"""What is kept of a document that was listed, to tell whether its id now stands for another one."""


@dataclass(frozen=True, slots=True)
class LastRelease:
    """What the last release made from the same source held; empty where there was none."""

    urns: frozenset[int] = frozenset()
    publications: frozenset[str] = frozenset()
    """Report ids of every document it listed."""
    letters: frozenset[str] = frozenset()
    """Report ids of its inspections."""
    labels: frozenset[str] = frozenset()
    """The kinds of document it had seen."""
    names: Mapping[str, str] = field(default_factory=dict)
    """Each of its letters by authority and date, as a person would name it."""
    provider_names: Mapping[int, str] = field(default_factory=dict)
    """Each authority by the name its source gave it."""
    documents: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=RELEASED_DOCUMENT), compare=False)
    """One row for each document it listed."""
    facts: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=RELEASED_FACTS), compare=False)
    """One row for each of its inspections: what is held against the letter as it is read now."""


def typed(gate: str, tables: Tables) -> dict[str, pd.DataFrame]:
    """Copy the gate's tables with dates as timestamps; raises `ValueError` naming what is missing."""
    missing = sorted({*JUDGED[gate], *ALSO_READ[gate]} - set(tables))
    if missing:
        raise ValueError(f"gate {gate!r} also needs the tables {', '.join(missing)}: pass them to judge()")
    return {name: with_timestamps(tables[name]) for name in (*JUDGED[gate], *ALSO_READ[gate])}


def with_timestamps(table: pd.DataFrame) -> pd.DataFrame:
    """Copy a table with its `..._date` columns as timestamps, so that missing dates compare as missing."""
    dates = [column for column in table.columns if column.endswith("_date")]
    return table.assign(**{column: pd.to_datetime(table[column]) for column in dates}).reset_index(drop=True)


def days_between(earlier: pd.Series, later: pd.Series) -> pd.Series:
    """Whole days from one date column to another; missing where either is."""
    return (later - earlier).dt.days
