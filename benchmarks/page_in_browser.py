"""How soon the page of a release is of use in a browser: Debian's Chromium, driven by Playwright."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

PATIENCE_MILLISECONDS = 60_000
COUNT_OF_LETTERS = "count"
# The same element says how many letters are still being read.
HAS_ANSWERED = """([id, before]) => {
    const count = document.getElementById(id).textContent;
    return count !== before && /[0-9,]+ of [0-9,]+ letters?$/.test(count);
}"""
IN_NO_LETTER, IN_SOME = "xyzzy", "school nurse"


def usable_after(index: Path) -> tuple[float, float, float]:
    """Seconds until the rows are shown, until a first search of all letters has answered, and until a second has."""
    with sync_playwright() as playwright:
        path = shutil.which("chromium") or shutil.which("chromium-browser")
        # Chromium's own sandbox does not start for root, as which machines of a forge run.
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        page = browser.new_page()
        page.set_default_timeout(PATIENCE_MILLISECONDS)
        begun = time.perf_counter()
        page.goto(index.as_uri(), wait_until="commit")
        page.wait_for_selector("html[data-ready]")
        shown = time.perf_counter() - begun
        searches = _seconds_of_search(page, IN_NO_LETTER), _seconds_of_search(page, IN_SOME)
        browser.close()
    return shown, *searches


def _seconds_of_search(page: Page, words: str) -> float:
    before = page.text_content(f"#{COUNT_OF_LETTERS}")
    begun = time.perf_counter()
    page.fill("[name=q]", words)
    page.wait_for_function(HAS_ANSWERED, arg=[COUNT_OF_LETTERS, before])
    return time.perf_counter() - begun
