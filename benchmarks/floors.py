"""The least that a stage could cost: the same work by the bare tool behind it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

from orchestration.dbt.child_process import DBT
from orchestration.dbt.resource import (
    DBT_PROJECT,
    PREVIOUS_RELEASE_NAME_VARIABLE,
    PREVIOUS_RELEASE_VARIABLE,
    WAREHOUSE_VARIABLE,
)
from orchestration.workspace.databases import create_empty_database
from orchestration.workspace.workspace import Workspace


def seconds_of_copy(home: Path, scratch: Path) -> float:
    """A plain copy of the letters' files, instead of finding and fetching them."""
    begun = time.perf_counter()
    shutil.copytree(Workspace(home).files, scratch / "copy")
    return time.perf_counter() - begun


def seconds_of_bare_dbt(home: Path, scratch: Path) -> float:
    """`dbt build` by itself on a copy of the warehouse, parsing the project as in a new home."""
    copy = Path(shutil.copy(Workspace(home).warehouse, scratch / "bare.duckdb"))
    previous = scratch / "previous.duckdb"
    create_empty_database(previous)
    return _seconds(
        [
            str(DBT),
            "build",
            "--quiet",
            "--exclude-resource-type",
            "unit_test",
            "--target-path",
            str(scratch / "target"),
        ],
        cwd=DBT_PROJECT,
        environment={
            WAREHOUSE_VARIABLE: str(copy),
            PREVIOUS_RELEASE_VARIABLE: str(previous),
            PREVIOUS_RELEASE_NAME_VARIABLE: "",
        },
    )


def seconds_of_import(modules: str) -> float:
    """A Python that imports these modules and ends."""
    return _seconds([sys.executable, "-c", f"import {modules}"])


def _seconds(command: list[str], cwd: Path | None = None, environment: dict[str, str] | None = None) -> float:
    begun = time.perf_counter()
    subprocess.run(command, cwd=cwd, env={**os.environ, **(environment or {})}, check=True, capture_output=True)  # noqa: S603
    return time.perf_counter() - begun
