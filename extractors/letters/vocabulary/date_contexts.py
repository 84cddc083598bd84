"""Date contexts: the words around a date that say what it is a date of (`date_contexts.csv`)."""

from __future__ import annotations

from functools import cache

from extractors.letters.vocabulary import read_table


@cache
def words_that_say(what: str) -> str:
    """Return the wordings of one meaning as one regular expression of whole words, for spaces of any width."""
    wordings = "|".join(row["wording"] for row in read_table("date_contexts.csv") if row["says"] == what)
    return r"(?<!\w)(?:" + wordings.replace(" ", r"\s+") + r")(?!\w)"
