"""What a source once gave can be had again, as long as the files are stored."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from extractors.files import FileStore, new_fetch
from extractors.records import Discovery, Provider, Publication, ReportFile
from extractors.sources import SourceUnreachable, fetch_all, open_source
from extractors.sources.recorded import RecordedInputs, written

BODY = b"%PDF-1.7 a letter"
FETCH = new_fetch(BODY, url="https://example.org/1", suffix=".pdf", media_type=None)
INPUTS = RecordedInputs(
    discovery=Discovery("report site", 1, 1, 2, 1),
    providers=[Provider(80426, "Barnsley", None)],
    publications=[
        Publication("1", 80426, "A label", date(2022, 5, 2), "https://example.org/1", True),
        Publication("2", 80426, None, date(2022, 5, 3), "https://example.org/2", True),
    ],
    report_files=[
        ReportFile("1", FETCH.sha256, len(BODY), None, datetime(2026, 1, 5, tzinfo=UTC), None),
        ReportFile("2", None, None, None, None, "404 not found"),
    ],
)


@pytest.fixture
def recorded(tmp_path: Path) -> str:
    path = tmp_path / "source.json"
    path.write_bytes(written(INPUTS))
    return f"recorded:{path}"


def test_the_same_is_found_and_given_as_then(recorded: str, tmp_path: Path) -> None:
    store = FileStore(tmp_path / "files")
    store.keep(BODY, FETCH)
    with open_source(recorded, store, pace_seconds=0, contact="") as source:
        found = source.discover(lambda done, total: None)
        files = fetch_all(source, found.publications, lambda done, total: None)
    assert RecordedInputs(found.discovery, found.providers, found.publications, files) == INPUTS
    assert source.identity == "report site"


def test_a_file_that_the_store_has_lost_is_named(recorded: str, tmp_path: Path) -> None:
    with (
        open_source(recorded, FileStore(tmp_path / "files"), pace_seconds=0, contact="") as source,
        pytest.raises(SourceUnreachable, match="1: the file it was read from is gone"),
    ):
        source.fetch(INPUTS.publications[0])


def test_inputs_that_cannot_be_read_are_no_source(tmp_path: Path) -> None:
    with pytest.raises(SourceUnreachable, match="holds no recorded inputs"):
        open_source(f"recorded:{tmp_path / 'none.json'}", FileStore(tmp_path), pace_seconds=0, contact="")
