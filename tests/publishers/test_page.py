"""The page can be read by itself, asks nothing of any network, and treats letters as text."""

from __future__ import annotations

import base64
import csv
import hashlib
import json
import re
import zlib
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs

import duckdb
import polars as pl
import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode
from small_warehouse import (
    CROP,
    FORMULA,
    MARKUP,
    REFRESHED_AT,
    DatabaseOf,
    Rows,
    facts,
    finding,
    small_rows,
    tags_of_last_finding,
)

from publishers.duckdb_helpers import open_read_only
from publishers.formats.markdown import write_markdown
from publishers.page.index_page import write_page
from publishers.page.synonyms import SYNONYMS, read_synonyms
from publishers.page.tile_map import name_tile, place_tiles

PARAGRAPHS = "section p, details p"
SEEDS = Path(__file__).parents[2] / "dbt_project" / "seeds"


@pytest.fixture
def html(released: Path) -> str:
    return (released / "index.html").read_text("utf-8")


@pytest.fixture
def html_of(database_of: DatabaseOf, tmp_path: Path) -> Callable[..., str]:
    """Write the page of some rows."""

    def write(rows: Rows, **changed: object) -> str:
        with open_read_only(database_of(rows)) as con:
            return write_page(con, facts(**changed), tmp_path).read_text("utf-8")

    return write


@pytest.fixture
def page(html: str) -> LexborHTMLParser:
    return LexborHTMLParser(html)


def row(page: LexborHTMLParser, anchor: str) -> LexborNode:
    (found,) = page.css(f'tbody tr[id^="{anchor}"]')
    return found


def letter(page: LexborHTMLParser, anchor: str) -> LexborNode:
    """What the row of a letter opens to, unpacked as the page's script does."""
    (found,) = [html for name, html in outcomes(page).items() if name.startswith(anchor)]
    article = LexborHTMLParser(found).css_first("article")
    assert article is not None
    return article


def outcomes(page: LexborHTMLParser) -> dict[str, str]:
    packs = [json.loads(zlib.decompress(base64.b64decode(pack.text()))) for pack in page.css("script.pack")]
    return {name: html for pack in packs for name, html in pack.items()}


def cards(page: LexborHTMLParser) -> dict[str, str]:
    """What each authority is shown with, by its name."""
    found = json.loads(zlib.decompress(base64.b64decode(page.css_first("#cards").text())))
    assert isinstance(found, dict)
    return found


def words(node: LexborNode) -> str:
    return " ".join(node.text().split())


def test_markup_in_a_letter_stays_text(page: LexborHTMLParser) -> None:
    kinds = ["application/ld+json", "application/json", "module", "text/plain", "text/plain"]
    assert [script.attributes.get("type") for script in page.css("script")] == kinds
    assert [image.attributes["src"] for image in page.css("img")] == [CROP]
    first = letter(page, "letter-50200001")
    assert "<script>document.title='run'</script>" in first.text()
    assert not first.css("script, img")


def test_only_the_page_s_own_style_and_script_may_run(page: LexborHTMLParser) -> None:
    policy = page.css_first('meta[http-equiv="Content-Security-Policy"]').attributes["content"]
    assert policy.startswith("default-src 'none';")
    for tag, selector in (("style", "style"), ("script", "script[type=module]")):
        sources = [hashlib.sha256(element.text().encode()).digest() for element in page.css(selector)]
        allowed = " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in sources)
        assert f"{tag}-src {allowed};" in policy


def test_nothing_is_loaded_but_pictures_beside_the_page(html: str, page: LexborHTMLParser) -> None:
    assert not page.css("[src]:not(img), iframe, object, embed, link[rel=stylesheet]")
    own = re.sub(r"<script.*?</script>", "", html, flags=re.DOTALL)
    assert not re.search(r"url\(|@import|style=", own)


def test_metrics_are_drawn_over_the_releases(page: LexborHTMLParser) -> None:
    (row,) = page.css("#metrics tbody tr")
    assert words(row) == "words: all letters 3,200 4,000"
    (line,) = row.css("polyline")
    assert (line.attributes["points"] or "").split() == ["3.0,3.0", "157.0,6.6"]


def test_every_letter_is_in_the_table_without_a_script(page: LexborHTMLParser) -> None:
    names = [words(cell) for cell in page.css("#letters tbody th")]
    assert [row.attributes["id"] for row in page.css("#letters tbody tr")] == list(outcomes(page))
    assert names == ["Marlow’s Reach corrected", "Ashby & Vale flagged", "Marlow’s Reach"]


def test_a_letter_without_a_list_is_not_said_to_list_none(page: LexborHTMLParser) -> None:
    counts = {
        words(row.css_first("th")): [words(cell) for cell in row.css("[data-label]")][2:]
        for row in page.css("#letters tbody tr")
    }
    assert counts["Ashby & Vale flagged"] == ["Yes", "2", "no list"]
    assert counts["Marlow’s Reach corrected"] == ["None", "no list", "no list"]


def test_findings_are_a_list_with_sub_findings_and_pages(page: LexborHTMLParser) -> None:
    first = letter(page, "letter-50200001")
    bullets = [words(item) for item in first.css("section > ul > li")]
    assert bullets == [f"{FORMULA} p. 3 Under it. p. 3", "The last finding. p. 3"]
    assert [words(item) for item in first.css("li li")] == ["Under it. p. 3"]
    assert (
        first.css_first("section > ul > li > a").attributes["href"]
        == "https://files.example.org/v1/file/50200001#page=3"
    )


def test_words_around_a_list_are_kept(page: LexborHTMLParser) -> None:
    assert "Before the list." in [words(line) for line in letter(page, "letter-50200001").css("section p")]


def test_a_paragraph_that_is_a_finding_has_its_page(database_of: DatabaseOf, tmp_path: Path) -> None:
    rows = small_rows()
    paragraph = {"form": "paragraph", "is_itemised": False, "page": 2}
    rows["findings"].append(finding("50200001", 4, 2, "Before the list.", **paragraph))
    with open_read_only(database_of(rows)) as con:
        page = LexborHTMLParser(write_page(con, facts(), tmp_path).read_text("utf-8"))
        write_markdown(con, facts(), tmp_path)
    assert "Before the list. p. 2" in [words(line) for line in letter(page, "letter-50200001").css("section p")]
    assert "Before the list. (page 2)" in (tmp_path / "letters" / "letter-50200001.md").read_text("utf-8")


def test_passages_carry_the_topics_and_agencies_that_are_shown(html_of: Callable[..., str]) -> None:
    page = LexborHTMLParser(html_of(small_rows() | tags_of_last_finding()))
    last = next(item for item in letter(page, "letter-50200001").css("li") if "The last finding." in item.text())
    assert (last.attributes["data-topics"], last.attributes["data-agencies"]) == ("Early help", "Police")
    options = [words(label) for label in page.css("[data-facet=topic] label")]
    assert options == ["Early help", "not known"]
    assert words(page.css_first("[data-facet=topic] summary")) == "Topic (suggested)"


def test_case_studies_and_the_written_statement_are_shown(page: LexborHTMLParser) -> None:
    first = letter(page, "letter-50200001")
    assert words(first.css_first(".box h3")) == "Case study: the box p. 4"
    assert "Required from the director of children’s services, by 20 October 2023" in words(first)


def test_every_passage_and_heading_has_an_address_made_of_its_words(page: LexborHTMLParser) -> None:
    first = letter(page, "letter-50200001")
    assert first.css_first("section h3").attributes["id"] == "letter-50200001.headline-findings"
    addresses = [str(node.attributes["id"]) for node in first.css("[id]")]
    assert len(addresses) == len(set(addresses))
    last = next(item for item in first.css("li") if words(item).startswith("The last finding."))
    digest = hashlib.sha256(b"The last finding.").hexdigest()[:8]
    assert last.attributes["id"] == f"letter-50200001.p{digest}"


def test_every_paragraph_is_of_a_named_part_of_the_letter(page: LexborHTMLParser) -> None:
    parts = [node.attributes["data-part"] for node in letter(page, "letter-50200001").css("[data-part]")]
    assert parts == ["Headline findings", "Strengths", "Priority action", "Case studies"]


@pytest.mark.parametrize(
    ("known", "shown"),
    [
        (
            {"written_statement_due_date": None},
            "Required from the director of children’s services; no date found in the letter",
        ),
        ({"written_statement_required": False}, "Not required"),
        ({"written_statement_required": None}, "Could not be read"),
    ],
)
def test_what_was_not_read_of_a_written_statement_is_not_taken_for_no(
    html_of: Callable[..., str], known: dict[str, object], shown: str
) -> None:
    rows = small_rows()
    rows["inspections"][0] |= known
    page = LexborHTMLParser(html_of(rows))
    assert f"Written statement{shown}" in [words(fact) for fact in letter(page, "letter-50200001").css("dl div")]


def test_a_heading_over_there_are_none_is_no_priority_action(page: LexborHTMLParser) -> None:
    has_action = {
        anchor: json.loads(row(page, anchor).attributes["data-row"] or "")["has_priority_action"]
        for anchor in ("letter-50200001", "letter-50200002")
    }
    assert has_action == {"letter-50200001": "true", "letter-50200002": "false"}


def test_a_letter_without_an_address_has_no_links(page: LexborHTMLParser) -> None:
    older = letter(page, "letter-80002")
    assert not older.css("a[href^=http], a[href^=file]")
    assert "From the file older.pdf" in words(older)
    assert "An older finding. p. 3" in words(older)


def test_every_link_on_the_page_leads_somewhere(page: LexborHTMLParser, released: Path) -> None:
    places = {node.attributes["id"] for node in page.css("[id]")}
    within = [link for html in outcomes(page).values() for link in LexborHTMLParser(html).css("a")]
    for link in [*page.css("a"), *within]:
        target = link.attributes["href"] or ""
        if target.startswith("#authority="):
            assert set(parse_qs(target[1:])["authority"]) <= set(cards(page)), target
        elif target.startswith("#"):
            assert target[1:] in places
        elif not target.startswith("https://"):
            assert (released / target).is_file(), target


def test_a_first_release_is_said_to_be_one(page: LexborHTMLParser) -> None:
    changes = words(page.css_first("#changes"))
    assert "This is the first release: its 3 letters are all new." in changes
    assert "previous release" not in changes


def test_what_changed_since_the_previous_release_is_listed(
    release: Path, warehouse: Path, release_now: Callable[..., Path]
) -> None:
    with duckdb.connect(str(warehouse)) as con:
        con.execute("UPDATE marts.inspections SET theme = 'neglect' WHERE theme IS NULL")
    newer = release_now(refreshed_at=REFRESHED_AT + timedelta(days=7))
    changes = words(LexborHTMLParser((newer / "index.html").read_text("utf-8")).css_first("#changes"))
    assert "Since the previous release: 1 new letter, 1 changed letter (1 cell), 1 letter removed" in changes
    assert FORMULA in changes


def test_known_issues_are_listed(page: LexborHTMLParser) -> None:
    (issue,) = page.css("#issues li")
    assert words(issue.css_first("strong")) == "Ashby & Vale, 14 July 2023"
    assert words(issue.css_first(".message")) == f"Heading not recognised: “{MARKUP}”."
    where = "Sections, p. 2; first seen 21 November 2026. Expected: A section's heading is recognised."
    assert words(issue.css_first(".quote")) == where
    assert issue.css_first("a").attributes["href"] == "#letter-50200001"


def test_a_flagged_letter_says_what_is_wrong_and_on_which_page(page: LexborHTMLParser) -> None:
    notice = letter(page, "letter-50200001").css_first(".notice")
    assert words(notice) == f"Check before use: Heading not recognised: “{MARKUP}”. p. 2"
    assert notice.css_first("a.page").attributes["href"] == "https://files.example.org/v1/file/50200001#page=2"


def test_a_corrected_letter_shows_both_values_why_and_who(page: LexborHTMLParser) -> None:
    notice = letter(page, "letter-50200002").css_first(".notice")
    assert notice.css_first("del").text() == MARKUP
    assert notice.css_first("ins").text() == "2023-05-15"
    assert "Page 1 says 15 May. (A. Reader, 20 November 2026)" in words(notice)


def test_corrections_are_listed_with_what_became_of_them_but_not_those_of_another_source(
    page: LexborHTMLParser,
) -> None:
    listed = [words(item) for item in page.css("#corrections li")]
    assert [item.split(" ", 1)[0] for item in listed] == ["Applied", "Rejected"]
    assert "extracted now: neglect" in listed[1]


def test_an_issue_shows_the_place_on_the_page_and_links_to_the_picture(page: LexborHTMLParser) -> None:
    link = page.css_first("#issues li a:has(img)")
    assert link.attributes["href"] == link.css_first("img").attributes["src"] == CROP
    policy = page.css_first('meta[http-equiv="Content-Security-Policy"]').attributes["content"]
    assert "img-src 'self' data:;" in policy


def test_invented_letters_are_said_to_be(html_of: Callable[..., str]) -> None:
    text = html_of(small_rows(), source="bundled sample")
    assert "These letters are invented." in text
    assert "Crown copyright" not in text


def test_a_release_without_letters_changes_or_problems_still_has_a_page(html_of: Callable[..., str]) -> None:
    page = LexborHTMLParser(html_of({"local_authorities": small_rows()["local_authorities"]}))
    assert "This is the first release." in words(page.css_first("#changes"))
    assert [figure.attributes["id"] for figure in page.css("figure")] == ["chart-coverage"]
    assert "None: every check passed" in words(page.css_first("#issues"))
    assert not page.css("#corrections")


def test_whole_texts_that_are_too_much_for_a_page_are_left_out_and_it_says_where_they_are(
    page: LexborHTMLParser, released: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("publishers.page.index_page.MAX_TEXT_CHARACTERS", 10)
    with open_read_only(released / "jtai.duckdb") as con:
        lists = LexborHTMLParser(write_page(con, facts(), tmp_path).read_text("utf-8"))
    assert not page.css("#texts")
    assert "Whole texts are in letters/" in words(lists.css_first("#texts"))
    assert outcomes(lists).keys() == outcomes(page).keys()
    assert any(LexborHTMLParser(html).css(PARAGRAPHS) for html in outcomes(page).values())
    for anchor, html in outcomes(lists).items():
        whole, listed = LexborHTMLParser(outcomes(page)[anchor]), LexborHTMLParser(html)
        assert [words(item) for item in listed.css("li")] == [words(item) for item in whole.css("li")]
        assert not listed.css(PARAGRAPHS)
        assert (released / (listed.css_first(".notice > a").attributes["href"] or "")).is_file()


def test_no_place_on_the_machine_that_made_the_release_is_shown(html_of: Callable[..., str]) -> None:
    rows = small_rows()
    for row in rows["inspections"]:
        row["report_url"] = "file:///home/somebody/letters/JTAI%20-%2018%20july%202022.pdf"
    rows["changes"][1] |= {"column_name": "report_url", "old_value": rows["inspections"][0]["report_url"]}
    html = html_of(rows)
    page = LexborHTMLParser(html)
    assert "somebody" not in html + "".join(outcomes(page).values())
    assert "From the file JTAI - 18 july 2022.pdf, 9 pages" in words(letter(page, "letter-50200001"))


def test_an_authority_is_shown_with_its_letters_neighbours_and_what_is_due(page: LexborHTMLParser) -> None:
    card = LexborHTMLParser(cards(page)["Ashby & Vale"])
    assert "due by 20 October 2023 from the director of children’s services (letter of 14 July 2023)" in words(
        card.body
    )
    assert [words(summary) for summary in card.css(".reader summary")] == ["14 July 2023: neglect; 2 strengths"]
    neighbours = [words(item) for item in card.css(".neighbours li")]
    assert neighbours == ["Never Seen: never inspected", "Marlow’s Reach: 2024 theme not known, 2018 neglect"]


def test_an_authority_that_was_never_inspected_is_shown_too(page: LexborHTMLParser) -> None:
    card = words(LexborHTMLParser(cards(page)["Never Seen"]).body)
    assert "The source lists no letter about a joint targeted area inspection of this authority." in card


def test_an_authority_whose_letter_is_known_but_not_listed_is_not_called_never_inspected(
    html_of: Callable[..., str],
) -> None:
    rows = small_rows()
    (without,) = [row for row in rows["local_authorities"] if row["local_authority"] == "Never Seen"]
    without["unlisted_letter_count"] = 1
    html = html_of(rows)
    page = LexborHTMLParser(html)
    assert page.css_first(".map a[href='#authority=Never+Seen']").attributes["aria-label"] == (
        "Never Seen: letter known but not listed"
    )
    assert "?" in [words(sign) for sign in page.css(".map a[href='#authority=Never+Seen'] .sign")]
    assert "Never Seen (letter known but not listed)" in page.body.text()
    assert "letter known but not listed" in words(LexborHTMLParser(cards(page)["Never Seen"]).body)


def test_the_map_has_a_tile_for_every_authority_that_says_in_words_what_it_shows(page: LexborHTMLParser) -> None:
    tiles = {node.attributes["href"]: node.attributes["aria-label"] for node in page.css(".map a")}
    assert tiles == {
        "#authority=Ashby+%26+Vale": "Ashby & Vale: 2023, neglect, written statement required",
        "#authority=Marlow%E2%80%99s+Reach": "Marlow’s Reach: 2024, not known, written statement not required",
        "#authority=Never+Seen": "Never Seen: never inspected",
    }
    signs = [words(sign) for sign in page.css(".map a:first-child .sign")]
    assert signs == ["’23", "A", "yes"]


def test_no_two_tiles_have_the_same_name() -> None:
    names = pl.read_csv(SEEDS / "england_local_authorities.csv", infer_schema=False)["name"].to_list()
    assert len({name_tile(name) for name in names}) == len(names) == 153


def test_every_authority_of_england_has_a_tile_of_its_own() -> None:
    england = pl.read_csv(SEEDS / "england_local_authorities.csv", infer_schema=False)["urn"].cast(pl.Int64).to_list()
    tiles = place_tiles([*england, 1])
    assert len(set(tiles.values())) == len(england) + 1
    assert tiles[1][1] > max(tiles[urn][1] for urn in england)


def test_facets_count_the_letters_of_each_value_and_of_what_is_not_known(page: LexborHTMLParser) -> None:
    counts = {
        facet.attributes["data-facet"]: [words(label) for label in facet.css("label")] for facet in page.css(".facet")
    }
    assert counts["theme"] == ["neglect 2", "not known 1"]
    assert counts["authority"] == ["Ashby & Vale 1", "Marlow’s Reach 2", "Never Seen 0"]
    assert counts["action"] == ["no 2", "yes 1"]
    assert counts["year"] == ["2024 1", "2023 1", "2018 1"]


def test_each_synonym_is_in_one_group_with_a_reason() -> None:
    with SYNONYMS.open(encoding="utf-8", newline="") as file:
        assert all(row["reason"] for row in csv.DictReader(file))
    terms = [term.lower() for group in read_synonyms() for term in group]
    assert len(terms) == len(set(terms))


def test_the_page_describes_the_data_set_to_search_engines(page: LexborHTMLParser) -> None:
    described = json.loads(page.css_first("script[type='application/ld+json']").text())
    assert (described["@type"], described["version"]) == ("Dataset", "2026-11-21T213045Z")
    assert described["license"].endswith("/open-government-licence/version/3/")


def test_charts_say_in_a_table_what_they_draw(page: LexborHTMLParser) -> None:
    tables = {
        figure.attributes["id"]: [
            " ".join(filter(None, (words(cell) for cell in found.css("th, td")))) for found in figure.css("tbody tr")
        ]
        for figure in page.css("figure")
    }
    assert tables == {
        "chart-themes": ["neglect 1 0 0 0 0 1 0 2", "not known 0 0 0 0 0 0 1 1"],
        "chart-coverage": ["Yorkshire and the Humber 2 3 Never Seen"],
        "chart-findings": [
            "2016 to 2020: 2018 1 1 no list",
            "2022 on: 2023 1 2 no list",
            "2022 on: 2024 1 no list no list",
        ],
    }
    for figure in page.css("figure"):
        assert figure.css_first("[role=img]").attributes["aria-label"]
        assert figure.css_first("svg") is not None


def test_a_letter_that_was_not_read_says_why_and_counts_nothing(html_of: Callable[..., str]) -> None:
    rows = small_rows()
    for inspection in rows["inspections"]:
        inspection |= {"extraction_status": "unread", "unread_reason": "no file: 404"}
    page = LexborHTMLParser(html_of(rows))
    (first, *_) = page.css("tbody tr[data-row]")
    assert "unread" in first.css_first("th").text()
    assert [cell.text() for cell in first.css('td[data-label="Strengths"], td[data-label="To improve"]')] == [
        "not known",
        "not known",
    ]
    (article, *_) = outcomes(page).values()
    assert "no file: 404" in article
