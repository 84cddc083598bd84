"""A small warehouse, and the release of it: `release` is each test's own, `released` is shared and only read.

Where a test is about one file of other rows, `database_of` writes the database which that file is made from.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from small_warehouse import CROP, DatabaseOf, Rows, build_warehouse, facts, small_rows

from publishers import previous_release
from publishers.duckdb_helpers import open_read_only
from publishers.formats.duckdb_file import write_duckdb
from publishers.published_tables import describe_tables
from publishers.release.publish import MARTS, publish


@pytest.fixture
def data_docs(tmp_path: Path) -> Path:
    return data_docs_in(tmp_path)


@pytest.fixture
def crops(tmp_path: Path) -> Path:
    return crops_in(tmp_path)


@pytest.fixture
def warehouse(tmp_path: Path) -> Path:
    return build_warehouse(tmp_path / "warehouse.duckdb", small_rows())


@pytest.fixture
def releases(tmp_path: Path) -> Path:
    return tmp_path / "releases"


@pytest.fixture
def release_now(warehouse: Path, releases: Path, data_docs: Path, crops: Path) -> Callable[..., Path]:
    """Publish the warehouse as it is, compared with the previous release, with some facts changed."""

    def release(**changed: object) -> Path:
        previous = previous_release(releases, str(changed.get("source", "report site")))
        compared_with = {"previous_release": previous.manifest.name if previous else None}
        return publish(warehouse, releases, data_docs=data_docs, crops=crops, facts=facts(**(compared_with | changed)))

    return release


@pytest.fixture
def release(released: Path, releases: Path) -> Path:
    """What publishing the warehouse as it is gives, copied, for that takes seconds."""
    shutil.copytree(released.parent, releases, symlinks=True)
    return releases / released.name


@pytest.fixture
def database_of(tmp_path: Path) -> DatabaseOf:
    """Write the database that a release of some rows would have."""

    def write(rows: Rows) -> Path:
        warehouse = build_warehouse(tmp_path / "rows.duckdb", rows)
        with open_read_only(warehouse) as con:
            tables = describe_tables(con, MARTS)
        return write_duckdb(warehouse, tables, tmp_path)

    return write


@pytest.fixture(scope="session")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("released")
    warehouse = build_warehouse(home / "warehouse.duckdb", small_rows())
    return publish(warehouse, home / "releases", data_docs=data_docs_in(home), crops=crops_in(home), facts=facts())


def data_docs_in(folder: Path) -> Path:
    docs = folder / "data_docs"
    docs.mkdir()
    (docs / "index.html").write_text("<p>every check passed</p>")
    return docs


def crops_in(folder: Path) -> Path:
    crop = folder / CROP
    crop.parent.mkdir()
    crop.write_bytes(b"a picture")
    (crop.parent / "0000.png").write_bytes(b"a picture that no problem is about")
    return crop.parent
