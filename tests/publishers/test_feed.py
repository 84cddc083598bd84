"""The feed is Atom that any reader takes, and an entry keeps its id."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import duckdb
import pytest
from lxml import etree
from small_warehouse import REFRESHED_AT, DatabaseOf, facts, small_rows

from publishers.duckdb_helpers import open_read_only
from publishers.formats.feed import write_feed

pytestmark = pytest.mark.slow

ATOM = {"atom": "http://www.w3.org/2005/Atom"}


@pytest.fixture
def feed(released: Path) -> etree._Element:
    return etree.parse(released / "feed.xml").getroot()


def texts(feed: etree._Element, path: str) -> list[str]:
    return [str(text) for text in feed.xpath(path, namespaces=ATOM)]


# RFC 4287, sections 4.1.1 and 4.1.2: children, with the least and the most of each.
FEED_CHILDREN = {
    **dict.fromkeys(("id", "title", "updated"), (1, 1)),
    **dict.fromkeys(("generator", "rights", "subtitle"), (0, 1)),
    "author": (1, 99),
    "link": (1, 99),
    "entry": (0, 9_999),
}
ENTRY_CHILDREN = {
    **dict.fromkeys(("id", "title", "updated"), (1, 1)),
    **dict.fromkeys(("published", "content"), (0, 1)),
    "link": (1, 99),
    "category": (0, 99),
}
RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)")


def test_feed_and_entries_have_what_atom_demands_and_nothing_else(feed: etree._Element) -> None:
    assert feed.tag == f"{{{ATOM['atom']}}}feed"
    for element, allowed in [
        (feed, FEED_CHILDREN),
        *((entry, ENTRY_CHILDREN) for entry in feed.findall("atom:entry", ATOM)),
    ]:
        counts = Counter(etree.QName(child).localname for child in element)
        assert set(counts) <= set(allowed)
        for name, (least, most) in allowed.items():
            assert least <= counts[name] <= most, name


def test_ids_dates_and_links_are_well_formed(feed: etree._Element) -> None:
    ids = texts(feed, "//atom:id/text()")
    assert len(set(ids)) == len(ids) == 5
    assert all(UUID(found).urn == found for found in ids)
    assert all(RFC_3339.fullmatch(moment) for moment in texts(feed, "//atom:updated/text() | //atom:published/text()"))
    for link in feed.iterfind(".//atom:link", ATOM):
        assert link.get("href")
        assert link.get("rel", "alternate") in {"alternate", "related", "self"}
    # At most one alternate of the same type in each.
    for entry in feed.findall("atom:entry", ATOM):
        assert (
            len([link for link in entry.findall("atom:link", ATOM) if link.get("rel", "alternate") == "alternate"]) == 1
        )


def test_a_letter_is_dated_by_itself_and_a_change_by_its_release(feed: etree._Element) -> None:
    dates = texts(feed, "atom:entry/atom:updated/text()")
    assert dates == [
        "2026-11-21T21:30:45Z",
        "2024-01-09T00:00:00Z",
        "2023-07-14T00:00:00Z",
        "2018-05-04T00:00:00Z",
    ]


def entries(release: Path) -> dict[str, dict[str, str]]:
    """Id → what the feed of a release says under it."""
    found = etree.parse(release / "feed.xml").getroot().findall("atom:entry", ATOM)
    return {
        entry.findtext("atom:id", "", ATOM): {
            name: entry.findtext(f"atom:{name}", "", ATOM) for name in ("title", "updated", "content")
        }
        for entry in found
    }


def test_the_next_feed_keeps_every_entry_and_dates_what_changed(
    release: Path, release_now: Callable[..., Path], warehouse: Path
) -> None:
    with duckdb.connect(str(warehouse)) as con:
        con.execute("UPDATE marts.inspections SET theme = 'early help' WHERE report_id = '50200001'")
        con.execute("UPDATE marts.changes SET change = 'changed' WHERE report_id = '50200001'")
        con.execute("DELETE FROM marts.changes WHERE report_id = '50200002'")
    later = release_now(refreshed_at=REFRESHED_AT.replace(day=28))
    before, after = entries(release), entries(later)
    assert set(before) < set(after)
    (new,) = set(after) - set(before)
    assert after[new]["title"] == "Ashby & Vale: changed since the previous release"
    moved = [entry_id for entry_id in before if before[entry_id] != after[entry_id]]
    assert [after[entry_id]["title"] for entry_id in moved] == ["Ashby & Vale: early help"]
    assert after[moved[0]]["updated"] == after[new]["updated"] == "2026-11-28T21:30:45Z"


def test_the_feed_holds_no_more_than_news(
    released: Path, database_of: DatabaseOf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("publishers.formats.feed.NEWEST_CHANGES", 1)
    monkeypatch.setattr("publishers.formats.feed.NEWEST_LETTERS", 1)
    rows = small_rows()
    for inspection in rows["inspections"]:
        inspection["page_count"] = 10
    rows["changes"] = [change for change in rows["changes"] if change["change"] != "new"]
    with open_read_only(database_of(rows)) as con:
        write_feed(con, facts(refreshed_at=REFRESHED_AT.replace(day=28)), tmp_path, released)
    assert len(entries(tmp_path)) == 2


def test_a_letter_is_summed_up_in_plain_words(feed: etree._Element) -> None:
    content = texts(feed, "atom:entry[atom:title = 'Ashby & Vale: neglect']/atom:content/text()")
    assert content == [
        "The outcome of the inspection of Ashby & Vale was published on 14 July 2023. "
        "It lists 2 strengths and 0 findings for priority action. "
        "It asks for a written statement of proposed action by 20 October 2023."
    ]


def test_a_change_tells_what_was_and_what_is(feed: etree._Element) -> None:
    (content, *_) = texts(feed, "atom:entry/atom:content/text()")
    assert content.startswith("inspections, theme: “=HYPERLINK(")
    assert "<script>" in content


def test_a_letter_that_was_not_read_is_announced_without_counts(database_of: DatabaseOf, tmp_path: Path) -> None:
    rows = small_rows()
    for inspection in rows["inspections"]:
        inspection |= {"extraction_status": "unread", "unread_reason": "no file", "theme": None}
    with open_read_only(database_of(rows)) as con:
        write_feed(con, facts(), tmp_path, None)
    contents = [entry["content"] for entry in entries(tmp_path).values() if "not known" in entry["title"]]
    assert contents
    assert all(content.endswith("The letter could not be read.") for content in contents)
