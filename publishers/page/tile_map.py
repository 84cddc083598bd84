"""The tile map of the authorities: one tile each, distinguished by the sign on it as well as by its colour.

Drawn as SVG with a link on each tile; which of the signs and colours is shown is chosen by the style sheet.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import ascii_uppercase
from urllib.parse import urlencode

import polars as pl

from publishers.page.authorities import Authority
from publishers.text import pluralise

GRID = Path(__file__).with_name("data") / "tile_grid.csv"
# Authorities without a place on the grid, such as one that is new, fill rows below it.
TILES_IN_A_ROW = 12
TILE, GAP = 46, 3
SMALL_WORDS = {"and", "of", "the", "upon", "with"}
NAME_CHARACTERS = 4
NOT_KNOWN = "not known"
# The last year of each period, its name, and its colour; no letter was published in 2021.
PERIODS = ((2018, "2016 to 2018", "a1"), (2021, "2019 to 2020", "a2"), (9999, "2022 on", "a3"))
STATEMENTS = {True: ("yes", "a3", "required"), False: ("no", "a1", "not required"), None: ("?", "unknown", NOT_KNOWN)}


@dataclass(frozen=True, slots=True)
class Sign:
    """What a tile shows in one colouring: a short text, a class for its colour, and what both mean."""

    text: str
    colour: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Tile:
    """An authority's tile: its place in points, its address, and its sign in each colouring."""

    authority: Authority
    short_name: str
    x: int
    y: int
    address: str
    signs: dict[str, Sign]


@dataclass(frozen=True, slots=True)
class Colouring:
    """One way to colour the map: its name, its label, and each sign with the number of tiles that have it."""

    name: str
    label: str
    legend: Sequence[tuple[Sign, int]]


@dataclass(frozen=True, slots=True)
class TileMap:
    """The map: its size in points, tiles in the order of the keyboard, and its colourings."""

    width: int
    height: int
    tiles: Sequence[Tile]
    colourings: Sequence[Colouring]

    @property
    def summary(self) -> str:
        """How many authorities have a letter."""
        inspected = sum(tile.authority.latest is not None for tile in self.tiles)
        return f"{inspected} of {pluralise(len(self.tiles), 'authority', 'authorities')} have a letter."


def draw_map(authorities: Sequence[Authority]) -> TileMap:
    """Draw the authorities that there are today, by row and column."""
    current = [authority for authority in authorities if not authority.is_abolished]
    places = place_tiles(authority.facts["urn"] for authority in current)
    letters_of_themes = _letter_themes(current)
    left = min((column for column, _ in places.values()), default=0)
    top = min((row for _, row in places.values()), default=0)
    tiles = [
        Tile(
            authority,
            name_tile(authority.name),
            x=(column - left) * (TILE + GAP),
            y=(row - top) * (TILE + GAP),
            address="#" + urlencode({"authority": authority.name}),
            signs={
                "latest": _sign_latest(authority),
                "theme": _sign_theme(authority, letters_of_themes),
                "statement": _sign_statement(authority),
            },
        )
        for (column, row), authority in sorted(
            ((places[authority.facts["urn"]], authority) for authority in current),
            key=lambda placed: (placed[0][1], placed[0][0]),
        )
    ]
    return TileMap(
        width=max((tile.x for tile in tiles), default=0) + TILE,
        height=max((tile.y for tile in tiles), default=0) + TILE,
        tiles=tiles,
        colourings=[
            Colouring("latest", "Latest inspection", _count_signs(_period_of(tile.signs["latest"]) for tile in tiles)),
            Colouring("theme", "Its theme", _count_signs(tile.signs["theme"] for tile in tiles)),
            Colouring("statement", "Its written statement", _count_signs(tile.signs["statement"] for tile in tiles)),
        ],
    )


def _letter_themes(authorities: Iterable[Authority]) -> dict[str, str]:
    """Give each theme of a latest letter a letter, the most common first."""
    counts = Counter(one.latest.facts["theme"] for one in authorities if one.latest and one.latest.facts["theme"])
    themes = sorted(counts, key=lambda theme: (-counts[theme], theme))
    return dict(zip(themes, ascii_uppercase, strict=False))


def _sign_without_letter(authority: Authority) -> Sign:
    if authority.facts["unlisted_letter_count"]:
        return Sign("?", "unknown", authority.without_letter)
    return Sign("–", "never", authority.without_letter)


def _sign_latest(authority: Authority) -> Sign:
    if authority.latest is None:
        return _sign_without_letter(authority)
    year = authority.latest.facts["publication_date"].year
    colour = next(colour for last, _, colour in PERIODS if year <= last)
    return Sign(f"’{year % 100:02}", colour, str(year))


def _sign_theme(authority: Authority, letters_of_themes: dict[str, str]) -> Sign:
    if authority.latest is None:
        return _sign_without_letter(authority)
    theme = authority.latest.facts["theme"]
    if theme not in letters_of_themes:
        return Sign("?", "unknown", NOT_KNOWN)
    letter = letters_of_themes[theme]
    return Sign(letter, f"t{ascii_uppercase.index(letter) % 12}", theme)


def _sign_statement(authority: Authority) -> Sign:
    if authority.latest is None:
        return _sign_without_letter(authority)
    return Sign(*STATEMENTS[authority.latest.facts["written_statement_required"]])


def _period_of(sign: Sign) -> Sign:
    period = next((name for _, name, colour in PERIODS if colour == sign.colour), sign.meaning)
    return Sign(sign.text if sign.colour in ("never", "unknown") else "’…", sign.colour, period)


def _count_signs(signs: Iterable[Sign]) -> list[tuple[Sign, int]]:
    return sorted(Counter(signs).items(), key=lambda item: (item[0].colour == "never", item[0].colour, item[0].text))


def place_tiles(urns: Iterable[int]) -> dict[int, tuple[int, int]]:
    """Give each authority its column and row on the map."""
    grid, placed, below = _read_grid(), {}, 0
    first_free_row = max(row for _, row in grid.values()) + 1
    for urn in urns:
        if urn in grid:
            placed[urn] = grid[urn]
        else:
            placed[urn] = (1 + below % TILES_IN_A_ROW, first_free_row + below // TILES_IN_A_ROW)
            below += 1
    return placed


@cache
def _read_grid() -> dict[int, tuple[int, int]]:
    return {urn: (column, row) for urn, column, row in pl.read_csv(GRID).select("urn", "column", "row").iter_rows()}


def name_tile(name: str) -> str:
    """Shorten an authority's name to what a tile has room for, no two of England alike."""
    words = [word for word in name.replace("-", " ").split() if word.lower() not in SMALL_WORDS]
    initials = "".join(word[0] for word in words)
    return _read_short_names().get(name) or (initials if len(words) > 1 else name)[:NAME_CHARACTERS]


@cache
def _read_short_names() -> dict[str, str]:
    return dict(pl.read_csv(GRID).select("authority", "short_name").drop_nulls().iter_rows())
