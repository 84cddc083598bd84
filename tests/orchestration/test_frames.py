"""The frames that the gates judge have the types that their claims count on."""

from __future__ import annotations

import duckdb

from orchestration.frames import frame_of


def test_columns_are_texts_numbers_and_times_whatever_is_missing() -> None:
    rows = duckdb.sql("""
        FROM (VALUES (1, 7, DATE '2024-05-20', 'a', true), (2, NULL, NULL, NULL, NULL))
        AS t (number, number_or_none, day, word, flag)
    """)
    frame = frame_of(rows)
    kinds = {name: str(kind).partition("[")[0] for name, kind in frame.dtypes.items()}
    assert kinds == {
        "number": "int32",
        "number_or_none": "Int64",
        "day": "datetime64",
        "word": "str",
        "flag": "object",
    }
    assert frame["number_or_none"].tolist()[0] == 7
    assert frame["flag"].eq(True).tolist() == [True, False]


def test_texts_are_cut_where_only_their_beginning_is_asked_for() -> None:
    frame = frame_of(duckdb.sql("SELECT 'abcdef' AS word, 123456 AS number, NULL::VARCHAR AS none"), longest_text=3)
    assert frame["word"].tolist() == ["abc"]
    assert frame["number"].tolist() == [123456]
    assert frame["none"].isna().all()


def test_a_text_column_without_a_single_text_is_one_of_texts() -> None:
    assert str(frame_of(duckdb.sql("SELECT NULL::VARCHAR AS word")).dtypes["word"]) == "str"
