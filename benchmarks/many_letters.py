"""An archive of as many invented letters as asked for, to see how the project grows.

    PYTHONPATH=tests python benchmarks/many_letters.py FOLDER --count 1000

The sample's typesetter sets each from the sample's own sentences, drawn at random by the letter's number, so that the
same number gives the same letter; it is about as long as a real one. The letters stand under 150 numbers of real
places, as an archive of the report site does, and under invented names.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache, partial
from itertools import islice
from pathlib import Path
from random import Random

import duckdb

from extractors.letters.content.sentences import sentences_in
from orchestration.dbt.resource import DBT_PROJECT
from typesetting.blocks import Block, Box, Bullets, Heading
from typesetting.letters import SampleLetter, load_letters
from typesetting.parts import cut_parts
from typesetting.typeset import typeset

PLACES = 150
WINDS = ("North", "East", "South", "West", "Upper", "Lower", "Great", "Little", "Old", "New")
FIRST_PUBLISHED, BETWEEN_LETTERS = date(2022, 3, 14), timedelta(days=15)
MONDAY_BEFORE, WORKING_WEEK, TIME_TO_ANSWER = timedelta(days=56), timedelta(days=4), timedelta(days=112)
LETTERS_AT_A_TIME = 20
INSPECTORATES = 4
CLOSINGS = (
    "Inspectors noted the words {}.",
    "The partnership’s own audit lists {}.",
    "The record of it says {}.",
    "Staff spoke of {}.",
    "An auditor will look again at {}.",
)
WORDS_THAT_SET_APART = 4
# What the reader understands in a place of its own, and what names a real authority by chance.
NOT_DRAWN = ("There are no ", "This inspection included ", "Reading ")


def main() -> None:
    """Set the letters that are not there yet."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="archive to make")
    parser.add_argument("--count", type=int, default=1000, help="how many letters")
    given = parser.parse_args()
    lay_out(given.folder, given.count)


def lay_out(folder: Path, count: int) -> None:
    """Write the first `count` letters below `folder`; those that are there stay as they are."""
    with ProcessPoolExecutor() as pool:
        list(pool.map(partial(_write, folder), range(count), chunksize=LETTERS_AT_A_TIME))


def _write(folder: Path, number: int) -> None:
    letter = letter_of(number)
    path = folder / letter.archive_path
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(typeset(letter, letter.setting))


def letter_of(number: int) -> SampleLetter:
    """The letter of this number: its place is the number's remainder by 150, its date follows from the rest."""
    random, patterns = Random(number), _patterns()  # noqa: S311 nothing is kept secret
    later, place = divmod(number, PLACES)
    pattern = patterns[place % len(patterns)]
    wind, authority = divmod(place, len(_authorities()))
    name = f"{WINDS[wind]} {_authorities()[authority]}"
    published = FIRST_PUBLISHED + later * BETWEEN_LETTERS
    return replace(
        pattern,
        urn=_urns()[place],
        authority=name,
        published=published,
        date_line=f"{published.day} {published:%B %Y}",
        addressees=(f"The Chief Executive, {name} Council",),
        salutation=f"Dear {name} Safeguarding Children Partnership",
        title=f"Joint targeted area inspection of {name}",
        footnotes={},
        blocks=tuple(_blocks(random, name, published)),
    )


def _blocks(random: Random, name: str, published: date) -> Iterator[Block]:
    start = published - MONDAY_BEFORE - timedelta(days=published.weekday())
    due = published + TIME_TO_ANSWER
    texts = partial(_texts, iter(random.sample(_sentences(), len(_sentences()))), random)
    yield (
        "This letter summarises the findings of the joint targeted area inspection (JTAI) of the multi-agency response "
        f"to identification of initial need and risk in {name}."
    )
    yield (
        f"This inspection took place from {_written(start)} to {_written(start + WORKING_WEEK)}. It was carried out by "
        "inspectors from Ofsted, the Care Quality Commission (CQC), His Majesty’s Inspectorate of Constabulary and "
        "Fire & Rescue Services (HMICFRS) and His Majesty’s Inspectorate of Probation (HMIP)."
    )
    yield Heading("Headline findings", "headline_findings")
    yield from texts(2, sentences=5)
    yield Heading("What needs to improve?", "needs_to_improve")
    yield Bullets(tuple(texts(6, sentences=1)))
    yield Heading("Strengths", "strengths")
    yield Bullets(tuple(texts(6, sentences=1)))
    yield Heading("Main findings", "main_findings")
    yield from texts(18, sentences=5)
    yield Box("Practice study: areas of highly effective practice", "strength", tuple(texts(2, sentences=5)))
    yield Box("Practice study: areas for improvement", "improvement", tuple(texts(2, sentences=5)))
    yield Heading("Next steps", "next_steps")
    yield (
        f"We have determined that {name} Council is the principal authority and should prepare a written statement of "
        "proposed action responding to the findings outlined in this letter."
    )
    yield f"{name} Council should send the written statement of action to inspectors by {_written(due)}."


def _texts(drawn: Iterator[str], random: Random, count: int, *, sentences: int) -> Iterator[str]:
    """Paragraphs of so many sentences; each ends with words of its own, so that no two letters share one."""
    for _ in range(count):
        *words, last = random.sample(_words(), WORDS_THAT_SET_APART)
        closing = random.choice(CLOSINGS).format(f"{', '.join(words)} and {last}")
        yield " ".join([*islice(drawn, sentences), closing])


def _written(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


@lru_cache
def _patterns() -> Sequence[SampleLetter]:
    """The letters of the sample that are set as most are; what they say is replaced."""
    of_now = [letter for letter in load_letters() if letter.facts.family == "2022 on" and letter.facts.is_jtai_letter]
    # The introduction names four inspectorates, and each signs.
    return [
        letter for letter in of_now if letter.addressees and letter.closing and len(letter.signatures) == INSPECTORATES
    ]


@lru_cache
def _sentences() -> Sequence[str]:
    """What the sample's letters say, sentence by sentence, without what is true of one place or day alone."""
    letters = load_letters()
    said = {
        sentence
        for letter in letters
        for part in cut_parts(letter)
        for line in part.lines
        if line.role == "paragraph"
        for sentence in sentences_in(line.text)
    }
    return sorted(
        text
        for text in said
        if text.isascii() and text.endswith(".")
        if not text.startswith(NOT_DRAWN) and not any(name in text for name in _authorities())
    )


@lru_cache
def _words() -> Sequence[str]:
    """Longer words of those sentences."""
    return sorted({word for sentence in _sentences() for word in re.findall(r"\b[a-z]{6,}\b", sentence)})


@lru_cache
def _authorities() -> Sequence[str]:
    """Fifteen invented names."""
    return sorted({letter.authority for letter in load_letters()})


@lru_cache
def _urns() -> Sequence[int]:
    seed = str(DBT_PROJECT / "seeds" / "england_local_authorities.csv")
    return [urn for (urn,) in duckdb.read_csv(seed).project("urn").order("urn").limit(PLACES).fetchall()]


if __name__ == "__main__":
    main()
