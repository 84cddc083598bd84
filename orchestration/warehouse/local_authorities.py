"""Names of local authorities and letters known from elsewhere, from dbt's seeds: checks before dbt need them too."""

from __future__ import annotations

import polars as pl

from orchestration.dbt.resource import DBT_PROJECT
from publishers.release_facts import BUNDLED_SAMPLE, REPORT_SITE


def read_local_authorities(source: str) -> pl.DataFrame:
    """One row per authority of England, or of the bundled sample: urn, local_authority, la_name."""
    seed = "sample_local_authorities.csv" if source == BUNDLED_SAMPLE else "england_local_authorities.csv"
    authorities = pl.read_csv(DBT_PROJECT / "seeds" / seed, infer_schema=False)
    la_name = "la_name" if "la_name" in authorities.columns else "name"
    return authorities.select(pl.col("urn").cast(pl.Int64), local_authority="name", la_name=la_name)


def read_known_letters(source: str) -> pl.DataFrame:
    """One row per letter that is known to be on the report site: report_id, local_authority, published, source."""
    letters = pl.read_csv(DBT_PROJECT / "seeds" / "known_letters.csv", infer_schema=False)
    return letters if source == REPORT_SITE else letters.clear()
