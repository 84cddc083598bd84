"""The feed is Atom that any reader takes, and an entry keeps its id."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree
from small_warehouse import REFRESHED_AT, facts

from publishers import publish

ATOM = {"atom": "http://www.w3.org/2005/Atom"}


@pytest.fixture
def feed(released: Path) -> etree._Element:
    return etree.parse(released / "feed.xml").getroot()


def texts(feed: etree._Element, path: str) -> list[str]:
    return [str(text) for text in feed.xpath(path, namespaces=ATOM)]


def test_feed_and_entries_have_what_atom_demands(feed: etree._Element) -> None:
    for needed in ("id", "title", "updated"):
        assert len(texts(feed, f"atom:{needed}/text()")) == 1
        assert len(texts(feed, f"atom:entry/atom:{needed}/text()")) == 4
    ids = texts(feed, "//atom:id/text()")
    assert len(set(ids)) == len(ids)
    assert all(found.startswith("urn:uuid:") for found in ids)


def test_a_letter_is_dated_by_itself_and_a_change_by_its_release(feed: etree._Element) -> None:
    dates = texts(feed, "atom:entry/atom:updated/text()")
    assert dates == [
        "2026-11-21T21:30:45+00:00",
        "2024-01-09T00:00:00+00:00",
        "2023-07-14T00:00:00+00:00",
        "2018-05-04T00:00:00+00:00",
    ]


def test_the_next_feed_has_the_same_letters_and_another_change(
    feed: etree._Element, warehouse: Path, tmp_path: Path, crops: Path, data_docs: Path
) -> None:
    later = facts(refreshed_at=REFRESHED_AT.replace(day=28))
    release = publish(warehouse, tmp_path / "later", data_docs=data_docs, crops=crops, made=later)
    assert release is not None
    before = texts(feed, "atom:entry/atom:id/text()")
    after = texts(etree.parse(release / "feed.xml").getroot(), "atom:entry/atom:id/text()")
    assert after[1:] == before[1:]
    assert after[0] != before[0]


def test_a_change_tells_what_was_and_what_is(feed: etree._Element) -> None:
    (told, *_) = texts(feed, "atom:entry/atom:content/text()")
    assert told.startswith("inspections, theme: “=HYPERLINK(")
    assert "<script>" in told
