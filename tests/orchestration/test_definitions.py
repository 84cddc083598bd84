"""What Dagster loads: it is whole, it is described, and it starts by itself on Monday mornings."""

from __future__ import annotations

import subprocess
import sys
from functools import cached_property
from importlib.metadata import version
from pathlib import Path

import dagster as dg
from dagster_dbt import DbtCliResource

from expectations import JUDGED
from orchestration.dbt_command import dbt_command
from orchestration.definitions import defs
from orchestration.gates import discovered_gate, extracted_gate, published_gate

ROOT = Path(__file__).parents[2]


def test_the_workspace_of_the_project_loads() -> None:
    dagster = Path(sys.executable).with_name("dagster")
    validated = subprocess.run(
        [dagster, "definitions", "validate", "-w", "workspace.yaml"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert validated.returncode == 0, validated.stderr


def test_dbt_is_not_imported_by_what_runs_it_as_a_command() -> None:
    asked = (
        "import sys, orchestration.definitions; print([m for m in sys.modules if m in {'dbt.adapters', 'networkx'}])"
    )
    told = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"


def test_every_asset_has_a_group_a_description_and_a_kind() -> None:
    for spec in defs.resolve_all_asset_specs():
        assert spec.group_name != "default", spec.key
        assert spec.description, spec.key
        assert "Raw SQL" not in spec.description, spec.key
        assert spec.kinds, spec.key


def test_every_column_of_a_table_that_python_writes_is_described() -> None:
    for spec in defs.resolve_all_asset_specs():
        if "dagster/column_schema" in spec.metadata and "python" in spec.kinds:
            assert all(column.description for column in spec.metadata["dagster/column_schema"].columns), spec.key


def test_groups_are_listed_in_the_order_of_the_flow() -> None:
    groups = {spec.key: str(spec.group_name) for spec in defs.resolve_all_asset_specs()}
    for spec in defs.resolve_all_asset_specs():
        assert all(groups[dep.asset_key] <= groups[spec.key] for dep in spec.deps), spec.key
    assert sorted(set(groups.values()))[-1] == "10_release"


def test_every_gate_blocks_what_comes_after_it() -> None:
    checks = [spec for gate in (discovered_gate, extracted_gate, published_gate) for spec in gate.check_specs]
    assert len(checks) == sum(map(len, JUDGED.values()))
    assert all(check.blocking for check in checks)


def test_the_schedule_runs_every_monday_at_five_in_london() -> None:
    schedule = defs.resolve_schedule_def("weekly_refresh")
    assert (schedule.cron_schedule, schedule.execution_timezone) == ("0 5 * * 1", "Europe/London")
    assert schedule.default_status == dg.DefaultScheduleStatus.RUNNING


def test_what_we_answer_in_place_of_dagster_dbt_is_still_asked() -> None:
    assert isinstance(vars(DbtCliResource)["_cli_version"], cached_property)
    assert callable(vars(DbtCliResource)["_initialize_dbt_core_adapter"])
    assert str(dbt_command()._cli_version) == version("dbt-core")
