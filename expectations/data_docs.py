"""The gates' results as a static site that needs no network.

Great Expectations' pages fetch 16 files from elsewhere; without them the index is blank. What the pages use is shipped
in `data_docs_assets` and put in their place, what they do not use is taken out, and a page that would still fetch
something is an error. Each gate runs at its own moment, so results are kept as JSON in `results`; the pages are made of
all of them at once, when a gate refuses or the last one has judged. A page of results states every claim, so suites
have no pages of their own.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Collection
from importlib.resources import as_file, files
from pathlib import Path

import great_expectations as gx
from great_expectations.data_context import AbstractDataContext
from great_expectations.data_context.types.base import (
    DataContextConfig,
    InMemoryStoreBackendDefaults,
    ProgressBarsConfig,
)

from expectations.data_docs_index import PAGES, RESULTS, Outcome, index_page, outcomes
from expectations.problems import FIRST_GATE, Gate

SITE = "gates"
ASSETS = "assets"
INDEX = "index.html"

LOCAL_FILES = {
    "bootstrap.min.css": "bootstrap.min.css",
    "bootstrap.min.js": "bootstrap.min.js",
    "jquery-3.7.1.min.js": "jquery.min.js",
    "bootstrap-table.min.css": "bootstrap-table.min.css",
    "bootstrap-table.min.js": "bootstrap-table.min.js",
    "bootstrap-table-filter-control.min.js": "bootstrap-table-filter-control.min.js",
    "bootstrap-table-filter-control.css": "bootstrap-table-filter-control.min.css",
    "bootstrap-table-filter-control.min.css": "bootstrap-table-filter-control.min.css",
    "bootstrap-datepicker.min.css": "bootstrap-datepicker.min.css",
    "bootstrap-datepicker.min.js": "bootstrap-datepicker.min.js",
    "all.min.css": "icons.css",
}
"""The files the pages ask for, and what is shipped in their place; all others are taken out."""

FETCHED = re.compile(
    r"""<script\b[^>]*\bsrc="(?P<script>[^"]*)"[^>]*></script>|<link\b[^>]*\bhref="(?P<link>[^"]*)"[^>]*>"""
)
LOGO = re.compile(r"<img\b[^>]*great-expectations-web-assets[^>]*>", re.DOTALL)
DARK_MODE = re.compile(r"/\* some css overrides for dark mode\*/.*?(?=</style>)", re.DOTALL)
SUITE_LINK = re.compile(r'<a\b[^>]*\bhref="(?:[^"]*/)?expectations/[^"]*"[^>]*>(.*?)</a>', re.DOTALL)
NEWSLETTER = re.compile(r"<footer>.*?</footer>", re.DOTALL)
FAILED = re.compile(r'<i class="fas fa-times text-danger" aria-hidden="true"></i> Failed')
ELSEWHERE = r"(?:https?:)?//[^\"')]*"
STILL_FETCHED = re.compile(
    rf"""<(?:script|img|iframe|source)\b[^>]*\bsrc="{ELSEWHERE}|<link\b[^>]*\bhref="{ELSEWHERE}"""
    # A letter's own words may say url(…) too; only a style fetches it.
    rf"""|(?:<style\b[^>]*>[^<]*|<[^<>]*\bstyle="[^"]*)url\(['"]?{ELSEWHERE}"""
)


def context_for(docs: Path | None) -> AbstractDataContext:
    """Make a context that keeps results under `docs`, or in memory where no site is wanted."""
    defaults = InMemoryStoreBackendDefaults()
    if docs is not None:
        keep_in_files(defaults, docs)
    config = DataContextConfig(
        store_backend_defaults=defaults,
        analytics_enabled=False,
        progress_bars=ProgressBarsConfig(globally=False),
    )
    return gx.get_context(mode="ephemeral", project_config=config)


def keep_in_files(defaults: InMemoryStoreBackendDefaults, docs: Path) -> None:
    """Have results stored under `docs`, and a site made of them there."""
    defaults.stores[defaults.validation_results_store_name]["store_backend"] = folder(docs / RESULTS)
    defaults.data_docs_sites = {
        SITE: {
            "class_name": "SiteBuilder",
            "show_how_to_buttons": False,
            "store_backend": folder(docs),
            "site_section_builders": {"expectations": "None", "profiling": "None"},
        }
    }


def folder(path: Path) -> dict[str, str]:
    """Say to Great Expectations that something is kept in a folder."""
    return {"class_name": "TupleFilesystemStoreBackend", "base_directory": str(path.absolute())}


def begin_site(docs: Path, gate: Gate) -> None:
    """Clear what an earlier run said: all of it at the first gate, then what this gate said, and every page."""
    for folder_past in [docs] if gate == FIRST_GATE else [docs / RESULTS / gate, docs / PAGES]:
        shutil.rmtree(folder_past, ignore_errors=True)
    (docs / INDEX).unlink(missing_ok=True)


def build_site(context: AbstractDataContext, docs: Path, corrected: Collection[str]) -> None:
    """Write a page for every result kept under `docs`, and an index of them, and make them stand alone.

    `corrected` are the reports that a person corrected.
    Raises `ValueError` naming a page and an address where a page would fetch something from elsewhere.
    """
    context.build_data_docs(site_names=[SITE], build_index=False)
    shutil.rmtree(docs / "static")
    with as_file(files("expectations") / "data_docs_assets") as assets:
        shutil.copytree(assets, docs / ASSETS, dirs_exist_ok=True)
    found = outcomes(docs, corrected)
    for outcome in found:
        page = docs / outcome.page
        page.write_text(with_outcome(standing_alone(page, docs), outcome), encoding="utf-8")
    (docs / INDEX).write_text(index_page(found, ASSETS), encoding="utf-8")


def with_outcome(text: str, outcome: Outcome) -> str:
    """A page's text with our outcome in the place of the library's, which calls a suite with a warning failed."""
    return text if outcome.critical else FAILED.sub(outcome.in_words, text)


def standing_alone(page: Path, docs: Path) -> str:
    """A page's text with local files in the place of those from elsewhere."""
    to_assets = "../" * (len(page.relative_to(docs).parts) - 1) + ASSETS
    text = FETCHED.sub(lambda tag: local_tag(tag, to_assets), page.read_text(encoding="utf-8"))
    text = SUITE_LINK.sub(r"\1", LOGO.sub("<strong>Gates</strong>", text))
    text = NEWSLETTER.sub("", DARK_MODE.sub("", text))
    if left := STILL_FETCHED.search(text):
        raise ValueError(f"{page}: would fetch {left.group()!r}; ship that file in data_docs_assets, or take it out")
    return text


def local_tag(tag: re.Match[str], to_assets: str) -> str:
    """The tag for the shipped file, or nothing where the page does without."""
    script, link = tag.group("script"), tag.group("link")
    name = (script or link).partition("?")[0].rpartition("/")[2]
    if name not in LOCAL_FILES:
        return ""
    address = f"{to_assets}/{LOCAL_FILES[name]}"
    return f'<script src="{address}"></script>' if script else f'<link rel="stylesheet" href="{address}">'
