"""Claims about one look at a source."""

from __future__ import annotations

import great_expectations as gx
import pandas as pd

from expectations.claims import has_as_many_rows, holds, suite_of
from expectations.tables import Tables

REPORT_SITE = "report site"
LEAST_PROVIDERS = 150
"""England has 153 children's services authorities; reorganisations move the number by a few."""


def suite() -> gx.ExpectationSuite:
    """Claim that one look at the source saw all of it."""
    count = ("providers_stated", "providers_found")
    stored = ("providers_found", "providers_stored", "publications_found", "publications_stored")
    return suite_of(
        "discovered.discoveries",
        has_as_many_rows(1, "one_look_was_taken", "The source was looked at, once."),
        holds("is_count_right", "as_many_providers_as_stated",
              "As many authorities were found as the source says it has.", "critical", *count),
        holds("is_count_stated", "the_site_states_its_count",
              "The report site prints how many authorities it has, to hold ours against.", "warning", *count),
        holds("is_large_enough", "the_site_has_150_providers",
              f"On the report site there are at least {LEAST_PROVIDERS} authorities.", "critical", "providers_found"),
        holds("is_every_link_read", "every_document_link_is_read",
              "Every link to a document has a label, a date in a known form and an id.", "critical",
              "links_unread", "first_links_unread"),
        holds("is_stored_whole", "all_that_was_found_is_stored",
              "Every authority and document that was found is in its table.", "critical", *stored),
    )  # fmt: skip


def rows(tables: Tables) -> pd.DataFrame:
    """The one look at the source, beside what is stored of it."""
    looks = tables["discoveries"].assign(
        providers_stored=len(tables["providers"]), publications_stored=len(tables["publications"])
    )
    is_elsewhere = looks["source"] != REPORT_SITE
    is_stated = looks["providers_stated"].notna()
    return looks.assign(
        is_count_right=looks["providers_stated"].eq(looks["providers_found"]) | ~is_stated,
        is_count_stated=is_stated | is_elsewhere,
        is_large_enough=looks["providers_found"].ge(LEAST_PROVIDERS) | is_elsewhere,
        is_every_link_read=looks["links_unread"].eq(0),
        is_stored_whole=looks["providers_found"].eq(looks["providers_stored"])
        & looks["publications_found"].eq(looks["publications_stored"]),
    )
