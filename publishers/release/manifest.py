"""`manifest.json`: what a release is made of, so that it can be checked, compared and listed without opening it.

`SHA256SUMS` has the hashes of the same files, for `sha256sum --check SHA256SUMS`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Annotated

import duckdb
from pydantic import AfterValidator, AliasChoices, Field, TypeAdapter, ValidationError

from extractors.files import identify_archive
from publishers.duckdb_helpers import count_rows, quote_name, quote_text
from publishers.published_tables import ChangeCounts, Table, count_changes
from publishers.release_facts import CheckOutcome, ReleaseFacts

MANIFEST_NAME = "manifest.json"
CHECKSUMS_NAME = "SHA256SUMS"


@dataclass(frozen=True, slots=True)
class TableContent:
    """How many rows a released table has."""

    row_count: int


@dataclass(frozen=True, slots=True)
class ReleasedFile:
    """One file of a release; `path` is relative to its folder."""

    path: str
    size_bytes: int
    sha256: str


def _hide_path(source: str) -> str:
    """Name an archive as it is named now: until version 0.2 the path of its folder was its name."""
    _, _, folder = source.partition("archive: ")
    return identify_archive(Path(folder)) if Path(folder).is_absolute() else source


@dataclass(frozen=True, slots=True)
class Manifest:
    """The facts of one release; `refreshed_at` is ISO 8601 in UTC, `input_files` is report_id → SHA-256.

    `metrics` are the release's own rows of `release_metrics`, by metric and segment; `previous_release` is the release
    that `changes` compares with. A field with a default is missing from manifests that were written before it existed.
    """

    name: str
    source: Annotated[str, AfterValidator(_hide_path)]
    run_id: str
    refreshed_at: str
    versions: dict[str, str]
    tables: dict[str, TableContent]
    changes: ChangeCounts
    input_files: dict[str, str]
    files: list[ReleasedFile]
    checks: list[CheckOutcome] = field(default_factory=list)
    fingerprint: dict[str, str] = field(default_factory=dict)
    # Until version 0.1 it was called `release_before`, and `metrics` were called `figures`.
    previous_release: Annotated[
        str | None, Field(validation_alias=AliasChoices("previous_release", "release_before"))
    ] = None
    metrics: Annotated[dict[str, float], Field(validation_alias=AliasChoices("metrics", "figures"))] = field(
        default_factory=dict
    )


_JSON = TypeAdapter(Manifest)


def describe_release(
    con: duckdb.DuckDBPyConnection, schema: str, tables: Sequence[Table], facts: ReleaseFacts
) -> Manifest:
    """Say what a release of `schema` holds; it lists no files yet."""
    return Manifest(
        name=facts.release_name,
        source=facts.source,
        run_id=facts.run_id,
        refreshed_at=facts.release_time,
        versions=dict(sorted(facts.versions.items())),
        tables={table.name: TableContent(count_rows(con, f"{schema}.{quote_name(table.name)}")) for table in tables},
        changes=count_changes(con, schema),
        input_files=dict(sorted(facts.input_files.items())),
        files=[],
        checks=sorted(facts.checks, key=lambda check: (check.asset, check.name)),
        fingerprint=dict(sorted(facts.fingerprint.items())),
        previous_release=facts.previous_release,
        metrics=_read_metrics(con, schema, facts.release_name),
    )


def write_manifest(manifest: Manifest, folder: Path) -> Path:
    """Write manifest and checksums of a release whose other files are all in `folder`, with their sizes and hashes."""
    path = folder / MANIFEST_NAME
    files = [describe_file(file, folder) for file in sorted(folder.rglob("*")) if file.is_file()]
    files.append(describe_file(write_checksums(files, folder), folder))
    path.write_bytes(_JSON.dump_json(replace(manifest, files=files), indent=2) + b"\n")
    return path


def read_manifest(release: Path) -> Manifest | None:
    """Read the manifest of a release folder; None where it has none that can be understood."""
    try:
        return _JSON.validate_json((release / MANIFEST_NAME).read_bytes())
    except (FileNotFoundError, NotADirectoryError, ValidationError):
        return None


def write_checksums(files: Sequence[ReleasedFile], folder: Path) -> Path:
    """Write the hashes of files; the manifest, which lists this file too, is none of them."""
    path = folder / CHECKSUMS_NAME
    path.write_text("".join(f"{file.sha256}  {file.path}\n" for file in files), "utf-8")
    return path


def describe_file(path: Path, folder: Path) -> ReleasedFile:
    """Measure and hash a file of a release."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return ReleasedFile(path.relative_to(folder).as_posix(), path.stat().st_size, digest)


def _read_metrics(con: duckdb.DuckDBPyConnection, schema: str, release_name: str) -> dict[str, float]:
    metrics = con.table(f"{schema}.release_metrics").filter(f"release_name = {quote_text(release_name)}")
    named = metrics.project("concat_ws(': ', metric, nullif(segment, 'all letters')) AS name, value")
    return dict(named.order("name").fetchall())
