"""Claims about the authorities a source lists."""

from __future__ import annotations

import great_expectations as gx
import pandas as pd

from expectations.claims import has_rows, has_words, holds_for_most, includes, is_filled, is_unique, suite_of
from expectations.rows import is_worded
from expectations.tables import LastRelease, Tables


def suite(last: LastRelease) -> gx.ExpectationSuite:
    """Claim that authorities are listed once, by name, and that none has vanished."""
    return suite_of(
        "discovered.providers",
        has_rows("authorities"),
        is_filled("urn", "a_provider_has_a_urn", "Every authority has its number.", "critical", "provider_name"),
        is_unique("urn", "a_provider_is_listed_once", "No authority is listed twice.", "critical", "provider_name"),
        has_words("provider_name", "a_provider_has_a_name", "Every authority has a name.", "critical", "urn"),
        includes("urn", last.urns, "no_provider_vanished",
                 "No authority of the last release has vanished from the source.", "critical"),
        holds_for_most("has_publications", "most_providers_list_documents",
                       "Most authorities list at least one document."),
        row_key="urn",
    )  # fmt: skip


def rows(tables: Tables) -> pd.DataFrame:
    """Authorities, and whether each lists a document."""
    providers = tables["providers"]
    return providers.assign(
        is_provider_name_worded=is_worded(providers["provider_name"]),
        has_publications=providers["urn"].isin(tables["publications"]["urn"]),
    )
