"""What scripts and people get from the command `jtai`."""

from __future__ import annotations

import io
import json
import os
import re
import socket
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
from filelock import FileLock
from rich.console import Console
from running import JTAI, Refreshed, clean_environment, jtai, unfolded

from orchestration.cli.main import exec_dagster_dev, read_problems
from orchestration.cli.output import print_problems
from orchestration.cli.progress_bars import ProgressBars
from orchestration.warehouse import problems
from orchestration.warehouse.problems import ShownProblem
from orchestration.workspace.dagster_home import CODE_LOCATION
from orchestration.workspace.settings import read_settings
from orchestration.workspace.workspace import Workspace


def test_releases_are_listed_with_counts_without_loading_dagster(refreshed: Refreshed) -> None:
    listed = jtai("releases", "--home", refreshed.home, PYTHONPROFILEIMPORTTIME="1")
    assert listed.returncode == 0
    assert "(latest)" in listed.stdout
    assert " dagster\n" not in listed.stderr


def test_a_home_without_releases_says_how_to_make_one(tmp_path: Path) -> None:
    listed = jtai("releases", JTAI_HOME=str(tmp_path))
    assert (listed.returncode, "jtai demo" in listed.stdout) == (0, True)


@pytest.mark.parametrize(
    ("arguments", "settings", "named"),
    [
        (["refresh", "--pace", "-1"], {}, "--pace"),
        (["refresh", "--sauce", "x"], {}, "--sauce"),
        (["ui", "--port", "99999"], {}, "--port"),
        (["refresh"], {"JTAI_PACE_SECONDS": "quickly"}, "JTAI_PACE_SECONDS"),
        (["refresh", "--home", __file__], {}, "cannot be used"),
        (["site", "site", "--url", "example"], {}, "JTAI_SITE_URL"),
        (["site", "site"], {"JTAI_HOME": "/nowhere"}, "holds no release"),
    ],
)
def test_wrong_usage_ends_with_2_and_names_what_is_wrong(
    arguments: list[str], settings: dict[str, str], named: str
) -> None:
    finished = jtai(*arguments, **settings)
    assert finished.returncode == 2
    assert named in finished.stderr
    assert "Traceback" not in finished.stderr


@pytest.mark.slow
def test_a_source_that_cannot_be_read_ends_with_3_and_says_what_to_do(tmp_path: Path) -> None:
    finished = jtai("refresh", "--home", tmp_path / "home", "--source", tmp_path / "nowhere")
    assert finished.returncode == 3
    assert "nowhere is empty or does not exist" in finished.stderr
    assert "nothing is lost" in finished.stderr
    assert "then refresh again" in finished.stderr
    assert len(finished.stderr.splitlines()) == 2


def test_a_locked_data_directory_ends_with_4_and_says_who_holds_it(tmp_path: Path) -> None:
    with Workspace(tmp_path).lock():
        finished = jtai("demo", "--home", tmp_path)
    assert finished.returncode == 4
    assert "another refresh is already running" in finished.stderr
    assert "process " in finished.stderr


def test_while_a_refresh_is_at_work_the_problems_of_the_latest_release_are_listed(home: Path) -> None:
    release = (home / "releases" / "latest").resolve()
    with Workspace(home).lock():
        finished = jtai("problems", "--home", home)
    assert finished.returncode == 0
    assert f"these are the problems of the latest release, {release.name}" in finished.stderr
    assert "What children told us" in unfolded(finished.stdout)
    crops = [line.strip() for line in finished.stdout.splitlines() if line.endswith(".png")]
    assert {Path(crop) for crop in crops} == {*(release / "crops").iterdir()} != set()


def test_while_a_refresh_is_at_work_and_nothing_was_ever_released_problems_end_with_4(tmp_path: Path) -> None:
    with Workspace(tmp_path).lock():
        finished = jtai("problems", "--home", tmp_path)
    assert finished.returncode == 4


def make_lock_unusable(home: Path) -> None:
    (home / "refresh.lock").unlink()
    (home / "refresh.lock").mkdir()


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (make_lock_unusable, "make it writable"),
        (
            lambda home: (home / "warehouse.duckdb").write_bytes(b"noise" * 999),
            "run `jtai refresh`, which sets a damaged",
        ),
    ],
)
def test_where_the_data_directory_is_not_writable_or_the_warehouse_damaged_released_problems_are_listed(
    change: Callable[[Path], None], named: str, home: Path
) -> None:
    change(home)
    finished = jtai("problems", "--home", home)
    assert finished.returncode == 0, finished.stderr
    assert named in finished.stderr
    assert "these are the problems of the latest release" in finished.stderr
    assert "What children told us" in unfolded(finished.stdout)


def test_a_damaged_warehouse_without_a_release_ends_problems_with_2_and_what_to_do(tmp_path: Path) -> None:
    Workspace(tmp_path).warehouse.write_bytes(b"noise" * 999)
    finished = jtai("problems", "--home", tmp_path)
    assert finished.returncode == 2
    assert "may be damaged" in finished.stderr
    assert "run `jtai refresh`" in finished.stderr


def test_a_warehouse_that_another_program_has_open_is_named_and_released_problems_are_listed(home: Path) -> None:
    with duckdb.connect(home / "warehouse.duckdb"):
        finished = jtai("problems", "--home", home)
    assert finished.returncode == 0
    assert f"another program has {home / 'warehouse.duckdb'} open; these are the problems of" in finished.stderr


def test_a_refresh_may_begin_while_problems_are_read(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace, read = Workspace(home), problems._read_problems
    begun: list[bool] = []

    def begin_and_read(*given: Any) -> list[ShownProblem]:
        with FileLock(workspace.lock_file, timeout=0) as lock:
            begun.append(lock.is_locked)
        return read(*given)

    monkeypatch.setattr(problems, "_read_problems", begin_and_read)
    assert read_problems(workspace)
    assert begun == [True]


@pytest.mark.parametrize(
    ("redirection", "named"), [(">&-", "Standard output is closed"), ("> /dev/full", "No space left on device")]
)
def test_an_output_that_takes_nothing_ends_with_2_and_a_sentence(redirection: str, named: str, tmp_path: Path) -> None:
    command = f"{JTAI} releases --home {tmp_path} {redirection}"
    finished = subprocess.run(
        ["/bin/sh", "-c", command], env=clean_environment(), capture_output=True, text=True, check=False
    )
    assert finished.returncode == 2
    assert named in finished.stderr
    assert "Traceback" not in finished.stderr


def test_a_current_folder_that_is_gone_ends_with_2_and_a_sentence(tmp_path: Path) -> None:
    command = f"mkdir gone && cd gone && rmdir ../gone && {JTAI} releases --home {tmp_path}"
    finished = subprocess.run(
        ["/bin/sh", "-c", command], cwd=tmp_path, env=clean_environment(), capture_output=True, text=True, check=False
    )
    assert finished.returncode == 2
    assert "folder has been deleted" in finished.stderr


def test_signs_that_the_output_cannot_show_are_replaced(refreshed: Refreshed) -> None:
    finished = jtai("problems", "--home", refreshed.home, PYTHONIOENCODING="ascii")
    assert finished.returncode == 0, finished.stderr
    assert "?" in finished.stdout


def test_the_ui_starts_in_the_data_directory_whatever_folder_it_is_asked_for_in(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    started: list[tuple[list[str], dict[str, str], Path]] = []
    monkeypatch.setattr(os, "execve", lambda _, arguments, environ: started.append((arguments, environ, Path.cwd())))
    (tmp_path / "dagster.yaml").touch()
    monkeypatch.chdir(tmp_path)
    exec_dagster_dev(read_settings(home=Path("home"), source="letters"), port=8499)
    ((arguments, environ, folder),) = started
    assert folder == Path(environ["DAGSTER_HOME"]) == tmp_path / "home" / "dagster"
    assert (environ["JTAI_HOME"], environ["JTAI_SOURCE"]) == (str(tmp_path / "home"), str(tmp_path / "letters"))
    assert str(CODE_LOCATION) in arguments


def test_a_refresh_in_the_background_of_a_script_ends_at_sigterm(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        silent.settimeout(60)
        source = "http://{}:{}".format(*silent.getsockname())
        refresh = [JTAI, "refresh", "--home", tmp_path / "home", "--source", source]
        # A shell without job control ignores interrupts in what it starts in the background.
        command = ["sh", "-c", 'trap "" INT; exec "$@"', "sh", *refresh]
        with (
            subprocess.Popen(command, env=clean_environment(), stderr=subprocess.PIPE, text=True) as run,
            silent.accept()[0],
        ):
            run.terminate()
            _, errors = run.communicate(timeout=60)
    assert (run.returncode, errors.strip()) == (130, "Interrupted. The next refresh will resume.")


def test_the_ui_does_not_start_on_a_port_that_is_in_use(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as another:
        port = another.getsockname()[1]
        finished = jtai("ui", "--home", tmp_path / "home", "--port", str(port))
    assert (finished.returncode, finished.stdout) == (2, "")
    assert f"{port} cannot be used (Address already in use)" in unfolded(finished.stderr)
    assert "another with --port" in unfolded(finished.stderr.replace("│", ""))
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize("output_format", ["text", "json"])
def test_problems_of_a_data_directory_where_nothing_has_run_end_with_2_and_create_nothing(
    output_format: str, tmp_path: Path
) -> None:
    asked = jtai("problems", "--home", tmp_path / "home", "--format", output_format)
    assert (asked.returncode, asked.stdout) == (2, "")
    assert f"no check has run in {tmp_path / 'home'} yet: run `jtai refresh`" in asked.stderr
    assert not (tmp_path / "home").exists()


def test_demo_and_real_data_have_data_directories_of_their_own_unless_one_is_named(tmp_path: Path) -> None:
    with Workspace(tmp_path / "demo_data").lock(), Workspace(tmp_path / "named").lock():
        by_default = jtai("demo", cwd=tmp_path)
        named = jtai("demo", cwd=tmp_path, JTAI_HOME="named")
    assert (by_default.returncode, named.returncode) == (4, 4)
    assert f"already running on {tmp_path / 'demo_data'}" in by_default.stderr
    assert f"already running on {tmp_path / 'named'}" in named.stderr


def test_a_path_with_a_sign_that_a_library_reads_as_syntax_ends_with_2_before_any_work(tmp_path: Path) -> None:
    finished = jtai("demo", "--home", tmp_path / "team #1")
    assert finished.returncode == 2
    assert f"JTAI_HOME is '{tmp_path / 'team #1'}'" in finished.stderr
    assert not (tmp_path / "team #1").exists()


def test_settings_are_listed_as_json_with_their_origin(tmp_path: Path) -> None:
    listed = json.loads(jtai("settings", "--format", "json", JTAI_HOME=str(tmp_path), JTAI_NOTIFY="secret://x").stdout)
    settings = {one.pop("variable"): one for one in listed}
    assert settings["JTAI_HOME"] == {
        "value": str(tmp_path),
        "is_set": True,
        "description": "data directory: files, warehouse and releases",
    }
    assert settings["JTAI_PACE_SECONDS"]["value"] == 1.0
    assert not settings["JTAI_WORKERS"]["is_set"]
    assert "secret" not in str(settings["JTAI_NOTIFY"]["value"])


def test_what_goes_to_a_file_is_not_folded(tmp_path: Path) -> None:
    source = f"https://reports.example/{'long/' * 40}"
    listed = jtai("settings", "--home", tmp_path, JTAI_SOURCE=source)
    assert source in listed.stdout


def test_problems_are_listed_by_check_with_the_document_as_its_source_lists_it() -> None:
    screen = io.StringIO()
    shown = [
        ShownProblem(
            severity="warning",
            gate="extracted",
            expectation="no_parser_warnings",
            table_name="letters",
            local_authority="Anyshire",
            report_id=report_id,
            rule="The letter was read without parser warnings.",
            message=f"The page has no text layer [{report_id}].",
            page=4,
            seen=None,
            crop="/data [old]/crops/1.png",
            label="Joint area child protection inspection",
            publication_date=date(2023, 1, 6),
        )
        for report_id in ("1", "2", "3")
    ]
    print_problems(Console(file=screen, width=1000), shown, examples=2)
    assert screen.getvalue().splitlines() == [
        "3 extraction problems, 0 of them critical; failed checks:",
        "",
        "warning no_parser_warnings, 3 problems (rule: The letter was read without parser warnings.)",
        "  Anyshire, Joint area child protection inspection, published 6 January 2023, 1, page 4:"
        " The page has no text layer [1].",
        "    /data [old]/crops/1.png",
        "  Anyshire, Joint area child protection inspection, published 6 January 2023, 2, page 4:"
        " The page has no text layer [2].",
        "    /data [old]/crops/1.png",
        "  … and 1 more",
    ]


def test_progress_without_a_terminal_says_step_count_and_time(monkeypatch: pytest.MonkeyPatch) -> None:
    screen, clock = io.StringIO(), iter(range(0, 1000, 20))
    monkeypatch.setattr("orchestration.cli.progress_bars.time.monotonic", lambda: float(next(clock)))
    with ProgressBars(Console(file=screen, width=100)) as bars:
        for done in range(4):
            bars.show("letter files extracted", done, 3)
    first, *during, last = screen.getvalue().splitlines()
    assert first == "letter files extracted …"
    assert during
    assert re.fullmatch(r"letter files extracted: 3 of 3, \d+\.0 s", last)


def test_library_warnings_are_no_errors_whatever_warning_filters_are_set(tmp_path: Path) -> None:
    assert jtai("settings", "--home", tmp_path, PYTHONWARNINGS="error").returncode == 0
