"""What changes between releases: a letter replaced, a letter withdrawn."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest
from running import Refreshed

from orchestration.cli.refresh import refresh
from orchestration.metadata.check_results import CheckNotPassedError
from orchestration.workspace.progress import NoProgress
from orchestration.workspace.settings import Settings

REPLACED, WITHDRAWN = "80419_2016-12-05", "80418_2016-04-12"


@dataclass(frozen=True)
class SecondRelease:
    """A home with two releases; before the second, a letter was replaced and another one withdrawn."""

    home: Path
    refused: str
    """What the message of a run before it said, which was blocked."""


@pytest.fixture(scope="module")
def second(refreshed: Refreshed, tmp_path_factory: pytest.TempPathFactory) -> SecondRelease:
    home = tmp_path_factory.mktemp("second") / "home"
    shutil.copytree(refreshed.home, home, symlinks=True)
    kept_aside = tmp_path_factory.mktemp("aside") / "archive"
    shutil.copytree(refreshed.archive, kept_aside)
    replaced, withdrawn = pdf_of(REPLACED, refreshed.archive), pdf_of(WITHDRAWN, refreshed.archive)
    try:
        replaced.write_bytes(replaced.read_bytes() + b"\n% printed again\n")
        withdrawn.unlink()
        settings = Settings(home=home, source=str(refreshed.archive), pace_seconds=0)
        with pytest.raises(CheckNotPassedError) as refused:
            refresh(settings, NoProgress())
        with (home / "manual" / "acknowledged_withdrawals.csv").open("a") as acknowledged:
            acknowledged.write(f"{WITHDRAWN},published in error,A person,2026-11-20\n")
        assert refresh(settings, NoProgress()).is_new
        return SecondRelease(home, str(refused.value))
    finally:
        shutil.rmtree(refreshed.archive)
        shutil.copytree(kept_aside, refreshed.archive)


def pdf_of(report_id: str, archive: Path) -> Path:
    urn, year = report_id.split("_", maxsplit=1)[0], report_id.split("_")[1][:4]
    (pdf,) = archive.glob(f"{urn}_*/*{year}.pdf")
    return pdf


def rows(home: Path, query: str, report_id: str | None = None) -> list[tuple[object, ...]]:
    with duckdb.connect(str(home / "releases" / "latest" / "jtai.duckdb"), read_only=True) as connection:
        return connection.execute(query, [report_id] if report_id else []).fetchall()


def test_a_letter_that_vanished_is_named_and_the_message_says_how_to_acknowledge_it(second: SecondRelease) -> None:
    assert all(words in second.refused for words in (WITHDRAWN, "Norfolk", "12 April 2016"))
    assert str(second.home / "manual" / "acknowledged_withdrawals.csv") in second.refused
    assert f"{WITHDRAWN},why,your name," in second.refused


def test_an_acknowledged_withdrawal_is_gone_in_changes_and_stays_among_the_versions(second: SecondRelease) -> None:
    assert rows(second.home, "SELECT report_id FROM changes WHERE change = 'gone'") == [(WITHDRAWN,)]
    query = (
        "SELECT version_status, withdrawal_reason, acknowledged_by, local_authority"
        " FROM letter_versions WHERE report_id = ?"
    )
    assert rows(second.home, query, WITHDRAWN) == [("withdrawn", "published in error", "A person", "Norfolk")]


def test_a_letter_replaced_under_its_id_is_a_new_version_and_both_files_are_stored(second: SecondRelease) -> None:
    query = "SELECT version_status, file_sha256 FROM letter_versions WHERE report_id = ? ORDER BY 1"
    (current, new), (replaced, old) = rows(second.home, query, REPLACED)
    assert (current, replaced) == ("current", "replaced")
    assert rows(second.home, "SELECT report_id, old_value, new_value FROM changes WHERE change = 'changed'") == [
        (REPLACED, old, new)
    ]
    for sha256 in (old, new):
        assert (second.home / "files" / str(sha256)[:2] / f"{sha256}.pdf").exists()


def test_metrics_are_kept_beside_those_of_the_previous_release(second: SecondRelease) -> None:
    query = "SELECT value, previous_value FROM release_metrics WHERE metric = 'letters' ORDER BY release_name"
    assert rows(second.home, query) == [(14.0, None), (13.0, 14.0)]


def test_a_release_keeps_what_it_was_made_from(second: SecondRelease) -> None:
    inputs = {path.name for path in (second.home / "releases" / "latest" / "inputs").iterdir()}
    assert inputs == {
        "providers.csv",
        "publications.csv",
        "corrections.csv",
        "acknowledged_withdrawals.csv",
        "label_decisions.csv",
    }
