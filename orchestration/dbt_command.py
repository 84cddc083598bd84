"""dbt as this project runs it: the one of this environment, parsed only when its files changed.

dagster-dbt runs `dbt --version` before each command: that takes 2.5 s and asks the package index for news. It parses
the project in each process that loads the definitions: 6 s. Two of its inner methods are therefore answered here.
"""

import os
import subprocess
import sys
from collections.abc import Sequence
from functools import cached_property
from importlib.metadata import version
from pathlib import Path

import dagster as dg
from dagster_dbt import DbtCliInvocation, DbtCliResource
from filelock import FileLock
from packaging.version import Version

from orchestration import dbt_process
from orchestration.dbt_process import DBT, PARENT_VARIABLE
from orchestration.home import Home

DBT_PROJECT = Path(__file__).parents[1] / "dbt_project"
TARGET = DBT_PROJECT / "target"
MANIFEST = TARGET / "manifest.json"
# Parsed there, then renamed: a manifest torn by a kill would keep every later run from starting.
PARSED_ASIDE = TARGET / "parsing"
# The dbt profile reads the path of the warehouse from here.
WAREHOUSE_VARIABLE = "JTAI_WAREHOUSE"
MADE_BY_DBT = frozenset({"target", "logs"})


class DbtNotParsed(Exception):
    """The dbt project cannot be parsed; the message is dbt's own."""


class DbtCommand(DbtCliResource):
    """The dbt-core installed beside this Python."""

    @cached_property
    def _cli_version(self) -> Version:
        return Version(version("dbt-core"))

    def _initialize_dbt_core_adapter(self, args: Sequence[str]) -> None:  # type: ignore[override]
        """Open no second adapter in this process: it takes 1 to 2 s and serves column lookups that we do not make."""

    def build(self, context: dg.AssetExecutionContext, home: Home) -> DbtCliInvocation:
        """Begin to build and test what `context` selects, in the warehouse of `home`.

        Unit tests are left to the test run: they are about the models, whatever the letters say.
        """
        os.environ |= {WAREHOUSE_VARIABLE: str(home.warehouse), PARENT_VARIABLE: str(os.getpid())}
        return self.cli(
            ["build", "--exclude-resource-type", "unit_test"],
            context=context,
            target_path=home.dbt,
            raise_on_error=False,
        )


def dbt_command() -> DbtCommand:
    """Name dbt by its path, for it need not be on PATH, and have it started by what ends it with us."""
    return DbtCommand(
        project_dir=str(DBT_PROJECT),
        profiles_dir=str(DBT_PROJECT),
        dbt_executable=sys.executable,
        global_config_flags=["-m", dbt_process.__name__, "--no-use-colors"],
    )


def parsed_manifest() -> Path:
    """The manifest of the dbt project, made again where a dbt file is newer. Raises `DbtNotParsed`."""
    TARGET.mkdir(exist_ok=True)
    with FileLock(TARGET / "parse.lock"):
        if not MANIFEST.exists() or MANIFEST.stat().st_mtime < _last_written():
            _parse()
    return MANIFEST


def _last_written() -> float:
    """When a file of the dbt project was last written, added or deleted."""
    parts = [part for part in DBT_PROJECT.iterdir() if part.name not in MADE_BY_DBT]
    inside = [path for part in parts for path in part.rglob("*")]
    return max(path.stat().st_mtime for path in [*parts, *inside])


def _parse() -> None:
    environment = {**os.environ, WAREHOUSE_VARIABLE: "warehouse.duckdb"}
    parsing = subprocess.run(  # noqa: S603 our own dbt on our own project
        [DBT, "parse", "--quiet", "--target-path", PARSED_ASIDE],
        env=environment,
        cwd=DBT_PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    if parsing.returncode:
        raise DbtNotParsed(f"dbt cannot parse {DBT_PROJECT}:\n{parsing.stdout}{parsing.stderr}")
    (PARSED_ASIDE / MANIFEST.name).replace(MANIFEST)
