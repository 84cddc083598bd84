"""Headings: what kind of section each known wording opens (`headings.csv`), and how case studies are headed.

How a line is set says that it is a heading (`structure.blocks`); these tables say what it means. A heading is known by
what it says: beside a wording of `headings.csv` it may have what `heading_additions.csv` lists, such as a number, and
go on with where that is ("in this local area"), or with any words after a preposition where the wording leaves no
doubt. A heading of two kinds ("Strengths and areas for improvement") is not known. One that is not known is kept as a
subsection or a section of kind `other`, and reported.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from extractors.letters.vocabulary import read_table
from extractors.records import FINDINGS_KINDS, Polarity, SectionKind

CASE_STUDY = re.compile(
    r"(?:(?:an?|good|best|strong|effective|poor|weak)\s+){0,2}"
    r"(?:case|practice)\s+(?:stud(?:y|ies)|examples?|illustrations?|spotlights?|vignettes?)\b"
    r"|(?:an?\s+)?examples?\s+of\s+(?:\w+\s+){1,2}practice\b|vignettes?\b|spotlight\s+on\s+\w+"
    r"|(?:a|one)\s+child’s\s+(?:story|journey)\b"
    r"|places\s+and\s+spaces\b",
    re.I,
)
# What a case study's heading says that it is an example of, each without what the one before took for its own.
POLARITY_WORDS: tuple[tuple[Polarity, re.Pattern[str]], ...] = (
    ("priority", re.compile(r"\bpriority\b")),
    (
        "improvement",
        re.compile(
            r"\bimprove\w*|\b(?:ineffective|inadequate|insufficient|poor|weak)\w*"
            r"|\b(?:less|not|never)\b(?:\s+\w+){0,3}?\s+(?:effective\w*|good|strong|well)\b"
            r"|\b(?:could|should|must|needs?|needed)\b.*\bbetter\b|\bmissed\s+(?:opportunit\w+|chances?)|\btoo\s+late\b|\b(?:drift|delay)\w*|\b(?:go|goes|going|gone|went)\s+wrong\b"
        ),
    ),
    (
        "strength",
        re.compile(
            r"\b(?:effective|strengths?|good|best|strong|excellent|exemplary|outstanding|positive)\b"
            r"|\b(?:do|does|did|done|doing|go|goes|gone|going|went|works?|worked|working)\s+(?:\w+\s+)?well\b"
        ),
    ),
)
CAPTION = re.compile(r"(?:table|figure|fig\.|chart|graph)\s+(?:\d+|[A-Z]|[IVX]+)\b", re.I)
LONGEST_HEADING = 180
WORDS = r"(?:(?!(?:in|on|of|for|to|with|from|as|using|building|not|no|less|and|or)\b)[\w’-]+ ){0,6}?"
"""Some words that leave a wording its meaning."""
PLACE_WORD = (
    r"(?:[A-Z][\w’-]*|the|this|our|your|local|whole|wider|area|partnership|partner|agency|agencies|services|authority|city"
    r"|county|borough|council|region|inspection|and|of|upon|on|with|&)"
)
PLACE = rf"{PLACE_WORD}(?:,? {PLACE_WORD})*"
"""A place as headings name it: words with a capital, or that say "here"."""
PREPOSITION = r"(?i:in|on|of|for|across|within|at|to|from|by|about|among|amongst|under|during)"
GOES_ON = {"with a place": rf"(?: {PREPOSITION} {PLACE})?", "with anything": rf"(?: {PREPOSITION} .+)?"}


@lru_cache(maxsize=1_000)
def kind_of_heading(heading: str) -> SectionKind | None:
    """Return the kind of section a heading opens, or None where its wording is not known, or is of two kinds."""
    words = _simplify(heading)
    if len(words) > LONGEST_HEADING:
        return None
    for kind, wording in _known_headings():
        if match := wording.fullmatch(words):
            beside = f"{words[: match.start('says')]} | {words[match.end('says') :]}"
            return None if _names_another_kind(beside, kind) else kind
    return None


def _names_another_kind(words: str, kind: SectionKind) -> bool:
    return any(wording.search(words) for other, wording in _findings_wordings() if other != kind)


def is_case_study_heading(heading: str) -> bool:
    """Say whether a heading opens a boxed example."""
    return bool(CASE_STUDY.match(heading))


def is_caption(heading: str) -> bool:
    """Say whether words are the caption of a table or a figure, which looks like a heading."""
    return bool(CAPTION.match(heading))


def polarity_of(heading: str) -> Polarity:
    """Return what a case study's heading says it is an example of; several kinds at once are `mixed`."""
    words = normalise_heading(heading)
    named: list[Polarity] = []
    for polarity, wording in POLARITY_WORDS:
        named += [polarity] if wording.search(words) else []
        words = wording.sub(" ", words)
    if not named:
        return "neutral"
    return named[0] if len(named) == 1 else "mixed"


def normalise_heading(text: str) -> str:
    """Return the text in lower case with punctuation as spaces, to compare wordings."""
    return " ".join(re.sub(r"[^\w()’'-]+", " ", text.lower().replace("(s)", "s")).split())


def _simplify(heading: str) -> str:
    """Write a heading with one kind of apostrophe, dash and space, without what is before and after its words."""
    words = ORNAMENTS.sub("", " ".join(heading.translate(SIGNS).split()))
    return re.sub(r" ?\(s\)", "s", words).strip(" :.?!;–-•*")


ORNAMENTS = re.compile(r"^[^\w\s(\[’]+\s*(?=\w)")
SIGNS = str.maketrans({"'": "’", "‘": "’", "—": "–", "‑": "-", "“": "", "”": "", '"': ""})


@cache
def _known_headings() -> tuple[tuple[SectionKind, re.Pattern[str]], ...]:
    """The wordings of all kinds, each with what may be added to it."""
    before, after = _additions("before"), _additions("after")
    return tuple(
        (kind, re.compile(rf"(?:(?:{before}) )*(?P<says>(?i:{wording}))(?:{GOES_ON[goes_on]}| ?(?:{after}))"))
        for kind, wording, goes_on in _wordings()
    )


@cache
def _findings_wordings() -> tuple[tuple[SectionKind, re.Pattern[str]], ...]:
    return tuple(
        (kind, re.compile(rf"\b(?:{wording})\b", re.I)) for kind, wording, _ in _wordings() if kind in FINDINGS_KINDS
    )


def _wordings() -> list[tuple[SectionKind, str, str]]:
    rows = read_table("headings.csv")
    return [(row["kind"], row["wording"].replace("{words}", WORDS), row["goes_on"]) for row in rows]  # type: ignore[misc]


def _additions(side: str) -> str:
    rows = read_table("heading_additions.csv")
    return "|".join(row["wording"].replace("{place}", PLACE) for row in rows if row["stands"] == side)
