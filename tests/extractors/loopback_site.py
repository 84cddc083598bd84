"""A small report site on loopback, for tests: paging, counts, conditional requests and faults on demand."""

from __future__ import annotations

import hashlib
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

JTAI = "Joint area child protection inspection"
OTHER = "Children's services inspection"
SITE_MAX_ROWS = 100


@dataclass(frozen=True)
class Request:
    """One request as it came in."""

    path: str
    headers: dict[str, str]
    status: int
    at: float = field(default_factory=time.monotonic)

    @property
    def is_conditional(self) -> bool:
        return "If-None-Match" in self.headers or "If-Modified-Since" in self.headers


@dataclass(frozen=True)
class Reply:
    """An answer; `claimed_length` lies about the body's length, so that it arrives cut short.

    With `pause_seconds`, the body comes in ten pieces, each after that long; with `header_pause_seconds`, a hundred
    header lines come first, each after that long.
    """

    status: int
    body: bytes = b""
    content_type: str = "text/html; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)
    claimed_length: int | None = None
    is_length_given: bool = True
    pause_seconds: float = 0
    header_pause_seconds: float = 0


@dataclass
class Site:
    """What the site holds; change it between requests to change the site.

    The search lists `providers`; `closed` ones have a page, which another page may lead to. `replies` are given before
    the real answer, one a request, per path.
    """

    providers: dict[int, str] = field(default_factory=dict)
    closed: dict[int, str] = field(default_factory=dict)
    listings: dict[int, str] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    count_line: str | None = "{count} results"
    robots: Reply = field(default_factory=lambda: Reply(404))
    replies: dict[str, list[Reply]] = field(default_factory=lambda: defaultdict(list))
    has_etags: bool = True
    requests: list[Request] = field(default_factory=list)
    under_way: int = 0
    most_at_once: int = 0
    latency_seconds: float = 0
    base_url: str = ""

    def list_documents(self, urn: int, *documents: tuple[str, str, str]) -> None:
        """Put (label, date, file id) documents on a provider's page."""
        self.listings[urn] = "".join(listed(*document) for document in documents)

    def asked(self, start: str) -> list[Request]:
        """The requests for paths that start so."""
        return [request for request in self.requests if request.path.startswith(start)]

    def reply_to(self, path: str, query: dict[str, list[str]]) -> Reply:
        if self.replies[path]:
            return self.replies[path].pop(0)
        if path == "/robots.txt":
            return self.robots
        if path == "/search":
            return Reply(200, self.search_page(int(query["start"][0]), int(query["rows"][0])).encode())
        identity = path.rpartition("/")[2]
        if path.startswith("/provider/44/") and int(identity) in self.providers | self.closed:
            return Reply(200, self.provider_page(int(identity)).encode())
        if path.startswith("/v1/file/") and identity in self.files:
            return Reply(200, self.files[identity], "application/pdf")
        return Reply(404, b"not here")

    def provider_page(self, urn: int) -> str:
        heading = f"<h1>{(self.providers | self.closed)[urn]}</h1><p class='title-block__subheading'>URN: {urn}</p>"
        return page(f"{heading}{self.listings.get(urn, '')}")

    def search_page(self, start: int, rows: int) -> str:
        shown = list(self.providers.items())[start : start + min(rows, SITE_MAX_ROWS)]
        links = "".join(f'<h3><a href="/provider/44/{urn}">{name}</a></h3>' for urn, name in shown)
        count = self.count_line.format(count=len(self.providers)) if self.count_line else ""
        return page(f"<p>{count}</p>{links}")


def page(body: str) -> str:
    return f"<!DOCTYPE html><html><body><main>{body}</main></body></html>"


def listed(label: str, day: str, file_id: str) -> str:
    return f"""<span class="event__title"><a class="publication-link" href="/v1/file/{file_id}">
      {label}    <span class="nonvisual">{label}, PDF - {day}</span></a>
      <div>Published <time pubdate>{day}</time></div></span>"""


def pdf(text: str = "a letter") -> bytes:
    """Bytes that pass for a PDF."""
    return f"%PDF-1.7\n{text}\n%%EOF".encode()


def site_with_one_letter() -> Site:
    site = Site(providers={80426: "Ambridge"}, files={"501": pdf()})
    site.list_documents(80426, (JTAI, "18 July 2022", "501"))
    return site


@contextmanager
def running(site: Site) -> Iterator[Site]:
    """Serve the site on a free port of loopback."""
    server = SiteServer(site)
    site.base_url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class SiteServer(ThreadingHTTPServer):
    """Serves a site on a free port of loopback."""

    def __init__(self, site: Site) -> None:
        self.site = site
        super().__init__(("127.0.0.1", 0), Handler)

    def handle_error(self, *_: object) -> None:
        """Say nothing: a client that stopped waiting is expected."""


class Handler(BaseHTTPRequestHandler):
    """Answers one request as the site of its server does."""

    server: SiteServer
    protocol_version = "HTTP/1.1"
    wbufsize = -1

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        self.server.site.under_way += 1
        self.server.site.most_at_once = max(self.server.site.most_at_once, self.server.site.under_way)
        time.sleep(self.server.site.latency_seconds)
        try:
            self.answer()
        finally:
            self.server.site.under_way -= 1

    def answer(self) -> None:
        url = urlsplit(self.path)
        reply = self.server.site.reply_to(url.path, parse_qs(url.query, keep_blank_values=True))
        etag = f'"{hashlib.sha256(reply.body).hexdigest()[:16]}"'
        is_known = self.server.site.has_etags and self.headers.get("If-None-Match") == etag
        status = 304 if is_known and reply.status == 200 else reply.status
        self.server.site.requests.append(Request(self.path, dict(self.headers), status))
        self.send(status, reply, etag)

    def send(self, status: int, reply: Reply, etag: str) -> None:
        self.send_response(status)
        if reply.header_pause_seconds:
            self.dawdle(reply.header_pause_seconds)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        if status == 200 and self.server.site.has_etags:
            self.send_header("ETag", etag)
        if status != 304:
            self.send_header("Content-Type", reply.content_type)
            if reply.is_length_given:
                self.send_header("Content-Length", str(reply.claimed_length or len(reply.body)))
            else:
                self.send_header("Connection", "close")
        with suppress(ConnectionError):
            self.end_headers()
        if status != 304:
            self.send_body(reply)
        self.close_connection = self.close_connection or reply.claimed_length is not None

    def dawdle(self, seconds: float) -> None:
        for number in range(100):
            time.sleep(seconds)
            self.send_header(f"X-Wait-{number}", "more to come")
            with suppress(ConnectionError):  # the client may have lost patience
                self.flush_headers()
                self.wfile.flush()

    def send_body(self, reply: Reply) -> None:
        piece_length = -(-len(reply.body) // 10) if reply.pause_seconds else len(reply.body)
        with suppress(ConnectionError):  # the client may have lost patience
            for start in range(0, len(reply.body), piece_length or 1):
                time.sleep(reply.pause_seconds)
                self.wfile.write(reply.body[start : start + piece_length])
                self.wfile.flush()
