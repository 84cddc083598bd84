"""What every source of letters can do: list what there is, and store its files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, Self

from extractors.files import Fetch
from extractors.records import Discovery, Provider, Publication, ReportFile

Progress = Callable[[int, int | None], None]
"""Called with the number done so far, and of how many (null while that is not known)."""


@dataclass(frozen=True, slots=True)
class DiscoveryResult:
    """What listing a source gave; `warnings` are sentences for a person."""

    providers: list[Provider]
    publications: list[Publication]
    discovery: Discovery
    warnings: list[str]


class Source(Protocol):
    """Where letters come from; use it as a context manager, or close it.

    `identity` is the name under which releases are compared: 'report site', 'archive: NAME (HASH)' or 'bundled sample'.
    """

    identity: str

    def discover(self, on_page: Progress) -> DiscoveryResult:
        """Find every provider and every publication. Raises `SourceUnreachableError`."""

    def fetch_all(self, publications: Sequence[Publication], on_file: Progress) -> list[ReportFile]:
        """Store the files of publications, in the order given; `fetch_problem` says why there is none to be had.

        Raises `SourceUnreachableError` where one may be had another time.
        """

    def close(self) -> None:
        """Let go of what is held open."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *problem: object) -> None:
        self.close()


def stored_file(publication: Publication, fetch: Fetch) -> ReportFile:
    """The row of a report whose file is stored."""
    return ReportFile(
        report_id=publication.report_id,
        file_sha256=fetch.sha256,
        size_bytes=fetch.size_bytes,
        etag=fetch.etag,
        fetched_at=fetch.fetched_at,
        fetch_problem=None,
    )


def kept_file(publication: Publication, fetch: Fetch, problem: str) -> ReportFile:
    """The row of a report whose file is gone from the source, with the last version it gave."""
    return replace(stored_file(publication, fetch), fetch_problem=problem)


def missing_file(publication: Publication, problem: str) -> ReportFile:
    """The row of a report whose file could not be had."""
    return ReportFile(
        report_id=publication.report_id,
        file_sha256=None,
        size_bytes=None,
        etag=None,
        fetched_at=None,
        fetch_problem=problem,
    )
