"""Run dbt on a warehouse of frames, beside a previous release, and look into or release what it built."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import duckdb
import polars as pl
from dagster_dbt.core.dbt_cli_invocation import PARTIAL_PARSE_FILE_NAME

from orchestration.dbt.resource import DBT_PROJECT, prepare_manifest, profile_variables
from orchestration.workspace.workspace import Workspace

HERE = Workspace(Path())
WAREHOUSE, PREVIOUS = HERE.warehouse, HERE.previous_release_link


def write_tables(database: Path, tables: Mapping[str, pl.DataFrame]) -> None:
    """Replace tables of a warehouse, named by schema and table, with frames; lay out its folder as a data directory."""
    (database.parent / HERE.dbt).mkdir(exist_ok=True)
    with duckdb.connect(str(database)) as connection:
        for name, frame in tables.items():
            connection.register("frame", frame)
            connection.execute(f"CREATE SCHEMA IF NOT EXISTS {name.split('.')[0]}")
            connection.execute(f"CREATE OR REPLACE TABLE {name} AS FROM frame")


def release_marts(warehouse: Path, released: Path) -> None:
    """Copy the marts of a warehouse into a database of their own, as a release does."""
    with duckdb.connect(str(released)) as connection:
        connection.execute(f"ATTACH '{warehouse}' AS warehouse (READ_ONLY)")
        found = connection.execute("SELECT table_name FROM duckdb_tables() WHERE schema_name = 'marts'").fetchall()
        for (table,) in found:
            connection.execute(f"CREATE TABLE {table} AS FROM warehouse.marts.{table}")


def run_dbt(
    folder: Path, *arguments: str, previous_release: str = "", time_zone: str = "UTC"
) -> subprocess.CompletedProcess[str]:
    """Run dbt as production does, on the databases in `folder` and with everything that it writes there."""
    (folder / HERE.dbt).mkdir(exist_ok=True)
    shutil.copy(prepare_manifest().with_name(PARTIAL_PARSE_FILE_NAME), folder / HERE.dbt)
    project: list[str | Path] = ["--project-dir", DBT_PROJECT, "--profiles-dir", DBT_PROJECT]
    written: list[str | Path] = ["--target-path", folder / HERE.dbt, "--log-path", folder / HERE.dbt]
    return subprocess.run(
        [Path(sys.executable).with_name("dbt"), "--no-use-colors", *arguments, *project, *written],
        env={
            **os.environ,
            **profile_variables(HERE, PREVIOUS),
            "JTAI_DBT_PREVIOUS_RELEASE_NAME": previous_release,
            "TZ": time_zone,
        },
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


def build(folder: Path, *, previous_release: str = "", time_zone: str = "UTC", with_tests: bool = False) -> None:
    """Build every model; without a database of a previous release, beside an empty one."""
    duckdb.connect(str(folder / PREVIOUS)).close()
    left_out = [] if with_tests else ["--exclude-resource-type", "unit_test", "test"]
    finished = run_dbt(folder, "build", *left_out, previous_release=previous_release, time_zone=time_zone)
    assert finished.returncode == 0, finished.stdout


def copy_of(folder: Path, copy: Path) -> Path:
    """Copy a folder in which dbt ran."""
    shutil.copytree(folder, copy)
    return copy


@contextmanager
def open_marts(folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Look into the marts that dbt built in a folder."""
    with duckdb.connect(str(folder / WAREHOUSE), read_only=True) as connection:
        connection.execute("USE marts")
        yield connection
