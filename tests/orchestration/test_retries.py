"""A scheduled run tries again where the source cannot be reached; a run that somebody waits for ends at once."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest

from extractors.sample import ARCHIVE
from extractors.sources import SourceUnreachableError
from orchestration.defs import retries
from orchestration.defs.assets.discovery import discovery
from orchestration.defs.resources import build_resources
from orchestration.defs.schedules import weekly_refresh
from orchestration.defs.sensors import describe_errors
from orchestration.workspace.settings import read_settings


@pytest.fixture
def instance() -> Iterator[dg.DagsterInstance]:
    with dg.DagsterInstance.ephemeral() as instance:
        yield instance


def discover(
    tmp_path: Path, instance: dg.DagsterInstance, tags: dict[str, str], **how: bool
) -> dg.ExecuteInProcessResult:
    settings = read_settings(home=tmp_path / "home", source=str(tmp_path / "archive"))
    return dg.materialize([discovery], instance=instance, resources=build_resources(settings), tags=tags, **how)


@pytest.mark.slow
def test_a_scheduled_run_goes_on_once_the_source_is_back(
    tmp_path: Path, instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retries, "SECONDS_BETWEEN", 3.0)
    back = threading.Timer(2, shutil.copytree, [ARCHIVE, tmp_path / "archive"])
    back.start()
    result = discover(tmp_path, instance, dict(weekly_refresh.tags or {}))
    back.join()
    assert result.success
    assert [one.step_key for one in result.all_events if one.is_step_up_for_retry] == ["discovery"]


def test_a_scheduled_run_gives_up_in_the_end_and_says_why(
    tmp_path: Path, instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retries, "SECONDS_BETWEEN", 0.1)
    result = discover(tmp_path, instance, dict(weekly_refresh.tags or {}), raise_on_error=False)
    assert len([one for one in result.all_events if one.is_step_up_for_retry]) == retries.MAX_RETRIES
    context = dg.build_run_status_sensor_context(
        sensor_name="failed_runs",
        dagster_instance=instance,
        dagster_run=result.dagster_run,
        dagster_event=result.get_run_failure_event(),
    )
    assert "archive is empty or does not exist" in describe_errors(context.for_run_failure())


def test_who_waits_is_notified_at_once(tmp_path: Path, instance: dg.DagsterInstance) -> None:
    with pytest.raises(SourceUnreachableError, match="archive is empty or does not exist"):
        discover(tmp_path, instance, {})
