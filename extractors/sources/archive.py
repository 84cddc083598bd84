"""A folder or bucket of letters that people already have, named in either of two layouts, mixed or not:

    80426_barnsley/joint area child protection inspection - 18 july 2022.pdf
    80426_2022-07-18.pdf

The second gives no label, so nothing rules such a file out and the letter itself decides. "_1" before the
suffix marks a further copy.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from urllib.parse import quote, unquote_to_bytes

from upath import UPath

from extractors.errors import FilesUnreachableError, SourceUnreachableError
from extractors.files import COPIED_AT_ONCE, MAX_PDF_BYTES, FileStore, is_pdf, new_fetch
from extractors.records import Discovery, Provider, Publication, ReportFile
from extractors.sources.document_names import parse_document_name, plain
from extractors.sources.interface import (
    DiscoveryResult,
    Progress,
    Source,
    missing_file,
    stored_file,
)
from extractors.sources.labels import KnownLabels, describe_new_labels, label_key

AUTHORITY_FOLDER = re.compile(r"(?P<urn>\d{1,9})_(?P<authority>.+)", re.ASCII)
DATED_FILE = re.compile(r"(?P<urn>\d{1,9})_(?P<day>\d{4}-\d{2}-\d{2})(?:_(?P<copy>\d+))?", re.ASCII)
PDF_SUFFIX = ".pdf"
NAMES_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Document:
    """One file of an archive, as named; `authority` and `label` are null where its name has none.

    `is_jtai` says whether its label puts it in scope, or at least no label rules it out.
    """

    report_id: str
    urn: int
    authority: str | None
    label: str | None
    published: date
    path: Path | UPath
    is_jtai: bool


class Archive(Source):
    """A folder or bucket of PDFs whose names say which authority and date they are of."""

    def __init__(
        self, folder: Path | UPath, store: FileStore, *, identity: str, labels: KnownLabels | None = None
    ) -> None:
        self.identity = identity
        self._folder = folder
        self._store = store
        self._labels = labels or KnownLabels()

    def close(self) -> None:
        """Nothing is held open."""

    def discover(self, on_page: Progress) -> DiscoveryResult:
        """Read the names of all files. Raises `SourceUnreachableError` where there is no letter to be had."""
        with self._wrap_errors():
            paths = self._list_files()
            read = [document_at(path, self._labels) for path in paths]
            documents, twice = deduplicate([document for document in read if document])
        if not documents:
            raise SourceUnreachableError(self._describe_nothing_found(paths))
        on_page(len(paths), len(paths))
        providers = providers_of(documents)
        publications = [publication_from(document, self._folder, self._labels) for document in documents]
        unrecognised = [plain(path.name) for path, document in zip(paths, read, strict=True) if document is None]
        left_out = [name for name in unrecognised if name.lower().endswith(PDF_SUFFIX)]
        discovery = Discovery(
            source=self.identity,
            providers_stated=None,
            providers_found=len(providers),
            publications_found=len(publications),
            pages_read=0,
            pdfs_left_out=len(left_out),
            first_pdfs_left_out="; ".join(left_out[:NAMES_SHOWN]) or None,
        )
        warnings = [*describe_unrecognised(unrecognised), *twice, *describe_new_labels(publications)]
        return DiscoveryResult(providers, publications, discovery, warnings)

    def fetch_all(self, publications: Sequence[Publication], on_file: Progress) -> list[ReportFile]:
        """Copy files into the store, several at once: a bucket takes long to answer.

        Raises `FilesUnreachableError` where any may be read another time: a release without it would not be complete.
        """
        fetched: list[ReportFile] = []
        passing: dict[str, str] = {}
        with ThreadPoolExecutor(COPIED_AT_ONCE) as threads:
            try:
                files = threads.map(self._fetch, publications)
                for done, (publication, file) in enumerate(zip(publications, files, strict=True), start=1):
                    if isinstance(file, ReportFile):
                        fetched.append(file)
                    else:
                        passing[publication.report_id] = str(file)
                    on_file(done, len(publications))
            except BaseException:
                threads.shutdown(cancel_futures=True)
                raise
        if passing:
            raise FilesUnreachableError(passing)
        return fetched

    def _fetch(self, publication: Publication) -> ReportFile | Exception:
        """The file, or that there is none to be had, or the problem that may pass.

        What is wrong with a file is released, so it is named by its address below the archive.
        """
        address = publication.report_url
        path = self._folder / os.fsdecode(unquote_to_bytes(address))
        try:
            body = read_pdf(path)
        except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
            return missing_file(publication, f"{address}: no such file")
        except ValueError as problem:
            return missing_file(publication, f"{address}: {problem}")
        except Exception as problem:  # noqa: BLE001 each kind of bucket has errors of its own
            return problem
        fetch = new_fetch(body, url=path.absolute().as_uri(), suffix=".pdf", media_type="application/pdf")
        return stored_file(publication, self._store.store(body, fetch))

    def _list_files(self) -> list[Path | UPath]:
        """Every file below the folder that is not hidden, in an order that does not change."""
        below = self._folder.rglob("*") if isinstance(self._folder, UPath) else walk(self._folder)
        found = [path for path in below if not path.name.startswith(".") and path.is_file()]
        return sorted(found, key=str)

    @contextmanager
    def _wrap_errors(self) -> Iterator[None]:
        """Whatever goes wrong while listing, the archive as a whole cannot be read."""
        try:
            yield
        except Exception as problem:  # each kind of bucket has errors of its own
            raise SourceUnreachableError(f"{self._folder} cannot be read: {problem}") from problem

    def _describe_nothing_found(self, paths: list[Path | UPath]) -> str:
        seen = f"holds no letter among {len(paths)} files" if paths else "is empty or does not exist"
        names = "'URN_authority/label - 18 july 2022.pdf' or 'URN_2022-07-18.pdf'"
        return f"{self._folder} {seen}: give a folder whose files are named {names}"


def walk(folder: Path) -> Iterator[Path]:
    """Yield the files below a folder. Raises `OSError` where one cannot be read, which `Path.rglob` passes over."""

    def fail_if_there(error: OSError) -> None:
        if not isinstance(error, FileNotFoundError):
            raise error

    for below, _, names in os.walk(folder, onerror=fail_if_there):
        yield from (Path(below, name) for name in names)


def document_at(path: Path | UPath, labels: KnownLabels) -> Document | None:
    """What a file's name and folder say, null where they fit neither layout."""
    if path.suffix.lower() != PDF_SUFFIX:
        return None
    return dated_document(path) or labelled_document(path, labels)


def dated_document(path: Path | UPath) -> Document | None:
    """A file named `URN_2022-07-18.pdf`."""
    match = DATED_FILE.fullmatch(path.stem)
    if match is None:
        return None
    try:
        published = date.fromisoformat(match["day"])
    except ValueError:
        return None
    return Document(
        report_id=path.stem,
        urn=int(match["urn"]),
        authority=None,
        label=None,
        published=published,
        path=path,
        is_jtai=True,
    )


def labelled_document(path: Path | UPath, labels: KnownLabels) -> Document | None:
    """A file named `label - 18 july 2022.pdf` in a folder named `URN_authority`."""
    folder = AUTHORITY_FOLDER.fullmatch(path.parent.name)
    name = parse_document_name(path.stem)
    if folder is None or name is None:
        return None
    is_jtai = labels.is_jtai(name.label)
    kind = None if is_jtai else re.sub(r"[^a-z0-9]+", "-", label_key(name.label)).strip("-")
    parts = (folder["urn"], name.published.isoformat(), kind, name.copy)
    return Document(
        report_id="_".join(part for part in parts if part),
        urn=int(folder["urn"]),
        authority=plain(folder["authority"]) or None,
        label=name.label,
        published=name.published,
        path=path,
        is_jtai=is_jtai,
    )


def deduplicate(documents: list[Document]) -> tuple[list[Document], list[str]]:
    """Leave out the same bytes for the same authority and day; give different bytes of one name an id each.

    Of the same bytes under two names, the name that says more stays.
    """
    shared = Counter((one.urn, one.published) for one in documents)
    kept: dict[str, Document] = {}
    seen: set[tuple[int, date, str]] = set()
    warnings = []
    for document in sorted(documents, key=lambda one: (one.label is None, not one.is_jtai, str(one.path))):
        if shared[document.urn, document.published] == 1:
            kept[document.report_id] = document
            continue
        sha256 = sha256_of(document.path)
        if (document.urn, document.published, sha256) in seen:
            continue
        seen.add((document.urn, document.published, sha256))
        report_id = document.report_id
        if report_id in kept:
            report_id = f"{report_id}_{sha256[:8]}"
            warnings.append(f"{document.path} is another file for {document.report_id}: kept as {report_id}")
        kept[report_id] = replace(document, report_id=report_id)
    return sorted(kept.values(), key=lambda one: str(one.path)), warnings


def sha256_of(path: Path | UPath) -> str:
    """The SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def providers_of(documents: Iterable[Document]) -> list[Provider]:
    """One provider a URN, under the name of its folder where it has one."""
    names: dict[int, str | None] = {}
    for document in documents:
        names[document.urn] = names.get(document.urn) or document.authority
    return [Provider(urn, name or f"URN {urn}", provider_url=None) for urn, name in sorted(names.items())]


def publication_from(document: Document, folder: Path | UPath, labels: KnownLabels) -> Publication:
    """A document of the archive as a publication; its URL is relative to the archive.

    A release goes to people who do not have the archive, and need not learn where on which machine it lies.
    """
    return Publication(
        report_id=document.report_id,
        urn=document.urn,
        label=document.label,
        publication_date=document.published,
        report_url=relative_address(document.path, folder),
        is_jtai=document.is_jtai,
        is_known_label=labels.is_known(document.label),
        may_be_jtai_label=labels.may_be_jtai(document.label),
    )


def relative_address(path: Path | UPath, folder: Path | UPath) -> str:
    """Where a file is below its archive; what is no plain text, such as a broken byte, is quoted as `%hh`."""
    below = path.as_posix().removeprefix(folder.as_posix()).lstrip("/")
    return quote(os.fsencode(below), safe="/ ,()'&")


def read_pdf(path: Path | UPath) -> bytes:
    """Read a PDF of reasonable size. Raises `ValueError` where it is none, `OSError` where unreadable."""
    size_bytes = path.stat().st_size
    if size_bytes > MAX_PDF_BYTES:
        raise ValueError(f"{size_bytes} bytes, longer than the {MAX_PDF_BYTES} a PDF may have")
    body = path.read_bytes()
    if not is_pdf(body):
        raise ValueError(f"no PDF ({size_bytes} bytes)")
    return body


def describe_unrecognised(names: list[str]) -> list[str]:
    """Name the files that fit neither layout."""
    if not names:
        return []
    more = f" and {len(names) - NAMES_SHOWN} more" if len(names) > NAMES_SHOWN else ""
    return [f"files named in neither layout, left out: {', '.join(names[:NAMES_SHOWN])}{more}"]
