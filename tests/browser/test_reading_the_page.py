"""What a reader does with the page: search, filter, sort, open, follow, share, copy, print."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from pathlib import Path
from urllib.parse import urlencode

import duckdb
import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import Reader
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from publishers.text import letter_anchor

WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 360, "height": 740}
CLIPBOARD = ["clipboard-read", "clipboard-write"]


def ask(release: Path, query: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(release / "jtai.duckdb"), read_only=True) as connection:
        return connection.execute(query).fetchall()


def shown(page: Page) -> list[str]:
    """The ids of the letters in the table, in its order."""
    found = page.eval_on_selector_all("#letters tr[data-row]", "rows => rows.map(row => JSON.parse(row.dataset.row))")
    return [row["report_id"] for row in found]


def expect_shown(page: Page, release: Path, condition: str) -> None:
    ids = [row[0] for row in ask(release, f"SELECT report_id FROM inspections WHERE {condition}")]  # noqa: S608
    assert ids, condition
    expect(page.locator("#count")).to_have_text(f"{len(ids)} of 14 letters")
    assert sorted(shown(page)) == sorted(ids)


def opener(page: Page, report_id: str) -> object:
    return page.locator(f"tr[data-row*='\"{report_id}\"'] .opener")


def words(text: str) -> str:
    return " ".join(text.split())


def test_a_search_reads_every_word_of_every_letter(reader: Reader, sample: Path) -> None:
    page = reader.opens(sample)
    ((report_id, text),) = ask(sample, "SELECT report_id, text FROM findings ORDER BY length(text) DESC LIMIT 1")
    typed = str(text).upper().replace("’", "'").replace("“", '"').replace("”", '"').replace('"', " ")
    page.fill("[name=q]", f'"{typed}"')
    expect(page.locator("#count")).to_have_text("1 passage in 1 of 14 letters")
    assert shown(page) == [report_id]
    page.fill("[name=q]", "no letter says xyzzy")
    expect(page.locator("#letters")).to_contain_text("No letters match your search.")


def test_accents_do_not_matter_to_a_search(reader: Reader, sample: Path) -> None:
    page = reader.opens(sample)
    page.fill("[name=q]", "chïldrén")
    expect(page.locator("#count")).to_contain_text("in 14 of 14 letters")


def passages(page: Page) -> list[str]:
    """The passages shown, without the line below each that says where it is."""
    script = (
        "items => items.map(item => Array.from(item.childNodes)"
        ".filter(node => node.className !== 'where').map(node => node.textContent).join(''))"
    )
    return [words(text) for text in page.eval_on_selector_all("#passages ul li", script)]


def choose(page: Page, facet: str, value: str) -> None:
    page.locator(f"[data-facet={facet}] summary").click()
    page.check(f"[name={facet}][value='{value}']")


def test_a_search_answers_with_passages_that_say_where_they_are(reader: Reader, hostile: Path) -> None:
    page = reader.opens(hostile)
    page.fill("[name=q]", "finding")
    expect(page.locator("#count")).to_have_text("1 passage in 1 of 3 letters")
    assert passages(page) == ["The last finding."]
    assert page.locator("#passages mark").all_inner_texts() == ["finding"]
    first = page.locator("#passages > li").first
    expect(first.locator("h3")).to_have_text("Ashby & Vale, 14 Jul 2023 neglect · 1 passage")
    expect(first.locator(".where")).to_have_text("Strengths p. 3 in the letter")
    expect(first.locator("a.page")).to_have_attribute("href", "https://files.example.org/v1/file/50200001#page=3")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ('"last finding"', ["The last finding."]),
        ('"finding last"', []),
        ("finding OR box", ["In the box.", "The last finding."]),
        ("finding or box", ["In the box.", "The last finding."]),
        ("the -box", ["Before the list.", "The last finding.", "There are none."]),
        ('the -"the last"', ["Before the list.", "In the box.", "There are none."]),
        ("find", ["The last finding."]),
        ("indin", []),
        ("ashby finding", ["The last finding."]),
        ("ashby AND finding", ["The last finding."]),
    ],
)
def test_phrases_alternatives_and_exclusions_are_understood(
    reader: Reader, hostile: Path, query: str, found: list[str]
) -> None:
    page = reader.opens(hostile)
    page.fill("[name=q]", query)
    expect(page.locator("#count")).to_contain_text("passage")
    assert sorted(passages(page)) == sorted(found)


def test_synonyms_are_searched_too_and_named_unless_words_are_quoted(reader: Reader, sample: Path) -> None:
    page = reader.opens(sample)
    page.fill("[name=q]", "MASH")
    expect(page.locator("#also")).to_contain_text("Also searched for: multi agency safeguarding hub")
    page.fill("[name=q]", '"MASH"')
    expect(page.locator("#also")).to_be_hidden()


def test_the_best_passages_of_a_letter_are_in_the_order_of_the_letter(reader: Reader, sample: Path) -> None:
    page = reader.opens(sample)
    page.fill("[name=q]", "police")
    page.locator("#passages button").first.click()
    group = page.locator("#passages > li").first
    ids = group.locator("a", has_text="in the letter").evaluate_all("links => links.map(link => link.hash.slice(1))")
    assert len(ids) > 3
    group.locator("h3 a").click()
    expect(page.locator(".outcome article")).to_be_visible()
    places = page.locator(".outcome [id]").evaluate_all("places => places.map(place => place.id)")
    assert [place for place in places if place in ids] == ids


def test_a_search_for_an_authority_leads_to_it(reader: Reader, sample: Path) -> None:
    ((name,),) = ask(sample, "SELECT local_authority FROM inspections ORDER BY length(local_authority) DESC LIMIT 1")
    page = reader.opens(sample)
    page.fill("[name=q]", str(name).lower()[:-1])
    page.locator("#named a", has_text=str(name)).first.click()
    expect(page.locator("#authorities h3")).to_have_text(str(name))
    page.fill("[name=q]", "police")
    expect(page.locator("#count")).to_contain_text("passages")
    expect(page.locator("#named")).to_be_hidden()


@pytest.mark.parametrize("viewport", [WIDE, NARROW])
def test_a_list_of_choices_stays_on_the_page_and_closes_by_escape_or_a_click_elsewhere(
    reader: Reader, sample: Path, viewport: dict[str, int]
) -> None:
    page = reader.opens(sample, viewport=viewport)
    for facet in page.locator(".facet").all():
        facet.locator("summary").click()
        expect(facet.locator("fieldset")).to_be_in_viewport()
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
        page.keyboard.press("Escape")
        expect(facet.locator("fieldset")).to_be_hidden()
    facet.locator("summary").click()
    facet.locator("[type=checkbox]").first.focus()
    page.keyboard.press("Escape")
    expect(facet.locator("fieldset")).to_be_hidden()
    expect(facet.locator("summary")).to_be_focused()
    facet.locator("summary").click()
    page.locator("h1").click()
    expect(facet.locator("fieldset")).to_be_hidden()


def test_a_passage_leads_to_its_place_in_the_letter_by_an_address_that_can_be_copied(
    reader: Reader, sample: Path
) -> None:
    page = reader.opens(sample, permissions=CLIPBOARD)
    page.fill("[name=q]", "police")
    page.locator("#passages").get_by_text("in the letter").first.click()
    place = page.locator(".target")
    expect(place).to_be_in_viewport()
    page.bring_to_front()
    place.locator(".copy").click()
    expect(place.locator(".copy")).to_have_text("copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    other = reader.opens(sample, "#" + copied.split("#")[1])
    expect(other.locator(".target")).to_be_in_viewport()
    assert other.locator(".target").get_attribute("id") == place.get_attribute("id")


def test_passages_found_are_downloaded_with_their_pages_and_addresses(reader: Reader, hostile: Path) -> None:
    page = reader.opens(hostile)
    page.fill("[name=q]", "finding")
    with page.expect_download() as download:
        page.click("#download-passages")
    rows = list(csv.DictReader(io.StringIO(Path(download.value.path()).read_text("utf-8-sig"))))
    assert [(row["local_authority"], row["part"], row["text"], row["page"]) for row in rows] == [
        ("Ashby & Vale", "Strengths", "The last finding.", "3"),
    ]
    assert "index.html#letter-50200001.p" in rows[0]["address"]


def test_an_address_whose_words_are_gone_opens_the_letter(reader: Reader, hostile: Path) -> None:
    page = reader.opens(hostile, "#letter-50200001.pffffffff")
    expect(opener(page, "50200001")).to_have_attribute("aria-expanded", "true")  # type: ignore[arg-type]


def test_chosen_authorities_are_shown_side_by_side(reader: Reader, hostile: Path) -> None:
    page = reader.opens(hostile, "#authority=Ashby+%26+Vale&authority=Marlow%E2%80%99s+Reach")
    cards = page.locator("#authorities > article")
    expect(cards).to_have_count(2)
    tops = cards.evaluate_all("cards => cards.map(card => card.getBoundingClientRect().top)")
    assert tops[0] == tops[1]
    cards.first.locator(".reader summary").click()
    expect(cards.first).to_contain_text("The last finding.")


def test_a_tile_of_the_map_leads_to_its_authority(reader: Reader, sample: Path) -> None:
    page = reader.opens(sample)
    ((never,),) = ask(
        sample, "SELECT local_authority FROM local_authorities WHERE inspection_count = 0 ORDER BY ALL LIMIT 1"
    )
    page.locator(f".map a[aria-label='{never}: never inspected']").click()
    expect(page.locator("#authorities h3")).to_have_text(str(never))
    expect(page.locator("#authorities")).to_be_in_viewport()


def test_the_map_is_coloured_by_what_is_asked_for(reader: Reader, sample: Path) -> None:
    page = reader.opens(sample)
    expect(page.locator(".map g.theme").first).to_be_hidden()
    page.check("#by-theme")
    expect(page.locator(".map g.theme").first).to_be_visible()
    expect(page.locator(".map g.latest").first).to_be_hidden()


def test_a_count_beside_a_choice_is_what_choosing_it_would_show(reader: Reader, sample: Path) -> None:
    page = reader.opens(sample, "#year=2016")
    page.locator("[data-facet=region] summary").click()
    option = page.locator("[data-facet=region] label", has_not_text=re.compile(r"\b0$")).first
    expected = int(option.locator(".n").inner_text())
    assert 0 < expected < 14
    option.locator("input").check()
    expect(page.locator("#count")).to_have_text(f"{expected} of 14 letters")


def test_a_report_of_a_problem_is_filled_in(reader: Reader, hostile: Path) -> None:
    page = reader.opens(hostile)
    opener(page, "50200001").click()  # type: ignore[attr-defined]
    link = page.get_by_role("link", name="Report a problem with: The last finding.")
    address = str(link.get_attribute("href"))
    assert address.startswith("mailto:data@example.org?subject=Problem%20with%20letter-50200001.p")
    assert "The%20last%20finding." in address


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("theme", "theme"),
        ("region", "region"),
        ("authority", "local_authority"),
        ("year", "year(publication_date)::VARCHAR"),
    ],
)
def test_each_choice_shows_the_letters_that_it_names(reader: Reader, sample: Path, name: str, column: str) -> None:
    page = reader.opens(sample)
    ((value,),) = ask(sample, f"SELECT {column} FROM inspections ORDER BY report_id LIMIT 1")  # noqa: S608
    choose(page, name, str(value))
    expect_shown(page, sample, f"{column} = '{value}'")


def test_priority_action_and_flagged_are_filters(reader: Reader, sample: Path) -> None:
    page = reader.opens(sample)
    choose(page, "status", "flagged")
    expect_shown(page, sample, "extraction_status = 'flagged'")
    page.click("[type=reset]")
    choose(page, "action", "yes")
    has_section = "report_id IN (SELECT report_id FROM sections WHERE kind = 'priority_action')"
    expect_shown(page, sample, f"{has_section} AND priority_action_areas_stated_none IS NOT TRUE")


def test_several_values_of_one_choice_are_alternatives(reader: Reader, sample: Path) -> None:
    page = reader.opens(sample, "#year=2016&year=2023")
    expect_shown(page, sample, "year(publication_date) IN (2016, 2023)")


def test_a_heading_sorts_by_its_column(reader: Reader, sample: Path) -> None:
    page = reader.opens(sample)
    heading = page.locator("th[data-name=authority]")
    heading.locator("button").click()
    expect(heading).to_have_attribute("aria-sort", "ascending")
    names = page.locator("#letters tbody .opener").all_inner_texts()
    assert names == sorted(names)
    expect(page).to_have_url(re.compile("#sort=authority$"))


def test_a_row_opens_to_the_whole_outcome(reader: Reader, sample: Path) -> None:
    page = reader.opens(sample)
    for report_id in shown(page):
        opener(page, report_id).click()  # type: ignore[attr-defined]
    expect(page.locator("tr.outcome")).to_have_count(14)
    for report_id, line in ask(sample, "SELECT report_id, unnest(string_split(text, '\n')) FROM sections"):
        opened = page.locator(f"tr[data-row*='\"{report_id}\"'] + tr.outcome")
        assert words(str(line)) in words(whole(page, opened)), line


def whole(page: Page, opened: object) -> str:
    """The text of an open row without the page numbers in it; read once for each row."""
    known = page.__dict__.setdefault("_whole", {})
    key = str(opened)
    if key not in known:
        script = "row => { const copy = row.cloneNode(true); "
        script += "copy.querySelectorAll('.page, .tools').forEach(found => found.remove()); "
        known[key] = opened.evaluate(script + "return copy.textContent }")  # type: ignore[attr-defined]
    return str(known[key])


def test_a_link_leads_to_the_page_of_the_pdf(reader: Reader, hostile: Path) -> None:
    page = reader.opens(hostile)
    opener(page, "50200001").click()  # type: ignore[attr-defined]
    link = page.locator("tr.outcome section li a").first
    expect(link).to_have_attribute("href", "https://files.example.org/v1/file/50200001#page=3")
    page.context.route("https://files.example.org/**", lambda route: route.fulfill(body="a letter"))
    link.click()
    expect(page).to_have_url("https://files.example.org/v1/file/50200001#page=3")
    assert [asked.split("#")[0] for asked in reader.complaints] == [
        "asked for https://files.example.org/v1/file/50200001"
    ]
    reader.complaints.clear()


def test_a_neighbour_is_a_click_away_and_back_is_back(reader: Reader, sample: Path) -> None:
    own, neighbour, report_id = ask(
        sample,
        "SELECT own.local_authority, other.local_authority, other.latest_report_id FROM local_authorities AS own "
        "JOIN local_authorities AS other ON contains(own.statistical_neighbours, other.la_code) "
        "WHERE own.latest_report_id IS NOT NULL AND other.latest_report_id IS NOT NULL ORDER BY ALL LIMIT 1",
    )[0]
    page = reader.opens(sample, "#" + urlencode({"authority": str(own)}))
    page.locator("#authorities").get_by_role("link", name=str(neighbour), exact=True).click()
    expect(page.locator("#authorities h3")).to_have_text(str(neighbour))
    page.go_back()
    expect(page.locator("#authorities h3")).to_have_text(str(own))
    page.locator(f".neighbours a[href='#{letter_anchor(str(report_id))}']").first.click()
    expect(opener(page, str(report_id))).to_have_attribute("aria-expanded", "true")  # type: ignore[arg-type]


def test_a_view_is_shared_by_its_address(reader: Reader, sample: Path) -> None:
    page = reader.opens(sample)
    page.fill("[name=q]", "police OR school")
    choose(page, "action", "yes")
    page.locator("th[data-name=region] button").click()
    page.locator(".opener").first.click()
    page.wait_for_selector("tr.outcome")
    view = shown(page)
    assert 0 < len(view) < 14
    other = reader.opens(sample, "#" + page.url.split("#")[1])
    assert shown(other) == view
    expect(other.locator("#letters > tbody > tr").nth(1)).to_have_class("outcome")
    expect(other.locator("[name=q]")).to_have_value("police OR school")


def test_a_link_to_one_letter_opens_it(reader: Reader, sample: Path) -> None:
    oldest = reader.opens(sample).locator("tr[data-row]").last.get_attribute("id")
    page = reader.opens(sample, f"#{oldest}")
    expect(page.locator(f"#{oldest} + tr.outcome")).to_be_in_viewport()
    expect(page.locator(f"#{oldest} .opener")).to_be_focused()


def test_what_is_filtered_is_copied_as_csv(reader: Reader, sample: Path) -> None:
    page = reader.opens(sample, permissions=CLIPBOARD)
    choose(page, "year", "2016")
    page.click("#copy")
    expect(page.locator("#count")).to_have_text("2 of 14 letters copied as CSV")
    text = page.evaluate("navigator.clipboard.readText()")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [row["report_id"] for row in rows] == shown(page)
    assert {row["publication_date"][:4] for row in rows} == {"2016"}
    assert text.count("\r\n") == len(rows) + 1


def test_without_a_clipboard_the_csv_is_downloaded(reader: Reader, hostile: Path) -> None:
    page = reader.opens(hostile)
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('not allowed')) }")
    with page.expect_download() as download:
        page.click("#copy")
    body = Path(download.value.path()).read_text("utf-8-sig")
    assert "\r\n" in Path(download.value.path()).read_bytes().decode()
    assert [row["local_authority"] for row in csv.DictReader(io.StringIO(body))] == [
        "Marlow’s Reach",
        "Ashby & Vale",
        "'=2+5+cmd|' /C calc'!A0",
    ]


def test_the_keyboard_is_enough(reader: Reader, sample: Path) -> None:
    page = reader.opens(sample)
    page.focus("[data-facet=status] summary")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.locator("#count")).not_to_have_text("14 of 14 letters")
    page.locator(".opener").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".opener").first).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Enter")
    expect(page.locator("tr.outcome")).to_have_count(0)
    page.locator("th[data-name=theme] button").focus()
    page.keyboard.press("Enter")
    expect(page.locator("th[data-name=theme]")).to_have_attribute("aria-sort", "ascending")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
def test_axe_finds_no_violation(reader: Reader, sample: Path, scheme: str, viewport: dict[str, int]) -> None:
    page = reader.opens(sample, color_scheme=scheme, viewport=viewport)
    page.locator("tr:has(.warn) .opener").first.click()
    page.wait_for_selector("tr.outcome")
    page.fill("[name=q]", "police")
    page.wait_for_selector("#passages li")
    page.evaluate("for (const closed of document.querySelectorAll('details:not(.facet)')) closed.open = true")
    page.locator("[data-facet=authority] summary").click()
    found = Axe().run(page).response["violations"]
    assert [(rule["id"], [node["html"] for node in rule["nodes"]][:3]) for rule in found] == []


def test_a_phone_needs_no_sideways_scroll(reader: Reader, sample: Path) -> None:
    page = reader.opens(sample, viewport=NARROW)
    page.locator(".opener").first.click()
    page.wait_for_selector("tr.outcome")
    page.fill("[name=q]", "police")
    page.wait_for_selector("#passages li")
    page.evaluate("for (const closed of document.querySelectorAll('details:not(.facet)')) closed.open = true")
    assert page.evaluate("document.documentElement.scrollWidth") == NARROW["width"]


def test_nothing_that_a_letter_says_is_run(reader: Reader, hostile: Path) -> None:
    page = reader.opens(hostile)
    page.fill("[name=q]", "<script")
    expect(page.locator("#count")).to_have_text("2 passages in 2 of 3 letters")
    for button in page.locator(".opener").all():
        button.click()
    expect(page.locator("tr.outcome")).to_have_count(2)
    expect(page.locator("tr.outcome").first).to_contain_text("<script>document.title='run'</script><img src=x")
    assert page.title() == "Outcomes of joint targeted area inspections"
    assert page.locator("#letters script, #letters img, #letters [onerror]").count() == 0


def test_print_has_every_row_and_the_whole_of_an_open_one(reader: Reader, sample: Path, tmp_path: Path) -> None:
    page = reader.opens(sample)
    page.locator(".opener").first.click()
    page.wait_for_selector("tr.outcome")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")  # which a browser tells before its dialogue
    page.pdf(path=tmp_path / "printed.pdf")
    sheets = " ".join(sheet.extract_text() for sheet in PdfReader(tmp_path / "printed.pdf").pages)
    printed = words(unicodedata.normalize("NFKC", sheets))  # print sets fi and fl as one character
    texts = ask(sample, f"SELECT text FROM sections WHERE report_id = '{shown(page)[0]}'")  # noqa: S608
    for (text,) in texts:
        assert words(str(text))[:40] in printed
    assert all(name in printed for name in page.locator(".opener").all_inner_texts())
    assert "Copy as CSV" not in printed


def test_without_a_script_the_table_is_read_and_the_workbook_named(reader: Reader, sample: Path) -> None:
    page = reader.opens(sample, java_script_enabled=False)
    expect(page.locator("#letters tbody tr")).to_have_count(14)
    expect(page.locator("noscript a").first).to_be_visible()
    expect(page.locator("#filters")).to_be_hidden()


def test_all_letters_are_there_without_a_script_and_the_first_fifty_with_one(reader: Reader, sixty: Path) -> None:
    expect(reader.opens(sixty, java_script_enabled=False).locator("#letters tbody tr:visible")).to_have_count(60)
    page = reader.opens(sixty)
    expect(page.locator("#letters tbody tr:visible")).to_have_count(50)
    page.get_by_text("Show all 60 letters").click()
    expect(page.locator("#letters tbody tr:visible")).to_have_count(60)
    expect(page.locator("#count")).to_have_text("60 of 60 letters")
