"""`feed.xml`: an Atom feed with an entry for each letter, and one for each letter whose facts or text changed.

A letter's entry is dated by the letter and has the same id in every release, so a feed reader shows it once.
A change's entry is dated by the release that found it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time
from itertools import groupby
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

import duckdb
from feedgen.entry import FeedEntry
from feedgen.feed import FeedGenerator

from publishers.records import Cell, ReleaseFacts, Row
from publishers.tables import records
from publishers.wording import (
    SUMMARY,
    TITLE,
    anchor,
    day_in_words,
    is_address,
    licence_sentence,
    printable,
    shortened,
)

FEED_NAME = "feed.xml"
# A feed is for news: letters older than the newest hundred are listed only when they are new to the release.
NEWEST_LETTERS = 100
CHANGES_TOLD = 20
VALUE_CHARACTERS = 200

LETTERS = """
SELECT report_id, local_authority, theme, publication_date, report_url FROM inspections
QUALIFY report_id IN (SELECT report_id FROM changes WHERE change = 'new')
    OR row_number() OVER (ORDER BY publication_date DESC, report_id) <= ?
ORDER BY publication_date DESC, report_id
"""
CHANGED_CELLS = """
SELECT changes.*, inspections.report_url FROM changes JOIN inspections USING (report_id)
WHERE change = 'changed' ORDER BY report_id, table_name, row_key, column_name
"""


def write_feed(con: duckdb.DuckDBPyConnection, made: ReleaseFacts, folder: Path) -> Path:
    """Write the feed of the released database that `con` reads; newest changes first, then newest letters."""
    feed = _empty_feed(made)
    for _, cells in groupby(records(con.sql(CHANGED_CELLS)), key=lambda cell: cell["report_id"]):
        _add_change(feed, list(cells), made)
    for letter in records(con.sql(LETTERS, params=[NEWEST_LETTERS])):
        _add_letter(feed, letter)
    path = folder / FEED_NAME
    path.write_bytes(feed.atom_str(pretty=True))
    return path


def _empty_feed(made: ReleaseFacts) -> FeedGenerator:
    feed = FeedGenerator()
    feed.id(_stable_id("feed"))
    feed.title(TITLE)
    feed.subtitle(SUMMARY)
    feed.author(name="jtai-outcomes")
    feed.rights(licence_sentence(made))
    feed.generator("jtai-outcomes")
    feed.updated(made.refreshed_at.astimezone(UTC).replace(microsecond=0))
    feed.link(href=FEED_NAME, rel="self")
    feed.link(href="index.html", rel="alternate")
    return feed


def _add_letter(feed: FeedGenerator, letter: Row) -> None:
    entry = _entry(feed, letter, f"letter {letter['report_id']}")
    published = _midnight(letter["publication_date"])
    entry.title(printable(f"{letter['local_authority']}: {letter['theme'] or 'theme not known'}"))
    entry.published(published)
    entry.updated(published)
    entry.content(
        printable(f"The outcome of the inspection of {letter['local_authority']} was published on ")
        + f"{day_in_words(published)}."
    )


def _add_change(feed: FeedGenerator, cells: Sequence[Row], made: ReleaseFacts) -> None:
    entry = _entry(feed, cells[0], f"change {cells[0]['report_id']} {made.release_name}")
    entry.title(printable(f"{cells[0]['local_authority']}: changed since the last release"))
    entry.updated(made.refreshed_at.astimezone(UTC).replace(microsecond=0))
    entry.content("\n".join(_told(cells)))


def _entry(feed: FeedGenerator, letter: Row, name: str) -> FeedEntry:
    entry = feed.add_entry(order="append")
    entry.id(_stable_id(name))
    entry.link(href=f"index.html#{anchor(str(letter['report_id']))}", rel="alternate")
    if is_address(letter["report_url"]):
        entry.link(href=letter["report_url"], rel="related", type="application/pdf")
    return entry


def _told(cells: Sequence[Row]) -> Iterator[str]:
    for cell in cells[:CHANGES_TOLD]:
        where = f"{cell['table_name']} {cell['row_key'] or ''}".strip()
        old, new = _value(cell["old_value"]), _value(cell["new_value"])
        yield printable(f"{where}, {cell['column_name']}: {old} is now {new}.")
    if len(cells) > CHANGES_TOLD:
        yield f"And {len(cells) - CHANGES_TOLD:,} more; the table of changes has them all."


def _value(value: Cell) -> str:
    return "nothing" if value is None else f"“{shortened(str(value), VALUE_CHARACTERS)}”"


def _midnight(day: Cell) -> datetime:
    if not isinstance(day, date):
        raise TypeError(f"publication_date is {day!r}, which is no date")
    return datetime.combine(day, time(), UTC)


def _stable_id(name: str) -> str:
    return uuid5(NAMESPACE_URL, f"jtai-outcomes {name}").urn
