"""dbt as this project runs it: the one of this environment, parsed only when its files changed.

Concept: https://docs.dagster.io/integrations/libraries/dbt
"""

import json
import os
import shutil
import subprocess
import sys
from contextlib import suppress
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import ClassVar

import dagster as dg
from dagster_dbt import DagsterDbtTranslator, DbtCliInvocation, DbtCliResource, DbtProject
from dagster_dbt.core.dbt_cli_invocation import PARTIAL_PARSE_FILE_NAME
from filelock import FileLock
from packaging.version import Version
from platformdirs import user_cache_path
from pydantic import PrivateAttr

from extractors.errors import JtaiError
from orchestration.dbt import child_process
from orchestration.dbt.child_process import DBT, FOLDER_VARIABLE, PARENT_VARIABLE, WAIT_FOR_COMMAND
from orchestration.workspace.databases import create_empty_database
from orchestration.workspace.workspace import Workspace
from publishers import Release
from publishers.formats.duckdb_file import DATABASE_NAME

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
# A module that becomes dbt, for dagster-dbt starts an executable; never one of that name in the current folder.
START_CHILD = ("-P", "-m", child_process.__name__)
GENERATED_FOLDERS = frozenset({"target", "logs"})


class DbtParseError(JtaiError):
    """The dbt project cannot be parsed; the message is dbt's own."""


class DbtBuildError(JtaiError):
    """dbt could not build a model, or a test of it failed; the message is dbt's own."""

    exit_code: ClassVar[int] = 1


class DbtCli(DbtCliResource):
    """The dbt-core installed beside this Python.

    dagster-dbt runs `dbt --version` before each command, which asks the package index for newer versions and takes
    2.5 s, and has no switch for that. So this one private property takes the version from the installed package; a test
    fails when dagster-dbt no longer has it.
    """

    _started: subprocess.Popen[bytes] | None = PrivateAttr(default=None)

    @cached_property
    def _cli_version(self) -> Version:
        return Version(version("dbt-core"))

    def start(self, workspace: Workspace, previous: Release | None) -> None:
        """Start dbt ahead of `build`: it imports itself and parses while the run does other work, which saves 4 s."""
        set_variables(workspace, previous)
        # As dagster-dbt does before it starts dbt.
        shutil.copy(TARGET / PARTIAL_PARSE_FILE_NAME, workspace.dbt)
        self._started = subprocess.Popen(  # noqa: S603 our own module
            [self.dbt_executable, *START_CHILD, WAIT_FOR_COMMAND],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=os.environ
            | {
                "DBT_LOG_FORMAT": "json",
                "DBT_LOG_PATH": str(workspace.dbt),
                "DBT_TARGET_PATH": str(workspace.dbt),
                "DBT_PROFILES_DIR": str(DBT_PROJECT),
                "DBT_PROJECT_DIR": str(DBT_PROJECT),
                "PYTHONUNBUFFERED": "1",
            },
        )

    def build(
        self,
        context: dg.AssetExecutionContext,
        workspace: Workspace,
        previous: Release | None,
        translator: DagsterDbtTranslator,
    ) -> DbtCliInvocation:
        """Begin to build and test what `context` selects, compared with the previous release.

        Unit tests are left to the test run: they are about the models, whatever the letters say.
        """
        command = ["build", "--exclude-resource-type", "unit_test"]
        if self._started and self._started.stdin and not context.is_subset:
            # Where it has ended, what it printed says why.
            with suppress(BrokenPipeError), self._started.stdin as standard_input:
                standard_input.write(json.dumps(["--no-use-colors", *command]).encode())
            return DbtCliInvocation(
                process=self._started,
                manifest=json.loads(MANIFEST.read_bytes()),
                dagster_dbt_translator=translator,
                project_dir=DBT_PROJECT,
                target_path=workspace.dbt,
                raise_on_error=False,
                cli_version=self._cli_version,
                project=DbtProject(DBT_PROJECT),
                context=context,
            )
        set_variables(workspace, previous)
        return self.cli(command, context=context, target_path=workspace.dbt, raise_on_error=False)

    def teardown_after_execution(self, context: dg.InitResourceContext) -> None:
        """End a dbt that was started and had nothing to do."""
        if self._started:
            with self._started as process:
                process.kill()


def set_variables(workspace: Workspace, previous: Release | None) -> None:
    """Set what the dbt project and the process that becomes dbt read, for the processes that this one starts."""
    remove_dbt_settings_of_user()
    os.environ |= {
        **profile_variables(workspace, link_database_to_attach(previous, workspace)),
        PREVIOUS_RELEASE_NAME_VARIABLE: previous.manifest.name if previous else "",
        FOLDER_VARIABLE: str(workspace.warehouse.parent),
        PARENT_VARIABLE: str(os.getpid()),
        # dagster-dbt takes the parsed project from here, so that dbt need not parse it in a new data directory.
        "DBT_TARGET_PATH": str(TARGET),
    }


def remove_dbt_settings_of_user() -> None:
    """Remove what people set for other dbt projects, such as `DBT_TARGET`: dbt prefers it to this project's own."""
    for name in [name for name in os.environ if name.startswith("DBT_")]:
        del os.environ[name]


def link_database_to_attach(previous: Release | None, workspace: Workspace) -> Path:
    """A link to the previous release's database, or to an empty one where there is none.

    dbt attaches one in every run; at another path it would parse the whole project again.
    """
    empty, link = workspace.dbt / "no_previous_release.duckdb", workspace.previous_release_link
    if not empty.exists():
        create_empty_database(empty)
    link.unlink(missing_ok=True)
    link.symlink_to(previous.path / DATABASE_NAME if previous else empty)
    return link


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
        global_config_flags=[*START_CHILD, "--no-use-colors"],
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
    remove_dbt_settings_of_user()
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
