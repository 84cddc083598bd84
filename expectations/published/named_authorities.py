"""Whether a letter is about the authority it is published under: it names that authority more than any other.

In 40 letters the own authority is named at least 3 times, and any other less often. Where two
documents were swapped, or one is listed under the wrong authority, it is the other way round.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pandas as pd

from expectations.tables import Tables

WORD = re.compile(r"[^\W_]+")
LEAST_MENTIONS = 3
"""A neighbour may be named in passing."""


def other_authorities_named(tables: Tables) -> list[str | None]:
    """Say for each inspection which authority its letter is about, where that is another than the one named."""
    names = [str(name) for name in tables["local_authorities"]["local_authority"].dropna()]
    inspections = tables["inspections"]
    own_names = names_by_urn(tables["local_authorities"])
    return [
        other_named(text, own_names.get(urn, set()), names)
        for text, urn in zip(plain_texts(tables), inspections["urn"], strict=True)
    ]


def plain_texts(tables: Tables) -> Iterator[str]:
    """The words of each inspection's letter, its title among them, one after the other: all at once would be a lot."""
    inspections, sections = tables["inspections"], tables["sections"]
    is_top = sections["level"].eq(1)
    places = is_top[is_top].groupby(sections["report_id"]).groups
    for report, title in zip(inspections["report_id"], inspections["title"].fillna(""), strict=True):
        texts = sections["text"].loc[places.get(report, [])].fillna("")
        yield words_of(" ".join([title, *texts]))


def names_by_urn(authorities: pd.DataFrame) -> dict[object, set[str]]:
    """The names each authority goes by."""
    names = zip(authorities["urn"], authorities["local_authority"], authorities["la_name"], strict=True)
    return {urn: {str(name) for name in both if pd.notna(name)} for urn, *both in names}


def words_of(text: str) -> str:
    """A text as lower-case words between single spaces, "&" written out."""
    words = WORD.findall(text.lower().replace("&", " and "))
    return f" {' '.join(words)} "


def other_named(text: str, own: set[str], names: list[str]) -> str | None:
    """Say which other authority a text names more often than its own."""
    own_count = max((text.count(words_of(name)) for name in own), default=0)
    vocabulary = set(text.split())
    others = [name for name in names if name not in own and vocabulary.issuperset(words_of(name).split())]
    counts = {name: text.count(words_of(name)) for name in others}
    most = max(counts, key=lambda name: counts[name], default=None)
    if most is None or counts[most] < LEAST_MENTIONS or counts[most] <= own_count:
        return None
    return f"{most} is named {counts[most]} times, {' or '.join(sorted(own))} {own_count} times"
