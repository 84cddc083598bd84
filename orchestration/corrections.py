"""Which letters a person corrected. Whether a correction still fits, and what it answers, only dbt tells."""

from __future__ import annotations

import csv

from orchestration.dbt_command import DBT_PROJECT

HAND_CORRECTIONS = DBT_PROJECT / "seeds" / "hand_corrections.csv"


def reports_corrected() -> frozenset[str]:
    """The report ids in the table of hand corrections, whether or not the source lists them."""
    with HAND_CORRECTIONS.open(encoding="utf-8", newline="") as file:
        return frozenset(row["report_id"] for row in csv.DictReader(file))
