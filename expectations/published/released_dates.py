"""Whether the dates of a letter are those that were released, as long as its file is the same."""

from __future__ import annotations

import pandas as pd

from expectations.tables import LastRelease

DATES = (
    "publication_date",
    "letter_date",
    "inspection_start_date",
    "inspection_end_date",
    "written_statement_due_date",
)


def moved_dates(inspections: pd.DataFrame, last: LastRelease) -> list[str | None]:
    """Say which dates differ from those released of the same file; a date that was corrected by hand may."""
    known = ["report_id", "file_sha256", *DATES]
    facts = last.facts[known].assign(**{date: pd.to_datetime(last.facts[date]) for date in DATES})
    both = inspections.merge(
        facts, on=["report_id", "file_sha256"], how="left", suffixes=("", "_before"), indicator=True
    )
    is_judged = both["_merge"].eq("both") & both["extraction_status"].ne("corrected")
    return [
        differences(row) if judged else None for row, judged in zip(both.to_dict("records"), is_judged, strict=True)
    ]


def differences(row: dict[str, pd.Timestamp]) -> str | None:
    """Name the dates that moved, with both values."""
    moved = [
        f"{date}: {written(row[date])}, was {written(row[f'{date}_before'])}"
        for date in DATES
        if written(row[date]) != written(row[f"{date}_before"])
    ]
    return "; ".join(moved) or None


def written(date: pd.Timestamp) -> str:
    """A date as it is written, or "nothing"."""
    return "nothing" if pd.isna(date) else f"{date:%Y-%m-%d}"
