"""The inspectorate's report site: paged search → provider pages → files.

A search page holds at most 100 providers and England has 153 authorities: whoever asks once loses a third of
them and is told nothing. So the search is followed to its end, and what was found is held against the number
that the site states.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain

import httpx

from extractors.files import FileStore
from extractors.records import Discovery, Provider, Publication, ReportFile
from extractors.sources.fetch_problems import FetchProblem
from extractors.sources.interface import (
    Found,
    Progress,
    Source,
    SourceUnreachable,
    WrongSource,
    no_file,
    stored_file,
)
from extractors.sources.labels import tell_labels_left
from extractors.sources.polite_client import PAGE, PDF, Patience, PoliteClient
from extractors.sources.report_site_pages import (
    ProviderPage,
    SearchPage,
    read_provider_page,
    read_search_page,
)

SEARCH = "/search?q=&location=&lat=&lon=&radius=&level_1_types=3&level_2_types[]=12&start={start}&rows={rows}"
ROWS = 100
MAX_SEARCH_PAGES = 50

# The live site keeps its files on a host of their own.
FILE_HOSTS = {"reports.ofsted.gov.uk": "files.ofsted.gov.uk"}


@dataclass(slots=True)
class Search:
    """The search as far as it was followed."""

    providers: dict[int, Provider] = field(default_factory=dict)
    stated_count: int | None = None
    pages_read: int = 0

    def add(self, page: SearchPage) -> int:
        """Take in one page; return how many providers it brought that were not known."""
        before = len(self.providers)
        for provider in page.providers:
            self.providers.setdefault(provider.urn, provider)
        self.stated_count = max(filter(None, (self.stated_count, page.stated_count)), default=None)
        self.pages_read += 1
        return len(self.providers) - before

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
        patience: Patience | None = None,
    ) -> None:
        host = host_of(base_url)
        self._base_url = base_url.rstrip("/")
        self._client = PoliteClient(
            store,
            frozenset({host, FILE_HOSTS.get(host, host)}),
            pace_seconds=pace_seconds,
            contact=contact,
            patience=patience or Patience(),
        )

    def close(self) -> None:
        """Close the session."""
        self._client.close()

    def discover(self, on_page: Progress) -> Found:
        """Follow the search to its end and read every provider's page.

        Raises `SourceUnreachable` where any of these pages cannot be had: what it lists would be missing.
        """
        search = self._follow_search(on_page)
        pages = list(self._read_provider_pages(search, on_page))
        publications, twice = each_once(chain.from_iterable(page.publications for page in pages))
        warnings = [
            *tell_count(search),
            *tell_empty(search, pages),
            *chain.from_iterable(page.warnings for page in pages),
            *twice,
            *tell_labels_left(publications),
        ]
        discovery = Discovery(
            source=self.identity,
            providers_stated=search.stated_count,
            providers_found=len(search.providers),
            publications_found=len(publications),
            pages_read=search.pages_read + len(pages),
        )
        return Found(list(search.providers.values()), publications, discovery, warnings)

    def fetch(self, publication: Publication) -> ReportFile:
        """Store one publication's PDF, asking for it only if it changed."""
        try:
            fetch = self._client.get(publication.report_url, PDF).fetch
        except FetchProblem as problem:
            if problem.is_site_wide:
                raise SourceUnreachable(f"report site: {problem}") from problem
            return no_file(publication, str(problem))
        return stored_file(publication, fetch)

    def _follow_search(self, on_page: Progress) -> Search:
        """Page through the search until a page brings nothing new."""
        search = Search()
        start = 0
        while search.pages_read < MAX_SEARCH_PAGES:
            page = self._search_page(start)
            news = search.add(page)
            on_page(search.pages_read, None)
            if news == 0 or search.is_at_its_end(page):
                break
            start += min(ROWS, len(page.providers))
        if not search.providers:
            raise SourceUnreachable(f"report site: no provider is listed at {self._search_url(0)}")
        return search

    def _search_url(self, start: int) -> str:
        return self._base_url + SEARCH.format(start=start, rows=ROWS)

    def _search_page(self, start: int) -> SearchPage:
        url = self._search_url(start)
        page = read_search_page(self._page(url), url)
        ours = [one for one in page.providers if self._client.is_among_hosts(one.provider_url or "")]
        return SearchPage(ours, page.stated_count)

    def _read_provider_pages(self, search: Search, on_page: Progress) -> Iterator[ProviderPage]:
        total = search.pages_read + len(search.providers)
        for done, provider in enumerate(search.providers.values(), start=search.pages_read + 1):
            yield read_provider_page(self._page(provider.provider_url or ""), provider)
            on_page(done, total)

    def _page(self, url: str) -> bytes:
        try:
            return self._client.get(url, PAGE).body
        except FetchProblem as problem:
            raise SourceUnreachable(f"report site: {problem}") from problem


def host_of(base_url: str) -> str:
    """The host, and port where it is not the usual one, of a report site. Raises `WrongSource`."""
    try:
        url = httpx.URL(base_url)
    except httpx.InvalidURL as problem:
        raise WrongSource(f"{base_url!r} is no web address: {problem}") from problem
    if not url.host or url.query or url.fragment:
        raise WrongSource(f"{base_url!r} is no site: give an address like https://reports.ofsted.gov.uk")
    return url.netloc.decode()


def each_once(publications: Iterator[Publication]) -> tuple[list[Publication], list[str]]:
    """One publication a file id; a file listed for two authorities stays with the first, and is told of."""
    first: dict[str, Publication] = {}
    warnings = []
    for publication in publications:
        known = first.setdefault(publication.report_id, publication)
        if known is not publication:
            both = f"{known.urn} and {publication.urn}"
            warnings.append(f"{publication.report_id}: listed for both {both}, kept for {known.urn}")
    return list(first.values()), warnings


def tell_count(search: Search) -> list[str]:
    """Hold the providers found against the number the site prints."""
    found = len(search.providers)
    if search.stated_count is None:
        return [f"the site prints no number of results to hold the {found} providers found against"]
    if search.stated_count != found:
        return [f"the site states {search.stated_count} providers, {found} were found"]
    return []


def tell_empty(search: Search, pages: list[ProviderPage]) -> list[str]:
    """Name the providers whose page lists nothing at all."""
    providers = zip(search.providers.values(), pages, strict=True)
    empty = [one.provider_name for one, page in providers if not page.publications and not page.warnings]
    return [f"no document is listed for {', '.join(empty)}"] if empty else []
