"""Inspectorates: the wordings that name each of them (`inspectorates.csv`), with their names of the time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from extractors.letters.vocabulary import read_table

BEFORE_NAME = re.compile(r"(?:the\s+)?(?:HM|H(?:is|er)\s+Majesty[’']s)\s+(?=Inspectorate\b)", re.IGNORECASE)


class Inspectorate(NamedTuple):
    """An inspectorate, how it is named, and the name it bears where a letter also uses a later one."""

    name: str
    wording: re.Pattern[str]
    later_name: str | None


def inspectorates_in(text: str) -> list[str]:
    """Return the inspectorates that a text names, in its order; one that also goes by a later name, by that."""
    places = {
        inspectorate.name: place.start()
        for inspectorate in known_inspectorates()
        if (place := inspectorate.wording.search(text))
    }
    later = {inspectorate.name: inspectorate.later_name for inspectorate in known_inspectorates()}
    return [name for name in sorted(places, key=places.__getitem__) if later[name] not in places]


def inspectorate_of(words: str, named: Sequence[str]) -> str | None:
    """Return the inspectorate that a signature names, by the name it has among those `named` in the letter."""
    inspectorate = next((each for each in known_inspectorates() if each.wording.search(words)), None)
    if inspectorate is None:
        return None
    return inspectorate.later_name if inspectorate.later_name in named else inspectorate.name


def is_only_inspectorate(words: str) -> bool:
    """Say whether words are the name of an inspectorate and nothing else."""
    own_name = BEFORE_NAME.sub("", words, count=1)
    return any(inspectorate.wording.fullmatch(own_name) for inspectorate in known_inspectorates())


@cache
def known_inspectorates() -> tuple[Inspectorate, ...]:
    """Return the inspectorates with their wordings, for spaces of any width."""
    return tuple(
        Inspectorate(
            row["inspectorate"],
            re.compile(r"(?<!\w)(?:" + row["wording"].replace(" ", r"\s+") + r")(?!\w)", re.IGNORECASE),
            row["later_name"] or None,
        )
        for row in read_table("inspectorates.csv")
    )
