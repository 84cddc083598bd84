"""Warehouses of invented rows, and what dbt makes of them: each built once, for dbt takes seconds to start."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from dbt_runs import PREVIOUS, WAREHOUSE, build, copy_of, open_marts, release_marts, write_tables
from invented_rows import OLDER_RELEASE, corrections, make_tables


@pytest.fixture(scope="session")
def upgraded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which dbt built a release after one of an older version, on a machine far from Greenwich."""
    folder = tmp_path_factory.mktemp("upgraded")
    write_tables(folder / WAREHOUSE, make_tables())
    write_older_release(folder / PREVIOUS)
    build(folder, previous_release=OLDER_RELEASE, time_zone="Pacific/Auckland", with_tests=True)
    return folder


@pytest.fixture(scope="session")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which dbt built a first release."""
    folder = tmp_path_factory.mktemp("first")
    write_tables(folder / WAREHOUSE, make_tables())
    build(folder)
    return folder


@pytest.fixture(scope="session")
def second(first: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which dbt built the release after that first one, with one more hand correction."""
    folder = copy_of(first, tmp_path_factory.mktemp("second") / "folder")
    (folder / PREVIOUS).unlink()
    release_marts(folder / WAREHOUSE, folder / PREVIOUS)
    added = ("late", "inspections", "", "inspectorates", "Ofsted", "Ofsted; CQC", "Page 1 says so.", "A. Reader")
    write_tables(folder / WAREHOUSE, make_tables([*corrections(), added]))
    build(folder, previous_release="the first")
    return folder


@pytest.fixture(scope="session")
def marts(upgraded: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The marts of the release after an older version: a read-only connection that looks into schema `marts`."""
    with open_marts(upgraded) as connection:
        yield connection


@pytest.fixture(scope="session")
def first_marts(first: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The marts of the first release."""
    with open_marts(first) as connection:
        yield connection


@pytest.fixture(scope="session")
def second_marts(second: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The marts of the second release."""
    with open_marts(second) as connection:
        yield connection


def write_older_release(database: Path) -> None:
    """Write what an older version released: fewer tables and columns, and times with a zone."""
    with duckdb.connect(str(database)) as connection:
        for statement in OLDER_TABLES:
            connection.execute(statement)


# Two letters, one of them with another theme and another file; a problem that is still there and one that is not.
OLDER_TABLES = (
    """
    CREATE TABLE inspections AS
    SELECT report_id, local_authority, theme, file_sha256, TIMESTAMPTZ '2026-01-05 05:00:00+00' AS fetched_at
    FROM (VALUES
        ('early', 'Barnsley', 'domestic abuse', 'sha of another file'),
        ('bedford', 'Bedford Borough', NULL, 'sha of bedford')
    ) AS letters (report_id, local_authority, theme, file_sha256)
    """,
    "CREATE TABLE footnotes (report_id VARCHAR, footnote_number INTEGER, text VARCHAR)",
    """
    CREATE TABLE extraction_problems AS
    SELECT unnest([md5('extracted|heading_is_known|late|sections|heading|2|A heading'), md5('gone')]) AS problem_key,
        TIMESTAMPTZ '2026-01-05 05:00:00+00' AS first_seen
    """,
    """
    CREATE TABLE letter_versions AS
    SELECT 'early' AS report_id, 'sha of another file' AS file_sha256, 'Barnsley' AS local_authority,
        '2025-12-29T050000Z' AS first_released, '2026-01-05T050000Z' AS last_released
    """,
    """
    CREATE TABLE release_figures AS
    SELECT '2026-01-05T050000Z' AS release_name, figure, 'all letters' AS kind, value::DOUBLE AS value
    FROM (VALUES ('letters', 2), ('findings', 10)) AS figures (figure, value)
    """,
)
