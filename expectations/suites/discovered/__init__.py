"""The gate `discovered`: what a source lists and gives, before anything is read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import great_expectations as gx
import polars as pl

from expectations.previous_release import PreviousRelease
from expectations.suites.discovered import (
    discoveries,
    known_letters,
    previous_documents,
    providers,
    publications,
    report_files,
)

INPUTS = ("discoveries", "providers", "publications", "report_files", "known_letters")
SUITES: tuple[gx.ExpectationSuite, ...] = (
    discoveries.SUITE,
    providers.SUITE,
    previous_documents.PROVIDERS_SUITE,
    publications.SUITE,
    previous_documents.DOCUMENTS_SUITE,
    known_letters.SUITE,
    report_files.SUITE,
)


def build_batches(
    tables: Mapping[str, pl.DataFrame], previous: PreviousRelease
) -> Iterator[tuple[gx.ExpectationSuite, pl.DataFrame]]:
    """Pair each suite of this gate with the rows it validates, one after the other."""
    looks, authorities, documents, files, known = (tables[name] for name in INPUTS)
    yield discoveries.SUITE, discoveries.build_batch(looks, authorities, documents)
    yield providers.SUITE, providers.build_batch(authorities, documents, previous)
    yield previous_documents.PROVIDERS_SUITE, previous_documents.build_providers_batch(authorities, previous)
    yield publications.SUITE, publications.build_batch(documents, authorities, files, previous)
    yield previous_documents.DOCUMENTS_SUITE, previous_documents.build_documents_batch(documents, previous)
    yield known_letters.SUITE, known_letters.build_batch(known, documents, authorities)
    yield report_files.SUITE, report_files.build_batch(files, documents, previous)
