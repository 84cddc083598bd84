"""Which source a setting names, and what is said of a setting that names none."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from extractors.files import FileStore
from extractors.sources import SourceUnreachableError, WrongSourceError, open_source, shipped_label_decisions


def identity_of(source: str, folder: Path) -> str:
    with open_source(source, FileStore(folder / "files"), pace_seconds=1, contact="") as opened:
        return opened.identity


def test_the_setting_names_the_source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert identity_of("https://reports.ofsted.gov.uk", tmp_path) == "report site"
    assert identity_of("HTTP://127.0.0.1:8765/", tmp_path) == "report site"
    assert identity_of("sample", tmp_path) == "bundled sample"
    assert identity_of("../" + tmp_path.name, tmp_path) == identity_of(tmp_path.as_uri(), tmp_path)
    assert identity_of("./sample", tmp_path).startswith("archive: sample (")
    assert identity_of("s3://bucket/letters", tmp_path) == "archive: s3://bucket/letters"


def test_two_archives_are_two_sources_and_neither_name_tells_where_its_folder_lies(tmp_path: Path) -> None:
    names = [identity_of(str(tmp_path / folder / "letters"), tmp_path) for folder in ("one", "two")]
    assert len({*names}) == 2
    assert all(re.fullmatch(r"archive: letters \([0-9a-f]{12}\)", name) for name in names)


@pytest.mark.parametrize("source", ["ftp://example.org", "", " ", "https://", "https://a.example/search?q=1"])
def test_what_is_no_source_is_rejected(source: str, tmp_path: Path) -> None:
    with pytest.raises(WrongSourceError, match=r"is no (source|site)"):
        identity_of(source, tmp_path)


@pytest.mark.parametrize("pace", [-1.0, float("nan"), float("inf")])
def test_a_pace_that_is_none_is_rejected(pace: float, tmp_path: Path) -> None:
    with pytest.raises(WrongSourceError, match="is no pace"):
        open_source("sample", FileStore(tmp_path), pace_seconds=pace, contact="")


def test_a_contact_that_would_break_the_header_is_rejected(tmp_path: Path) -> None:
    with pytest.raises(WrongSourceError, match="cannot be sent"):
        open_source("sample", FileStore(tmp_path), pace_seconds=1, contact="me\r\nX-Other: 1")


def test_a_folder_that_does_not_exist_says_what_to_do(tmp_path: Path) -> None:
    missing = str(tmp_path / "nowhere")
    source = open_source(missing, FileStore(tmp_path / "files"), pace_seconds=1, contact="")
    with pytest.raises(SourceUnreachableError, match="nowhere is empty or does not exist: give a folder"):
        source.discover(lambda done, total: None)


def test_every_decision_that_ships_has_a_reason_a_name_and_a_day() -> None:
    decisions = shipped_label_decisions()
    assert {one.label for one in decisions if one.is_jtai} == {
        "Joint area child protection inspection",
        "Joint targeted area inspection",
    }
    assert all(one.reason and one.decided_by and one.decided_on.year >= 2026 for one in decisions)


def test_a_proxy_may_be_a_socks_proxy_and_what_is_none_is_rejected(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALL_PROXY", "socks5://127.0.0.1:9")
    assert identity_of("https://reports.ofsted.gov.uk", tmp_path) == "report site"
    monkeypatch.setenv("ALL_PROXY", "nonsense://127.0.0.1:9")
    with pytest.raises(WrongSourceError, match="names no proxy"):
        identity_of("https://reports.ofsted.gov.uk", tmp_path)
