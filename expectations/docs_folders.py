"""The folders of the data docs, for callers that do without Great Expectations, which takes seconds to import."""

from __future__ import annotations

import shutil
from pathlib import Path

from expectations.checks import Gate

PAGES = "validations"
RESULTS = "validation_results"


def results_folder(docs: Path) -> Path:
    """Where results are kept from gate to gate: outside the site, for they name folders of this machine."""
    return docs.with_name(RESULTS)


def remove_data_docs(docs: Path) -> None:
    """Remove what the gates of an earlier run said."""
    _remove(docs, results_folder(docs))


def remove_results(docs: Path, gate: Gate) -> None:
    """Remove what one gate said before."""
    _remove(docs / PAGES / gate, results_folder(docs) / gate)


def _remove(*folders: Path) -> None:
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)
