"""`manifest.json`: what a release is made of, so that it can be checked, compared and listed without opening it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import duckdb
from pydantic import TypeAdapter, ValidationError

from publishers.records import GateVerdict, ReleaseFacts
from publishers.tables import Table, content_hash, literal, quoted, row_count

MANIFEST_NAME = "manifest.json"
# What the tables say of this release and those before is not what they say of the letters.
NOT_CONTENT = frozenset({"changes", "letter_versions", "release_figures"})
# The versions whose change is worth a release, even of the same rows.
VERSIONS_THAT_MATTER = ("project", "extractor")


@dataclass(frozen=True, slots=True)
class TableContent:
    """How many rows a table has, and the hash of its columns and rows."""

    row_count: int
    content_hash: str


@dataclass(frozen=True, slots=True)
class ReleasedFile:
    """One file of a release; `path` is relative to its folder."""

    path: str
    size_bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class ChangeCounts:
    """What differs from the release before from the same source, counted in letters and in changed cells."""

    new_letters: int
    changed_letters: int
    changed_cells: int
    gone_letters: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """The facts of one release; `refreshed_at` is ISO 8601 in UTC, `input_files` report_id → SHA-256.

    `figures` are the release's own of `release_figures`, by figure and kind; `release_before` is the release that
    `changes` compares with.
    """

    name: str
    source: str
    run_id: str
    refreshed_at: str
    versions: dict[str, str]
    tables: dict[str, TableContent]
    changes: ChangeCounts
    gates: list[GateVerdict]
    input_files: dict[str, str]
    files: list[ReleasedFile]
    release_before: str | None = None
    figures: dict[str, float] = field(default_factory=dict)

    def says_the_same_as(self, other: Manifest) -> bool:
        """Whether a reader would learn nothing new from `other`: same source, same rows, same reading of them."""
        return self._content() == other._content()

    def _content(self) -> tuple[object, ...]:
        hashes = {name: table.content_hash for name, table in self.tables.items() if name not in NOT_CONTENT}
        return self.source, hashes, [self.versions.get(name) for name in VERSIONS_THAT_MATTER]


_AS_JSON = TypeAdapter(Manifest)


def describe(con: duckdb.DuckDBPyConnection, schema: str, tables: Sequence[Table], made: ReleaseFacts) -> Manifest:
    """Say what a release of `schema` would hold; it lists no files yet."""
    return Manifest(
        name=made.release_name,
        source=made.source,
        run_id=made.run_id,
        refreshed_at=made.release_time,
        versions=dict(sorted(made.versions.items())),
        tables={table.name: _content(con.table(f"{schema}.{quoted(table.name)}")) for table in tables},
        changes=_count_changes(con, schema),
        gates=sorted(made.gates, key=lambda verdict: (verdict.gate, verdict.table_name)),
        input_files=dict(sorted(made.input_files.items())),
        files=[],
        release_before=made.release_before,
        figures=_figures(con, schema, made.release_name),
    )


def write_manifest(manifest: Manifest, folder: Path) -> Path:
    """Write the manifest of a release whose other files are all in `folder`, with their sizes and hashes."""
    path = folder / MANIFEST_NAME
    whole = replace(manifest, files=[_released_file(file, folder) for file in _files_in(folder)])
    path.write_bytes(_AS_JSON.dump_json(whole, indent=2) + b"\n")
    return path


def read_manifest(release: Path) -> Manifest | None:
    """The manifest of a release folder; None where it has none that can be understood."""
    try:
        return _AS_JSON.validate_json((release / MANIFEST_NAME).read_bytes())
    except (FileNotFoundError, NotADirectoryError, ValidationError):
        return None


def _content(rows: duckdb.DuckDBPyRelation) -> TableContent:
    return TableContent(row_count(rows), content_hash(rows))


def _count_changes(con: duckdb.DuckDBPyConnection, schema: str) -> ChangeCounts:
    counted = con.table(f"{schema}.changes").aggregate(
        "count(DISTINCT report_id) FILTER (change = 'new'), count(DISTINCT report_id) FILTER (change = 'changed'), "
        "count(*) FILTER (change = 'changed'), count(DISTINCT report_id) FILTER (change = 'gone')"
    )
    (counts,) = counted.fetchall()
    return ChangeCounts(*counts)


def _figures(con: duckdb.DuckDBPyConnection, schema: str, release_name: str) -> dict[str, float]:
    figures = con.table(f"{schema}.release_figures").filter(f"release_name = {literal(release_name)}")
    return dict(
        figures.project("concat_ws(': ', figure, nullif(kind, 'all letters')) AS name, value").order("name").fetchall()
    )


def _files_in(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _released_file(path: Path, folder: Path) -> ReleasedFile:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return ReleasedFile(path.relative_to(folder).as_posix(), path.stat().st_size, digest)
