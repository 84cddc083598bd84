"""What comes in is what was locked, and nothing goes out."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from dagster import DagsterInstance

from expectations.data_docs import create_context
from orchestration.cli import main
from orchestration.cli.main import exec_dagster_dev
from orchestration.dbt.resource import DBT_PROJECT
from orchestration.workspace.dagster_home import prepare_dagster_home
from orchestration.workspace.settings import Settings
from orchestration.workspace.workspace import Workspace

LOCK = Path(__file__).parents[1] / "uv.lock"
PACKAGES: list[dict[str, Any]] = tomllib.loads(LOCK.read_text("utf-8"))["package"]


def test_every_package_but_our_own_comes_from_a_registry_by_its_hash() -> None:
    others = [package for package in PACKAGES if package["source"] != {"editable": "."}]
    assert len(others) == len(PACKAGES) - 1
    for package in others:
        files = [*package.get("wheels", ()), *filter(None, [package.get("sdist")])]
        assert "registry" in package["source"], package["name"]
        assert files, package["name"]
        assert all(file["hash"].startswith("sha256:") for file in files), package["name"]


def test_dagster_dbt_and_great_expectations_send_no_telemetry(tmp_path: Path) -> None:
    with DagsterInstance.from_config(str(prepare_dagster_home(Workspace(tmp_path)))) as instance:
        assert not instance.telemetry_enabled
    project = yaml.safe_load((DBT_PROJECT / "dbt_project.yml").read_text("utf-8"))
    assert project["flags"]["send_anonymous_usage_stats"] is False
    assert create_context().config.analytics_enabled is False


def test_the_web_server_listens_to_this_machine_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[list[str]] = []
    monkeypatch.setattr(main.os, "execve", lambda _program, arguments, _environment: started.append(arguments))
    exec_dagster_dev(Settings(home=tmp_path), 3000)
    ((*_, host, _port, _number, _level, _warning),) = started
    assert host == "127.0.0.1"
