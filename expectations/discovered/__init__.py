"""What is claimed of a source's listing and its files, before any letter is read.

The script this project replaces asked for the first 100 of 153 authorities and said nothing, so the first claims
here are about completeness: against the number the site prints, and against the release before.
"""

from __future__ import annotations

from collections.abc import Iterator

from expectations.claims import Check
from expectations.discovered import discoveries, providers, publications, report_files
from expectations.tables import LastRelease, Tables


def checks(tables: Tables, last: LastRelease) -> Iterator[Check]:
    """Pair each suite of this border with the rows it judges, one after the other."""
    yield Check("discoveries", discoveries.suite(), discoveries.rows(tables))
    yield Check("providers", providers.suite(last), providers.rows(tables, last))
    yield Check("publications", publications.suite(last), publications.rows(tables, last))
    yield Check("report_files", report_files.suite(), report_files.rows(tables, last))
