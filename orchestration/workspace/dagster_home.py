"""Where Dagster keeps the history of runs, and how: without telemetry, one run at a time."""

from __future__ import annotations

import os
from pathlib import Path

import dagster as dg

from extractors.atomic_files import write_atomically
from orchestration.workspace.workspace import Workspace, WorkspaceUnusableError

DAGSTER_YAML = Path(__file__).with_name("dagster.yaml")
# Names the code location, as the clone's own `workspace.yaml` does; an installed package has no other.
CODE_LOCATION = Path(__file__).with_name("code_location.yaml")


def prepare_dagster_home(workspace: Workspace) -> Path:
    """The folder that `DAGSTER_HOME` names, else one in the data directory; a `dagster.yaml` there stays as it is."""
    folder = Path(os.environ.get("DAGSTER_HOME") or workspace.dagster)
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / DAGSTER_YAML.name).exists():
        write_atomically(folder / DAGSTER_YAML.name, DAGSTER_YAML.read_bytes())
    return folder


def open_instance(workspace: Workspace) -> dg.DagsterInstance:
    """Open Dagster's history. Raises `WorkspaceUnusableError` where its settings cannot be used."""
    folder = prepare_dagster_home(workspace)
    try:
        return dg.DagsterInstance.from_config(str(folder))
    except Exception as problem:  # it has errors of the YAML parser, of its own and of databases
        settings, reason = folder / DAGSTER_YAML.name, str(problem).splitlines()[0]
        message = f"{settings} cannot be used: {reason}\nCorrect it, or delete it to have the project's own again."
        raise WorkspaceUnusableError(message) from problem
