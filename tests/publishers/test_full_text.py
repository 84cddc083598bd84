"""Searching the released file takes the file alone: no extension, no download."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from publishers.full_text import add_search, load_extension

ALONE = {"autoinstall_known_extensions": False, "autoload_known_extensions": False}


@pytest.fixture
def database(released: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(released / "jtai.duckdb"), read_only=True, config=ALONE) as con:
        yield con


def found(con: duckdb.DuckDBPyConnection, words: str, search: str = "search_findings") -> list[str]:
    number = "finding_number" if search == "search_findings" else "section_number"
    rows = con.execute(f"SELECT report_id || ' ' || {number} FROM {search}(?)", [words]).fetchall()  # noqa: S608
    return [row for (row,) in rows]


def test_the_file_opens_without_the_extension(database: duckdb.DuckDBPyConnection) -> None:
    loaded = database.sql("SELECT loaded FROM duckdb_extensions() WHERE extension_name = 'fts'").fetchall()
    assert loaded in ([], [(False,)])
    for (table_name,) in database.sql("SELECT table_name FROM duckdb_tables() WHERE schema_name = 'main'").fetchall():
        database.table(table_name).fetchall()


def test_a_word_is_found_in_any_form(database: duckdb.DuckDBPyConnection) -> None:
    with duckdb.connect() as con:
        con.execute(
            "CREATE TABLE inspections AS "
            "SELECT 'A' AS report_id, '' AS local_authority, '' AS theme, DATE '2024-01-09' AS publication_date"
        )
        for table_name in ("findings", "sections"):
            number = f"{table_name[:-1]}_number"
            con.execute(f"CREATE TABLE {table_name} (report_id VARCHAR, {number} INTEGER, text VARCHAR)")
            texts = [("A", 1, "Strategy discussions."), ("A", 2, "Discuss a plan.")]
            con.executemany(f"INSERT INTO {table_name} VALUES (?, ?, ?)", texts)  # noqa: S608
        add_search(con)
        assert found(con, "DISCUSSIONS") == found(con, "discuss") == ["A 1", "A 2"]


def test_all_words_must_be_there(database: duckdb.DuckDBPyConnection) -> None:
    assert found(database, "older finding") == ["80002 letter - 4 may 2018 1"]
    assert found(database, "older unicorn") == []
    assert found(database, "") == []


def test_common_words_and_marks_do_not_count(database: duckdb.DuckDBPyConnection) -> None:
    assert found(database, "“the older” finding’s") == ["80002 letter - 4 may 2018 1"]


def test_sections_are_searched_too(database: duckdb.DuckDBPyConnection) -> None:
    assert found(database, "box", "search_sections") == ["50200001 4"]


def test_it_finds_and_ranks_as_the_extension_does(database: duckdb.DuckDBPyConnection) -> None:
    load_extension(database)
    theirs = "SELECT report_id, fts_main_{0}.match_bm25(rowid, ?, conjunctive := 1) AS score FROM {0}"
    for table_name, words in (("findings", "older finding"), ("sections", "finding"), ("sections", "letter sentence")):
        query = f"FROM ({theirs.format(table_name)}) WHERE score IS NOT NULL ORDER BY ALL"
        expected = database.execute(query, [words]).fetchall()
        query = f"SELECT report_id, score FROM search_{table_name}(?) ORDER BY ALL"  # noqa: S608
        actual = database.execute(query, [words]).fetchall()
        assert [row[0] for row in actual] == [row[0] for row in expected] != []
        assert [row[1] for row in actual] == pytest.approx([row[1] for row in expected])
