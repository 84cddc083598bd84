"""The latest letters about an authority's statistical neighbours: the authorities that are most like it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import duckdb

from publishers.duckdb_helpers import Row, fetch_rows
from publishers.letter_view import Letter

AUTHORITIES = "SELECT urn, la_code, local_authority, statistical_neighbours FROM local_authorities"


@dataclass(frozen=True, slots=True)
class Neighbour:
    """An authority, and the letter about its latest inspection; None where it has had none."""

    local_authority: str
    latest: Letter | None


def read_neighbours(con: duckdb.DuckDBPyConnection, letters: Iterable[Letter]) -> dict[int, list[Neighbour]]:
    """Return, by URN, the authority itself and then its neighbours, closest first; empty where none are known."""
    authorities = fetch_rows(con, AUTHORITIES)
    latest = {letter.facts["urn"]: letter for letter in letters if letter.facts["is_latest"]}
    by_code = {row["la_code"]: row for row in authorities}
    return {row["urn"]: _list_neighbours(row, by_code, latest) for row in authorities}


def _list_neighbours(own: Row, by_code: dict[str, Row], latest: dict[int, Letter]) -> list[Neighbour]:
    codes = (own["statistical_neighbours"] or "").split()
    found = [by_code[code] for code in codes if code in by_code]
    return [Neighbour(row["local_authority"], latest.get(row["urn"])) for row in [own, *found]] if found else []
