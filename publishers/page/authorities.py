"""Every authority as a reader looks it up: its letters, what is due, its neighbours, its other documents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import duckdb

from publishers.duckdb_helpers import Row, fetch_rows
from publishers.letter_view import Letter
from publishers.text import is_web_address

AUTHORITIES = "SELECT * FROM local_authorities ORDER BY local_authority"
OTHER_PUBLICATIONS = """
SELECT urn, label, publication_date, report_url FROM publications
WHERE NOT is_jtai ORDER BY publication_date DESC NULLS LAST, label
"""


@dataclass(frozen=True, slots=True)
class Authority:
    """An authority, its letters, the newest first, and its other publications; `facts` is its row."""

    facts: Row
    letters: Sequence[Letter]
    others: Sequence[Row]
    neighbours: list[Authority]

    @property
    def name(self) -> str:
        """The name, by which the page's address names the authority."""
        return str(self.facts["local_authority"])

    @property
    def is_abolished(self) -> bool:
        """Whether others have taken its place."""
        return self.facts["abolished_on"] is not None

    @property
    def without_letter(self) -> str:
        """What it means that the release has no letter of the authority: one may be known from elsewhere."""
        return "letter known but not listed" if self.facts["unlisted_letter_count"] else "never inspected"

    @property
    def latest(self) -> Letter | None:
        """The letter about the latest inspection; None where there has been none."""
        return self.letters[0] if self.letters else None


def read_authorities(con: duckdb.DuckDBPyConnection, letters: Iterable[Letter]) -> list[Authority]:
    """Read every authority of the released database that `con` reads, by name, those abolished too."""
    letters_of, others_of = defaultdict(list), defaultdict(list)
    for letter in letters:
        letters_of[letter.facts["urn"]].append(letter)
    for row in fetch_rows(con, OTHER_PUBLICATIONS):
        others_of[row["urn"]].append(row | {"is_linked": is_web_address(row["report_url"])})
    rows = fetch_rows(con, AUTHORITIES)
    authorities = [Authority(row, letters_of[row["urn"]], others_of[row["urn"]], []) for row in rows]
    by_code = {authority.facts["la_code"]: authority for authority in authorities}
    for authority in authorities:
        codes = (authority.facts["statistical_neighbours"] or "").split()
        authority.neighbours.extend(by_code[code] for code in codes if code in by_code)
    return authorities
