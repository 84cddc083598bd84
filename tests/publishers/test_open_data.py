"""The open data can be read by anybody's tools, and says what it is."""

from __future__ import annotations

import csv
import io
import json
import re
import socket
from collections.abc import Callable
from pathlib import Path

import duckdb
import frictionless
import pytest
from small_warehouse import FORMULA, MARKUP, ODD

from publishers import PublishingError

Publish = Callable[..., Path]


def test_the_data_package_is_valid_and_its_tables_fit_it(released: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a package must be readable without a network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    report = frictionless.validate(str(released / "datapackage.json"))
    assert report.valid, report.flatten(["rowNumber", "fieldName", "type", "note"])
    assert report.stats["tasks"] == len(list((released / "csv").iterdir()))


def test_a_finding_without_its_section_is_found_by_the_keys(warehouse: Path, release_now: Publish) -> None:
    with duckdb.connect(str(warehouse)) as con:
        con.execute("UPDATE marts.findings SET section_number = 99 WHERE finding_number = 2")
    release = release_now()
    report = frictionless.validate(str(release / "datapackage.json"))
    assert report.flatten(["type"]) == [["foreign-key"]]


def test_licence_and_source_are_stated(released: Path) -> None:
    package = json.loads((released / "datapackage.json").read_text("utf-8"))
    assert package["licenses"][0]["name"] == "OGL-UK-3.0"
    assert package["sources"][0]["path"] == "https://reports.ofsted.gov.uk"
    assert all(field["description"] for resource in package["resources"] for field in resource["schema"]["fields"])


def test_csv_holds_the_letters_words_exactly(released: Path) -> None:
    with (released / "csv" / "sections.csv").open(encoding="utf-8", newline="") as file:
        texts = [row["text"] for row in csv.DictReader(file)]
    assert f"{MARKUP}\n{ODD}" in texts
    assert any(FORMULA in text for text in texts)


def test_csv_lines_end_as_the_standard_says(released: Path) -> None:
    body = (released / "csv" / "themes.csv").read_bytes()
    assert body == b"theme,also_known_as,inspection_count\r\nneglect,,2\r\n"


def test_every_csv_file_keeps_to_the_standard(released: Path) -> None:
    # RFC 4180, section 2, as a grammar: fields of plain text or in quotes, the same number in every record.
    field = rb'(?:"(?:[^"]|"")*"|[^",\r\n]*)'
    record = re.compile(field + rb"(?:," + field + rb")*\r\n")
    for path in sorted((released / "csv").iterdir()):
        body, at, widths = path.read_bytes(), 0, set()
        while at < len(body):
            found = record.match(body, at)
            assert found, f"{path.name}: no record at byte {at}"
            widths.add(len(next(csv.reader(io.StringIO(found[0].decode("utf-8"), newline="")))))
            at = found.end()
        assert len(widths) == 1, path.name


def test_parquet_and_database_hold_the_same(released: Path) -> None:
    with duckdb.connect(str(released / "jtai.duckdb"), read_only=True) as con:
        for path in sorted((released / "parquet").iterdir()):
            assert con.read_parquet(str(path)).fetchall() == con.table(path.stem).fetchall(), path.stem


def test_a_type_that_csv_cannot_hold_is_named(warehouse: Path, release_now: Publish) -> None:
    with duckdb.connect(str(warehouse)) as con:
        con.execute("ALTER TABLE marts.themes ADD COLUMN words VARCHAR[]")
        con.execute("COMMENT ON COLUMN marts.themes.words IS 'A list.'")
    with pytest.raises(PublishingError, match=r"themes\.words has type VARCHAR\[\]"):
        release_now()
