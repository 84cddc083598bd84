"""Files as they were fetched, stored once by their SHA-256 and never changed, with where each came from.

    root/ab/<sha256>.pdf                       the bytes; the suffix names the kind
    root/fetches/<sha256 of the URL>.json      every different body this URL ever gave, newest last

The root is a folder or, through universal-pathlib, a bucket (`s3://…`).
"""

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Collection, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from multiprocessing.util import get_temp_dir
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

from pydantic import AfterValidator, TypeAdapter, ValidationError
from upath import UPath

from extractors.atomic_files import write_atomically
from extractors.errors import StoreUnreachableError, WrongStoreError

logger = logging.getLogger(__name__)

# The PDF standard lets a few stray bytes stand before the mark.
PDF_MARK = b"%PDF-"
PDF_MARK_WITHIN_BYTES = 1024
MAX_PDF_BYTES = 50_000_000
COPIED_AT_ONCE = 8
PATH_HASH_LENGTH = 12


@dataclass(frozen=True, slots=True)
class Fetch:
    """One body that a URL gave: its hash, and what the server said of it.

    `suffix` is the kind it is stored as (".pdf"); `etag` and `last_modified` are the server's own words, null
    where it said nothing; `fetched_at` (UTC) is when this URL first gave these bytes.
    """

    url: str
    sha256: str
    size_bytes: int
    suffix: str
    media_type: str | None
    etag: str | None
    last_modified: str | None
    fetched_at: Annotated[datetime, AfterValidator(lambda moment: moment.astimezone(UTC))]


HISTORY = TypeAdapter(list[Fetch])


class FileStore:
    """A folder or bucket of fetched files, each under its own SHA-256."""

    def __init__(self, root: str | Path | UPath) -> None:
        self._root = folder_at(root)

    def store(self, body: bytes, fetch: Fetch) -> Fetch:
        """Store a body and write its fetch to the log; return the fetch that is now the latest of the URL.

        Where the URL gave the same bytes before, that is the earlier fetch, with what the server says today.
        """
        if self.read(fetch) is None:
            self._write(self._path_for(fetch.sha256, fetch.suffix), body)
        history = self.fetches_of(fetch.url)
        if history and history[-1].sha256 == fetch.sha256:
            fetch = replace(fetch, fetched_at=history.pop().fetched_at)
        self._write_fetch_log([*history, fetch])
        return fetch

    def latest_fetch(self, url: str) -> Fetch | None:
        """The newest fetch of a URL, null where it was never fetched."""
        history = self.fetches_of(url)
        return history[-1] if history else None

    def fetches_of(self, url: str) -> list[Fetch]:
        """Every different body a URL gave, oldest first.

        A log that cannot be read, or is of another URL, counts as none: the file is then simply fetched again.
        """
        log = self._log_of(url)
        try:
            body = self._read(log)
            history = HISTORY.validate_json(body) if body is not None else []
        except ValidationError as problem:
            logger.warning("%s is damaged, %s will be fetched again: %s", log, url, problem)
            return []
        if any(fetch.url != url for fetch in history):
            logger.warning("%s is of another address, %s will be fetched again", log, url)
            return []
        return history

    def read(self, fetch: Fetch) -> bytes | None:
        """The stored bytes of a fetch, null where they are missing or no longer match their hash."""
        body = self._read(self._path_for(fetch.sha256, fetch.suffix))
        return body if body is not None and hashlib.sha256(body).hexdigest() == fetch.sha256 else None

    def path_of(self, sha256: str, suffix: str = ".pdf") -> Path | UPath:
        """Where a stored file is. Raises `FileNotFoundError` where the store has no such file."""
        place = self._path_for(sha256, suffix)
        with self._wrap_errors():
            is_there = place.exists()
        if not is_there:
            raise FileNotFoundError(f"{place} is not stored: refresh from the source to fetch it again")
        return place

    @contextmanager
    def local_copies(self, sha256s: Collection[str], suffix: str = ".pdf") -> Iterator[Mapping[str, Path]]:
        """Local paths to stored files, by hash; where the store is a bucket, to copies that are gone afterwards.

        Raises `FileNotFoundError` where the store has no such file.
        """
        # What a killed run leaves in Python's own temporary folder, the next run removes.
        with TemporaryDirectory(dir=get_temp_dir()) as folder:
            with ThreadPoolExecutor(COPIED_AT_ONCE) as threads:
                paths = threads.map(lambda sha256: self._local_path(sha256, suffix, Path(folder)), sha256s)
                local = dict(zip(sha256s, paths, strict=True))
            yield local

    def _local_path(self, sha256: str, suffix: str, copies: Path) -> Path:
        place = self.path_of(sha256, suffix)
        if isinstance(place, Path):
            return place
        copy = copies / place.name
        copy.write_bytes(self._read(place) or b"")
        return copy

    def _path_for(self, sha256: str, suffix: str) -> Path | UPath:
        return self._root / sha256[:2] / f"{sha256}{suffix}"

    def _log_of(self, url: str) -> Path | UPath:
        return self._root / "fetches" / f"{hashlib.sha256(url.encode()).hexdigest()}.json"

    def _write_fetch_log(self, history: list[Fetch]) -> None:
        self._write(self._log_of(history[-1].url), HISTORY.dump_json(history, indent=1))

    def _read(self, place: Path | UPath) -> bytes | None:
        """The bytes at a place, null where there is nothing."""
        with self._wrap_errors():
            try:
                return place.read_bytes()
            except FileNotFoundError:
                return None

    def _write(self, place: Path | UPath, body: bytes) -> None:
        with self._wrap_errors():
            write_atomically(place, body)

    @contextmanager
    def _wrap_errors(self) -> Iterator[None]:
        """Whatever goes wrong with a bucket, it is the bucket; of a folder, the system's own message says most."""
        try:
            yield
        except Exception as problem:  # each kind of bucket has errors of its own
            if isinstance(self._root, Path):
                raise
            message = f"the file store {self._root} cannot be used: {problem}"
            is_no_store = isinstance(problem, ImportError | FileNotFoundError)
            raise (WrongStoreError if is_no_store else StoreUnreachableError)(message) from problem


def new_fetch(
    body: bytes,
    *,
    url: str,
    suffix: str,
    media_type: str | None,
    etag: str | None = None,
    last_modified: str | None = None,
) -> Fetch:
    """Describe a body just fetched."""
    return Fetch(
        url=url,
        sha256=hashlib.sha256(body).hexdigest(),
        size_bytes=len(body),
        suffix=suffix,
        media_type=media_type,
        etag=etag,
        last_modified=last_modified,
        fetched_at=datetime.now(UTC),
    )


def is_pdf(body: bytes) -> bool:
    """Tell a PDF from the error page that a server may send in its place."""
    return PDF_MARK in body[:PDF_MARK_WITHIN_BYTES]


def folder_at(place: str | Path | UPath) -> Path | UPath:
    """A folder on this machine as an absolute `Path`, anything else as a `UPath`."""
    folder = UPath(place)
    return Path(folder.path).expanduser().resolve() if folder.protocol in ("", "file") else folder


def identify_archive(folder: Path | UPath) -> str:
    """Name an archive, as releases of it are compared.

    Readers of a release need not learn where on which machine a folder lies, so a hash stands for its path.
    """
    if not isinstance(folder, Path):
        return f"archive: {folder}"
    digest = hashlib.sha256(os.fsencode(folder)).hexdigest()[:PATH_HASH_LENGTH]
    return f"archive: {os.fsencode(folder.name).decode(errors='replace')} ({digest})"
