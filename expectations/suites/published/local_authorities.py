"""Expectations about the codes of the authorities about to be published; their keys are dbt's tests.

An ONS code says by its number what kind of authority has it and in which region: codes were given out region by region
(`regions_of_ons_codes.csv`, from the ONS code history), and so were the codes of England's education statistics to the
boroughs. That is known apart from the table of authorities, whose rows may be mixed up.
Source: https://www.ons.gov.uk/methodology/geography/geographicalproducts/namescodesandlookups
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import ClassVar

import great_expectations as gx
import great_expectations.expectations as gxe
import polars as pl

from expectations.expectation_types import ACodeIsThreeDigits, ExpectTrue, TheTableHasRows

REGIONS_OF_CODES = Path(__file__).with_name("regions_of_ons_codes.csv")
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
BOROUGH_CODES = {"E09": (201, 320), "E08": (330, 394)}
"""From which to which code in England's education statistics the boroughs of London and the metropolitan ones have."""


class ANewCodeIsAnECode(gxe.ExpectColumnValuesToMatchRegex):
    description: str = "An authority's `new_la_code` is E and eight digits."
    message: ClassVar[str] = (
        "The new_la_code of {local_authority:an unknown authority} is not E and eight digits: {new_la_code!q}."
    )
    column: str = "new_la_code"
    regex: str = r"^E\d{8}$"


class TheRegionIsThatOfTheCode(ExpectTrue):
    description: str = "The region of an authority, its code and its name, is that in which its ONS codes were given."
    message: ClassVar[str] = (
        "The region of {local_authority:an unknown authority} ({new_la_code:no code}) is not {region_code:nothing}, "
        "{region_name:nothing}, {region_gss_code:nothing}."
    )
    column: str = "is_region_of_code"
    shown: ClassVar[tuple[str, ...]] = ("new_la_code", "region_gss_code", "region_code", "region_name")


class TheCodesAreOfOneKindOfAuthority(ExpectTrue):
    description: str = "An authority's codes are both those of a borough of London, a metropolitan one, or neither."
    message: ClassVar[str] = (
        "The codes of {local_authority:an unknown authority} are of different kinds of authority: la_code "
        "{la_code:none}, ltla23cd {ltla23cd:none}, new_la_code {new_la_code:none}."
    )
    column: str = "are_codes_of_one_kind"
    shown: ClassVar[tuple[str, ...]] = ("la_code", "ltla23cd", "new_la_code")


SUITE = gx.ExpectationSuite(
    "published.local_authorities",
    expectations=[
        TheTableHasRows(description="There is at least one authority."),
        ACodeIsThreeDigits(),
        ANewCodeIsAnECode(),
        TheRegionIsThatOfTheCode(),
        TheCodesAreOfOneKindOfAuthority(),
    ],
    meta={"table": "local_authorities", "row_key": "urn"},
)


def build_batch(local_authorities: pl.DataFrame) -> pl.DataFrame:
    """Say of each authority whether its codes fit each other and its region; null for a code that is on no list."""
    known = (
        local_authorities.with_row_index("row")
        .sort("new_la_code")
        .join_asof(read_regions_of_codes(), left_on="new_la_code", right_on="first", strategy="backward")
    )
    is_on_list = pl.col("new_la_code") <= pl.col("last")
    is_of_region = pl.all_horizontal(
        pl.col("region_gss_code").eq_missing(pl.col("region_of_code")),
        pl.col("region_code").eq_missing(pl.col("region_of_code").replace_strict(_names(0), default=None)),
        pl.col("region_name").eq_missing(pl.col("region_of_code").replace_strict(_names(1), default=None)),
    )
    return known.sort("row").with_columns(
        is_region_of_code=pl.when(is_on_list).then(is_of_region),
        are_codes_of_one_kind=pl.when(is_on_list).then(_are_codes_of_one_kind()),
    )


def _names(position: int) -> dict[str, str]:
    return {code: names[position] for code, names in REGIONS.items()}


def _are_codes_of_one_kind() -> pl.Expr:
    number = pl.col("la_code").cast(pl.Int64, strict=False)
    by_number = pl.coalesce(
        pl.when(number.is_between(*codes)).then(pl.lit(prefix)) for prefix, codes in BOROUGH_CODES.items()
    ).fill_null("other")
    kinds = [pl.col(code).str.head(3).replace({"E06": "other", "E10": "other"}) for code in ("ltla23cd", "new_la_code")]
    return pl.all_horizontal([(kind == by_number).fill_null(False) for kind in kinds])


@cache
def read_regions_of_codes() -> pl.DataFrame:
    """The runs of ONS codes that were given out in one region: first, last, region_of_code; sorted."""
    return pl.read_csv(REGIONS_OF_CODES).select("first", "last", region_of_code="region_gss_code").sort("first")
