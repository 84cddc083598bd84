"""Settings come from the environment, and the command line's options win."""

from __future__ import annotations

import traceback
from pathlib import Path

import pytest

from orchestration.workspace.settings import SettingError, read_settings
from orchestration.workspace.workspace import Workspace


def test_an_option_wins_over_the_environment_and_the_environment_over_the_default(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("JTAI_SOURCE", "sample")
    monkeypatch.setenv("JTAI_PACE_SECONDS", "3")
    monkeypatch.chdir(tmp_path)
    settings = read_settings(source=None, pace_seconds=0.5)
    assert (settings.source, settings.pace_seconds, settings.home) == ("sample", 0.5, tmp_path / "data")


def test_every_setting_that_cannot_be_used_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JTAI_WORKERS", "0")
    with pytest.raises(SettingError, match=r"JTAI_PACE_SECONDS is -1.*JTAI_WORKERS is '0'"):
        read_settings(pace_seconds=-1)


def test_how_many_letters_may_be_flagged_is_a_share(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read_settings().max_flagged_share == 0.25
    for name in ("JTAI_MOST_FLAGGED", "JTAI_MAX_FLAGGED_SHARE"):
        monkeypatch.setenv(name, "0.5")
        assert read_settings().max_flagged_share == 0.5
        monkeypatch.setenv(name, "2")
        with pytest.raises(SettingError, match="JTAI_MAX_FLAGGED_SHARE is '2'"):
            read_settings()
        monkeypatch.delenv(name)


@pytest.mark.parametrize(
    "source",
    ["https://me:SECRET@site.example", "https://SECRET@site.example/x", "s3://key:SEC/RET+SECRET@bucket/letters"],
)
def test_a_password_in_an_address_is_rejected_and_shown_nowhere(source: str) -> None:
    with pytest.raises(SettingError, match=r"JTAI_SOURCE is .* may hold no password") as refused:
        read_settings(source=source)
    message = "".join(traceback.format_exception(refused.value))
    assert "SECRET" not in message
    assert "SEC/RET" not in message


@pytest.mark.parametrize(
    "source",
    ["sample", "http://127.0.0.1:8080/a@b", "s3://bucket/letters@2022", "/archive/a@b: c", "https://site.example"],
)
def test_an_address_without_a_password_is_used_as_it_is(source: str) -> None:
    assert read_settings(source=source).source == source


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("home", "s3://bucket/home", "must be a folder of this machine; JTAI_FILES may name a bucket"),
        ("home", "/data/share$data", r"has '\$' in it"),
        ("home", "/data/what?now", r"has '\?' in it"),
        ("home", "/data/files [old]/here", r"use a path without # \$ \? \* \["),
        ("warehouse", "/data/a#b/warehouse.duckdb", "has '#' in it"),
        ("home", "/data/files%41/here", "has '%41' in it"),
        ("files", "s3://key:SECRET@bucket/letters", "may hold no password"),
        ("files", "gs://bucket/letters", "a bucket as s3://bucket/folder"),
        ("files", "", "a bucket as s3://bucket/folder"),
        ("warehouse", "/", "whose name ends in .duckdb"),
        ("warehouse", "s3://bucket/warehouse.duckdb", "give a file of this machine"),
        ("dagster_storage", "postgresql://jtai:SECRET@host/jtai", r"give a database as postgresql\+psycopg2://"),
        ("executor", "celery", "should match pattern"),
    ],
)
def test_a_place_where_nothing_can_be_kept_is_rejected(name: str, value: str, message: str) -> None:
    with pytest.raises(SettingError, match=f"JTAI_{name.upper()} is .*{message}") as refused:
        read_settings(**{name: value})
    assert "SECRET" not in str(refused.value)


def test_files_and_warehouse_are_in_the_home_unless_they_are_said_to_be_elsewhere(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    home = Workspace.from_settings(read_settings(home=tmp_path))
    assert (home.files, home.warehouse) == (tmp_path / "files", tmp_path / "warehouse.duckdb")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("JTAI_FILES", "letters")
    monkeypatch.setenv("JTAI_WAREHOUSE", "fast/outcomes.duckdb")
    home = Workspace.from_settings(read_settings(home=tmp_path))
    assert (home.files, home.warehouse) == (tmp_path / "letters", tmp_path / "fast" / "outcomes.duckdb")
    monkeypatch.setenv("JTAI_FILES", "s3://bucket/letters")
    assert Workspace.from_settings(read_settings(home=tmp_path)).files == "s3://bucket/letters"


@pytest.mark.parametrize(
    ("name", "value", "named"),
    [
        ("JTAI_OWNERS", "nobody", "nobody is no owner"),
        ("JTAI_OWNERS", "team:ops a@b", "a@b is no owner"),
        ("JTAI_FILE_HOSTS", "https://files.example/x", "JTAI_FILE_HOSTS is"),
        ("JTAI_HOME", "/data/\udcff", "must be written in UTF-8"),
    ],
)
def test_a_setting_that_a_library_would_not_take_is_named(
    name: str, value: str, named: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingError, match=named):
        read_settings()


def test_owners_are_addresses_and_teams(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JTAI_OWNERS", "team:data-ops someone@example.org")
    assert read_settings().owners == "team:data-ops someone@example.org"
