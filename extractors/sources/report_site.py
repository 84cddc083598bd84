"""The inspectorate's report site: paged search → provider pages → files.

A search page holds at most 100 providers and England has 153 authorities: whoever asks once loses a third of
them without a sign of it. So the search is followed to its end, and the providers found are compared with the
number that the site states.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable, Coroutine, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from typing import Any, TypeVar

import httpx

from extractors.errors import FilesUnreachableError, SourceUnreachableError, WrongSourceError
from extractors.files import FileStore
from extractors.records import Discovery, Provider, Publication, ReportFile
from extractors.sources.fetch_errors import FetchError
from extractors.sources.interface import (
    DiscoveryResult,
    Progress,
    Source,
    missing_file,
    stored_file,
)
from extractors.sources.labels import KnownLabels, describe_skipped
from extractors.sources.polite_client import PDF, Answer, Kind, Patience, PoliteClient, origin_of, page_that
from extractors.sources.report_site_pages import (
    ProviderPage,
    SearchPage,
    is_page_of,
    is_search_page,
    read_provider_page,
    read_search_page,
)

SEARCH = "/search?q=&location=&lat=&lon=&radius=&level_1_types=3&level_2_types[]=12&start={start}&rows={rows}"
ROWS = 100
MAX_SEARCH_PAGES = 50
LINKS_QUOTED = 3

# The live site keeps its files on a host of their own.
FILE_HOSTS = {"reports.ofsted.gov.uk": "files.ofsted.gov.uk"}

Result = TypeVar("Result")


@dataclass(slots=True)
class Search:
    """The search as far as it was followed."""

    providers: dict[int, Provider] = field(default_factory=dict)
    stated_count: int | None = None
    pages_read: int = 0

    def add(self, page: SearchPage) -> int:
        """Add one page; return how many providers it brought that were not known."""
        before = len(self.providers)
        for provider in page.providers:
            self.providers.setdefault(provider.urn, provider)
        self.stated_count = max(filter(None, (self.stated_count, page.stated_count)), default=None)
        self.pages_read += 1
        return len(self.providers) - before

    @property
    def kind(self) -> Kind:
        """What the next page should be; where no page so far stated a count, one that lists nothing may be the end."""
        may_say_nothing = self.pages_read > 0 and self.stated_count is None
        return page_that("page of search results", lambda html: may_say_nothing or is_search_page(html))

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
    ) -> None:
        self._base_url = base_url.rstrip("/")
        self._labels = labels or KnownLabels()
        self._client = PoliteClient(
            store,
            origins_of(base_url),
            pace_seconds=pace_seconds,
            contact=contact,
            patience=patience or Patience(),
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
        publications, twice = deduplicate(chain.from_iterable(page.publications for page in pages))
        unread = list(chain.from_iterable(page.unread for page in pages))
        warnings = [
            *describe_count(search),
            *describe_empty(search, pages),
            *(f"a link without a readable label, date or id: {link}" for link in unread),
            *twice,
            *describe_skipped(publications),
        ]
        discovery = Discovery(
            source=self.identity,
            providers_stated=search.stated_count,
            providers_found=len(search.providers),
            publications_found=len(publications),
            pages_read=search.pages_read + len(pages),
            links_unread=len(unread),
            first_links_unread="; ".join(unread[:LINKS_QUOTED]) or None,
        )
        return DiscoveryResult(list(search.providers.values()), publications, discovery, warnings)

    def fetch(self, publication: Publication) -> ReportFile:
        """Store one publication's PDF, asking for it only if it changed. Raises `FilesUnreachableError`."""
        (file,) = self.fetch_all([publication], lambda done, total: None)
        return file

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
                raise SourceUnreachableError(f"report site: {problem}") from problem
            return problem if problem.is_passing else missing_file(publication, str(problem))
        return stored_file(publication, answer.fetch)

    async def _read_pages(self, on_page: Progress) -> tuple[Search, list[ProviderPage]]:
        search = await self._follow_search(on_page)
        total = search.pages_read + len(search.providers)
        work = [self._provider_page(provider) for provider in search.providers.values()]
        return search, await gather_all(work, lambda done: on_page(search.pages_read + done, total))

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
        ours = [one for one in page.providers if self._client.is_ours(one.provider_url or "")]
        return SearchPage(ours, page.stated_count)

    async def _provider_page(self, provider: Provider) -> ProviderPage:
        name = f"page of {provider.provider_name}: it lists nothing, and names neither this authority nor its URN"
        kind = page_that(name, partial(is_page_of, provider))
        page = read_provider_page(await self._page(provider.provider_url or "", kind), provider, self._labels)
        for url in {one.report_url for one in page.publications if one.is_jtai} - self._ahead.keys():
            self._ahead[url] = asyncio.ensure_future(self._client.get(url, PDF))
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
            raise SourceUnreachableError(f"report site: {problem}") from problem


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


def origins_of(base_url: str) -> frozenset[str]:
    """The sites that may be asked: the report site and where its files are, both also by https.

    Raises `WrongSourceError`.
    """
    try:
        url = httpx.URL(base_url)
    except httpx.InvalidURL as problem:
        raise WrongSourceError(f"{base_url!r} is no web address: {problem}") from problem
    if not url.host or url.query or url.fragment or url.userinfo:
        raise WrongSourceError(f"{base_url!r} is no site: give an address like https://reports.ofsted.gov.uk")
    sites = [url, url.copy_with(host=FILE_HOSTS.get(url.host, url.host))]
    return frozenset(origin_of(site.copy_with(scheme=scheme)) for site in sites for scheme in (url.scheme, "https"))


def deduplicate(publications: Iterable[Publication]) -> tuple[list[Publication], list[str]]:
    """One publication a file id, and what was left out.

    Where a letter is among those that share an id, all stay, for a check to fail: nobody knows which one is meant.
    Of other documents the first stays.
    """
    by_id: defaultdict[str, list[Publication]] = defaultdict(list)
    for publication in dict.fromkeys(publications):
        by_id[publication.report_id].append(publication)
    kept: list[Publication] = []
    warnings = []
    for report_id, same in by_id.items():
        kept += same if any(one.is_jtai for one in same) else same[:1]
        if len(same) > 1:
            listed = ", ".join(f"{one.urn} ({one.label}, {one.publication_date})" for one in same)
            warnings.append(f"{report_id}: listed for {listed}")
    return kept, warnings


def describe_count(search: Search) -> list[str]:
    """Compare the providers found with the number that the site prints."""
    found = len(search.providers)
    if search.stated_count is None:
        return [f"the site prints no number of results to compare the {found} providers found with"]
    if search.stated_count != found:
        return [f"the site states {search.stated_count} providers, {found} were found"]
    return []


def describe_empty(search: Search, pages: list[ProviderPage]) -> list[str]:
    """Name the providers whose page lists nothing at all."""
    providers = zip(search.providers.values(), pages, strict=True)
    empty = [one.provider_name for one, page in providers if not page.publications and not page.unread]
    return [f"no document is listed for {', '.join(empty)}"] if empty else []
