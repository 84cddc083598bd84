"""The results of all gates of a run as a small static site that needs no network.

Great Expectations stores results and builds the site; its hooks (`renderer` and `view` of each section) put our own
pages in place of its own, which fetch scripts from elsewhere and call a warning a failure.
"""

from __future__ import annotations

import shutil
from collections.abc import Collection
from pathlib import Path

import great_expectations as gx
from great_expectations.data_context import AbstractDataContext
from great_expectations.data_context.types.base import (
    DataContextConfig,
    InMemoryStoreBackendDefaults,
    ProgressBarsConfig,
)

from expectations.checks import Gate
from expectations.docs_folders import PAGES, results_folder

SITE = "gates"
PAGES_MODULE = "expectations.data_docs.pages"


def create_context(docs: Path | None = None, corrected: Collection[str] = ()) -> AbstractDataContext:
    """Create a context that keeps its results beside the folder `docs` and a site of them in it, or all in memory."""
    defaults = InMemoryStoreBackendDefaults()
    if docs is not None:
        defaults.stores[defaults.validation_results_store_name]["store_backend"] = _folder(results_folder(docs))
        defaults.data_docs_sites = {SITE: _describe_site(docs, corrected)}
    config = DataContextConfig(
        store_backend_defaults=defaults,
        analytics_enabled=False,
        progress_bars=ProgressBarsConfig(globally=False),
    )
    return gx.get_context(mode="ephemeral", project_config=config)


def remove_static_files(docs: Path) -> None:
    """Remove the 4 MB of fonts and pictures that the library copies for its own pages."""
    shutil.rmtree(docs / "static")


def require_pages(docs: Path, gate: Gate, suites: Collection[gx.ExpectationSuite]) -> None:
    """Raise `RuntimeError` where a page is missing, for the library only logs that it could not make one."""
    pages = [*(docs / PAGES / gate).rglob("*.html")]
    if len(pages) != len(suites) or not (docs / "index.html").stat().st_size:
        raise RuntimeError(f"{docs}: {len(pages)} of {len(suites)} pages of gate {gate!r} were made; the log says why")


def _describe_site(docs: Path, corrected: Collection[str]) -> dict[str, object]:
    def page(renderer: str, view: str) -> dict[str, object]:
        return {
            "renderer": {"module_name": PAGES_MODULE, "class_name": renderer, "corrected": sorted(corrected)},
            "view": {"module_name": PAGES_MODULE, "class_name": view},
        }

    return {
        "class_name": "SiteBuilder",
        "show_how_to_buttons": False,
        "store_backend": _folder(docs),
        "site_index_builder": {"class_name": "DefaultSiteIndexBuilder", **page("IndexRenderer", "IndexView")},
        "site_section_builders": {
            "expectations": "None",
            "profiling": "None",
            "validations": page("SuiteRenderer", "SuiteView"),
        },
    }


def _folder(path: Path) -> dict[str, str]:
    return {"class_name": "TupleFilesystemStoreBackend", "base_directory": str(path.absolute())}
