"""The page of a release in a real browser: Debian's Chromium, driven by Playwright, with one browser for all tests.

Each test opens pages through `reader`; whatever it did, no page may have reported an error or asked the network.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from browsing import Reader
from playwright.sync_api import Browser, expect, sync_playwright
from running import Refreshed
from small_warehouse import CROP, Rows, build_warehouse, facts, inspection, small_rows

from publishers.release.publish import publish

# A machine with other work may take longer than the default of five seconds.
expect.set_options(timeout=20_000)

FORMULA = "=2+5+cmd|' /C calc'!A0"
MARKUP = '"><img src=x onerror=alert(1)></script><script>alert(2)</script>\u202e'
NAMES = ("chromium", "chromium-browser", "google-chrome")


# For this folder only: its driver keeps an event loop running, beside which other tests cannot start their own.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        pytest.skip(f"no browser: none of {', '.join(NAMES)} is installed (Debian: apt-get install chromium)")
    with sync_playwright() as playwright:
        # Chromium's own sandbox does not start for root, as which machines of a forge run.
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def reader(browser: Browser) -> Iterator[Reader]:
    reader = Reader(browser)
    yield reader
    for context in reader.contexts:
        context.close()
    assert reader.complaints == []


@pytest.fixture(scope="session")
def sample(refreshed: Refreshed) -> Path:
    """The release of the bundled sample."""
    return (refreshed.home / "releases" / "latest").resolve()


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of letters on the web, with text in them that wants to be run."""
    rows = small_rows()
    rows["inspections"][2] |= {"local_authority": FORMULA, "theme": MARKUP, "theme_quote": MARKUP}
    rows["sections"][6] |= {"heading": MARKUP, "text": MARKUP}
    rows["local_authorities"][2] |= {"local_authority": MARKUP, "region_name": MARKUP}
    return _released(tmp_path_factory.mktemp("hostile"), rows)


@pytest.fixture(scope="session")
def sixty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of more letters than the table shows at once."""
    letters = [inspection(f"{50300000 + number}", 90001, "Ashby & Vale") for number in range(60)]
    return _released(tmp_path_factory.mktemp("sixty"), small_rows() | {"inspections": letters})


def _released(home: Path, rows: Rows) -> Path:
    for folder in ("docs", "crops"):
        (home / folder).mkdir()
    # A picture of one point: a browser complains about a broken one.
    shutil.copyfile(Path(__file__).with_name("point.png"), home / CROP)
    warehouse = build_warehouse(home / "warehouse.duckdb", rows)
    described = facts(feedback_url="mailto:data@example.org")
    return publish(warehouse, home / "releases", data_docs=home / "docs", crops=home / "crops", facts=described)
