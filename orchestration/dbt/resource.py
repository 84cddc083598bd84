"""dbt as this project runs it: the one of this environment, parsed only when its files changed.

Concept: https://docs.dagster.io/integrations/libraries/dbt
"""

import os
import subprocess
import sys
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import ClassVar

import dagster as dg
from dagster_dbt import DbtCliInvocation, DbtCliResource
from dagster_dbt.core.dbt_cli_invocation import PARTIAL_PARSE_FILE_NAME
from filelock import FileLock
from packaging.version import Version
from platformdirs import user_cache_path

from extractors.errors import JtaiError
from orchestration.dbt import child_process
from orchestration.dbt.child_process import DBT, FOLDER_VARIABLE, PARENT_VARIABLE
from orchestration.workspace.workspace import Workspace

DBT_PROJECT = Path(__file__).parents[2] / "dbt_project"
# Where dbt parses to: beside the project, or in the user's cache where the installed package is read-only.
TARGET = DBT_PROJECT / "target" if os.access(DBT_PROJECT, os.W_OK) else user_cache_path("jtai") / "dbt"
MANIFEST = TARGET / "manifest.json"
# Parsed there, then renamed: a manifest torn by a kill would keep every later run from starting.
TEMPORARY_TARGET = TARGET / "parsing"
# The dbt project reads these. They are set in this process too, so none may have the name of a setting.
WAREHOUSE_VARIABLE = "JTAI_DBT_WAREHOUSE"
PREVIOUS_RELEASE_VARIABLE = "JTAI_DBT_PREVIOUS_RELEASE"
PREVIOUS_RELEASE_NAME_VARIABLE = "JTAI_DBT_PREVIOUS_RELEASE_NAME"
GENERATED_FOLDERS = frozenset({"target", "logs"})


class DbtParseError(JtaiError):
    """The dbt project cannot be parsed; the message is dbt's own."""


class DbtBuildError(JtaiError):
    """dbt could not build a model, or a test of it failed; the message is dbt's own."""

    exit_code: ClassVar[int] = 1


class DbtCli(DbtCliResource):
    """The dbt-core installed beside this Python.

    dagster-dbt runs `dbt --version` before each command, which asks the package index for news and takes 2.5 s, and it
    has no switch for that. So this one private property is answered from the installed package; a test says when it is
    gone.
    """

    @cached_property
    def _cli_version(self) -> Version:
        return Version(version("dbt-core"))

    def build(
        self, context: dg.AssetExecutionContext, workspace: Workspace, *, previous: Path, previous_name: str
    ) -> DbtCliInvocation:
        """Begin to build and test what `context` selects; `previous` is the database of the previous release.

        Unit tests are left to the test run: they are about the models, whatever the letters say.
        """
        os.environ |= {
            **profile_variables(workspace, previous),
            PREVIOUS_RELEASE_NAME_VARIABLE: previous_name,
            FOLDER_VARIABLE: str(workspace.warehouse.parent),
            PARENT_VARIABLE: str(os.getpid()),
            # dagster-dbt takes the parsed project from here, so that dbt need not parse it in a new data directory.
            "DBT_TARGET_PATH": str(TARGET),
        }
        return self.cli(
            ["build", "--exclude-resource-type", "unit_test"],
            context=context,
            target_path=workspace.dbt,
            raise_on_error=False,
        )


def profile_variables(workspace: Workspace, previous: Path) -> dict[str, str]:
    """What the dbt profile reads: both databases, relative to the warehouse's folder.

    dbt parses the whole project again where its profile changed, so no path may name the data directory.
    """
    return {
        WAREHOUSE_VARIABLE: workspace.warehouse.name,
        PREVIOUS_RELEASE_VARIABLE: os.path.relpath(previous, workspace.warehouse.parent),
    }


def build_dbt_cli() -> DbtCli:
    """Name dbt by its path, for it need not be on PATH, and start it so that it ends when this process does."""
    return DbtCli(
        project_dir=str(DBT_PROJECT),
        profiles_dir=str(DBT_PROJECT),
        dbt_executable=sys.executable,
        global_config_flags=["-m", child_process.__name__, "--no-use-colors"],
    )


def prepare_manifest() -> Path:
    """The manifest of the dbt project, parsed again where a dbt file is newer. Raises `DbtParseError`.

    `DbtProject.prepare_if_dev` would parse in every process that loads the definitions, 6 s each.
    """
    TARGET.mkdir(parents=True, exist_ok=True)
    with FileLock(TARGET / "parse.lock"):
        if not MANIFEST.exists() or MANIFEST.stat().st_mtime < _last_modified():
            _parse()
    return MANIFEST


def _last_modified() -> float:
    """When a file of the dbt project was last written, added or deleted."""
    parts = [part for part in DBT_PROJECT.iterdir() if part.name not in GENERATED_FOLDERS]
    inside = [path for part in parts for path in part.rglob("*")]
    return max(path.stat().st_mtime for path in [*parts, *inside])


def _parse() -> None:
    workspace = Workspace(TEMPORARY_TARGET)
    environment = {
        **os.environ,
        **profile_variables(workspace, workspace.previous_release_link),
        PREVIOUS_RELEASE_NAME_VARIABLE: "",
    }
    parsing = subprocess.run(  # noqa: S603 our own dbt on our own project
        [DBT, "parse", "--quiet", "--target-path", TEMPORARY_TARGET, "--log-path", TARGET],
        env=environment,
        cwd=DBT_PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    if parsing.returncode:
        raise DbtParseError(f"dbt cannot parse {DBT_PROJECT}:\n{parsing.stdout}{parsing.stderr}")
    for name in (PARTIAL_PARSE_FILE_NAME, MANIFEST.name):
        (TEMPORARY_TARGET / name).replace(TARGET / name)
