"""Where Dagster keeps the history of runs, and how: without telemetry, one run at a time, in files or on PostgreSQL.

Concept: https://docs.dagster.io/deployment/oss/dagster-yaml
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import dagster as dg
from dagster._core.instance.ref import InstanceRef
from dagster._core.remote_origin import (
    ManagedGrpcPythonEnvCodeLocationOrigin,
    RemoteJobOrigin,
    RemoteRepositoryOrigin,
)
from dagster._core.types.loadable_target_origin import LoadableTargetOrigin
from dagster._serdes import ConfigurableClassData

from extractors.atomic_files import write_atomically
from orchestration.workspace import dagster_storage
from orchestration.workspace.os_errors import find_lost_database
from orchestration.workspace.workspace import Workspace, WorkspaceUnusableError

DAGSTER_YAML = Path(__file__).with_name("dagster.yaml")
# What is added to it where `JTAI_DAGSTER_STORAGE` names a database.
POSTGRESQL_YAML = Path(__file__).with_name("dagster_postgresql.yaml")
STORAGE_VARIABLE = "JTAI_DAGSTER_STORAGE"
# Names the code location, as the clone's own `workspace.yaml` does; an installed package has no other.
CODE_LOCATION = Path(__file__).with_name("code_location.yaml")
LOCATION_NAME, DEFINITIONS = "jtai", "orchestration.definitions"
# On PostgreSQL: how long a statement may take, when an open connection is renewed, and how many more may be opened.
STATEMENT_TIMEOUT_MS, CONNECTION_AGE_SECONDS, MAX_MORE_CONNECTIONS = 60_000, 3600, 20
# As Dagster names the only repository of a code location.
REPOSITORY_NAME = "__repository__"


class Instance(dg.DagsterInstance):
    """Dagster's instance, as `instance_class` of `dagster.yaml` names it.

    A run that is started in process, as the command line does, says that it is of the UI's code location: the timeline
    shows no other runs, and only such a run can be started again from its page.
    """

    def __init__(self, *positional: Any, **options: Any) -> None:
        super().__init__(*positional, **options)
        # On PostgreSQL, connections stay open, as the web server has them: a run writes a thousand events.
        self.optimize_for_webserver(STATEMENT_TIMEOUT_MS, CONNECTION_AGE_SECONDS, MAX_MORE_CONNECTIONS)

    @classmethod
    def config_schema(cls) -> Mapping[str, Any]:
        """What `dagster.yaml` may say beside Dagster's own settings: nothing."""
        return {}

    @classmethod
    def config_defaults(cls, base_dir: str) -> Mapping[str, Any]:
        """Dagster's own defaults, with our storage where `dagster.yaml` names none."""
        storage = ConfigurableClassData(
            dagster_storage.__name__, dagster_storage.SqliteStorage.__name__, json.dumps({"base_dir": base_dir})
        )
        return {**InstanceRef.config_defaults(base_dir), "storage": storage}

    def create_run_for_job(self, job_def: dg.JobDefinition, *positional: Any, **options: Any) -> dg.DagsterRun:
        """Create a run of this project's definitions."""
        location = ManagedGrpcPythonEnvCodeLocationOrigin(LoadableTargetOrigin(module_name=DEFINITIONS), LOCATION_NAME)
        origin = RemoteJobOrigin(RemoteRepositoryOrigin(location, REPOSITORY_NAME), job_def.name)
        return super().create_run_for_job(job_def, *positional, **{"remote_job_origin": origin, **options})


def prepare_dagster_home(workspace: Workspace) -> Path:
    """The folder that `DAGSTER_HOME` names, else one in the data directory; a person's `dagster.yaml` there is kept.

    Raises `WorkspaceUnusableError` where that one does not use the database that the settings name.
    """
    folder = Path(os.environ.get("DAGSTER_HOME") or workspace.dagster)
    folder.mkdir(parents=True, exist_ok=True)
    embedded = DAGSTER_YAML.read_bytes()
    on_postgresql = embedded + POSTGRESQL_YAML.read_bytes()
    ours, path = on_postgresql if os.environ.get(STORAGE_VARIABLE) else embedded, folder / DAGSTER_YAML.name
    there = path.read_bytes() if path.exists() else None
    if there is None or (there != ours and there in (embedded, on_postgresql)):
        write_atomically(path, ours)
    elif ours == on_postgresql and STORAGE_VARIABLE.encode() not in there:
        raise WorkspaceUnusableError(
            f"{STORAGE_VARIABLE} is set, but {path} does not use it: add the storage of {POSTGRESQL_YAML}, or delete "
            "the file to have the project's own again"
        )
    return folder


def open_instance(workspace: Workspace) -> dg.DagsterInstance:
    """Open Dagster's history.

    Raises `RecordsUnreachableError` where its database is away, `WorkspaceUnusableError` where its settings cannot be
    used.
    """
    folder = prepare_dagster_home(workspace)
    try:
        return dg.DagsterInstance.from_config(str(folder))
    except Exception as problem:  # it has errors of the YAML parser, of its own and of databases
        if unreachable := find_lost_database(problem):
            raise unreachable from problem
        settings, reason = folder / DAGSTER_YAML.name, str(problem).splitlines()[0]
        if "dagster_postgres" in reason:
            raise WorkspaceUnusableError(
                f"{STORAGE_VARIABLE} needs the package dagster-postgres: install the extra “postgres”"
            ) from problem
        message = f"{settings} cannot be used: {reason}\nCorrect it, or delete it to have the project's own again."
        raise WorkspaceUnusableError(message) from problem
