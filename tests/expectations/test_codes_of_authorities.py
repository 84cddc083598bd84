"""Each authority is compared with the list of codes: any other code, name, region or day differs from it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest
from good_tables import CUMBRIA, GOOD, HARTLEPOOL, frames

from expectations.suites.published.local_authorities import build_batch

SEEDS = Path(__file__).parents[2] / "dbt_project" / "seeds"


def test_the_authorities_of_england_are_those_of_the_list() -> None:
    seeds = pl.concat(
        [pl.read_csv(SEEDS / f"{kind}_local_authorities.csv", infer_schema=False) for kind in ("england", "abolished")],
        how="diagonal",
    ).select(
        pl.exclude("abolished_on"),
        local_authority="name",
        old_la_code="la_code",
        new_la_code="gss_code",
        ltla23cd_known=pl.coalesce("ltla23cd", "gss_code"),
        abolished_on=pl.col("abolished_on").str.to_date(),
    )
    authorities = seeds.drop("ltla23cd").rename({"ltla23cd_known": "ltla23cd"})

    different = build_batch(authorities).drop_nulls("other_cells")

    assert different.select("local_authority", "other_cells").rows() == []


@pytest.mark.parametrize(
    ("urn", "cells", "said"),
    [
        (HARTLEPOOL, {"la_code": "806"}, "la_code is 806, not 805"),
        (HARTLEPOOL, {"old_la_code": "806"}, "old_la_code is 806, not 805"),
        (HARTLEPOOL, {"new_la_code": "E06000099"}, "the code is not on the list"),
        (HARTLEPOOL, {"ltla23cd": "E06000002"}, "ltla23cd is E06000002, not a code of the same authority"),
        (HARTLEPOOL, {"local_authority": "Middlesbrough"}, "local_authority is Middlesbrough, not Hartlepool"),
        (HARTLEPOOL, {"la_name": "Hartlepool City"}, None),
        (HARTLEPOOL, {"region_name": "London"}, "region_name is London, not North East"),
        (HARTLEPOOL, {"abolished_on": date(2023, 4, 1)}, "abolished_on is 2023-04-01, not nothing"),
        (CUMBRIA, {"la_name": "Cumbria (pre LGR 2023)"}, None),
        (CUMBRIA, {"abolished_on": None}, "abolished_on is nothing, not 2023-04-01"),
    ],
)
def test_an_authority_that_differs_from_the_list_of_codes_is_described(
    urn: int, cells: dict[str, object], said: str | None
) -> None:
    rows = GOOD["published"]()
    next(row for row in rows["local_authorities"] if row["urn"] == urn).update(cells)

    batch = build_batch(frames("published", rows)["local_authorities"])

    assert batch.filter(pl.col("urn") != urn)["other_cells"].drop_nulls().to_list() == []
    assert batch.filter(pl.col("urn") == urn)["other_cells"].to_list() == [said]
