"""What Dagster loads: it is complete, it is described, and it starts by itself on Monday mornings."""

from __future__ import annotations

import subprocess
import sys
from functools import cached_property
from importlib.metadata import version
from pathlib import Path

import dagster as dg
import pytest
import yaml
from dagster_dbt import DbtCliResource
from running import clean_environment

from expectations import list_checks
from orchestration.dbt.resource import build_dbt_cli
from orchestration.definitions import defs
from orchestration.defs.asset_checks import ASSET_CHECKS
from orchestration.defs.assets.dbt_models import dbt_models
from orchestration.defs.assets.discovery import discovery
from orchestration.defs.jobs import load_executor
from orchestration.metadata.asset_metadata import describe_assets
from orchestration.workspace.dagster_home import CODE_LOCATION, DEFINITIONS, LOCATION_NAME
from orchestration.workspace.settings import SettingError

ROOT = Path(__file__).parents[2]


@pytest.mark.slow
def test_the_definitions_load_with_dg() -> None:
    dg_command = Path(sys.executable).with_name("dg")
    validated = subprocess.run(
        [dg_command, "check", "defs"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert validated.returncode == 0, validated.stdout + validated.stderr


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


def test_every_expectation_is_a_check_of_the_asset_it_is_about_and_blocks_where_it_is_critical() -> None:
    specs = {(*spec.asset_key.path, spec.name): spec for gate in ASSET_CHECKS for spec in gate.check_specs}
    assert len(specs) == len(list_checks()) > 50
    layers = {"discovered": "raw", "extracted": "raw", "published": "marts"}
    for check in list_checks():
        spec = specs[layers[check.gate], check.table_name, check.name]
        assert spec.blocking == (check.severity == "critical")
        assert spec.description


@pytest.mark.slow
def test_the_executor_is_the_one_that_the_setting_names() -> None:
    code = "from orchestration.definitions import defs; print(defs.resolve_job_def('refresh').executor_def.name)"
    environment = clean_environment() | {"JTAI_EXECUTOR": "dagster:multiprocess_executor"}
    named = subprocess.check_output([sys.executable, "-c", code], env=environment, text=True)
    assert named.strip() == "multiprocess"


@pytest.mark.parametrize("name", ["no_such_module:executor", "dagster:no_such_executor", "dagster:asset"])
def test_an_executor_that_does_not_exist_is_named(name: str) -> None:
    with pytest.raises(SettingError, match=f"JTAI_EXECUTOR is '{name}': "):
        load_executor(name)


def test_every_table_that_an_expectation_is_about_is_an_asset() -> None:
    keys = {spec.key for spec in defs.resolve_all_asset_specs()}
    assert {spec.asset_key for gate in ASSET_CHECKS for spec in gate.check_specs} <= keys


def test_every_asset_has_its_owners_and_a_link_to_its_code() -> None:
    (asset,) = describe_assets([discovery], owners=["team:data"], code_url="https://gitlab.example.org/outcomes")
    for spec in asset.specs:
        assert spec.owners == ["team:data"]
        (link,) = spec.metadata["dagster/code_references"].code_references
        assert isinstance(link, dg.UrlCodeReference)
        assert "orchestration/defs/assets/discovery.py" in link.url


def test_every_check_is_described_and_a_generic_dbt_test_by_what_it_tests() -> None:
    descriptions = {spec.name: spec.description for spec in dbt_models.check_specs}
    assert [name for name, description in descriptions.items() if not description] == []
    assert descriptions["sections_are_numbered_once"] == "No two rows have the same `(report_id, section_number)`."
    assert descriptions["finding_kind_is_of_the_closed_list"] == "Every `kind` is a `kind` of `section_kinds`."
    assert descriptions["every_unread_letter_has_a_reason"].startswith("`unread_reason` is never null, where `")


def test_owners_and_layers_are_set_by_default() -> None:
    for spec in defs.resolve_all_asset_specs():
        assert spec.owners == ["team:inspection-outcomes"], spec.key
        assert str(spec.group_name).endswith(spec.tags["jtai/layer"]), spec.key


def test_the_launchpad_asks_for_what_a_user_may_choose_and_nothing_else() -> None:
    job = defs.resolve_job_def("refresh")
    assert dg.validate_run_config(job, {"full_refresh": True})
    assert dg.validate_run_config(job, {})
    with pytest.raises(dg.DagsterInvalidConfigError):
        dg.validate_run_config(job, {"resources": {}})


def test_the_ui_has_one_name_for_the_code_location_however_it_is_started() -> None:
    assert CODE_LOCATION.read_text() == (ROOT / "workspace.yaml").read_text()
    (loaded,) = yaml.safe_load(CODE_LOCATION.read_text())["load_from"]
    assert loaded["python_module"] == {"module_name": DEFINITIONS, "location_name": LOCATION_NAME}


def test_the_schedule_runs_every_monday_at_five_in_london() -> None:
    schedule = defs.resolve_schedule_def("weekly_refresh")
    assert (schedule.cron_schedule, schedule.execution_timezone) == ("0 5 * * 1", "Europe/London")
    assert schedule.default_status == dg.DefaultScheduleStatus.RUNNING


def test_dagster_dbt_still_has_the_private_property_that_is_overridden() -> None:
    assert isinstance(vars(DbtCliResource)["_cli_version"], cached_property)
    assert str(build_dbt_cli()._cli_version) == version("dbt-core")
