"""The wheel, installed where nothing else is, runs the demo from another folder; what only tests need is not in it.

The packages come from uv's cache, at the versions of the lock file; without them these tests say so and are skipped.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import duckdb
import pytest
from running import Finished, clean_environment

from imports import PACKAGES, ROOT

# What dbt writes beside its project.
GENERATED = {"target", "logs"}

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    uv("build", "--wheel", "--out-dir", folder, ROOT)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `jtai` of an environment that holds the wheel and the locked packages without those for development."""
    environment = tmp_path_factory.mktemp("installed") / "environment"
    locked = ["--frozen", "--no-dev", "--no-install-project", "--project", ROOT, "--python", sys.executable]
    # Not all of them is run here, and what is compiles itself.
    uv("sync", *locked, UV_PROJECT_ENVIRONMENT=str(environment), UV_COMPILE_BYTECODE="0")
    uv("pip", "install", "--no-deps", "--python", environment, wheel)
    return environment / "bin" / "jtai"


def uv(*arguments: str | Path, **settings: str) -> None:
    command = os.environ.get("UV") or shutil.which("uv")
    if command is None:
        pytest.skip("uv is not installed")
    finished = run([command, *arguments], Path.cwd(), UV_OFFLINE="1", **settings)
    if "network was disabled" in finished.stderr:
        pytest.skip(f"the cache of uv has not every package: {finished.stderr}")
    assert finished.returncode == 0, finished.stderr


def run(command: list[str | Path], folder: Path, **settings: str) -> Finished:
    environment = clean_environment() | settings
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def test_the_wheel_holds_the_product_and_nothing_else(wheel: Path) -> None:
    with ZipFile(wheel) as archive:
        paths = [Path(name) for name in archive.namelist()]

    assert {path.parts[0] for path in paths if ".dist-info" not in path.parts[0]} == {*PACKAGES}
    assert [path for path in paths if path.parts[1] in GENERATED or path.name.startswith(".")] == []


def test_the_installed_command_says_its_version(installed: Path, wheel: Path, tmp_path: Path) -> None:
    finished = run([installed, "--version"], tmp_path)

    assert finished.stdout.split()[-1:] == [wheel.name.split("-")[1]], finished.stderr


def test_the_installed_demo_releases_the_sample(installed: Path, tmp_path: Path) -> None:
    finished = run([installed, "demo"], tmp_path)

    assert finished.returncode == 0, finished.stdout + finished.stderr
    with duckdb.connect(str(tmp_path / "demo_data" / "releases" / "latest" / "jtai.duckdb"), read_only=True) as release:
        assert release.sql("SELECT count(*) FROM inspections").fetchall() == [(14,)]
