"""The home that was really refreshed, for a test to change."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from running import Refreshed, jtai


@pytest.fixture(scope="session")
def unchanged(refreshed: Refreshed, tmp_path_factory: pytest.TempPathFactory) -> Refreshed:
    """A copy of the refreshed home after one more run, which found nothing changed; tests only look at it."""
    home = tmp_path_factory.mktemp("unchanged") / "home"
    shutil.copytree(refreshed.home, home, symlinks=True)
    again = jtai("refresh", "--home", home, "--source", refreshed.archive, "--pace", "0")
    return Refreshed(home, refreshed.archive, again)


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
