"""Asking a web site as a good guest: slowly, by its rules, not twice for what we have, and not without end.

A report site is somebody else's machine. It may be slow, ask us to wait, cut an answer short, or send its
error page with status 200 where a PDF belongs. What may pass is tried again a few times, then reported.
"""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from importlib.metadata import version

import httpx
import stamina
from protego import Protego

from extractors.errors import WrongSourceError
from extractors.files import Fetch, FileStore, new_fetch
from extractors.sources.bodies import PDF, ROBOTS, Kind
from extractors.sources.fetch_errors import FetchError, Outcome, error_from, wait_before_next_try, wrap_http_errors
from extractors.sources.rate_limiter import RateLimiter

logger = logging.getLogger(__name__)

PROJECT = "jtai-outcomes"
MAX_REDIRECTS = 5
ASK_FOR_PERMISSION = "ask the owner of the site, and say in JTAI_PERMISSION who permitted it and when"


@dataclass(frozen=True, slots=True)
class Patience:
    """How long one request may take, how many are under way at a host, and how often and how late one is tried again.

    Waits double from the first to `longest_wait_seconds`, with as much as the first added at random. A site that asks
    for a longer wait than `longest_rest_seconds` is left alone until the next run. `rules_attempts` is for robots.txt,
    which is asked for first: a site that is not there at all should not be waited for. With a crawl delay longer
    than `longest_crawl_delay_seconds`, to read all pages would take more than three hours.
    """

    connect_seconds: float = 5
    read_seconds: float = 10
    request_seconds: float = 120
    requests_at_once: int = 4
    attempts: int = 8
    rules_attempts: int = 4
    first_wait_seconds: float = 1
    longest_wait_seconds: float = 30
    longest_rest_seconds: float = 120
    longest_crawl_delay_seconds: float = 60


@dataclass(frozen=True, slots=True)
class Answer:
    """A body, fresh or as stored where the site said that nothing changed."""

    body: bytes
    fetch: Fetch


class PoliteClient:
    """One kept-alive session with a few hosts, which asks no other."""

    def __init__(
        self,
        store: FileStore,
        origins: frozenset[str],
        *,
        pace_seconds: float,
        contact: str,
        patience: Patience,
        permission: str = "",
    ) -> None:
        """`permission` says who allowed us to ask for what robots.txt does not; without it, its rules are kept.

        Raises `WrongSourceError` where the environment names a proxy that cannot be used.
        """
        self._permission = permission
        self._store = store
        self._origins = origins
        self._pace_seconds = pace_seconds
        self._patience = patience
        self._agent = user_agent(contact)
        self._limiters: defaultdict[str, RateLimiter] = defaultdict(lambda: RateLimiter(patience.requests_at_once))
        self._robots: dict[str, Protego] = {}
        self._robots_read = asyncio.Lock()
        try:
            self._http = httpx.AsyncClient(
                headers={"User-Agent": self._agent},
                timeout=httpx.Timeout(patience.read_seconds, connect=patience.connect_seconds),
            )
        except (ValueError, httpx.InvalidURL) as wrong:
            raise WrongSourceError(f"HTTP_PROXY, HTTPS_PROXY or ALL_PROXY names no proxy: {wrong}") from wrong

    async def close(self) -> None:
        """Close the session."""
        await self._http.aclose()

    def is_ours(self, url: str) -> bool:
        """Whether a URL is on one of the sites we ask: by the same scheme, host and port, and in nobody's name."""
        try:
            target = httpx.URL(url)
        except httpx.InvalidURL:
            return False
        return origin_of(target) in self._origins and not target.userinfo

    async def get(self, url: str, kind: Kind) -> Answer:
        """Get one URL, trying again while that makes sense. Raises `FetchError`."""
        async for attempt in stamina.retry_context(
            on=wait_before_next_try,
            attempts=self._patience.rules_attempts if kind is ROBOTS else self._patience.attempts,
            timeout=None,
            wait_initial=self._patience.first_wait_seconds,
            wait_max=self._patience.longest_wait_seconds,
            wait_jitter=self._patience.first_wait_seconds,
        ):
            with attempt:
                return await self._ask(url, kind)
        raise AssertionError("the last attempt either returns or raises")

    async def _ask(self, url: str, kind: Kind) -> Answer:
        """Ask once, following redirects within our hosts."""
        with wrap_http_errors(url):
            target = httpx.URL(url)
            asked: set[httpx.URL] = set()
            while target not in asked and len(asked) <= MAX_REDIRECTS:
                asked.add(target)
                await self._require_allowed(target, kind)
                limiter = self._limiters[origin_of(target)]
                async with limiter.slot(self._pace_at(target)), asyncio.timeout(self._patience.request_seconds):
                    known = self._known_answer(url, kind)  # read only now, so that those who wait hold nothing
                    async with self._http.stream("GET", target, headers=conditions_from(known)) as response:
                        if not response.has_redirect_location:
                            return await self._answer_from(response, url, kind, known, limiter)
                        target = target.join(response.headers["Location"])
        where = "in a circle" if target in asked else f"more than {MAX_REDIRECTS} times"
        raise FetchError(f"{url}: redirected {where}, last to {target}", Outcome.UNUSABLE)

    def _known_answer(self, url: str, kind: Kind) -> Answer | None:
        """What this URL gave before, if its bytes are still complete and right; else it is asked for again."""
        fetch = self._store.latest_fetch(url)
        body = self._store.read(fetch) if fetch else None
        return Answer(body, fetch) if fetch and body is not None and not kind.find_fault(body) else None

    async def _require_allowed(self, target: httpx.URL, kind: Kind) -> None:
        """Ask only our hosts, and only for what their robots.txt allows, or somebody permitted."""
        if not self.is_ours(str(target)):
            hosts = " or ".join(sorted(self._origins))
            message = f"{target} is not asked for: it is not on {hosts}; JTAI_FILE_HOSTS may allow {target.host}"
            raise FetchError(message, Outcome.UNUSABLE)
        if kind is ROBOTS:
            return
        rules = await self._robots_of(target)
        self._require_bearable_delay(target, rules)
        if not self._permission and not rules.can_fetch(str(target), self._agent):
            message = f"{target}: robots.txt of {target.host} does not allow it; {ASK_FOR_PERMISSION}"
            raise FetchError(message, Outcome.REFUSED, is_site_wide=True)

    def _require_bearable_delay(self, target: httpx.URL, rules: Protego) -> None:
        delay = rules.crawl_delay(self._agent) or 0.0
        if delay > self._patience.longest_crawl_delay_seconds:
            message = (
                f"{target}: robots.txt of {target.host} asks for {delay:.0f} seconds between requests (Crawl-delay), "
                f"so that a visit would take too long; ask the owner of the site"
            )
            raise FetchError(message, Outcome.REFUSED, is_site_wide=True)

    async def _robots_of(self, target: httpx.URL) -> Protego:
        """The rules of a host, read once."""
        rules_url = robots_url_of(target)
        async with self._robots_read:
            if rules_url not in self._robots:
                self._robots[rules_url] = Protego.parse(await self._read_robots(rules_url))
        return self._robots[rules_url]

    async def _read_robots(self, rules_url: str) -> str:
        """Read robots.txt. A host without one allows everything; one that fails allows nothing (RFC 9309)."""
        try:
            return (await self.get(rules_url, ROBOTS)).body.decode(errors="replace")
        except FetchError as problem:
            if problem.is_passing or problem.is_site_wide:
                raise FetchError(str(problem), Outcome.UNUSABLE, is_site_wide=True) from problem
            return ""

    def _pace_at(self, target: httpx.URL) -> float:
        """The seconds between the starts of two requests: ours, or the host's own crawl delay if longer."""
        rules = self._robots.get(robots_url_of(target))
        return max(self._pace_seconds, (rules.crawl_delay(self._agent) if rules else None) or 0.0)

    async def _answer_from(
        self, response: httpx.Response, url: str, kind: Kind, known: Answer | None, limiter: RateLimiter
    ) -> Answer:
        if response.status_code == HTTPStatus.NOT_MODIFIED and known:
            await response.aread()  # it has no body; only an answer read to its end leaves the connection open
            return known
        if response.status_code != HTTPStatus.OK:
            problem = error_from(response, url, longest_wait_seconds=self._patience.longest_rest_seconds)
            limiter.pause(problem.after_seconds or 0.0)
            raise problem
        body = await read_bounded(response, url, kind)
        if fault := kind.find_fault(body):
            seen = f"{response.headers.get('Content-Type', 'no content type')}, {len(body)} bytes"
            raise FetchError(f"{url}: the answer ({seen}) is {fault.words}", fault.outcome)
        return self._store_answer(response, body, url, kind)

    def _store_answer(self, response: httpx.Response, body: bytes, url: str, kind: Kind) -> Answer:
        """Store every PDF, and what else can be asked for conditionally; other pages would only pile up."""
        fetch = new_fetch(
            body,
            url=url,
            suffix=kind.suffix,
            media_type=response.headers.get("Content-Type"),
            etag=response.headers.get("ETag"),
            last_modified=response.headers.get("Last-Modified"),
        )
        is_stored = kind is PDF or fetch.etag or fetch.last_modified
        return Answer(body, self._store.store(body, fetch) if is_stored else fetch)


def user_agent(contact: str) -> str:
    """Say honestly who asks, and whom to write to."""
    agent = f"{PROJECT}/{version(PROJECT)}"
    return f"{agent} (contact: {contact})" if contact else agent


def conditions_from(known: Answer | None) -> Mapping[str, str]:
    """The headers that ask for a body only if it is no longer the one we know."""
    if known is None:
        return {}
    asked = {"If-None-Match": known.fetch.etag, "If-Modified-Since": known.fetch.last_modified}
    return {header: value for header, value in asked.items() if value}


def origin_of(target: httpx.URL) -> str:
    """Scheme, host and port: what makes a site."""
    return f"{target.scheme}://{target.netloc.decode()}"


def robots_url_of(target: httpx.URL) -> str:
    """Where a host states its rules."""
    return str(target.join("/robots.txt"))


async def read_bounded(response: httpx.Response, url: str, kind: Kind) -> bytes:
    """Read a body, but no more of it than its kind may have.

    That it is as long as its Content-Length says is checked by the HTTP library.
    """
    body = bytearray()
    async for piece in response.aiter_bytes():
        body += piece
        if len(body) > kind.max_bytes:
            message = f"{url}: longer than the {kind.max_bytes} bytes a {kind.name} may have"
            raise FetchError(message, Outcome.UNUSABLE)
    return bytes(body)


def log_retry(details: stamina.instrumentation.RetryDetails) -> None:
    """Log why and when a request is tried again."""
    logger.info("%s; trying again in %.1f s", details.caused_by, details.wait_for)


# Without this, the library writes its own lines to standard output.
stamina.instrumentation.set_on_retry_hooks([log_retry])
