"""The open data can be read by anybody's tools, and says what it is."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import socket
from collections.abc import Callable
from pathlib import Path

import duckdb
import frictionless
import pytest
import yaml
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


def test_croissant_names_every_file_with_its_hash_and_every_column(released: Path) -> None:
    croissant = json.loads((released / "croissant.json").read_text("utf-8"))
    hashes = {file["contentUrl"]: file["sha256"] for file in croissant["distribution"]}
    assert hashes == {
        f"csv/{path.name}": hashlib.sha256(path.read_bytes()).hexdigest() for path in (released / "csv").iterdir()
    }
    for records in croissant["recordSet"]:
        header = (released / "csv" / f"{records['name']}.csv").read_text("utf-8").splitlines()[0]
        assert [field["source"]["extract"]["column"] for field in records["field"]] == header.split(",")
    assert croissant["license"].endswith("/open-government-licence/version/3/")


def test_a_release_says_how_to_cite_it(released: Path) -> None:
    citation = yaml.safe_load((released / "CITATION.cff").read_text("utf-8"))
    assert citation["version"] == released.name
    assert (citation["type"], citation["license"]) == ("dataset", "OGL-UK-3.0")
    assert str(citation["date-released"]) == "2026-11-21"


def test_each_letter_is_a_markdown_file_that_the_index_lists(released: Path) -> None:
    index = (released / "llms.txt").read_text("utf-8")
    listed = re.findall(r"\]\((letters/[^)]+)\)", index)
    assert sorted(listed) == sorted(f"letters/{path.name}" for path in (released / "letters").iterdir())
    first = (released / "letters" / "letter-50200001.md").read_text("utf-8")
    front = yaml.safe_load(first.split("---")[1])
    assert (front["local_authority"], front["written_statement_due_date"]) == ("Ashby & Vale", "2023-10-20")
    assert "## Strengths (page 2)" in first
    assert "- The last finding. (page 3)" in first
    assert "  - Under it. (page 3)" in first


def test_a_letter_s_words_are_never_taken_for_markdown(released: Path) -> None:
    first = (released / "letters" / "letter-50200001.md").read_text("utf-8")
    assert "\\<script\\>document.title='run'\\</script\\>" in first
    assert '- \\=HYPERLINK("https://example.org/?"&A1,"click") (page 3)' in first


def test_csv_holds_the_letters_words_exactly(released: Path) -> None:
    with (released / "csv" / "sections.csv").open(encoding="utf-8", newline="") as file:
        texts = [row["text"] for row in csv.DictReader(file)]
    assert f"{MARKUP}\n{ODD}" in texts
    assert any(FORMULA in text for text in texts)


def test_csv_lines_end_as_the_standard_says(released: Path) -> None:
    body = (released / "csv" / "themes.csv").read_bytes()
    assert body == b"theme,also_known_as,inspection_count,definition,definition_source\r\nneglect,,2,,\r\n"


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
