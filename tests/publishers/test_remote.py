"""A site on any static host is read with SQL from elsewhere: DuckDB asks for the parts of a file that it needs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from pathlib import Path
from threading import Thread

import duckdb
import pytest

from publishers.site import lay_out_site


@dataclass
class Host:
    """A static host of a folder, and what it sent: path and number of bytes of each answer."""

    address: str
    sent: list[tuple[str, int]] = field(default_factory=list)

    def bytes_sent(self, name: str) -> int:
        return sum(size for path, size in self.sent if path == f"/{name}")


class RangeHandler(SimpleHTTPRequestHandler):
    """Python's handler of files, and ranges as static hosts answer them."""

    host: Host

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        asked = self.headers.get("Range")
        if asked is None or not path.is_file():
            super().do_GET()
            return
        content = path.read_bytes()
        first, last = asked.removeprefix("bytes=").split("-")
        part = content[int(first) : int(last) + 1]
        self.host.sent.append((self.path, len(part)))
        self.send_response(206)
        self.send_header("Content-Length", str(len(part)))
        self.send_header("Content-Range", f"bytes {first}-{int(first) + len(part) - 1}/{len(content)}")
        self.end_headers()
        self.wfile.write(part)

    def end_headers(self) -> None:
        self.send_header("Accept-Ranges", "bytes")
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Print nothing."""


@pytest.fixture
def host(released: Path, tmp_path: Path) -> Iterator[Host]:
    lay_out_site(released.parent, tmp_path / "site", url="https://example.org/jtai")
    handler = type("Handler", (RangeHandler,), {})
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(tmp_path / "site"))) as server:
        found = Host(f"http://127.0.0.1:{server.server_port}")
        handler.host = found
        Thread(target=server.serve_forever, daemon=True).start()
        yield found
        server.shutdown()


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    """DuckDB with its extension for HTTP, from a wheel: nothing is asked of DuckDB's own repository."""
    extension = files("duckdb_extension_httpfs") / f"extensions/v{duckdb.__version__}/httpfs.duckdb_extension"
    with duckdb.connect(config={"autoinstall_known_extensions": False}) as connection:
        connection.execute(f"LOAD '{extension}'")
        yield connection


def test_the_database_of_a_site_is_attached_and_searched_over_http(
    host: Host, con: duckdb.DuckDBPyConnection, released: Path
) -> None:
    con.execute(f"ATTACH '{host.address}/jtai.duckdb' AS jtai (READ_ONLY)")
    con.execute("USE jtai")
    with duckdb.connect(str(released / "jtai.duckdb"), read_only=True) as local:
        for query in ("FROM inspections ORDER BY report_id", "SELECT score, snippet FROM search_findings('older')"):
            assert con.sql(query).fetchall() == local.sql(query).fetchall() != []
    assert host.bytes_sent("jtai.duckdb") > 0


def test_a_table_of_a_site_is_read_over_http(host: Host, con: duckdb.DuckDBPyConnection, released: Path) -> None:
    query = "SELECT report_id, finding_number, text FROM '{}/parquet/findings.parquet' ORDER BY ALL"
    found = con.sql(query.format(host.address)).fetchall()
    assert found == con.sql(query.format(released.as_posix())).fetchall() != []
    assert host.bytes_sent("parquet/findings.parquet") > 0
