"""What comes in is what was locked, and nothing goes out."""

from __future__ import annotations

import re
import shutil
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import pytest
import yaml
from dagster import DagsterInstance
from packaging.utils import canonicalize_name

from expectations.data_docs import create_context
from imports import PACKAGES as OWN
from imports import ROOT, list_imports, parse_product
from orchestration.cli import main
from orchestration.cli.main import exec_dagster_dev
from orchestration.dbt.resource import DBT_PROJECT
from orchestration.workspace.dagster_home import DAGSTER_YAML, prepare_dagster_home
from orchestration.workspace.settings import Settings
from orchestration.workspace.workspace import Workspace

LOCKED: list[dict[str, Any]] = tomllib.loads((ROOT / "uv.lock").read_text("utf-8"))["package"]
# What the product needs and does not import: programs that it runs, and what its libraries need for it.
NOT_IMPORTED = {"dagster-webserver", "dbt-core", "dbt-duckdb", "pyarrow", "vl-convert-python"}


def test_every_package_but_our_own_comes_from_a_registry_by_its_hash() -> None:
    others = [package for package in LOCKED if package["source"] != {"editable": "."}]
    assert len(others) == len(LOCKED) - 1
    for package in others:
        files = [*package.get("wheels", ()), *filter(None, [package.get("sdist")])]
        assert "registry" in package["source"], package["name"]
        assert files, package["name"]
        assert all(file["hash"].startswith("sha256:") for file in files), package["name"]


def test_what_the_product_imports_is_what_it_declares() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    declared = {re.split(r"[=<>[]", dependency)[0] for dependency in project["dependencies"]}
    optional = {name for extra in project["optional-dependencies"].values() for name in extra}
    imported = {name.split(".")[0] for tree in parse_product().values() for name, _ in list_imports(tree)}
    libraries = imported - {*sys.stdlib_module_names, *OWN}
    found = packages_distributions()

    # dbt-core and its adapters share one package.
    imported_libraries = {canonicalize_name(found[name][0]) for name in libraries - {"dbt"}}
    assert imported_libraries - optional == declared - NOT_IMPORTED


def test_dagster_dbt_and_great_expectations_send_no_telemetry(tmp_path: Path) -> None:
    with DagsterInstance.from_config(str(prepare_dagster_home(Workspace(tmp_path)))) as instance:
        assert not instance.telemetry_enabled
    project = yaml.safe_load((DBT_PROJECT / "dbt_project.yml").read_text("utf-8"))
    assert project["flags"]["send_anonymous_usage_stats"] is False
    assert create_context().config.analytics_enabled is False


def test_dagster_started_by_hand_in_the_clone_sends_nothing_and_keeps_its_history(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copyfile(ROOT / DAGSTER_YAML.name, tmp_path / DAGSTER_YAML.name)

    with DagsterInstance.from_config(str(tmp_path)) as instance:
        assert not instance.telemetry_enabled
        assert instance.get_runs() == []
    assert (Workspace(tmp_path / "data").dagster / "history" / "runs.db").exists()
    by_hand = yaml.safe_load((ROOT / DAGSTER_YAML.name).read_text("utf-8"))
    del by_hand["storage"]
    assert by_hand == yaml.safe_load(DAGSTER_YAML.read_text("utf-8"))
    assert "DAGSTER_DISABLE_TELEMETRY=1" in (ROOT / ".env").read_text("utf-8").splitlines()


def test_the_web_server_listens_to_this_machine_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[list[str]] = []
    monkeypatch.setattr(main.os, "execve", lambda _program, arguments, _environment: started.append(arguments))
    exec_dagster_dev(Settings(home=tmp_path), 3000)
    ((*_, host, _port, _number, _level, _warning),) = started
    assert host == "127.0.0.1"
