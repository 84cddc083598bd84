"""Where letters come from: the report site, an archive, or the bundled sample, behind one interface."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from math import isfinite

from extractors.errors import FilesUnreachableError, SourceUnreachableError, WrongSourceError
from extractors.files import FileStore, folder_at, identify_archive
from extractors.records import Publication, ReportFile
from extractors.sample import ARCHIVE
from extractors.sources.archive import Archive
from extractors.sources.interface import DiscoveryResult, Progress, Source
from extractors.sources.labels import KnownLabels, LabelDecision, shipped_label_decisions
from extractors.sources.report_site import ReportSite

__all__ = [
    "DiscoveryResult",
    "FilesUnreachableError",
    "LabelDecision",
    "Progress",
    "Source",
    "SourceUnreachableError",
    "WrongSourceError",
    "fetch_all",
    "open_source",
    "shipped_label_decisions",
]

SCHEME = re.compile(r"(?P<scheme>[a-z][a-z0-9+.-]*)://", re.IGNORECASE)


def open_source(
    source: str,
    store: FileStore,
    *,
    pace_seconds: float,
    contact: str,
    label_decisions: Sequence[LabelDecision] = (),
    file_hosts: Sequence[str] = (),
    permission: str = "",
) -> Source:
    """Open the source that a setting names; close it after use.

    `https://…` or `http://…` is a report site, `sample` the bundled sample, a folder or `s3://…` an archive.
    `pace_seconds` is the least time between two requests to a site, `contact` whom its owner may write to.
    `label_decisions` are added to those that ship, and win. A site's files may also be on `file_hosts`; `permission`
    says who allowed us to ask for what its robots.txt forbids.
    Raises `WrongSourceError` where the setting names none of these.
    """
    check_settings(pace_seconds, contact)
    labels = KnownLabels(label_decisions)
    match = SCHEME.match(source)
    scheme = match["scheme"].lower() if match else ""
    if scheme in ("http", "https"):
        return ReportSite(
            source,
            store,
            pace_seconds=pace_seconds,
            contact=contact,
            labels=labels,
            file_hosts=file_hosts,
            permission=permission,
        )
    if source == "sample":
        return Archive(ARCHIVE, store, identity="bundled sample", labels=labels)
    if scheme in ("", "file", "s3") and source.strip():
        folder = folder_at(source)
        return Archive(folder, store, identity=identify_archive(folder), labels=labels)
    raise WrongSourceError(f"{source!r} is no source: give https://…, a folder, s3://bucket/folder or 'sample'")


def check_settings(pace_seconds: float, contact: str) -> None:
    """Refuse settings that no site could be asked with."""
    if not isfinite(pace_seconds) or pace_seconds < 0:
        raise WrongSourceError(f"a pace of {pace_seconds} seconds between requests is no pace: give 0 or more")
    if not (contact.isascii() and contact.isprintable()):
        raise WrongSourceError(f"{contact!r} cannot be sent as a contact: use one line of plain letters")


def fetch_all(source: Source, publications: Iterable[Publication], on_file: Progress) -> list[ReportFile]:
    """Fetch the file of every report in scope, once. Raises `SourceUnreachableError`."""
    in_scope = {publication.report_id: publication for publication in publications if publication.is_jtai}
    return source.fetch_all(list(in_scope.values()), on_file)
