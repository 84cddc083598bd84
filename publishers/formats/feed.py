"""`feed.xml`: an Atom feed with an entry for each letter, and one for each time that a letter's facts or text changed.

An entry has the same id in every release, so a feed reader shows it once. A letter's entry is dated by the letter
until its words change; a change's entry is dated by the release that found it, and stays in the feeds of later ones.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

import duckdb
from lxml import etree

from publishers.duckdb_helpers import Row, fetch_rows
from publishers.release_facts import ReleaseFacts
from publishers.text import (
    SUMMARY,
    TITLE,
    describe_licence,
    format_day,
    is_web_address,
    join_words,
    letter_anchor,
    normalise_text,
    pluralise,
    shorten,
)

FEED_NAME = "feed.xml"
ATOM = "{http://www.w3.org/2005/Atom}"
CHANGED = "changed"
# A feed announces: letters older than the newest hundred are listed only when they are new to the release.
NEWEST_LETTERS = 100
NEWEST_CHANGES = 100
LISTED_CHANGES = 20
VALUE_CHARACTERS = 200
# What a letter lists: the count's column, one of it, and what it is for.
COUNTED = (
    ("strengths", "strength", ""),
    ("to_improve", "thing", " to improve"),
    ("priority_actions", "finding", " for priority action"),
)

LETTERS = """
SELECT
    report_id, local_authority, theme, publication_date, report_url, written_statement_due_date, unread_reason,
    strengths, to_improve, priority_actions
FROM inspections JOIN finding_counts USING (report_id)
QUALIFY report_id IN (SELECT report_id FROM changes WHERE change = 'new')
    OR row_number() OVER (ORDER BY publication_date DESC, report_id) <= $newest
ORDER BY publication_date DESC, report_id
"""
CHANGED_CELLS = """
SELECT changes.*, inspections.report_url FROM changes JOIN inspections USING (report_id)
WHERE change = 'changed' ORDER BY report_id, table_name, row_key, column_name
"""


def write_feed(con: duckdb.DuckDBPyConnection, facts: ReleaseFacts, folder: Path, previous: Path | None) -> Path:
    """Write the feed of the released database that `con` reads: newest changes first, then newest letters.

    `previous` is the folder of the previous release; the changes in its feed are kept.
    """
    known = _read_entries(previous)
    feed = _start_feed(facts)
    changes = groupby(fetch_rows(con, CHANGED_CELLS), key=lambda cell: cell["report_id"])
    feed.extend([_make_change_entry(list(cells), facts) for _, cells in changes])
    older_changes = [entry for entry in known.values() if entry.find(f"{ATOM}category") is not None]
    feed.extend(older_changes[: max(NEWEST_CHANGES - len(feed.findall(f"{ATOM}entry")), 0)])
    feed.extend(
        [_make_letter_entry(letter, known, facts) for letter in fetch_rows(con, LETTERS, newest=NEWEST_LETTERS)]
    )
    path = folder / FEED_NAME
    etree.indent(feed)
    path.write_bytes(etree.tostring(feed, encoding="UTF-8", xml_declaration=True) + b"\n")
    return path


def _read_entries(previous: Path | None) -> dict[str, etree._Element]:
    """Read the entries of the previous release's feed, by id."""
    if previous is None or not (previous / FEED_NAME).exists():
        return {}
    feed = etree.parse(previous / FEED_NAME)
    return {_read_text(entry, "id"): entry for entry in feed.iterfind(f"{ATOM}entry")}


def _start_feed(facts: ReleaseFacts) -> etree._Element:
    feed = etree.Element(f"{ATOM}feed", nsmap={None: ATOM.strip("{}")})
    _add(feed, "id", _make_id(f"feed of {facts.source}"))
    _add(feed, "title", TITLE)
    _add(feed, "subtitle", SUMMARY)
    _add(feed, "updated", facts.release_time)
    _add(_add(feed, "author"), "name", "jtai-outcomes")
    _add(feed, "link", href=FEED_NAME, rel="self", type="application/atom+xml")
    _add(feed, "link", href="index.html", rel="alternate", type="text/html")
    _add(feed, "generator", "jtai-outcomes")
    _add(feed, "rights", describe_licence(facts))
    return feed


def _make_change_entry(cells: Sequence[Row], facts: ReleaseFacts) -> etree._Element:
    title = f"{cells[0]['local_authority']}: changed since the previous release"
    entry = _start_entry(cells[0], f"change {cells[0]['report_id']} {facts.release_name}", title)
    _add(entry, "updated", facts.release_time)
    _add(entry, "category", term=CHANGED)
    _add(entry, "content", "\n".join(_describe_changes(cells)), type="text")
    return entry


def _make_letter_entry(letter: Row, known: Mapping[str, etree._Element], facts: ReleaseFacts) -> etree._Element:
    title = f"{letter['local_authority']}: {letter['theme'] or 'theme not known'}"
    entry = _start_entry(letter, f"letter {letter['report_id']}", title)
    published = f"{letter['publication_date']}T00:00:00Z"
    _add(entry, "published", published)
    _add(entry, "content", " ".join(_describe_letter(letter)), type="text")
    previous = known.get(_read_text(entry, "id"))
    if previous is None:
        _add(entry, "updated", published)
    elif all(_read_text(previous, name) == _read_text(entry, name) for name in ("title", "published", "content")):
        _add(entry, "updated", _read_text(previous, "updated"))
    else:
        _add(entry, "updated", facts.release_time)
    return entry


def _start_entry(letter: Row, name: str, title: str) -> etree._Element:
    entry = etree.Element(f"{ATOM}entry")
    _add(entry, "id", _make_id(name))
    _add(entry, "title", title)
    _add(entry, "link", href=f"index.html#{letter_anchor(str(letter['report_id']))}", rel="alternate", type="text/html")
    if is_web_address(letter["report_url"]):
        _add(entry, "link", href=str(letter["report_url"]), rel="related", type="application/pdf")
    return entry


def _add(parent: etree._Element, name: str, text: str | None = None, **attributes: str) -> etree._Element:
    child = etree.SubElement(parent, f"{ATOM}{name}", {key: normalise_text(value) for key, value in attributes.items()})
    child.text = None if text is None else normalise_text(text)
    return child


def _read_text(entry: etree._Element, name: str) -> str:
    return str(entry.findtext(f"{ATOM}{name}", ""))


def _describe_letter(letter: Row) -> Iterator[str]:
    published, due = letter["publication_date"], letter["written_statement_due_date"]
    yield f"The outcome of the inspection of {letter['local_authority']} was published on {format_day(published)}."
    if letter["unread_reason"] is not None:
        yield "The letter could not be read."
        return
    counts = [(letter[name], one, after) for name, one, after in COUNTED]
    # Without such a section, nothing is known of its findings.
    listed = [f"{pluralise(count, one)}{after}" for count, one, after in counts if count is not None]
    if listed:
        yield f"It lists {join_words(listed)}."
    if due is not None:
        yield f"It asks for a written statement of proposed action by {format_day(due)}."


def _describe_changes(cells: Sequence[Row]) -> Iterator[str]:
    for cell in cells[:LISTED_CHANGES]:
        where = f"{cell['table_name']} {cell['row_key'] or ''}".strip()
        old, new = _quote(cell["old_value"]), _quote(cell["new_value"])
        yield normalise_text(f"{where}, {cell['column_name']}: {old} is now {new}.")
    if len(cells) > LISTED_CHANGES:
        yield f"And {len(cells) - LISTED_CHANGES:,} more; the table of changes has them all."


def _quote(value: str | None) -> str:
    return "nothing" if value is None else f"“{shorten(value, VALUE_CHARACTERS)}”"


def _make_id(name: str) -> str:
    return uuid5(NAMESPACE_URL, f"jtai-outcomes {name}").urn
