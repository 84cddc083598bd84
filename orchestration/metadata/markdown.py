"""Small Markdown tables for the metadata that Dagster shows."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Sequence

# Dagster would not open a page with thousands; the tables themselves are in the warehouse.
ROWS_DRAWN = 200


def markdown_table(heading: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Draw rows as a Markdown table, the first few hundred if there are more; without any, say so."""
    drawn = [_line(row) for row in rows]
    if not drawn:
        return "none"
    left = len(drawn) - ROWS_DRAWN
    table = [_line(heading), _line(["---"] * len(heading)), *drawn[:ROWS_DRAWN]]
    return "\n".join([*table, "", f"… and {left:,} more"] if left > 0 else table)


def link_letter(report_id: str, url: str | None) -> str:
    """A letter, and where it can be read if that is on the web: of an archive's letters only the name is known."""
    return f"[{report_id}]({url})" if url and url.startswith("http") else report_id


def inline_image(png: bytes) -> str:
    """Embed a picture in Markdown."""
    return f"![](data:image/png;base64,{base64.b64encode(png).decode()})"


def _line(cells: Sequence[object]) -> str:
    return "| " + " | ".join(map(_cell, cells)) + " |"


def _cell(value: object) -> str:
    return str(value).replace("|", "\\|").replace("\n", " ")
