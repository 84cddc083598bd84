"""Whole tables are read, hashed and ordered in little memory."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from publishers.tables import content_hash, each_row, open_to_read

LETTERS, WORDS = 6_000, 5_000


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """A table of letters that is larger than the memory that DuckDB is given."""
    path = tmp_path / "large.duckdb"
    with duckdb.connect(str(path)) as con:
        con.execute(
            "CREATE TABLE letters AS SELECT 'letter ' || i AS report_id, repeat('words' || i || ' ', ?) AS text, "
            "text AS again FROM range(?) AS numbers(i)",
            [WORDS // 5, LETTERS],
        )
    return path


def test_a_table_larger_than_the_memory_is_hashed(large: Path) -> None:
    with open_to_read(large) as con:
        assert len(content_hash(con.table("letters"))) == 64


def test_rows_larger_than_the_memory_come_in_order_while_another_query_is_asked(large: Path) -> None:
    with open_to_read(large) as con:
        rows = each_row(con, "SELECT report_id, text FROM letters ORDER BY report_id")
        found = [report_id for report_id, _ in rows if con.sql("SELECT 1").fetchall()]
    assert found == sorted(f"letter {number}" for number in range(LETTERS))


def test_a_hash_is_of_the_rows_and_not_of_their_order() -> None:
    with duckdb.connect() as con:
        rows = con.sql("SELECT i AS number, i % 7 AS other FROM range(50) AS numbers(i)")
        assert content_hash(rows) == content_hash(rows.order("number DESC"))
        assert content_hash(rows) != content_hash(rows.filter("number <> 7"))
        assert content_hash(rows) != content_hash(rows.project("number, if(number = 7, 1, other) AS other"))
