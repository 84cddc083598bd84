"""The inspectorate's report site: paged search → provider pages → files.

A search page holds at most 100 providers and England has 153 authorities: whoever asks once loses a third of
them without a sign of it. So the search is followed to its end, and the providers found are compared with the
number that the site states. The search lists open authorities; letters of abolished ones are on pages that their
successors' pages lead to.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable, Coroutine, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain
from typing import Any, TypeVar

import httpx

from extractors.errors import FilesUnreachableError, SourceUnreachableError, WrongSourceError
from extractors.files import FileStore
from extractors.records import Discovery, Provider, Publication, ReportFile
from extractors.sources.bodies import PDF, Kind, page_that
from extractors.sources.fetch_errors import FetchError, Outcome
from extractors.sources.interface import (
    DiscoveryResult,
    Progress,
    Source,
    kept_file,
    missing_file,
    stored_file,
)
from extractors.sources.labels import KnownLabels, describe_new_labels
from extractors.sources.polite_client import Answer, Patience, PoliteClient, origin_of
from extractors.sources.provider_pages import ProviderPage, explain_no_page_of, read_provider_page
from extractors.sources.search_pages import SearchPage, explain_no_search_page, read_search_page

SEARCH = "/search?q=&location=&lat=&lon=&radius=&level_1_types=3&level_2_types[]=12&start={start}&rows={rows}"
ROWS = 100
MAX_SEARCH_PAGES = 500
LINKS_QUOTED = 3
ENTRIES_QUOTED = 20
WHEN_REFUSED = (
    "The site refuses this. Nothing was released and nothing is lost: the last release is as it was. Ask the owner of "
    "the site; JTAI_CONTACT tells them who asks, JTAI_PACE_SECONDS how slowly. Then refresh again."
)

# The live site keeps its files on a host of their own; in 2018 and 2019 it was the second.
FILE_HOSTS = {"reports.ofsted.gov.uk": ("files.ofsted.gov.uk", "files.api.ofsted.gov.uk")}

Result = TypeVar("Result")


@dataclass(slots=True)
class Search:
    """The search as far as it was followed."""

    providers: dict[int, Provider] = field(default_factory=dict)
    stated_count: int | None = None
    stated_pages: int | None = None
    pages_read: int = 0

    def add(self, page: SearchPage) -> int:
        """Add one page; return how many providers it brought that were not known."""
        before = len(self.providers)
        for provider in page.providers:
            self.providers.setdefault(provider.urn, provider)
        self.stated_count = max(filter(None, (self.stated_count, page.stated_count)), default=None)
        self.stated_pages = max(filter(None, (self.stated_pages, page.stated_pages)), default=None)
        self.pages_read += 1
        return len(self.providers) - before

    @property
    def kind(self) -> Kind:
        """What the next page should be; where no page so far stated a count, one that lists nothing may be the end."""
        may_say_nothing = self.pages_read > 0 and self.stated_count is None and self.stated_pages is None
        return page_that(
            "page of search results", lambda html: None if may_say_nothing else explain_no_search_page(html)
        )

    def is_at_its_end(self, page: SearchPage) -> bool:
        """Whether a page that is not full completes the number stated, so that no further one is needed."""
        is_complete = self.stated_count is not None and len(self.providers) >= self.stated_count
        return is_complete and len(page.providers) < ROWS


class ReportSite(Source):
    """The report site at a base URL, over HTTP."""

    identity = "report site"

    def __init__(
        self,
        base_url: str,
        store: FileStore,
        *,
        pace_seconds: float,
        contact: str,
        labels: KnownLabels | None = None,
        patience: Patience | None = None,
        file_hosts: Sequence[str] = (),
        permission: str = "",
    ) -> None:
        """`file_hosts` may be asked for files too; `permission` says who allowed what robots.txt forbids."""
        self._store = store
        self._base_url = base_url.rstrip("/")
        self._labels = labels or KnownLabels()
        self._client = PoliteClient(
            store,
            origins_of(base_url, file_hosts),
            pace_seconds=pace_seconds,
            contact=contact,
            patience=patience or Patience(),
            permission=permission,
        )
        self._runner = asyncio.Runner()
        self._ahead: dict[str, asyncio.Task[Answer]] = {}

    def close(self) -> None:
        """Close the session, and give up what nobody has asked for."""
        self._runner.run(self._end())
        self._runner.close()

    def discover(self, on_page: Progress) -> DiscoveryResult:
        """Follow the search to its end and read every provider's page.

        A letter's file is asked for once a page lists it, at the pace of its own host, for `fetch_all` to take up.
        Raises `SourceUnreachableError` where any of these pages cannot be had: what it lists would be missing.
        """
        search, pages = self._runner.run(self._read_pages(on_page))
        providers = name_successors(pages)
        publications, twice = deduplicate(chain.from_iterable(page.publications for page in pages), providers)
        unread = list(chain.from_iterable(page.unread for page in pages))
        without_file = list(chain.from_iterable(page.without_file for page in pages))
        warnings = [
            *describe_count(search),
            *describe_empty(pages),
            *(f"a link without a readable label, date or id: {link}" for link in unread),
            *(f"an entry without a file: {entry}" for entry in without_file),
            *chain.from_iterable(page.warnings for page in pages),
            *twice,
            *describe_new_labels(publications),
        ]
        discovery = Discovery(
            source=self.identity,
            providers_stated=search.stated_count,
            providers_found=len(search.providers),
            publications_found=len(publications),
            pages_read=search.pages_read + sum(page.pages_read for page in pages),
            links_unread=len(unread),
            first_links_unread="; ".join(unread[:LINKS_QUOTED]) or None,
            search_pages_read=search.pages_read,
            search_pages_stated=search.stated_pages,
            closed_providers_found=len(pages) - len(search.providers),
            entries_without_file=len(without_file),
            first_entries_without_file="; ".join(without_file[:ENTRIES_QUOTED]) or None,
        )
        return DiscoveryResult(providers, publications, discovery, warnings)

    def fetch_all(self, publications: Sequence[Publication], on_file: Progress) -> list[ReportFile]:
        """Fetch files as their turns come; those that came are kept also where others did not.

        Raises `FilesUnreachableError` where any may be had another time: a release without it would not be complete.
        """
        work = [self._fetch(publication) for publication in publications]
        fetched = self._runner.run(gather_all(work, lambda done: on_file(done, len(work))))
        answers = zip(publications, fetched, strict=True)
        if passing := {one.report_id: str(file) for one, file in answers if isinstance(file, FetchError)}:
            raise FilesUnreachableError(passing)
        return [file for file in fetched if isinstance(file, ReportFile)]

    async def _fetch(self, publication: Publication) -> ReportFile | FetchError:
        """The file, or that there is none to be had, or the problem that may pass."""
        url = publication.report_url
        try:
            answer = await (self._ahead.pop(url, None) or self._client.get(url, PDF))
        except FetchError as problem:
            if problem.is_site_wide:
                raise unreachable(problem) from problem
            return problem if problem.is_passing else self._describe_missing(publication, problem)
        return stored_file(publication, answer.fetch)

    def _describe_missing(self, publication: Publication, problem: FetchError) -> ReportFile:
        """A report without a file; of one that is gone, the last version that the site gave, if it is still stored."""
        last = self._store.latest_fetch(publication.report_url)
        if problem.outcome is Outcome.GONE and last and self._store.read(last) is not None:
            return kept_file(publication, last, str(problem))
        return missing_file(publication, str(problem))

    async def _read_pages(self, on_page: Progress) -> tuple[Search, list[ProviderPage]]:
        """Read the search, every provider's page, and the pages of those that have closed, which they lead to."""
        search = await self._follow_search(on_page)
        pages: list[ProviderPage] = []
        waiting = list(search.providers.values())
        while waiting:
            done, is_closed = search.pages_read + len(pages), bool(pages)
            work = [self._provider_page(provider, may_be_gone=is_closed) for provider in waiting]
            pages += await gather_all(work, partial(report_more, on_page, done, done + len(work)))
            known = {page.provider.urn for page in pages}
            related = chain.from_iterable((*page.predecessors, *page.successors) for page in pages)
            waiting = list({one.urn: one for one in self._ours(related) if one.urn not in known}.values())
        return search, pages

    async def _follow_search(self, on_page: Progress) -> Search:
        """Page through the search until a page brings nothing new."""
        search = Search()
        start = 0
        while search.pages_read < MAX_SEARCH_PAGES:
            page = await self._search_page(start, search.kind)
            new_count = search.add(page)
            on_page(search.pages_read, None)
            if new_count == 0 or search.is_at_its_end(page):
                break
            start += min(ROWS, len(page.providers))
        if not search.providers:
            raise SourceUnreachableError(f"report site: no provider is listed at {self._search_url(0)}")
        return search

    def _search_url(self, start: int) -> str:
        return self._base_url + SEARCH.format(start=start, rows=ROWS)

    async def _search_page(self, start: int, kind: Kind) -> SearchPage:
        url = self._search_url(start)
        page = read_search_page(await self._page(url, kind), url)
        return replace(page, providers=self._ours(page.providers))

    def _ours(self, providers: Iterable[Provider]) -> list[Provider]:
        return [one for one in providers if self._client.is_ours(one.provider_url or "")]

    async def _provider_page(self, provider: Provider, *, may_be_gone: bool) -> ProviderPage:
        """Read a provider's page and those behind its "show all reports"; that of a closed one may be gone."""
        kind = page_that(f"page of {provider.provider_name}", partial(explain_no_page_of, provider))
        url = provider.provider_url or ""
        try:
            page = read_provider_page(await self._page(url, kind), provider, self._labels, url)
        except PageGoneError as problem:
            if not may_be_gone:
                raise
            return ProviderPage(provider, without_file=[f"{provider.provider_name}: {problem}"])
        for address in page.more_pages:
            if self._client.is_ours(address):
                page.add(read_provider_page(await self._page(address, kind), provider, self._labels, address))
        for file_url in {one.report_url for one in page.publications if one.is_jtai} - self._ahead.keys():
            self._ahead[file_url] = asyncio.ensure_future(self._client.get(file_url, PDF))
        return page

    async def _end(self) -> None:
        for task in self._ahead.values():
            task.cancel()
        await asyncio.gather(*self._ahead.values(), return_exceptions=True)
        await self._client.close()

    async def _page(self, url: str, kind: Kind) -> bytes:
        try:
            return (await self._client.get(url, kind)).body
        except FetchError as problem:
            raise unreachable(problem) from problem


class PageGoneError(SourceUnreachableError):
    """A page that another page leads to does not exist."""


def unreachable(problem: FetchError) -> SourceUnreachableError:
    """Say that the site as a whole cannot be read, and what to do where it refuses us."""
    what_to_do = f"\n{WHEN_REFUSED}" if problem.outcome is Outcome.REFUSED else ""
    kind = PageGoneError if problem.outcome is Outcome.GONE else SourceUnreachableError
    return kind(f"report site: {problem}{what_to_do}")


def report_more(on_page: Progress, before: int, total: int, done: int) -> None:
    """Report pages read, beside those read before."""
    on_page(before + done, total)


async def gather_all(work: Iterable[Coroutine[Any, Any, Result]], on_done: Callable[[int], None]) -> list[Result]:
    """Do all work at once, in the order of the results; the first that fails stops the others and is raised."""
    tasks = [asyncio.ensure_future(one) for one in work]
    try:
        for done, task in enumerate(asyncio.as_completed(tasks), start=1):
            await task
            on_done(done)
    finally:
        for left in tasks:
            left.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    return [task.result() for task in tasks]


def origins_of(base_url: str, file_hosts: Sequence[str] = ()) -> frozenset[str]:
    """The sites that may be asked: the report site and where its files are, all also by https.

    Raises `WrongSourceError`.
    """
    try:
        url = httpx.URL(base_url)
    except httpx.InvalidURL as problem:
        raise WrongSourceError(f"{base_url!r} is no web address: {problem}") from problem
    if not url.host or url.query or url.fragment or url.userinfo:
        raise WrongSourceError(f"{base_url!r} is no site: give an address like https://reports.ofsted.gov.uk")
    known = (url.copy_with(host=host) for host in FILE_HOSTS.get(url.host, ()))
    sites = [url, *known, *(url.copy_with(netloc=host.encode()) for host in file_hosts)]
    return frozenset(origin_of(site.copy_with(scheme=scheme)) for site in sites for scheme in (url.scheme, "https"))


def name_successors(pages: Sequence[ProviderPage]) -> list[Provider]:
    """The providers of the pages, those that have closed with the URNs of their successors."""
    successors: defaultdict[int, set[int]] = defaultdict(set)
    for page in pages:
        for predecessor in page.predecessors:
            successors[predecessor.urn].add(page.provider.urn)
        successors[page.provider.urn] |= {one.urn for one in page.successors}
    return [
        replace(one, is_closed=True, successor_urns=" ".join(map(str, sorted(successors[one.urn]))))
        if successors[one.urn]
        else one
        for one in (page.provider for page in pages)
    ]


def deduplicate(
    publications: Iterable[Publication], providers: Sequence[Provider]
) -> tuple[list[Publication], list[str]]:
    """One publication a file id, and what was left out.

    A document that a closed authority and its successor both list is the closed one's. Else, where a letter is among
    those that share an id, all stay, for a check to fail: nobody knows which one is meant. Of other documents the first
    stays.
    """
    successors = {one.urn: (one.successor_urns or "").split() for one in providers}
    by_id: defaultdict[str, list[Publication]] = defaultdict(list)
    for publication in dict.fromkeys(publications):
        by_id[publication.report_id].append(publication)
    kept: list[Publication] = []
    warnings = []
    for report_id, listed in by_id.items():
        inherited = {int(urn) for one in listed for urn in successors[one.urn]}
        same = [one for one in listed if one.urn not in inherited] or listed
        kept += same if any(one.is_jtai for one in same) else same[:1]
        if len(listed) > 1:
            places = ", ".join(f"{one.urn} ({one.label}, {one.publication_date})" for one in listed)
            warnings.append(f"{report_id}: listed for {places}")
    return kept, warnings


def describe_count(search: Search) -> list[str]:
    """Compare the providers found with the number that the site prints."""
    found = len(search.providers)
    if search.stated_count is None:
        pages = f" and says that it has {search.stated_pages} pages" if search.stated_pages else ""
        return [f"the site prints no number of results to compare the {found} providers found with{pages}"]
    if search.stated_count != found:
        return [f"the site states {search.stated_count} providers, {found} were found"]
    return []


def describe_empty(pages: Iterable[ProviderPage]) -> list[str]:
    """Name the providers whose page lists nothing at all."""
    empty = [page.provider.provider_name for page in pages if not (page.publications or page.unread)]
    return [f"no document is listed for {', '.join(empty)}"] if empty else []
