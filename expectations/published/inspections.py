"""Claims about the inspections about to be published."""

from __future__ import annotations

import great_expectations as gx
import great_expectations.expectations as gxe
import pandas as pd

from expectations.claims import (
    has_none,
    has_rows,
    holds,
    holds_for_enough,
    holds_for_most,
    includes,
    is_filled,
    is_one_of,
    is_unique,
    looks_like,
    suite_of,
)
from expectations.published.named_authorities import other_authorities_named
from expectations.published.released_dates import moved_dates
from expectations.tables import LastRelease, Tables, days_between

MOST_DAYS_BEFORE_ITS_DATE = 3
"""A letter may appear on the site some days before the date it bears."""


def suite(tables: Tables, last: LastRelease, most_flagged: float) -> gx.ExpectationSuite:
    """Claim that every letter is there, once, of a known authority, with dates that can be."""
    documents = tables["publications"]
    to_release = documents.loc[documents["is_jtai"].eq(True) & documents["left_out_reason"].isna(), "report_id"]
    return suite_of(
        "published.inspections",
        has_rows("inspections"),
        is_unique("report_id", "an_inspection_is_published_once", "No letter is published twice.", "critical"),
        includes("report_id", last.letters, "no_released_inspection_is_missing",
                 "No inspection of the last release is missing.", "critical", called=last.names),
        includes("report_id", to_release, "every_listed_letter_is_published_or_left_out_for_a_reason",
                 "Every listed JTAI letter is published, or the list of documents says why not.", "critical"),
        *keys_are_there(),
        holds_for_most("are_dates_in_order", "most_dates_are_in_order",
                       "Most inspections start, end and are written about in that order, before publication."),
        holds("is_latest_right", "the_latest_inspection_of_an_authority_is_marked",
              "The newest inspection of an authority, and no other, is marked as the latest.", "critical",
              "is_latest", "publication_date"),
        is_one_of("extraction_status", ("passed", "flagged", "corrected"), "the_extraction_status_is_on_the_list",
                  "It is said whether a letter passed, is flagged or was corrected.", "critical"),
        holds_for_enough("is_unflagged", 1 - most_flagged, "few_enough_letters_are_flagged",
                         f"At most {most_flagged:.0%} of the letters are flagged (the setting JTAI_MOST_FLAGGED)."),
        has_none("other_authority", "a_letter_names_its_authority",
                 "A letter names the authority it is listed under more often than any other.", "warning"),
        has_none("moved_dates", "released_dates_have_not_moved",
                 "Dates are those that were released, as long as the letter's file is the same.", "warning"),
        holds("has_sections", "an_inspection_has_sections", "Every inspection has sections.", "critical", "title"),
    )  # fmt: skip


def keys_are_there() -> list[gxe.Expectation]:
    """Claim what an inspection cannot be without: its authority with code and region, its date, its source."""
    return [
        is_filled("urn", "an_inspection_has_a_urn", "Every inspection is of an authority.", "critical"),
        is_filled("local_authority", "an_authority_is_named", "Every authority has a name.", "critical", "urn"),
        is_filled("la_code", "an_authority_has_a_code",
                  "Every inspected authority has a code.", "critical", "urn", "local_authority"),
        looks_like("la_code", r"^\d{3}$", "a_code_is_three_digits", "An authority's code is three digits.", "critical"),
        is_filled("region", "an_authority_has_a_region",
                  "Every inspected authority has a region.", "critical", "urn", "local_authority"),
        is_filled("region_code", "a_region_has_a_code",
                  "Every inspected authority's region has a code.", "critical", "urn", "local_authority"),
        is_filled("ltla23cd", "an_authority_has_a_code_of_2023",
                  "Every inspected authority has its code of 2023.", "critical", "urn", "local_authority"),
        is_filled("publication_date", "an_inspection_has_a_publication_date",
                  "Every inspection has a publication date.", "critical"),
        is_filled("report_url", "an_inspection_has_an_address", "Every inspection links to its letter.", "critical"),
        is_filled("file_sha256", "an_inspection_has_a_file",
                  "The file every inspection was read from is known.", "critical"),
    ]  # fmt: skip


def rows(tables: Tables, last: LastRelease) -> pd.DataFrame:
    """Inspections, with what other tables and each other's dates say of them."""
    inspections = tables["inspections"]
    newest = inspections.groupby("urn")["publication_date"].transform("max")
    latest_count = inspections["is_latest"].eq(True).groupby(inspections["urn"]).transform("sum")
    is_older = inspections["publication_date"].lt(newest)
    return inspections.assign(
        are_dates_in_order=are_dates_in_order(inspections),
        is_latest_right=latest_count.eq(1) & ~(inspections["is_latest"].eq(True) & is_older),
        is_unflagged=inspections["extraction_status"].ne("flagged"),
        other_authority=other_authorities_named(tables),
        moved_dates=moved_dates(inspections, last),
        has_sections=inspections["report_id"].isin(tables["sections"]["report_id"]),
    )


def are_dates_in_order(inspections: pd.DataFrame) -> pd.Series:
    """Whether no date is before one it should follow; a missing date is in nobody's way."""
    start, end = inspections["inspection_start_date"], inspections["inspection_end_date"]
    letter, publication = inspections["letter_date"], inspections["publication_date"]
    is_early = days_between(publication, letter) > MOST_DAYS_BEFORE_ITS_DATE
    return ~((start > end) | (start > letter) | (end > letter) | (end > publication) | is_early)
