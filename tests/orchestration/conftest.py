"""A home that was really refreshed, once for all tests: invented letters, archived under numbers of real places."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from extractors.sample import ARCHIVE
from orchestration.dbt_command import DBT_PROJECT

JTAI = Path(sys.executable).with_name("jtai")
Finished = subprocess.CompletedProcess[str]


@dataclass(frozen=True)
class Refreshed:
    """A home with one release, the archive it was made from, and what its maker saw."""

    home: Path
    archive: Path
    finished: Finished


def jtai(*arguments: str | Path, **settings: str) -> Finished:
    """Run the command as a user would."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("JTAI_", "DAGSTER_"))}
    return subprocess.run(
        [JTAI, *arguments], env=environment | settings, capture_output=True, text=True, check=False, timeout=120
    )


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("archive")
    seed = str(DBT_PROJECT / "seeds" / "england_local_authorities.csv")
    urns = duckdb.read_csv(seed).project("urn").order("urn").fetchall()
    for (urn,), authority in zip(urns, sorted(ARCHIVE.iterdir()), strict=False):
        shutil.copytree(authority, folder / f"{urn}_{authority.name.split('_')[1]}")
    return folder


@pytest.fixture(scope="session")
def refreshed(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Refreshed:
    home = tmp_path_factory.mktemp("home")
    return Refreshed(home, archive, jtai("refresh", "--home", home, "--source", archive, "--pace", "0"))


@pytest.fixture
def home(refreshed: Refreshed, tmp_path: Path) -> Path:
    """A copy of the refreshed home, for a test to change."""
    return Path(shutil.copytree(refreshed.home, tmp_path / "home", symlinks=True))


@pytest.fixture
def change_warehouse(home: Path) -> Callable[[str], None]:
    """Run a statement on the warehouse of the copied home."""

    def run(statement: str) -> None:
        with duckdb.connect(str(home / "warehouse.duckdb")) as connection:
            connection.execute(statement)

    return run
