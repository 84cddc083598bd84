"""Claims about the authorities of England, or of the sample, about to be published."""

from __future__ import annotations

import great_expectations as gx
import pandas as pd

from expectations.claims import has_rows, has_words, includes, is_filled, is_unique, looks_like, suite_of
from expectations.rows import is_worded
from expectations.tables import Tables


def suite(tables: Tables) -> gx.ExpectationSuite:
    """Claim that every authority can be found by its codes, and that the inspected ones are all there."""
    name = "local_authority"
    inspected = tables["inspections"]["urn"].dropna().astype(int).tolist()
    return suite_of(
        "published.local_authorities",
        has_rows("authorities"),
        is_unique("urn", "an_authority_is_published_once", "No authority is published twice.", "critical", name),
        has_words("local_authority", "an_authority_has_a_name", "Every authority has a name.", "critical", "urn"),
        is_filled("la_code", "an_authority_has_a_code", "Every authority has a code.", "critical", name),
        looks_like("la_code", r"^\d{3}$", "a_code_is_three_digits", "An authority's code is three digits.", "critical"),
        is_unique("la_code", "a_code_is_of_one_authority", "No two authorities have one code.", "critical", name),
        looks_like("new_la_code", r"^E\d{8}$", "a_new_code_is_an_e_code",
                   "An authority's new code is E and eight digits.", "critical"),
        is_filled("region_name", "an_authority_has_a_region", "Every authority has a region.", "critical", name),
        is_filled("region_code", "a_region_has_a_code", "Every authority's region has a code.", "critical", name),
        includes("urn", inspected, "every_inspected_authority_is_there",
                 "Every inspected authority is in the table of authorities.", "critical"),
        row_key="urn",
    )  # fmt: skip


def rows(tables: Tables) -> pd.DataFrame:
    """Authorities as they are."""
    authorities = tables["local_authorities"]
    return authorities.assign(is_local_authority_worded=is_worded(authorities["local_authority"]))
