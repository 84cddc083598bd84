"""Small tables for the catalogue."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Sequence


def markdown_table(heading: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Draw rows as a Markdown table; without any, say so."""
    drawn = [_line(row) for row in rows]
    return "\n".join([_line(heading), _line(["---"] * len(heading)), *drawn]) if drawn else "none"


def link_to(report_id: str, url: str | None) -> str:
    """A letter, and where it can be read if that is on the web: of an archive's letters only the name is known."""
    return f"[{report_id}]({url})" if url and url.startswith("http") else report_id


def data_image(png: bytes) -> str:
    """Put a picture into Markdown, whole."""
    return f"![](data:image/png;base64,{base64.b64encode(png).decode()})"


def _line(cells: Sequence[object]) -> str:
    return "| " + " | ".join(map(_cell, cells)) + " |"


def _cell(value: object) -> str:
    return str(value).replace("|", "\\|").replace("\n", " ")
