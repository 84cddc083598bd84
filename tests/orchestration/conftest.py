"""A home that was really refreshed, once for all tests: invented letters, archived under numbers of real places."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from running import Refreshed, jtai

from extractors.sample import ARCHIVE
from orchestration.dbt_command import DBT_PROJECT


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
