"""Edits of the tables that gates are given: pick a row, set its cells, lose rows or add some."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl
from damage_kinds import Damage, World, number_again, rows_of

KEYS = {"paragraphs": "paragraph_number", "sections": "section_number", "footnotes": "footnote_number"}


def pick_letter(world: World, chance: random.Random) -> str:
    """Pick a letter that was read."""
    return chance.choice(sorted(world.files))


def pick(table: pl.DataFrame, chance: random.Random) -> dict[str, Any]:
    """Pick a row."""
    return table.row(chance.randrange(len(table)), named=True)


def pick_neighbours(world: World, chance: random.Random) -> tuple[dict[str, Any], dict[str, Any]]:
    """Two paragraphs of a section, one after the other."""
    while True:
        one = pick(world.raw["paragraphs"], chance)
        own = rows_of(world.raw["paragraphs"], one["report_id"])
        after = own.filter(paragraph_number=one["paragraph_number"] + 1, section_number=one["section_number"])
        if len(after) and one["form"] != "heading" and after["form"][0] != "heading":
            return one, after.row(0, named=True)


def paragraphs_of(world: World, section: Mapping[str, Any]) -> pl.DataFrame:
    """Select the paragraphs of a section."""
    own = rows_of(world.raw["paragraphs"], section["report_id"])
    return own.filter(section_number=section["section_number"]).sort("paragraph_number")


def row_of(world: World, table: str, report: str, number: int) -> dict[str, Any]:
    """Look up a row of a raw table by its number."""
    return rows_of(world.raw[table], report).filter(pl.col(KEYS[table]) == number).row(0, named=True)


def of_raw(world: World, description: str, **tables: pl.DataFrame) -> Damage:
    """Describe a damage of raw tables."""
    return Damage(world.with_raw(**tables), description, ("extracted",))


def of_marts(world: World, description: str, **tables: pl.DataFrame) -> Damage:
    """Describe a damage of marts."""
    return Damage(world.with_marts(**tables), description, ("published",))


def set_cells(world: World, table: str, row: Mapping[str, Any], **cells: Any) -> Damage:
    """Set some cells of a row of a raw table."""
    key = KEYS[table]
    frame = world.raw[table]
    is_row = (pl.col("report_id") == row["report_id"]) & (pl.col(key) == row[key])
    changed = frame.with_columns(
        pl.when(is_row).then(pl.lit(value, frame.schema[name])).otherwise(name).alias(name)
        for name, value in cells.items()
    )
    return of_raw(world, f"{row['report_id']}: {table} {row[key]}", **{table: changed})


def set_several(world: World, table: str, *changes: tuple[Mapping[str, Any], Mapping[str, Any]]) -> Damage | None:
    """Set some cells of some rows of a raw table."""
    damage = None
    before = world
    for row, cells in changes:
        damage = set_cells(world, table, row, **cells)
        world = damage.world
    return damage if damage and not world.raw[table].equals(before.raw[table]) else None


def set_letter(world: World, report: str, **cells: Any) -> Damage:
    """Set some facts of a letter, as read."""
    frame = world.raw["letters"]
    is_row = pl.col("report_id") == report
    changed = frame.with_columns(
        pl.when(is_row).then(pl.lit(value, frame.schema[name])).otherwise(name).alias(name)
        for name, value in cells.items()
    )
    return of_raw(world, f"{report}: {', '.join(cells)}", letters=changed)


def drop_paragraphs(world: World, row: Mapping[str, Any], numbers: Sequence[int]) -> Damage:
    """Lose some paragraphs of a letter and count the others again."""
    report = row["report_id"]
    is_lost = (pl.col("report_id") == report) & pl.col("paragraph_number").is_in(list(numbers))
    return of_raw(world, report, paragraphs=number_again(world.raw["paragraphs"].filter(~is_lost), report))


def insert_after(world: World, row: Mapping[str, Any], new: Mapping[str, Any]) -> World:
    """Put a paragraph after another and count all of its letter again."""
    frame = world.raw["paragraphs"]
    is_later = (pl.col("report_id") == row["report_id"]) & (pl.col("paragraph_number") > row["paragraph_number"])
    parent = pl.col("parent_paragraph_number")
    moved = frame.with_columns(
        paragraph_number=pl.col("paragraph_number") + is_later.cast(pl.Int64),
        parent_paragraph_number=pl.when((pl.col("report_id") == row["report_id"]) & (parent > row["paragraph_number"]))
        .then(parent + 1)
        .otherwise(parent),
    )
    added = pl.DataFrame([{**new, "paragraph_number": row["paragraph_number"] + 1}], schema=frame.schema)
    return world.with_raw(paragraphs=pl.concat([moved, added]).sort("report_id", "paragraph_number"))
