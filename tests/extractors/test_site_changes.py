"""A report site that changed since the previous release: the checks of the first gate stop each change and name it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from loopback_site import JTAI, OTHER, Site, pdf, running
from test_sources_report_site import open_site

from expectations import PreviousRelease, Problem
from expectations.catalogue import INPUTS
from expectations.previous_release import LETTERS, PROVIDERS, PUBLICATIONS
from expectations.validation import validate
from extractors.files import FileStore
from extractors.frames import to_frame
from extractors.records import Discovery, Provider, Publication, ReportFile
from extractors.sources import fetch_all

pytestmark = pytest.mark.slow

LETTER_OF, LETTER = 80000, "9000"
OTHER_LETTER_OF, OTHER_LETTER = 80001, "9001"
NO_KNOWN_LETTERS = pl.DataFrame(
    schema=dict.fromkeys(("report_id", "local_authority", "published", "source"), pl.String)
)
Tables = dict[str, pl.DataFrame]
Change = Callable[[Site], None]


def good_site() -> Site:
    """153 authorities with a document each, and two letters."""
    site = Site(providers={80000 + number: f"Council {number}" for number in range(153)})
    for urn in site.providers:
        letters = [(JTAI, "18 July 2022", str(urn - 80000 + 9000))] if urn in (LETTER_OF, OTHER_LETTER_OF) else []
        site.list_documents(urn, *letters, (OTHER, "1 May 2020", str(urn)))
    site.files = {LETTER: pdf("a" * 2000), OTHER_LETTER: pdf("b" * 2000)}
    return site


def look_at(site: Site, folder: Path) -> Tables:
    """The raw tables that come of one look at the site."""
    with running(site), open_site(site, FileStore(folder)) as source:
        found = source.discover(lambda done, total: None)
        files = fetch_all(source, found.publications, lambda done, total: None)
    tables = {
        "discoveries": to_frame(Discovery, [found.discovery]),
        "providers": to_frame(Provider, found.providers),
        "publications": to_frame(Publication, found.publications),
        "report_files": to_frame(ReportFile, files),
        "known_letters": NO_KNOWN_LETTERS,
    }
    assert {*tables} == {*INPUTS["discovered"]}
    return tables


@pytest.fixture(scope="module")
def previous(tmp_path_factory: pytest.TempPathFactory) -> PreviousRelease:
    """What was released of the good site."""
    tables = look_at(good_site(), tmp_path_factory.mktemp("files"))
    assert problems_of(tables, PreviousRelease()) == []
    letters = tables["report_files"].join(tables["publications"], on="report_id").join(tables["providers"], on="urn")
    return PreviousRelease(
        providers=tables["providers"].select(PROVIDERS.names()),
        publications=tables["publications"].select(PUBLICATIONS.names()),
        letters=pl.concat(
            [letters.rename({"provider_name": "local_authority"}), pl.DataFrame(schema=LETTERS)], how="diagonal"
        ).select(LETTERS.names()),
    )


def everywhere(old: str, new: str) -> Change:
    """Other words on every authority's page."""

    def change(site: Site) -> None:
        site.listings = {urn: listing.replace(old, new) for urn, listing in site.listings.items()}

    return change


def on_page_of(urn: int, *documents: tuple[str, str, str]) -> Change:
    """Other documents on one authority's page."""
    return lambda site: site.list_documents(urn, *documents)


def capped(site: Site) -> None:
    """The search ends after its first page, and states the number of all."""
    total = len(site.providers)
    site.providers = dict(list(site.providers.items())[:100])
    site.count_line = f"{total} results"


def unstable(site: Site) -> None:
    """The second page of the search repeats the end of the first, so that others are on no page."""
    whole = site.search_page

    def search_page(start: int, rows: int) -> str:
        return whole(start - 20, 53) if start == 100 else whole(start, rows)

    site.search_page = search_page  # type: ignore[method-assign]


def reordered(site: Site) -> None:
    """The authorities the other way round."""
    site.providers = dict(reversed(site.providers.items()))


def another_number(site: Site) -> None:
    """An authority under another number."""
    site.providers[89999] = site.providers.pop(LETTER_OF)
    site.listings[89999] = site.listings.pop(LETTER_OF)


def another_letter_under_the_same_id(site: Site) -> None:
    on_page_of(LETTER_OF, (JTAI, "3 March 2024", LETTER))(site)
    site.files[LETTER] = pdf("c" * 2000)


STOPPED = [
    pytest.param(capped, "as_many_providers_as_stated", "providers_stated: 153; providers_found: 100", id="capped"),
    pytest.param(lambda site: [capped(site), setattr(site, "count_line", None)], "the_site_has_150_providers", "100",
                 id="capped and not counted"),
    pytest.param(unstable, "as_many_providers_as_stated", "providers_stated: 153; providers_found: 133",
                 id="pages that repeat"),
    pytest.param(lambda site: setattr(site, "count_line", "154 results"), "as_many_providers_as_stated",
                 "providers_stated: 154; providers_found: 153", id="another count"),
    pytest.param(on_page_of(80005), "no_provider_lost_its_documents",
                 "Council 5 listed documents, and now lists none", id="an empty page"),
    pytest.param(everywhere(JTAI, "Joint local inspection"), "new_jtai_like_labels_are_decided",
                 "Joint local inspection", id="a label reworded"),
    pytest.param(on_page_of(LETTER_OF, ("Area inspection", "18 July 2022", LETTER)),
                 "an_id_stands_for_the_same_document",
                 "Area inspection (not a JTAI letter) of 2022-07-18 for URN 80000; at the previous release: Joint area",
                 id="a letter under another label"),
    pytest.param(everywhere("18 July 2022", "07.18.2022"), "every_document_link_is_read", "links_unread: 2",
                 id="dates in an unknown form"),
    pytest.param(on_page_of(80005, (JTAI, "18 July 2022", LETTER)), "a_document_is_listed_once",
                 "urn: 80000; label: Joint area child protection inspection; publication_date: 2022-07-18",
                 id="a file id on two pages"),
    pytest.param(on_page_of(LETTER_OF, (JTAI, "18 July 2022", LETTER), (JTAI, "3 March 2024", LETTER)),
                 "a_document_is_listed_once", "publication_date: 2024-03-03", id="a file id twice on a page"),
    pytest.param(another_letter_under_the_same_id, "an_id_stands_for_the_same_document",
                 "of 2024-03-03 for URN 80000; at the previous release: Joint area child protection inspection",
                 id="an id for another letter"),
    pytest.param(lambda site: [on_page_of(LETTER_OF, (OTHER, "1 May 2020", "1"))(site),
                               on_page_of(80005, (JTAI, "18 July 2022", LETTER))(site)],
                 "an_id_stands_for_the_same_document", "of 2022-07-18 for URN 80005; at the previous release",
                 id="a letter moved"),
    pytest.param(another_number, "no_provider_vanished", "Council 0 (80000)", id="another number"),
    pytest.param(on_page_of(LETTER_OF, (OTHER, "1 May 2020", "80000")), "no_released_letter_vanished", None,
                 id="a letter gone"),
]  # fmt: skip
TOLERATED = [
    pytest.param(everywhere("publication-link", "document-link"), set(), id="links renamed"),
    pytest.param(lambda site: [everywhere("nonvisual", "sr-only")(site), everywhere("<time pubdate>", "<b>")(site),
                               everywhere(", PDF - ", " published on ")(site)],
                 set(), id="lines and dates renamed"),
    pytest.param(everywhere("nonvisual", "sr-only"), set(), id="the hidden line's class renamed"),
    pytest.param(everywhere("<time pubdate>", "<b>"), set(), id="the time's mark renamed"),
    pytest.param(everywhere("18 July 2022", "18/07/2022"), set(), id="dates in numbers"),
    pytest.param(everywhere("18 July 2022", "18th Jul 2022"), set(), id="dates shortened"),
    pytest.param(everywhere("18 July 2022", "2022-07-18"), set(), id="dates by the standard"),
    pytest.param(reordered, set(), id="reordered"),
    pytest.param(lambda site: site.listings.update({80000: site.listings[80000] * 2}), set(), id="listed twice alike"),
    pytest.param(lambda site: setattr(site, "count_line", None), {"the_site_states_its_count"}, id="no count"),
    pytest.param(lambda site: site.providers.update({80001: "Counciltown"}), {"no_provider_was_renamed"}, id="renamed"),
    pytest.param(on_page_of(OTHER_LETTER_OF, (JTAI, "19 July 2022", OTHER_LETTER), (OTHER, "1 May 2020", "80001")),
                 {"a_letter_keeps_its_publication_date"}, id="a date corrected"),
    pytest.param(everywhere(OTHER, "Monitoring visit"), {"labels_are_known"}, id="another label reworded"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "check", "seen"), STOPPED)
def test_a_change_that_loses_or_mixes_up_letters_stops_the_release_and_says_what_was_seen(
    change: Change, check: str, seen: str | None, previous: PreviousRelease, tmp_path: Path
) -> None:
    critical = [one for one in problems_after(change, previous, tmp_path) if one.severity == "critical"]
    assert check in {one.expectation for one in critical}
    assert any((seen or "") in (one.seen or "") for one in critical if one.expectation == check)


@pytest.mark.parametrize(("change", "warnings"), TOLERATED)
def test_a_change_that_leaves_every_letter_in_place_is_at_most_a_warning(
    change: Change, warnings: set[str], previous: PreviousRelease, tmp_path: Path
) -> None:
    problems = problems_after(change, previous, tmp_path)
    assert {one.expectation for one in problems} == warnings
    assert {one.severity for one in problems} <= {"warning"}


@pytest.mark.parametrize(
    ("label", "day", "severity"),
    [
        ("Joint local inspection", "3 November 2008", "warning"),
        ("Joint local inspection", "3 November 2016", "critical"),
    ],
)
def test_a_label_that_may_be_a_jtai_stops_the_release_only_since_there_are_jtais(
    label: str, day: str, severity: str, previous: PreviousRelease, tmp_path: Path
) -> None:
    change = on_page_of(80005, (OTHER, "1 May 2020", "80005"), (label, day, "7000"))
    (problem,) = problems_after(change, previous, tmp_path)
    assert problem.severity == severity
    if severity == "critical":
        assert f"{label},true|false,why,your name,YYYY-MM-DD" in problem.message


def test_a_label_seen_in_an_old_document_is_asked_about_when_a_new_one_has_it(
    previous: PreviousRelease, tmp_path: Path
) -> None:
    label = "Joint local inspection"
    old = pl.DataFrame(
        {"report_id": "7000", "urn": 80005, "label": label, "publication_date": date(2008, 11, 3), "is_jtai": False},
        schema=PUBLICATIONS,
    )
    seen = replace(previous, publications=pl.concat([previous.publications, old]))
    documents = [(OTHER, "1 May 2020", "80005"), (label, "3 November 2008", "7000"), (label, "1 May 2026", "7001")]
    problems = problems_after(on_page_of(80005, *documents), seen, tmp_path)
    assert [(one.report_id, one.severity) for one in problems] == [("7001", "critical")]


def problems_after(change: Change, previous: PreviousRelease, folder: Path) -> list[Problem]:
    """What the first gate finds on a good site that was changed."""
    site = good_site()
    change(site)
    return problems_of(look_at(site, folder), previous)


def problems_of(tables: Tables, previous: PreviousRelease) -> list[Problem]:
    return [problem for result in validate("discovered", tables, previous) for problem in result.problems]
