"""The report site over real HTTP on loopback: what is found, and how the site's faults are met."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from loopback_site import JTAI, OTHER, Reply, Site, listed, pdf, running, site_with_one_letter

from extractors.files import FileStore, new_fetch
from extractors.records import Publication
from extractors.sources import (
    DiscoveryResult,
    FilesUnreachableError,
    LabelDecision,
    SourceUnreachableError,
    fetch_all,
    open_source,
    report_site,
)
from extractors.sources.bodies import PDF
from extractors.sources.fetch_errors import seconds_to_wait
from extractors.sources.labels import count_skipped
from extractors.sources.polite_client import Patience, PoliteClient
from extractors.sources.report_site import ReportSite, origins_of

SOON = Patience(read_seconds=0.3, request_seconds=0.6, attempts=2, rules_attempts=2, first_wait_seconds=0.01)
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
LETTER = "/v1/file/501"


@pytest.fixture
def store(tmp_path: Path) -> FileStore:
    return FileStore(tmp_path / "files")


@pytest.fixture
def site() -> Iterator[Site]:
    with running(site_with_one_letter()) as site:
        yield site


def open_site(site: Site, store: FileStore, *, pace_seconds: float = 0) -> ReportSite:
    contact = "someone@example.org"
    return ReportSite(site.base_url, store, pace_seconds=pace_seconds, contact=contact, patience=SOON)


def discover(site: Site, store: FileStore) -> DiscoveryResult:
    with open_site(site, store) as source:
        return source.discover(lambda done, total: None)


def is_ours(base_url: str, address: str, store: FileStore) -> bool:
    return PoliteClient(store, origins_of(base_url), pace_seconds=0, contact="", patience=SOON).is_ours(address)


def refresh(site: Site, store: FileStore) -> list[str | None]:
    """Discover and fetch; the problem of each letter, null where it has none."""
    with open_site(site, store) as source:
        publications = source.discover(lambda done, total: None).publications
        return [file.fetch_problem for file in fetch_all(source, publications, lambda done, total: None)]


def council(number: int) -> Site:
    return Site(providers={80000 + n: f"Council {n}" for n in range(number)})


# Finding everything


def test_the_search_is_followed_past_its_first_hundred(store: FileStore) -> None:
    with running(council(253)) as site:
        found = discover(site, store)
    assert [provider.urn for provider in found.providers] == list(site.providers)
    assert (found.discovery.providers_stated, found.discovery.providers_found) == (253, 253)
    assert found.discovery.pages_read == 3 + 253


def test_a_full_last_page_is_followed_by_one_more_look(store: FileStore) -> None:
    with running(council(200)) as site:
        discover(site, store)
    assert [request.path.partition("start=")[2] for request in site.asked("/search")] == [
        "0&rows=100",
        "100&rows=100",
        "200&rows=100",
    ]


def test_a_count_of_the_results_on_this_page_does_not_end_the_search(store: FileStore) -> None:
    with running(replace(council(153), count_line="Showing 100 results. Show 50 results per page")) as site:
        found = discover(site, store)
    assert len(found.providers) == 153
    assert "the site states 100 providers, 153 were found" in found.warnings


def test_without_a_count_pages_are_read_until_nothing_is_new_and_it_is_said(store: FileStore) -> None:
    with running(replace(council(153), count_line=None)) as site:
        found = discover(site, store)
    assert len(found.providers) == 153
    assert found.discovery.providers_stated is None
    assert found.warnings[0].startswith("the site prints no number of results")


def test_a_count_that_does_not_fit_is_said(store: FileStore) -> None:
    with running(replace(council(99), count_line="1,153 results")) as site:
        found = discover(site, store)
    assert found.discovery.providers_stated == 1153
    assert found.warnings[0] == "the site states 1153 providers, 99 were found"


def test_every_letter_ever_published_is_found_and_other_kinds_are_named(site: Site, store: FileStore) -> None:
    site.list_documents(
        80426,
        ("JOINT  area child protection inspection", "18 July 2022", "503"),
        ("Joint targeted area inspection", "3 March 2017", "502"),
        (JTAI, "05 December 2016", "501"),
        ("Children’s services inspection", "01 May 2020", "400"),
        ("Joint area review - progress inspection", "03 July 2009", "401"),
        ("Joint targeted area inspection follow-up", "01 June 2026", "402"),
    )
    found = discover(site, store)
    letters = {one.report_id: one.publication_date for one in found.publications if one.is_jtai}
    assert letters == {"503": date(2022, 7, 18), "502": date(2017, 3, 3), "501": date(2016, 12, 5)}
    assert found.discovery.publications_found == 6
    assert [label for label, _ in count_skipped(found.publications)][:2] == [
        "Children’s services inspection",
        "Joint area review - progress inspection",
    ]
    (new,) = found.warnings
    assert new == (
        "new document type, skipped: 'Joint targeted area inspection follow-up'; "
        "decide about it in label_decisions.csv: "
        "Joint targeted area inspection follow-up,true|false,why,your name,YYYY-MM-DD"
    )


@pytest.mark.parametrize(
    ("label", "decided"),
    [
        (JTAI, (True, True, False)),
        ("Area SEND full inspection", (False, True, False)),
        ("Joint targeted area inspection follow-up", (False, False, True)),
        ("Monitoring visit", (False, False, False)),
    ],
)
def test_a_document_says_whether_its_label_is_known(
    label: str, decided: tuple[bool, bool, bool], site: Site, store: FileStore
) -> None:
    site.list_documents(80426, (label, "18 July 2022", "501"))
    (one,) = discover(site, store).publications
    assert (one.is_jtai, one.is_known_label, one.may_be_jtai_label) == decided


def test_a_decision_of_the_data_directory_is_followed(site: Site, store: FileStore) -> None:
    site.list_documents(80426, ("Joint local inspection", "18 July 2022", "501"), (JTAI, "1 May 2020", "502"))
    decisions = [
        LabelDecision("joint  LOCAL inspection", True, "the new name", "Ada", date(2026, 11, 26)),
        LabelDecision(JTAI, False, "another kind now", "Ada", date(2026, 11, 26)),
    ]
    with open_source(site.base_url, store, pace_seconds=0, contact="", label_decisions=decisions) as source:
        found = source.discover(lambda done, total: None)
    assert [(one.is_jtai, one.is_known_label) for one in found.publications] == [(True, True), (False, True)]
    assert found.warnings == []
    assert count_skipped(found.publications) == [(JTAI, 1)]


def test_a_document_listed_twice_is_one_publication(site: Site, store: FileStore) -> None:
    site.list_documents(80426, (JTAI, "18 July 2022", "501"), (JTAI, "18 July 2022", "501"))
    assert discover(site, store).publications == [
        Publication(
            report_id="501",
            urn=80426,
            label=JTAI,
            publication_date=date(2022, 7, 18),
            report_url=f"{site.base_url}/v1/file/501",
            is_jtai=True,
            is_known_label=True,
            may_be_jtai_label=False,
        )
    ]


def test_a_letter_listed_for_two_authorities_stays_with_both_for_a_check_to_fail(site: Site, store: FileStore) -> None:
    site.providers[80427] = "Borchester"
    site.list_documents(80427, (JTAI, "18 July 2022", "501"))
    found = discover(site, store)
    assert [one.urn for one in found.publications] == [80426, 80427]
    assert found.warnings[0].startswith("501: listed for 80426 (Joint area child protection inspection, 2022-07-18), 8")
    assert refresh(site, store) == [None]


def test_another_document_listed_for_two_authorities_is_kept_once_and_warned_of(site: Site, store: FileStore) -> None:
    site.providers[80427] = "Borchester"
    for urn in site.providers:
        site.list_documents(urn, (OTHER, "18 July 2022", "400"))
    found = discover(site, store)
    assert [one.urn for one in found.publications] == [80426]
    assert found.warnings[0].startswith("400: listed for 80426")


def test_the_date_beside_a_link_is_used_where_its_hidden_line_is_gone(site: Site, store: FileStore) -> None:
    hidden = f'<span class="nonvisual">{JTAI}, PDF - 18 July 2022</span>'
    site.list_documents(80426, (JTAI, "18 July 2022", "501"), (OTHER, "1 May 2020", "502"))
    site.listings[80426] = site.listings[80426].replace(hidden, "")
    letter = discover(site, store).publications[0]
    assert (letter.label, letter.publication_date) == (JTAI, date(2022, 7, 18))


def test_a_document_that_cannot_be_read_is_named(site: Site, store: FileStore) -> None:
    site.listings[80426] = listed(JTAI, "soon", "501")
    found = discover(site, store)
    assert found.publications == []
    assert f"{JTAI}, PDF - soon" in found.warnings[0]


def test_an_authority_without_documents_is_named(site: Site, store: FileStore) -> None:
    site.listings[80426] = "Nothing has been published yet."
    assert "no document is listed for Ambridge" in discover(site, store).warnings


def test_progress_counts_up_to_all_pages(site: Site, store: FileStore) -> None:
    seen: list[tuple[int, int | None]] = []
    with open_site(site, store) as source:
        source.discover(lambda done, total: seen.append((done, total)))
    assert seen == [(1, None), (2, 2)]


# Fetching


def test_a_second_refresh_downloads_nothing(site: Site, store: FileStore) -> None:
    assert refresh(site, store) == [None]
    first = len(site.requests)
    assert refresh(site, store) == [None]
    again = [request for request in site.requests[first:] if request.path != "/robots.txt"]
    assert [request.status for request in again] == [304, 304, 304]


def test_files_on_a_host_of_their_own_are_fetched_while_pages_are_still_read(
    store: FileStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(report_site, "FILE_HOSTS", {"127.0.0.1": ("localhost",)})
    with running(council(20)) as site, open_site(site, store, pace_seconds=0.05) as source:
        files_host = site.base_url.replace("127.0.0.1", "localhost")
        for urn in site.providers:
            site.list_documents(urn, (JTAI, "18 July 2022", str(urn)))
            site.listings[urn] = site.listings[urn].replace('href="', f'href="{files_host}')
            site.files[str(urn)] = pdf(str(urn))
        found = source.discover(lambda done, total: None)
        pages, files = site.asked("/provider/"), site.asked("/v1/file/")
        assert len([file for file in files if file.at < pages[-1].at]) > len(pages) / 2
        fetched = source.fetch_all(found.publications, lambda done, total: None)
    assert all(file.file_sha256 for file in fetched)
    times = [file.at for file in site.asked("/v1/file/")]
    assert len(times) == len(site.files)
    assert times[-1] - times[0] >= 0.9 * 0.05 * (len(times) - 1)


def test_a_file_that_nobody_takes_up_is_left_when_the_session_ends(store: FileStore) -> None:
    with running(site_with_one_letter()) as site:
        site.replies["/v1/file/501"] = [Reply(200, pdf(), "application/pdf", pause_seconds=5)]
        begun = time.monotonic()
        with open_site(site, store) as source:
            source.discover(lambda done, total: None)
        assert time.monotonic() - begun < 5


def test_a_file_stays_as_fetched_when_nothing_changed(site: Site, store: FileStore) -> None:
    with open_site(site, store) as source:
        letter = source.discover(lambda done, total: None).publications[0]
        (first,), (again,) = (source.fetch_all([letter], lambda done, total: None) for _ in range(2))
    assert first == again
    assert first.file_sha256 is not None
    assert store.path_of(first.file_sha256).read_bytes() == site.files["501"]


def test_a_changed_file_is_fetched_and_the_old_one_stays(site: Site, store: FileStore) -> None:
    refresh(site, store)
    site.files["501"] = pdf("a corrected letter")
    refresh(site, store)
    bodies = [store.read(fetch) for fetch in store.fetches_of(site.base_url + LETTER)]
    assert bodies == [pdf("a letter"), pdf("a corrected letter")]


def test_a_file_damaged_on_disk_is_fetched_again(site: Site, store: FileStore) -> None:
    refresh(site, store)
    fetch = store.latest_fetch(site.base_url + LETTER)
    assert fetch is not None
    store.path_of(fetch.sha256).write_bytes(b"%PDF-1.7\na le")
    assert refresh(site, store) == [None]
    assert not site.asked(LETTER)[-1].is_conditional
    assert store.read(fetch) == site.files["501"]


def test_pages_of_a_site_without_validators_do_not_pile_up(store: FileStore, tmp_path: Path) -> None:
    with running(replace(site_with_one_letter(), has_etags=False)) as site:
        assert refresh(site, store) == [None]
    assert not list(tmp_path.rglob("*.html"))
    assert len(list(tmp_path.rglob("*.pdf"))) == 1


@pytest.mark.parametrize(
    "fault",
    [
        Reply(500, b"Service error"),
        Reply(521, b"The server behind this one is down"),
        Reply(429, b"Too many requests", headers={"Retry-After": "0"}),
        Reply(200, pdf()[:9], "application/pdf", claimed_length=len(pdf())),
        Reply(200, pdf()[:9], "application/pdf", is_length_given=False),
        Reply(200, b"<html>Sorry, there is a problem with the service</html>"),
    ],
    ids=[
        "server error",
        "server behind",
        "too many requests",
        "cut short",
        "cut short, length not given",
        "error page with status 200",
    ],
)
def test_a_fault_that_may_pass_is_tried_again_and_one_that_does_not_pass_stops_the_run(
    fault: Reply, site: Site, store: FileStore
) -> None:
    site.replies[LETTER] = [fault]
    assert refresh(site, store) == [None]
    site.replies[LETTER] = [fault] * SOON.attempts
    with pytest.raises(FilesUnreachableError, match=site.base_url + LETTER) as stopped:
        refresh(site, store)
    assert list(stopped.value.problems) == ["501"]
    assert len(site.asked(LETTER)) == SOON.attempts + SOON.attempts


def test_files_that_came_are_kept_where_others_did_not(site: Site, store: FileStore) -> None:
    site.files |= {"502": pdf("another"), "503": pdf("a third")}
    site.list_documents(80426, *((JTAI, f"{day} July 2022", f"50{day}") for day in (1, 2, 3)))
    for path in (LETTER, "/v1/file/503"):
        site.replies[path] = [Reply(500)] * SOON.attempts
    with pytest.raises(FilesUnreachableError) as stopped:
        refresh(site, store)
    assert sorted(stopped.value.problems) == ["501", "503"]
    assert refresh(site, store) == [None, None, None]
    assert [request.status for request in site.asked("/v1/file/502")] == [200, 304]


def test_a_file_of_another_kind_is_the_letters_problem_and_asked_for_once(site: Site, store: FileStore) -> None:
    site.files["501"] = b"PK\x03\x04\0 a word processor's file"
    (problem,) = refresh(site, store)
    assert problem is not None
    assert "is no PDF" in problem
    assert len(site.asked(LETTER)) == 1


def test_a_missing_file_is_asked_for_once(site: Site, store: FileStore) -> None:
    del site.files["501"]
    assert refresh(site, store) == [f"{site.base_url}{LETTER}: answered 404 Not Found"]
    assert len(site.asked(LETTER)) == 1


GONE_PAGE = b"<html><title>Report not found - Find an inspection report</title><h1>Report not found</h1></html>"
GONE = [
    pytest.param(Reply(404, GONE_PAGE), id="404"),
    pytest.param(Reply(410), id="410"),
    pytest.param(Reply(200, GONE_PAGE), id="page"),
    pytest.param(Reply(302, headers={"Location": "/report-not-found"}), id="redirect"),
]


@pytest.mark.parametrize("gone", GONE)
def test_a_file_that_is_gone_is_not_taken_for_an_outage_and_is_requested_once(
    gone: Reply, site: Site, store: FileStore
) -> None:
    site.replies[LETTER] = [gone]
    site.replies["/report-not-found"] = [Reply(200, GONE_PAGE)]
    (problem,) = refresh(site, store)
    assert problem is not None
    assert len(site.asked(LETTER)) == 1


@pytest.mark.parametrize("gone", GONE)
def test_of_a_file_that_is_gone_the_last_version_is_kept(gone: Reply, site: Site, store: FileStore) -> None:
    refresh(site, store)
    site.replies[LETTER] = [gone]
    site.replies["/report-not-found"] = [Reply(200, GONE_PAGE)]
    with open_site(site, store) as source:
        (file,) = fetch_all(source, source.discover(lambda done, total: None).publications, lambda done, total: None)
    assert file.fetch_problem is not None
    assert file.file_sha256 is not None
    assert store.path_of(file.file_sha256).read_bytes() == site.files["501"]


def test_a_file_that_is_refused_is_not_taken_for_one_that_is_gone(site: Site, store: FileStore) -> None:
    refresh(site, store)
    site.replies[LETTER] = [Reply(403)]
    with open_site(site, store) as source:
        (file,) = fetch_all(source, source.discover(lambda done, total: None).publications, lambda done, total: None)
    assert (file.file_sha256, file.fetch_problem) == (None, f"{site.base_url}{LETTER}: answered 403 Forbidden")


@pytest.mark.parametrize(
    ("replies", "message"),
    [
        ([Reply(304)] * SOON.attempts, "answered 304 Not Modified, though no version was named"),
        ([Reply(200, pdf()[:12], "application/pdf")] * SOON.attempts, "is no complete PDF: it is cut short"),
        ([Reply(200, b"<html><h1>Just a moment</h1>Are you a human?</html>")] * SOON.attempts, "'Just a moment'"),
    ],
    ids=["not modified", "half of it", "a challenge"],
)
def test_a_response_that_is_not_the_file_is_reported_with_its_kind(
    replies: list[Reply], message: str, site: Site, store: FileStore
) -> None:
    site.replies[LETTER] = list(replies)
    with pytest.raises(FilesUnreachableError, match=message):
        refresh(site, store)
    assert len(site.asked(LETTER)) == SOON.attempts


def test_a_redirect_loop_is_reported_as_one(site: Site, store: FileStore) -> None:
    site.replies[LETTER] = [Reply(302, headers={"Location": LETTER})]
    (problem,) = refresh(site, store)
    assert problem == f"{site.base_url}{LETTER}: redirected in a circle, last to {site.base_url}{LETTER}"


def test_a_record_of_another_fetch_is_not_believed(store: FileStore, site: Site) -> None:
    site.files["502"] = pdf("another letter")
    site.list_documents(80426, (JTAI, "18 July 2022", "501"), (JTAI, "18 July 2023", "502"))
    refresh(site, store)
    urls = [f"{site.base_url}/v1/file/{file_id}" for file_id in ("501", "502")]
    logs = [store._log_of(url) for url in urls]
    bodies = [log.read_bytes() for log in logs]
    for log, body in zip(logs, reversed(bodies), strict=True):
        log.write_bytes(body)
    refresh(site, store)
    last = [store.latest_fetch(url) for url in urls]
    assert [store.read(fetch) for fetch in last if fetch] == [site.files["501"], site.files["502"]]


def test_the_site_is_given_the_time_it_asks_for(site: Site, store: FileStore) -> None:
    site.replies[LETTER] = [Reply(429, headers={"Retry-After": "1"})]
    started = time.monotonic()
    assert refresh(site, store) == [None]
    assert time.monotonic() - started >= 1


@pytest.mark.parametrize("path", ["/robots.txt", "/provider/44/80426", LETTER])
def test_a_site_that_asks_for_a_long_time_is_left_alone(path: str, site: Site, store: FileStore) -> None:
    site.replies[path] = [Reply(503, headers={"Retry-After": "3600"})]
    with pytest.raises(SourceUnreachableError, match="come back in 3600 seconds"):
        refresh(site, store)
    assert site.requests[-1].path == path


def test_retry_after_may_be_seconds_or_a_date() -> None:
    assert seconds_to_wait("7", NOON) == 7
    assert seconds_to_wait(format_datetime(NOON + timedelta(seconds=90), usegmt=True), NOON) == 90
    assert seconds_to_wait(format_datetime(NOON - timedelta(days=1), usegmt=True), NOON) == 0
    assert seconds_to_wait("in a while", NOON) is None
    assert seconds_to_wait("Wed, 21 Oct 2026 99999999999999999999:28:00 GMT", NOON) is None
    assert seconds_to_wait(None, NOON) is None


def test_a_body_without_end_is_cut_off(site: Site, store: FileStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractors.sources.report_site.PDF", replace(PDF, max_bytes=1000))
    site.files["501"] = pdf("x" * 2000)
    (problem,) = refresh(site, store)
    assert problem is not None
    assert "longer than the 1000 bytes" in problem
    assert len(site.asked(LETTER)) == 1


@pytest.mark.parametrize(("pause_seconds", "message"), [(0.8, "timed out"), (0.15, "not finished in time")])
def test_a_slow_answer_is_not_waited_for_without_end(
    pause_seconds: float, message: str, site: Site, store: FileStore
) -> None:
    site.replies[LETTER] = [Reply(200, pdf(), pause_seconds=pause_seconds)] * SOON.attempts
    with pytest.raises(FilesUnreachableError, match=message):
        refresh(site, store)


def test_headers_without_end_are_not_waited_for(site: Site, store: FileStore) -> None:
    site.replies[LETTER] = [Reply(200, pdf(), header_pause_seconds=0.05)] * SOON.attempts
    started = time.monotonic()
    with pytest.raises(FilesUnreachableError, match="not finished in time"):
        refresh(site, store)
    assert time.monotonic() - started < 4


@pytest.mark.parametrize("path", ["/search", "/provider/44/80426"])
def test_an_error_page_in_place_of_a_page_is_not_taken_for_an_empty_one(
    path: str, site: Site, store: FileStore
) -> None:
    error_page = Reply(200, b"<html>Sorry, there is a problem with the service</html>")
    site.replies[path] = [error_page]
    assert [one.report_id for one in discover(site, store).publications] == ["501"]
    site.replies[path] = [error_page] * SOON.attempts
    with pytest.raises(
        SourceUnreachableError, match=r"the answer \(text/html.*\) is no page of (search results|Ambridge)"
    ):
        discover(site, store)


def test_an_error_page_in_place_of_the_second_page_of_results_does_not_end_the_search(store: FileStore) -> None:
    with running(council(153)) as site:
        whole, broken = site.search_page, [""]
        site.search_page = lambda start, rows: broken.pop() if start and broken else whole(start, rows)  # type: ignore[method-assign]
        assert len(discover(site, store).providers) == 153
    assert broken == []


def test_a_page_kept_from_an_earlier_look_that_would_not_do_today_is_asked_for_again(
    site: Site, store: FileStore
) -> None:
    url, error_page = f"{site.base_url}/provider/44/80426", b"<html>Sorry</html>"
    etag = f'"{hashlib.sha256(site.provider_page(80426).encode()).hexdigest()[:16]}"'
    store.store(error_page, new_fetch(error_page, url=url, suffix=".html", media_type="text/html", etag=etag))
    assert [one.report_id for one in discover(site, store).publications] == ["501"]


@pytest.mark.parametrize("path", ["/search", "/provider/44/80426"])
def test_a_page_cut_short_whose_length_fits_is_not_read(path: str, site: Site, store: FileStore) -> None:
    whole = site.search_page(0, 100) if path == "/search" else site.provider_page(80426)
    site.replies[path] = [Reply(200, whole[: whole.index("</main>")].encode())] * SOON.attempts
    with pytest.raises(SourceUnreachableError, match="it is cut short"):
        discover(site, store)
    assert [one.report_id for one in discover(site, store).publications] == ["501"]


def test_the_page_of_another_authority_is_not_read(store: FileStore) -> None:
    with running(council(2)) as site:
        pages = [site.provider_page(urn).encode() for urn in site.providers]
        for urn, other in zip(site.providers, reversed(pages), strict=True):
            site.replies[f"/provider/44/{urn}"] = [Reply(200, other)] * SOON.attempts
        with pytest.raises(SourceUnreachableError, match=r"it states URN 8000[01], not 8000[01]"):
            discover(site, store)


def test_a_closed_authority_is_found_on_its_successors_page_with_its_letters(site: Site, store: FileStore) -> None:
    site.closed = {80990: "Felpersham"}
    site.files["400"] = pdf("an old letter")
    site.list_documents(80990, (JTAI, "11 August 2017", "400"))
    old = site.listings[80990]
    site.listings[80426] += (
        old + '<li class="timeline__day--predecessor"><a href="/provider/44/80990">Felpersham</a></li>'
    )
    found = discover(site, store)
    assert [(one.urn, one.is_closed, one.successor_urns) for one in found.providers] == [
        (80426, False, None),
        (80990, True, "80426"),
    ]
    assert [(one.urn, one.report_id) for one in found.publications] == [(80426, "501"), (80990, "400")]
    assert (found.discovery.providers_found, found.discovery.closed_providers_found) == (1, 1)


def test_the_page_of_a_closed_authority_may_be_gone(site: Site, store: FileStore) -> None:
    site.listings[80426] += '<li class="timeline__day--predecessor"><a href="/provider/44/80990">Felpersham</a></li>'
    found = discover(site, store)
    assert found.discovery.entries_without_file == 1
    assert [one.report_id for one in found.publications] == ["501"]


def test_reports_behind_show_all_are_found(site: Site, store: FileStore) -> None:
    all_of_them = site.provider_page(80426).replace("501", "502")
    site.replies["/provider/44/80426"] = [
        Reply(
            200, site.provider_page(80426).replace("</main>", '<a href="?all=1">Show all reports</a></main>').encode()
        ),
        Reply(200, all_of_them.encode()),
    ]
    assert [one.report_id for one in discover(site, store).publications] == ["501", "502"]


def test_a_search_of_two_rows_a_page_is_followed_to_its_end(store: FileStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("loopback_site.SITE_MAX_ROWS", 2)
    with running(council(153)) as site:
        assert len(discover(site, store).providers) == 153


# Being a good guest


def test_no_more_requests_are_under_way_than_the_site_is_asked_to_bear(store: FileStore) -> None:
    with running(replace(council(30), latency_seconds=0.02)) as site:
        discover(site, store)
    assert site.most_at_once == SOON.requests_at_once


def test_a_site_that_asks_for_rest_is_given_it_by_every_request(store: FileStore) -> None:
    with running(council(12)) as site:
        site.replies["/provider/44/80000"] = [Reply(429, headers={"Retry-After": "1"})]
        started = time.monotonic()
        discover(site, store)
    assert time.monotonic() - started >= 1
    refused = next(request for request in site.requests if request.status == 429)
    asked_meanwhile = [one for one in site.requests if refused.at < one.at < refused.at + 0.9]
    assert len(asked_meanwhile) < SOON.requests_at_once


def test_requests_are_at_least_the_pace_apart(site: Site, store: FileStore) -> None:
    started = time.monotonic()
    with open_site(site, store, pace_seconds=0.1) as source:
        source.discover(lambda done, total: None)
    assert len(site.requests) == 3
    assert time.monotonic() - started >= 0.2


def test_the_site_learns_who_asks(site: Site, store: FileStore) -> None:
    discover(site, store)
    agents = {request.headers["User-Agent"] for request in site.requests}
    assert len(agents) == 1
    assert agents.pop().endswith("(contact: someone@example.org)")


def test_robots_txt_is_obeyed(site: Site, store: FileStore) -> None:
    site.robots = Reply(200, b"User-agent: *\nDisallow: /provider/\n", "text/plain")
    with pytest.raises(SourceUnreachableError, match=r"/provider/44/80426: robots\.txt of .* does not allow"):
        discover(site, store)
    assert site.asked("/provider") == []


def test_what_robots_txt_forbids_is_asked_for_where_somebody_permitted_it(site: Site, store: FileStore) -> None:
    site.robots = Reply(200, b"User-agent: *\nDisallow: /\n", "text/plain")
    permitted = ReportSite(
        site.base_url, store, pace_seconds=0, contact="", patience=SOON, permission="the owner, 1 May 2026"
    )
    with permitted as source:
        assert len(source.discover(lambda done, total: None).publications) == 1


@pytest.mark.parametrize("path", ["/search", "/provider/44/80426"])
def test_a_refusal_says_what_to_do_and_is_not_tried_again(path: str, site: Site, store: FileStore) -> None:
    site.replies[path] = [Reply(403)]
    with pytest.raises(SourceUnreachableError, match=r"403 Forbidden\nThe site refuses this\. Nothing was released"):
        discover(site, store)
    assert len(site.asked(path)) == 1


def test_a_crawl_delay_of_hours_is_rejected_by_name(site: Site, store: FileStore) -> None:
    site.robots = Reply(200, b"User-agent: *\nCrawl-delay: 7200\n", "text/plain")
    with pytest.raises(SourceUnreachableError, match=r"asks for 7200 seconds between requests \(Crawl-delay\)"):
        discover(site, store)


def test_a_crawl_delay_longer_than_the_pace_is_kept(site: Site, store: FileStore) -> None:
    site.robots = Reply(200, b"User-agent: *\nCrawl-delay: 0.2\n", "text/plain")
    started = time.monotonic()
    discover(site, store)
    assert time.monotonic() - started >= 0.2


def test_a_site_whose_rules_cannot_be_had_is_not_asked(site: Site, store: FileStore) -> None:
    site.replies["/robots.txt"] = [Reply(503)] * SOON.attempts
    with pytest.raises(SourceUnreachableError, match=r"robots\.txt: answered 503"):
        discover(site, store)
    assert site.asked("/search") == []
    assert len(site.requests) == SOON.attempts


def test_no_other_host_is_asked(site: Site, store: FileStore) -> None:
    with running(site_with_one_letter()) as stranger:
        site.listings[80426] = listed(JTAI, "18 July 2022", "501").replace("/v1", f"{stranger.base_url}/v1")
        (problem,) = refresh(site, store)
    assert problem is not None
    assert "is not asked for: it is not on http://127.0.0.1" in problem
    assert "JTAI_FILE_HOSTS may allow 127.0.0.1" in problem
    assert stranger.requests == []


def test_a_further_host_of_files_is_asked_where_a_setting_allows_it(site: Site, store: FileStore) -> None:
    with running(site_with_one_letter()) as stranger:
        site.listings[80426] = listed(JTAI, "18 July 2022", "501").replace("/v1", f"{stranger.base_url}/v1")
        host = stranger.base_url.removeprefix("http://")
        allowed = ReportSite(site.base_url, store, pace_seconds=0, contact="", patience=SOON, file_hosts=[host])
        with allowed as source:
            letters = source.discover(lambda done, total: None).publications
            (file,) = fetch_all(source, letters, lambda done, total: None)
    assert file.fetch_problem is None


def test_a_redirect_is_followed_within_the_site_only(site: Site, store: FileStore) -> None:
    site.files["777"] = pdf("moved")
    site.replies[LETTER] = [Reply(302, headers={"Location": "/v1/file/777"})]
    assert refresh(site, store) == [None]
    with running(site_with_one_letter()) as stranger:
        site.replies[LETTER] = [Reply(302, headers={"Location": f"{stranger.base_url}{LETTER}"})]
        (problem,) = refresh(site, store)
    assert problem is not None
    assert stranger.base_url in problem
    assert stranger.requests == []


# The site as a whole


def test_a_site_that_cannot_be_reached_says_so(store: FileStore) -> None:
    with running(site_with_one_letter()) as site:
        pass
    with pytest.raises(SourceUnreachableError, match=f"{site.base_url}/robots.txt: no connection"):
        discover(site, store)


def test_a_site_that_goes_away_while_files_are_fetched_says_so(store: FileStore) -> None:
    with running(site_with_one_letter()) as site:
        letters = discover(site, store).publications
    with open_site(site, store) as source, pytest.raises(SourceUnreachableError, match="no connection"):
        fetch_all(source, letters, lambda done, total: None)


@pytest.mark.parametrize(
    "address",
    ["https://reports.example", "https://reports.example:443", "https://REPORTS.example/v1/file/501"],
)
def test_the_same_site_in_other_words_is_ours(address: str, store: FileStore) -> None:
    assert is_ours("https://reports.example", address, store)


@pytest.mark.parametrize(
    "address",
    [
        "http://reports.example/v1/file/501",
        "https://reports.example:8443/v1/file/501",
        "https://someone:secret@reports.example/v1/file/501",
        "https://reports.example@stranger.example/v1/file/501",
        "https://reports.example.stranger.example/v1/file/501",
        "https://reports.example./v1/file/501",
        "https://127.0.0.1/v1/file/501",
        "https://[::1]/v1/file/501",
        "file:///etc/passwd",
        "//reports.example/v1/file/501",
        "https://reports.example:port/",
        "",
    ],
)
def test_no_other_scheme_port_name_or_address_is_ours(address: str, store: FileStore) -> None:
    assert not is_ours("https://reports.example", address, store)


def test_files_are_asked_for_where_the_live_site_keeps_them_and_by_https_alone(store: FileStore) -> None:
    live = "https://reports.ofsted.gov.uk"
    assert is_ours(live, "https://files.ofsted.gov.uk/v1/file/50000225", store)
    assert not is_ours(live, "http://files.ofsted.gov.uk/v1/file/50000225", store)
    assert is_ours("http://reports.ofsted.gov.uk", "https://files.ofsted.gov.uk/v1/file/50000225", store)


def test_a_redirect_to_a_weaker_scheme_is_not_followed(site: Site, store: FileStore) -> None:
    site.replies[LETTER] = [Reply(302, headers={"Location": f"ftp{site.base_url.removeprefix('http')}{LETTER}"})]
    (problem,) = refresh(site, store)
    assert problem is not None
    assert "ftp://127.0.0.1" in problem
    assert "is not asked for" in problem


@pytest.mark.parametrize("file_id", ["..%2f..%2fetc%2fpasswd", "-rf", ".hidden", "a b", "a'b", "a%00b"])
def test_an_id_that_could_be_a_path_or_an_option_is_not_read(file_id: str, site: Site, store: FileStore) -> None:
    site.listings[80426] = listed(JTAI, "18 July 2022", file_id)
    found = discover(site, store)
    assert found.publications == []
    assert found.discovery.links_unread == 1


@pytest.mark.parametrize("path", ["/search", "/provider/44/80426"])
def test_a_page_that_cannot_be_had_stops_the_discovery(path: str, site: Site, store: FileStore) -> None:
    site.replies[path] = [Reply(500)] * SOON.attempts
    with pytest.raises(SourceUnreachableError, match="answered 500"):
        discover(site, store)


def test_a_page_without_providers_is_no_report_site(store: FileStore) -> None:
    with running(Site()) as site, pytest.raises(SourceUnreachableError, match="no provider is listed"):
        discover(site, store)
