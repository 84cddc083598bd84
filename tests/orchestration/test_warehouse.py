"""Tables are as their dataclasses declare them, whatever the rows hold."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from extractors.records import Footnote, ReportFile, Theme
from orchestration.tables import column_types
from orchestration.warehouse import Warehouse
from publishers.tables import content_hash

NO_FILE = ReportFile("1", None, None, None, None, "404")


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    return Warehouse(home=str(tmp_path))


def footnote(report_id: str, text: str) -> Footnote:
    return Footnote(report_id, 1, "1", text, page=1, reference_page=None, reference_quote=None)


def test_a_column_that_is_all_null_keeps_its_declared_type(warehouse: Warehouse) -> None:
    warehouse.replace(ReportFile, [NO_FILE])
    with warehouse.connect() as connection:
        table = connection.table("raw.report_files")
        assert dict(zip(table.columns, map(str, table.types), strict=True)) == column_types(ReportFile)


def test_rows_come_back_as_they_were_written(warehouse: Warehouse) -> None:
    row = ReportFile("1", "ab", 3, None, datetime(2026, 11, 21, 5, tzinfo=UTC), None)
    warehouse.replace(ReportFile, [row])
    with warehouse.connect() as connection:
        assert ReportFile(*connection.table("raw.report_files").fetchall()[0]) == row


def test_only_the_reports_named_are_replaced(warehouse: Warehouse) -> None:
    warehouse.create_tables([Footnote])
    warehouse.replace_reports({Footnote: [footnote("1", "old"), footnote("2", "kept")]}, ["1", "2"])
    warehouse.replace_reports({Footnote: [footnote("1", "new")]}, ["1"])
    with warehouse.connect() as connection:
        rows = connection.table("raw.footnotes").order("report_id").project("text").fetchall()
    assert rows == [("new",), ("kept",)]


def test_tables_of_other_columns_make_way_and_those_beside_them_begin_anew(warehouse: Warehouse) -> None:
    warehouse.create_tables([Footnote, Theme])
    warehouse.replace(Theme, [Theme("neglect", "")])
    with warehouse.connect() as connection:
        connection.execute("ALTER TABLE raw.footnotes DROP COLUMN marker")
    warehouse.create_tables([Footnote, Theme])
    assert warehouse.row_count(Theme) == 0


def test_a_block_that_fails_leaves_the_warehouse_as_it_was(warehouse: Warehouse) -> None:
    warehouse.replace(Theme, [Theme("neglect", "")])
    with pytest.raises(RuntimeError), warehouse.connect() as connection:
        connection.execute("DELETE FROM raw.themes")
        raise RuntimeError
    assert warehouse.row_count(Theme) == 1


def test_a_hash_tells_other_rows_but_not_another_order(warehouse: Warehouse) -> None:
    hashes = []
    for themes in (["a", "b"], ["b", "a"], ["a", "c"]):
        warehouse.replace(Theme, [Theme(theme, "") for theme in themes])
        with warehouse.connect() as connection:
            hashes.append(content_hash(connection.table("raw.themes")))
    assert hashes[0] == hashes[1] != hashes[2]
