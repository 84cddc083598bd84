"""Rows as polars frames: a dataclass of `extractors.records` declares the columns and types of its table.

A column that happens to be all null in one run still has a type, so nothing two layers later breaks on it. Times are
UTC without a zone, which every DuckDB client can fetch.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import Field, fields
from datetime import UTC, date, datetime
from functools import cache
from types import NoneType
from typing import Any, ClassVar, Literal, Protocol, get_args, get_origin, get_type_hints

import polars as pl

COLUMN_TYPES: dict[type, pl.DataType] = {
    str: pl.String(),
    int: pl.Int64(),
    float: pl.Float64(),
    bool: pl.Boolean(),
    date: pl.Date(),
    datetime: pl.Datetime("us"),
}


class Row(Protocol):
    """Any dataclass."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]


@cache
def schema_of(row_type: type[Row]) -> pl.Schema:
    """Name each column of a row's table and its polars type, in the order of the fields."""
    hints = get_type_hints(row_type)
    return pl.Schema({field.name: COLUMN_TYPES[_base_type(hints[field.name])] for field in fields(row_type)})


def to_frame(row_type: type[Row], rows: Iterable[Row]) -> pl.DataFrame:
    """Put rows of one type into a frame with the columns their fields declare; times become UTC without a zone."""
    schema = schema_of(row_type)
    values = [tuple(_without_zone(getattr(row, name)) for name in schema) for row in rows]
    return pl.DataFrame(values, schema=schema, orient="row")


def _without_zone(value: object) -> object:
    return value.astimezone(UTC).replace(tzinfo=None) if isinstance(value, datetime) and value.tzinfo else value


def _base_type(hint: object) -> type:
    """The type behind an optional field or a closed list of words."""
    if get_origin(hint) is Literal:
        return type(get_args(hint)[0])
    alternatives = [kind for kind in get_args(hint) if kind is not NoneType]
    return _base_type(alternatives[0]) if alternatives else hint  # type: ignore[return-value]
