"""`CITATION.cff`: how to cite a release (Citation File Format 1.2, https://citation-file-format.github.io)."""

from __future__ import annotations

import json
from datetime import UTC
from pathlib import Path

from publishers.release_facts import ReleaseFacts
from publishers.text import LICENCE_NAME, SUMMARY, TITLE

CITATION_NAME = "CITATION.cff"


def write_citation(facts: ReleaseFacts, folder: Path) -> Path:
    """Write how to cite the release; each value is JSON, which YAML takes as it is."""
    citation: dict[str, object] = {
        "cff-version": "1.2.0",
        "message": "If you use this data set, please cite this release of it, and the letters themselves.",
        "type": "dataset",
        "title": TITLE,
        "abstract": SUMMARY,
        "version": facts.release_name,
        "date-released": f"{facts.refreshed_at.astimezone(UTC):%Y-%m-%d}",
        "authors": [{"name": "Maintainers of jtai-outcomes"}],
    }
    if not facts.is_sample:
        citation["license"] = LICENCE_NAME
    path = folder / CITATION_NAME
    lines = [f"{name}: {json.dumps(value, ensure_ascii=False)}\n" for name, value in citation.items()]
    path.write_text("".join(lines), "utf-8")
    return path
