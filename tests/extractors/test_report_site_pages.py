"""What is read off the report site's pages: the live site's markup, odd variants of it, and pages in their place."""

from __future__ import annotations

from datetime import date

import pytest
from loopback_site import JTAI, OTHER, page

from extractors.records import Provider, Publication
from extractors.sources.labels import KnownLabels
from extractors.sources.provider_pages import ProviderPage, explain_no_page_of, read_provider_page
from extractors.sources.search_pages import read_search_page

SITE = "https://reports.example"
AMBRIDGE = Provider(80426, "Ambridge", f"{SITE}/provider/44/80426")
RESULT = (
    '<li class="search-result"><h3 class="search-result__title"><a href="/provider/44/80426">Ambridge</a></h3></li>'
)
ENTRY = """<li class="timeline__day"><p class="timeline__date"><time>{inspected}</time></p>
    <span class="event__title"><a class="publication-link" href="{href}">{label}
    <span class="nonvisual">{label}, {kind} - {day}</span></a></span></li>"""


def search(body: str, url: str = f"{SITE}/search") -> tuple[list[int], int | None, int | None]:
    found = read_search_page(page(body).encode(), url)
    return [one.urn for one in found.providers], found.stated_count, found.stated_pages


def read(body: str, *, url: str = "") -> ProviderPage:
    return read_provider_page(page(body).encode(), AMBRIDGE, KnownLabels(), url)


def entry(
    label: str = JTAI,
    *,
    day: str = "18 July 2022",
    inspected: str = "23 May 2022",
    href: str = "/v1/file/501",
    kind: str = "PDF",
) -> str:
    return ENTRY.format(label=label, day=day, inspected=inspected, href=href, kind=kind)


def letters(body: str) -> list[tuple[str, date]]:
    return [(one.report_id, one.publication_date) for one in read(body).publications if one.is_jtai]


# The search


@pytest.mark.parametrize(
    ("beside", "count"),
    [
        ('<strong class="results-count js-results-count">153</strong>', 153),
        ('<strong class="results-count">1,153</strong>', 1153),
        ('<strong class="results-count">1 to 100 of 153</strong>', 153),
        ("<p>Showing 1 to 100 of 153 results</p>", 153),
        ("<p>153 results</p><p>Read the 2024 results of the survey</p>", 153),
        ("<p>No number</p>", None),
    ],
)
def test_the_number_of_results_is_not_that_of_a_filter(beside: str, count: int | None) -> None:
    filters = '<ul class="search-filters"><li>Schools (24,561 results)</li><li>Nurseries 30,000 results</li></ul>'
    assert search(f"{filters}{beside}{RESULT}") == ([80426], count, None)


def test_where_the_pages_are_counted_words_are_not_asked_for_the_number_of_results() -> None:
    pager = '<div class="pagination"><span class="pagination__numbers">1 of 2</span></div>'
    assert search(f"<p>9,999 results in all of England</p>{RESULT}{pager}") == ([80426], None, 2)
    assert search(f'{RESULT}<div class="pagination">1 to 100 of 153</div>') == ([80426], None, None)


@pytest.mark.parametrize(
    "navigation",
    [
        '<nav><a href="/provider/20/12345">A category</a></nav>',
        '<p><a href="/provider/21/100000">A school</a></p>',
    ],
)
def test_only_result_items_are_providers(navigation: str) -> None:
    assert search(navigation + RESULT)[0] == [80426]
    assert search(navigation + '<h3><a href="/provider/44/80426">Ambridge</a></h3>')[0] == [80426]


# Entries of a provider's page


def test_the_day_of_inspection_is_kept_beside_that_of_publication() -> None:
    (one,) = read(entry()).publications
    assert (one.listed_inspection_date, one.publication_date) == (date(2022, 5, 23), date(2022, 7, 18))
    (plain,) = read(entry(inspected="18 July 2022")).publications
    assert plain.listed_inspection_date is None, "the day of publication is no day of inspection"


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "pdf, 245KB"},
        {"kind": "PDF (1.2 MB)"},
        {"day": "Monday 18 July 2022"},
        {"day": "Mon, 18 July 2022"},
        {"href": "/v1/file/501/ambridge-letter.pdf"},
        {"href": "/v1/file/501?download=1"},
        {"href": "/v1/file/501#page=2"},
        {"href": "../../v1/file/501"},
        {"href": " /v1/file/501 "},
    ],
)
def test_an_entry_in_other_words_is_the_same_letter(changes: dict[str, str]) -> None:
    assert letters(entry(**changes)) == [("501", date(2022, 7, 18))]  # type: ignore[arg-type]


def test_links_are_relative_to_the_base_that_a_page_names() -> None:
    html = f'<html><head><base href="https://files.example/v1/"></head><body>{entry(href="file/501")}</body></html>'
    (one,) = read_provider_page(html.encode(), AMBRIDGE, KnownLabels()).publications
    assert one.report_url == "https://files.example/v1/file/501"


def test_a_page_in_windows_1252_is_read() -> None:
    html = page(entry(label="Children’s services inspection – Ambridge")).encode("cp1252")
    (one,) = read_provider_page(html, AMBRIDGE, KnownLabels()).publications
    assert one.label == "Children’s services inspection – Ambridge"


def test_two_links_to_one_file_are_one_document() -> None:
    icon = '<a class="publication-link" href="/v1/file/501"><img alt=""></a>'
    button = '<a class="publication-link" href="/v1/file/501">Download PDF</a> <time pubdate>18 July 2022</time>'
    body = f"<ol>{entry()}</ol>{icon}<div>{button}</div>"
    assert read(body).unread == []
    assert letters(body) == [("501", date(2022, 7, 18))]


@pytest.mark.parametrize(
    "card",
    [
        '<article><h3>{label}</h3><p>Published 18 July 2022</p><a href="/v1/file/501">Download PDF</a></article>',
        '<article><header><h3><a href="/v1/file/501">{label}</a></h3></header><p>Published: 18 July 2022</p></article>',
        '<div class="report"><a href="/v1/file/501"><b>{label}</b></a> <time>18 July 2022</time></div>',
        '<p><a href="/documents/501.pdf">{label}, PDF – 18 July 2022</a></p>',
    ],
)
def test_an_entry_of_a_new_template_is_read_beside_the_old(card: str) -> None:
    new = "Joint targeted area inspection"
    body = entry(day="1 May 2019", href="/v1/file/400") + card.format(label=new)
    found = {(one.label, one.publication_date) for one in read(body).publications}
    assert found == {(JTAI, date(2019, 5, 1)), (new, date(2022, 7, 18))}


def test_a_new_template_without_a_day_of_publication_is_named() -> None:
    found = read(f'<article><h3>{JTAI}</h3><a href="/v1/file/501">Download</a></article>')
    assert (found.publications, found.unread) == ([], ["Ambridge: 'Download' (/v1/file/501)"])


@pytest.mark.parametrize(
    "body",
    [
        '<li class="timeline__day"><time>10 March 2014</time> <span>A visit (no longer available)</span></li>',
        f'<article><a href="/reports/joint.html">{JTAI}</a> 18 July 2022</article>',
    ],
)
def test_an_entry_that_leads_to_no_file_is_named(body: str) -> None:
    found = read(entry() + body)
    assert len(found.without_file) == 1
    assert found.without_file[0].startswith("Ambridge: ")


def test_days_in_the_life_of_an_authority_are_no_entries() -> None:
    opened = '<li class="timeline__day timeline__day--opened"><time>1 April 2009</time> Opened</li>'
    assert read(opened + entry()).without_file == []


def test_a_day_marked_otherwise_by_a_year_is_said() -> None:
    body = entry().replace("</li>", "<time pubdate>18 July 2023</time></li>")
    assert read(body).warnings == ["501: published 2022-07-18 by its line, 2023-07-18 by the date beside it"]


@pytest.mark.parametrize(
    "edition",
    [
        entry(f"{JTAI} - easy read", href="/v1/file/502"),
        entry(f"{JTAI} (Welsh version)", href="/v1/file/502", day="2 August 2022"),
        entry(href="/v1/file/502", kind="Word"),
    ],
)
def test_another_edition_of_a_letter_is_not_another_letter(edition: str) -> None:
    assert letters(entry() + edition) == [("501", date(2022, 7, 18))]
    assert all(one.is_known_label for one in read(entry() + edition).publications)
    assert len(letters(edition)) == 1, "on its own it is the letter"


def test_a_closed_authority_says_when_and_leads_to_others() -> None:
    body = """<h1 class="title-block--closed">Ambridge</h1>
        <li class="timeline__day timeline__day--closed"><time>1 April 2019</time></li>
        <li class="timeline__day timeline__day--successor"><a href="/provider/44/80500">Borchester</a></li>
        <li class="timeline__day timeline__day--predecessor"><a href="/provider/44/80400">Felpersham</a></li>"""
    found = read(body)
    assert (found.provider.is_closed, found.provider.closed_on) == (True, date(2019, 4, 1))
    assert [one.urn for one in found.successors] == [80500]
    assert [one.urn for one in found.predecessors] == [80400]
    assert found.without_file == []


def test_more_reports_are_found_or_their_absence_is_said() -> None:
    here = AMBRIDGE.provider_url or ""
    found = read(f'{entry()}<a href="/provider/44/80426?all=1">Show all reports</a>', url=here)
    assert found.more_pages == [f"{here}?all=1"]
    assert read(f"{entry()}<button>Show all reports</button>", url=here).warnings == [
        "Ambridge: 'Show all reports' leads to no page that can be read"
    ]


# Pages in their place


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("<h1>Ambridge</h1><p>URN: 80426</p>", None),
        ("<h1>Ambridge</h1><p>URN: <strong>80426</strong></p>" + entry(), None),
        ("<h1>Ambridge</h1>" + entry(), None),
        ("<h1>Ambridge</h1><p>URN: 80427</p>" + entry(), "it states URN 80427, not 80426"),
        ("<h1>Borchester</h1>" + entry(), "it does not state URN 80426"),
        ("<h1>Just a moment</h1><p>Checking /provider/44/80426</p>", "it does not state URN 80426"),
        ("<h1>Ambridge</h1><p>Verify that you are human</p>", "it does not state URN 80426"),
    ],
)
def test_a_page_is_the_one_of_the_authority_that_was_asked_for(body: str, reason: str | None) -> None:
    assert explain_no_page_of(AMBRIDGE, page(body).encode()) == reason


def test_a_document_of_another_kind_stays_as_it_is() -> None:
    (one,) = read(entry(OTHER)).publications
    assert one == Publication(
        "501", 80426, OTHER, date(2022, 7, 18), f"{SITE}/v1/file/501", False, True, False, date(2022, 5, 23)
    )
