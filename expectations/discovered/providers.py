"""Claims about the authorities a source lists."""

from __future__ import annotations

import great_expectations as gx
import pandas as pd

from expectations.claims import (
    has_none,
    has_rows,
    has_words,
    holds,
    holds_for_most,
    includes,
    is_filled,
    is_unique,
    suite_of,
)
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
                 "No authority of the last release has vanished from the source.", "critical",
                 called={str(urn): f"{name} ({urn})" for urn, name in last.provider_names.items()}),
        has_none("emptied", "no_provider_lost_its_documents",
                 "Every authority that listed documents at the last release lists some today.", "critical"),
        holds("has_publications", "every_provider_lists_documents",
              "Every authority lists at least one document.", "warning", "provider_name"),
        holds_for_most("has_publications", "most_providers_list_documents",
                       "Most authorities list a document; on the report site, a link of class 'publication-link'."),
        has_none("renamed", "no_provider_was_renamed", "Every authority has the name it had.", "warning"),
        row_key="urn",
    )  # fmt: skip


def rows(tables: Tables, last: LastRelease) -> pd.DataFrame:
    """Authorities, whether each lists a document, and whether it lost its documents or its name since."""
    providers = tables["providers"]
    has_publications = providers["urn"].isin(tables["publications"]["urn"])
    is_emptied = ~has_publications & providers["urn"].isin(last.urns)
    before = providers["urn"].map(last.provider_names)
    is_renamed = before.notna() & before.ne(providers["provider_name"])
    now = providers["provider_name"].astype("string")
    return providers.assign(
        is_provider_name_worded=is_worded(providers["provider_name"]),
        has_publications=has_publications,
        emptied=(now + " listed documents, and now lists none").where(is_emptied),
        renamed=(now + ", was " + before.astype("string")).where(is_renamed),
    )
