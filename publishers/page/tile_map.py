"""The tile map of the authorities: one tile each, told apart by the sign on it as well as by its colour.

Drawn as SVG with a link on each tile; which of the signs and colours is shown is chosen by the style sheet.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from string import ascii_uppercase
from urllib.parse import urlencode

from publishers.page.authorities import Authority
from publishers.text import pluralise

TILE, GAP = 46, 3
NEVER = "never inspected"
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
    """Draw the authorities, by row and column."""
    letters_of_themes = _letter_themes(authorities)
    left = min((authority.tile[0] for authority in authorities), default=0)
    top = min((authority.tile[1] for authority in authorities), default=0)
    tiles = [
        Tile(
            authority,
            x=(authority.tile[0] - left) * (TILE + GAP),
            y=(authority.tile[1] - top) * (TILE + GAP),
            address="#" + urlencode({"authority": authority.name}),
            signs={
                "latest": _sign_latest(authority),
                "theme": _sign_theme(authority, letters_of_themes),
                "statement": _sign_statement(authority),
            },
        )
        for authority in sorted(authorities, key=lambda one: (one.tile[1], one.tile[0]))
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


def _sign_latest(authority: Authority) -> Sign:
    if authority.latest is None:
        return Sign("–", "never", NEVER)
    year = authority.latest.facts["publication_date"].year
    colour = next(colour for last, _, colour in PERIODS if year <= last)
    return Sign(f"’{year % 100:02}", colour, str(year))


def _sign_theme(authority: Authority, letters_of_themes: dict[str, str]) -> Sign:
    if authority.latest is None:
        return Sign("–", "never", NEVER)
    theme = authority.latest.facts["theme"]
    if theme not in letters_of_themes:
        return Sign("?", "unknown", NOT_KNOWN)
    letter = letters_of_themes[theme]
    return Sign(letter, f"t{ascii_uppercase.index(letter) % 12}", theme)


def _sign_statement(authority: Authority) -> Sign:
    if authority.latest is None:
        return Sign("–", "never", NEVER)
    return Sign(*STATEMENTS[authority.latest.facts["written_statement_required"]])


def _period_of(sign: Sign) -> Sign:
    period = next((name for _, name, colour in PERIODS if colour == sign.colour), sign.meaning)
    return Sign("–" if sign.colour == "never" else "’…", sign.colour, period)


def _count_signs(signs: Iterable[Sign]) -> list[tuple[Sign, int]]:
    return sorted(Counter(signs).items(), key=lambda item: (item[0].colour == "never", item[0].colour, item[0].text))
