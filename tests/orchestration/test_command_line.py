"""What scripts and people get from the command `jtai`."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from running import JTAI, Refreshed, clean_environment, jtai, unfolded

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
def test_a_source_that_cannot_be_read_ends_with_3_in_one_sentence(tmp_path: Path) -> None:
    finished = jtai("refresh", "--home", tmp_path / "home", "--source", tmp_path / "nowhere")
    assert finished.returncode == 3
    assert "nowhere is empty or does not exist" in finished.stderr
    assert len(finished.stderr.splitlines()) == 1


def test_a_locked_data_directory_ends_with_4_and_says_who_holds_it(tmp_path: Path) -> None:
    with Workspace(tmp_path).lock():
        finished = jtai("demo", "--home", tmp_path)
    assert finished.returncode == 4
    assert "another refresh is already running" in finished.stderr
    assert "process " in finished.stderr


def test_while_a_refresh_is_at_work_the_problems_of_the_latest_release_are_told(home: Path) -> None:
    release = (home / "releases" / "latest").resolve()
    with Workspace(home).lock():
        told = jtai("problems", "--home", home)
    assert told.returncode == 0
    assert f"these are the problems of the latest release, {release.name}" in told.stderr
    assert "What children told us" in unfolded(told.stdout)
    crops = [line.strip() for line in told.stdout.splitlines() if line.endswith(".png")]
    assert {Path(crop) for crop in crops} == {*(release / "crops").iterdir()} != set()


def test_while_a_refresh_is_at_work_and_nothing_was_ever_released_problems_end_with_4(tmp_path: Path) -> None:
    with Workspace(tmp_path).lock():
        told = jtai("problems", "--home", tmp_path)
    assert told.returncode == 4


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


def test_library_warnings_are_no_errors_whatever_warning_filters_are_set(tmp_path: Path) -> None:
    assert jtai("settings", "--home", tmp_path, PYTHONWARNINGS="error").returncode == 0
