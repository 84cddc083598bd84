"""Somebody who opens the page of a release in a browser."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, Request


class Reader:
    """Opens the page of a release as somebody would, and remembers what should not have happened."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.contexts: list[BrowserContext] = []
        self.complaints: list[str] = []

    def opens(self, release: Path, fragment: str = "", **settings: object) -> Page:
        page = self._context(**settings).new_page()
        page.goto((release / "index.html").as_uri() + fragment)
        if settings.get("java_script_enabled", True):
            page.wait_for_selector("html[data-ready]")
        return page

    def _context(self, **settings: object) -> BrowserContext:
        context = self.browser.new_context(**settings)  # type: ignore[arg-type]
        context.set_default_timeout(30_000)
        context.on("console", lambda message: self._complain(message.type in {"error", "warning"}, message.text))
        context.on("weberror", lambda error: self._complain(True, str(error.error)))
        context.on("dialog", lambda dialog: self._complain(True, f"dialog: {dialog.message}"))
        context.on("request", self._expect_a_file)
        self.contexts.append(context)
        return context

    def _expect_a_file(self, request: Request) -> None:
        self._complain(not request.url.startswith(("file:", "data:", "blob:")), f"asked for {request.url}")

    def _complain(self, is_wrong: bool, what: str) -> None:
        if is_wrong:
            self.complaints.append(what)
