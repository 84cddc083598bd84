"""`feed.xml`: an Atom feed with an entry for each letter, and one for each time that a letter's facts or text changed.

An entry has the same id in every release, so a feed reader shows it once. A letter's entry is dated by the letter
until its words change; a change's entry is dated by the release that found it, and stays in the feeds of later ones.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

import duckdb
from lxml import etree

from publishers.records import Cell, ReleaseFacts, Row
from publishers.tables import records
from publishers.wording import (
    SUMMARY,
    TITLE,
    anchor,
    counted,
    day_in_words,
    licence_sentence,
    printable,
    shortened,
)

FEED_NAME = "feed.xml"
ATOM = "{http://www.w3.org/2005/Atom}"
CHANGED = "changed"
# A feed is for news: letters older than the newest hundred are listed only when they are new to the release.
NEWEST_LETTERS = 100
NEWEST_CHANGES = 100
CHANGES_TOLD = 20
VALUE_CHARACTERS = 200

LETTERS = """
WITH counted AS (
    SELECT
        report_id,
        count(*) FILTER (kind = 'strengths') AS strengths,
        count(*) FILTER (kind IN ('needs_to_improve', 'areas_for_improvement')) AS improvements,
        count(*) FILTER (kind = 'priority_action') AS priorities
    FROM findings WHERE level = 1 GROUP BY report_id
)
SELECT
    report_id, local_authority, theme, publication_date, report_url, written_statement_due_date,
    coalesce(strengths, 0) AS strengths, coalesce(improvements, 0) AS improvements,
    coalesce(priorities, 0) AS priorities
FROM inspections LEFT JOIN counted USING (report_id)
QUALIFY report_id IN (SELECT report_id FROM changes WHERE change = 'new')
    OR row_number() OVER (ORDER BY publication_date DESC, report_id) <= ?
ORDER BY publication_date DESC, report_id
"""
CHANGED_CELLS = """
SELECT changes.*, inspections.report_url FROM changes JOIN inspections USING (report_id)
WHERE change = 'changed' ORDER BY report_id, table_name, row_key, column_name
"""


def write_feed(con: duckdb.DuckDBPyConnection, made: ReleaseFacts, folder: Path, before: Path | None) -> Path:
    """Write the feed of the released database that `con` reads: newest changes first, then newest letters.

    `before` is the folder of the release that this one is compared with; its changes are told again.
    """
    told = _told_before(before)
    feed = _empty_feed(made)
    changes = groupby(records(con.sql(CHANGED_CELLS)), key=lambda cell: cell["report_id"])
    feed.extend([_change_entry(list(cells), made) for _, cells in changes])
    told_again = [entry for entry in told.values() if entry.find(f"{ATOM}category") is not None]
    feed.extend(told_again[: max(NEWEST_CHANGES - len(feed.findall(f"{ATOM}entry")), 0)])
    feed.extend([_letter_entry(letter, told, made) for letter in records(con.sql(LETTERS, params=[NEWEST_LETTERS]))])
    path = folder / FEED_NAME
    etree.indent(feed)
    path.write_bytes(etree.tostring(feed, encoding="UTF-8", xml_declaration=True) + b"\n")
    return path


def _told_before(before: Path | None) -> dict[str, etree._Element]:
    """The entries of the release before, by id."""
    if before is None or not (before / FEED_NAME).exists():
        return {}
    feed = etree.parse(before / FEED_NAME)
    return {_text_of(entry, "id"): entry for entry in feed.iterfind(f"{ATOM}entry")}


def _empty_feed(made: ReleaseFacts) -> etree._Element:
    feed = etree.Element(f"{ATOM}feed", nsmap={None: ATOM.strip("{}")})
    _add(feed, "id", _stable_id(f"feed of {made.source}"))
    _add(feed, "title", TITLE)
    _add(feed, "subtitle", SUMMARY)
    _add(feed, "updated", made.release_time)
    _add(_add(feed, "author"), "name", "jtai-outcomes")
    _add(feed, "link", href=FEED_NAME, rel="self", type="application/atom+xml")
    _add(feed, "link", href="index.html", rel="alternate", type="text/html")
    _add(feed, "generator", "jtai-outcomes")
    _add(feed, "rights", licence_sentence(made))
    return feed


def _change_entry(cells: Sequence[Row], made: ReleaseFacts) -> etree._Element:
    title = f"{cells[0]['local_authority']}: changed since the last release"
    entry = _entry(cells[0], f"change {cells[0]['report_id']} {made.release_name}", title)
    _add(entry, "updated", made.release_time)
    _add(entry, "category", term=CHANGED)
    _add(entry, "content", "\n".join(_changes_in_words(cells)), type="text")
    return entry


def _letter_entry(letter: Row, told: Mapping[str, etree._Element], made: ReleaseFacts) -> etree._Element:
    title = f"{letter['local_authority']}: {letter['theme'] or 'theme not known'}"
    entry = _entry(letter, f"letter {letter['report_id']}", title)
    published = f"{letter['publication_date']}T00:00:00Z"
    _add(entry, "published", published)
    _add(entry, "content", " ".join(_letter_in_words(letter)), type="text")
    before = told.get(_text_of(entry, "id"))
    if before is None:
        _add(entry, "updated", published)
    elif all(_text_of(before, name) == _text_of(entry, name) for name in ("title", "published", "content")):
        _add(entry, "updated", _text_of(before, "updated"))
    else:
        _add(entry, "updated", made.release_time)
    return entry


def _entry(letter: Row, name: str, title: str) -> etree._Element:
    entry = etree.Element(f"{ATOM}entry")
    _add(entry, "id", _stable_id(name))
    _add(entry, "title", title)
    _add(entry, "link", href=f"index.html#{anchor(str(letter['report_id']))}", rel="alternate", type="text/html")
    if str(letter["report_url"]).startswith(("https://", "http://")):
        _add(entry, "link", href=str(letter["report_url"]), rel="related", type="application/pdf")
    return entry


def _add(parent: etree._Element, name: str, text: str | None = None, **attributes: str) -> etree._Element:
    child = etree.SubElement(parent, f"{ATOM}{name}", {key: printable(value) for key, value in attributes.items()})
    child.text = None if text is None else printable(text)
    return child


def _text_of(entry: etree._Element, name: str) -> str:
    return str(entry.findtext(f"{ATOM}{name}", ""))


def _letter_in_words(letter: Row) -> Iterator[str]:
    published, due = letter["publication_date"], letter["written_statement_due_date"]
    yield f"The outcome of the inspection of {letter['local_authority']} was published on {_day(published)}."
    yield (
        f"It lists {counted(_number(letter['strengths']), 'strength')}, "
        f"{counted(_number(letter['improvements']), 'thing')} to improve and "
        f"{counted(_number(letter['priorities']), 'finding')} for priority action."
    )
    if due is not None:
        yield f"A written statement of proposed action was due by {_day(due)}."


def _changes_in_words(cells: Sequence[Row]) -> Iterator[str]:
    for cell in cells[:CHANGES_TOLD]:
        where = f"{cell['table_name']} {cell['row_key'] or ''}".strip()
        old, new = _value(cell["old_value"]), _value(cell["new_value"])
        yield printable(f"{where}, {cell['column_name']}: {old} is now {new}.")
    if len(cells) > CHANGES_TOLD:
        yield f"And {len(cells) - CHANGES_TOLD:,} more; the table of changes has them all."


def _value(value: Cell) -> str:
    return "nothing" if value is None else f"“{shortened(str(value), VALUE_CHARACTERS)}”"


def _day(day: Cell) -> str:
    if not isinstance(day, date):
        raise TypeError(f"{day!r} is no date")
    return day_in_words(day)


def _number(value: Cell) -> int:
    if not isinstance(value, int):
        raise TypeError(f"{value!r} is no number of findings")
    return value


def _stable_id(name: str) -> str:
    return uuid5(NAMESPACE_URL, f"jtai-outcomes {name}").urn
