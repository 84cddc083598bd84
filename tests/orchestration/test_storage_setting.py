"""`dagster.yaml` follows the setting of Dagster's storage, unless somebody wrote it."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from orchestration.workspace.dagster_home import DAGSTER_YAML, open_instance, prepare_dagster_home
from orchestration.workspace.workspace import Workspace, WorkspaceUnusableError

VARIABLE = "JTAI_DAGSTER_STORAGE"


def test_the_setting_adds_the_database_to_the_file_of_dagster_and_takes_it_out_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = Workspace(tmp_path)
    for address in ("", "postgresql+psycopg2://jtai@127.0.0.1/jtai", ""):
        monkeypatch.setenv(VARIABLE, address)
        written = yaml.safe_load((prepare_dagster_home(workspace) / DAGSTER_YAML.name).read_text())
        assert written.get("storage") == ({"postgres": {"postgres_url": {"env": VARIABLE}}} if address else None)
        assert written["concurrency"]["runs"]["max_concurrent_runs"] == 1


def test_a_file_of_dagster_that_somebody_wrote_is_kept_and_must_use_the_database_that_is_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace, own = Workspace(tmp_path), "telemetry: {enabled: false}\n"
    workspace.dagster.mkdir()
    path = workspace.dagster / DAGSTER_YAML.name
    path.write_text(own)
    prepare_dagster_home(workspace)
    monkeypatch.setenv(VARIABLE, "postgresql+psycopg2://jtai@127.0.0.1/jtai")
    with pytest.raises(WorkspaceUnusableError, match=rf"{VARIABLE} is set, but .* does not use it"):
        open_instance(workspace)
    assert path.read_text() == own
