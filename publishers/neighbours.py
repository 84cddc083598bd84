"""What was last found at the authorities that are most like one: its statistical neighbours."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import duckdb

from publishers.outcome import Letter
from publishers.records import Cell, Row
from publishers.tables import records


@dataclass(frozen=True, slots=True)
class Neighbour:
    """An authority, and the letter about its latest inspection; None where it has had none."""

    local_authority: str
    latest: Letter | None


def read_neighbours(con: duckdb.DuckDBPyConnection, letters: Iterable[Letter]) -> dict[Cell, list[Neighbour]]:
    """URN → the authority itself, and then its neighbours, closest first; empty where none are known."""
    authorities = records(
        con.sql("SELECT urn, la_code, local_authority, statistical_neighbours FROM local_authorities")
    )
    latest = {letter.facts["urn"]: letter for letter in letters if letter.facts["is_latest"]}
    by_code = {str(row["la_code"]): row for row in authorities}
    return {row["urn"]: _beside(row, by_code, latest) for row in authorities}


def _beside(own: Row, by_code: dict[str, Row], latest: dict[Cell, Letter]) -> list[Neighbour]:
    codes = str(own["statistical_neighbours"] or "").split()
    found = [by_code[code] for code in codes if code in by_code]
    return [Neighbour(str(row["local_authority"]), latest.get(row["urn"])) for row in [own, *found]] if found else []
