"""Expectations about the authorities about to be published, compared with a second list; their keys are dbt's tests.

`codes_of_authorities.csv` is made apart from the seeds, whose rows may be mixed up: by ONS code, what England's
education statistics say of each authority that had children's services since 2016. A code that is used a second time
has two rows.
Source: https://explore-education-statistics.service.gov.uk/, from the ONS's code history database
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import ClassVar

import great_expectations as gx
import great_expectations.expectations as gxe
import polars as pl

from expectations.expectation_types import TheTableHasRows
from expectations.text.expressions import join_present

CODES = Path(__file__).with_name("codes_of_authorities.csv")
REGIONS = {
    "E12000001": ("NE", "North East"),
    "E12000002": ("NW", "North West"),
    "E12000003": ("YH", "Yorkshire and The Humber"),
    "E12000004": ("EM", "East Midlands"),
    "E12000005": ("WM", "West Midlands"),
    "E12000006": ("E", "East of England"),
    "E12000007": ("GL", "London"),
    "E12000008": ("SE", "South East"),
    "E12000009": ("SW", "South West"),
}
"""The code and the name of each region in England's education statistics."""
INVENTED = "E99"
"""The ONS codes of the bundled sample's authorities begin so; no real one does."""
NAME_ADDITIONS = r"(?i)\(pre lgr \d{4}\)|\b(?:city|county|borough|of)\b|[^\p{L} -]"
"""What names of one authority have or lack: City of Bristol, Bristol; Bedford Borough; Dorset (pre LGR 2019)."""


class TheCodesAreThoseOfTheAuthority(gxe.ExpectColumnValuesToBeNull):
    description: str = (
        "An authority's codes, names and region, and the day it was abolished, are those of its ONS code on a second "
        "list."
    )
    message: ClassVar[str] = (
        "Not what the list of codes says of {local_authority:an unknown authority} ({new_la_code}): {other_cells}."
    )
    column: str = "other_cells"


SUITE = gx.ExpectationSuite(
    "published.local_authorities",
    expectations=[
        TheTableHasRows(description="There is at least one authority."),
        TheCodesAreThoseOfTheAuthority(),
    ],
    meta={"table": "local_authorities", "row_key": "urn"},
)


def build_batch(local_authorities: pl.DataFrame) -> pl.DataFrame:
    """Say of each authority in which cells it differs from the list; null for one without a real code."""
    codes = read_codes()
    of_2023 = codes.select(ltla23cd="new_la_code", old_la_code_of_2023="old_la_code_listed")
    listed = local_authorities.join(codes, on="new_la_code", how="left", maintain_order="left").join(
        of_2023, on="ltla23cd", how="left", maintain_order="left"
    )
    has_real_code = ~pl.col("new_la_code").str.starts_with(INVENTED)
    return listed.with_columns(
        other_cells=pl.when(has_real_code & pl.col("old_la_code_listed").is_null())
        .then(pl.lit("the code is not on the list"))
        .when(has_real_code)
        .then(_describe_other_cells())
    )


def _describe_other_cells() -> pl.Expr:
    expected = {
        "la_code": pl.col("old_la_code_listed"),
        "old_la_code": pl.col("old_la_code_listed"),
        "region_code": pl.col("region_listed").replace_strict(_names(0), default=None),
        "region_name": pl.col("region_listed").replace_strict(_names(1), default=None),
        "region_gss_code": pl.col("region_listed"),
        "abolished_on": pl.col("last_day") + pl.duration(days=1),
    }
    return join_present(
        [
            *(_describe_other(name, pl.col(name).ne_missing(cell), cell) for name, cell in expected.items()),
            *(
                _describe_other(name, _normalise(name) != _normalise("name_listed"), pl.col("name_listed"))
                for name in ("local_authority", "la_name")
            ),
            _describe_other(
                "ltla23cd",
                pl.col("old_la_code_of_2023").ne_missing(pl.col("old_la_code_listed")),
                pl.lit("a code of the same authority"),
            ),
        ],
        "; ",
    )


def _describe_other(column: str, is_other: pl.Expr, expected: pl.Expr) -> pl.Expr:
    found, listed = (cell.cast(pl.String).fill_null("nothing") for cell in (pl.col(column), expected))
    return pl.when(is_other).then(pl.format("{} is {}, not {}", pl.lit(column), found, listed))


def _normalise(name: str) -> pl.Expr:
    """The words of a name that tell it from others."""
    words = pl.col(name).str.replace_all(NAME_ADDITIONS, "").str.to_lowercase()
    return words.str.replace_all(r"[\s-]+", " ").str.strip_chars()


def _names(position: int) -> dict[str, str]:
    return {code: names[position] for code, names in REGIONS.items()}


@cache
def read_codes() -> pl.DataFrame:
    """The list of codes: new_la_code, old_la_code_listed, name_listed, region_listed, last_day.

    An authority that goes on under another code was not abolished, so its last day is left out.
    """
    codes = pl.read_csv(CODES, schema_overrides={"old_la_code": pl.String, "last_day": pl.Date})
    goes_on = pl.col("old_la_code").is_in(codes.filter(pl.col("last_day").is_null())["old_la_code"].to_list())
    return codes.select(
        "new_la_code",
        old_la_code_listed="old_la_code",
        name_listed="la_name",
        region_listed="region_gss_code",
        last_day=pl.when(~goes_on).then("last_day"),
    )
