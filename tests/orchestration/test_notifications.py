"""Notifications of a failed refresh go to the named receivers, and nothing else is sent."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from subprocess import PIPE

import dagster as dg
import pytest
from pydantic import SecretStr
from running import jtai, without_a_third
from test_workspace import HOLD

from orchestration.defs.assets.discovery import discovery
from orchestration.defs.jobs import COMMAND_LINE_TAG
from orchestration.defs.resources import build_resources
from orchestration.defs.sensors import failed_runs
from orchestration.metadata.run_tags import OUTCOME_TAG
from orchestration.workspace.notifications import NotificationError, notify_of_failure
from orchestration.workspace.settings import Settings, read_settings


class Listener(HTTPServer):
    """A web hook on this machine, and what it was sent."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Hook)
        self.heard: list[dict[str, str]] = []

    @property
    def address(self) -> str:
        return f"json://127.0.0.1:{self.server_port}/s3cret-token"


class Hook(BaseHTTPRequestHandler):
    server: Listener

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.heard.append(json.loads(body))
        self.send_response(200)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Print nothing."""


@pytest.fixture
def listener() -> Iterator[Listener]:
    with Listener() as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.mark.slow
def test_a_failed_refresh_is_notified_with_its_reason(listener: Listener, tmp_path: Path) -> None:
    finished = jtai("refresh", "--home", tmp_path, "--source", tmp_path / "nowhere", JTAI_NOTIFY=listener.address)
    assert finished.returncode != 0
    (notice,) = listener.heard
    assert "nothing is released" in notice["title"]
    assert "nowhere" in notice["message"]
    assert str(tmp_path) in notice["message"]


def test_a_refresh_that_passes_tells_nobody(listener: Listener, tmp_path: Path) -> None:
    notify_of_failure(Settings(home=tmp_path), "nobody is named")
    assert listener.heard == []


def test_an_address_that_is_not_understood_is_named_by_its_position_for_it_may_hold_a_password(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, notify=SecretStr("json://127.0.0.1:1 nonsense-with-s3cret"))
    with pytest.raises(NotificationError, match="number 2") as refused:
        notify_of_failure(settings, "a reason")
    assert "s3cret" not in str(refused.value)


def test_a_failed_run_of_the_ui_is_notified_of_too(
    listener: Listener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JTAI_HOME", str(tmp_path))
    monkeypatch.setenv("JTAI_NOTIFY", listener.address)
    with dg.instance_for_test() as instance:
        context = failed_run(instance, tags={})
        failed_runs(context)
    (notice,) = listener.heard
    assert "it broke" in notice["message"]


def test_a_run_of_the_command_line_is_not_notified_of_twice(
    listener: Listener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JTAI_HOME", str(tmp_path))
    monkeypatch.setenv("JTAI_NOTIFY", listener.address)
    with dg.instance_for_test() as instance:
        failed_runs(failed_run(instance, tags={COMMAND_LINE_TAG: "true"}))
    assert listener.heard == []


def test_a_run_of_the_command_line_that_was_started_again_in_the_ui_is_notified(
    listener: Listener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JTAI_HOME", str(tmp_path))
    monkeypatch.setenv("JTAI_NOTIFY", listener.address)
    with dg.instance_for_test() as instance:
        failed_runs(
            failed_run(instance, tags={COMMAND_LINE_TAG: "true", "dagster/parent_run_id": "that of the parent"})
        )
    assert len(listener.heard) == 1


def failed_run(instance: dg.DagsterInstance, tags: dict[str, str]) -> dg.RunFailureSensorContext:
    @dg.op
    def breaks() -> None:
        raise dg.Failure("it broke")

    @dg.job
    def breaking() -> None:
        breaks()

    return context_of(instance, breaking.execute_in_process(instance=instance, raise_on_error=False, tags=tags))


def context_of(instance: dg.DagsterInstance, result: dg.ExecuteInProcessResult) -> dg.RunFailureSensorContext:
    """What the sensor gets of a run that failed."""
    return dg.build_run_status_sensor_context(
        sensor_name="failed_runs",
        dagster_instance=instance,
        dagster_run=result.dagster_run,
        dagster_event=result.get_run_failure_event(),
    ).for_run_failure()


@pytest.mark.slow
def test_a_run_that_found_its_home_at_work_says_so_and_does_not_disturb_it(
    listener: Listener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JTAI_HOME", str(tmp_path))
    monkeypatch.setenv("JTAI_NOTIFY", listener.address)
    with subprocess.Popen([sys.executable, "-c", HOLD, tmp_path], stdin=PIPE, stdout=PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with dg.instance_for_test() as instance:
            result = dg.materialize(
                [discovery], instance=instance, resources=build_resources(read_settings()), raise_on_error=False
            )
            failed_runs(context_of(instance, result))
        holder.kill()
    (notice,) = listener.heard
    assert f"another refresh is already running on {tmp_path} (process {holder.pid}" in notice["message"]
    assert not (tmp_path / "warehouse.duckdb").exists()


def test_a_blocked_release_is_notified_once_with_the_failed_checks(
    listener: Listener, archive: Path, home: Path
) -> None:
    with without_a_third(archive):
        finished = jtai("refresh", "--home", home, "--source", archive, JTAI_NOTIFY=listener.address)
    assert finished.returncode == 1
    (notice,) = listener.heard
    assert "raw/publications: no_released_letter_vanished" in notice["message"]
    with dg.DagsterInstance.from_config(str(home / "dagster")) as instance:
        assert instance.get_runs(limit=1)[0].tags[OUTCOME_TAG] == "blocked by gate discovered"
