"""Small tables for the catalogue."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Sequence


def markdown_table(heading: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Draw rows as a Markdown table."""
    lines = [heading, ["---"] * len(heading), *rows]
    return "\n".join("| " + " | ".join(map(_cell, line)) + " |" for line in lines)


def data_image(png: bytes) -> str:
    """Put a picture into Markdown, whole."""
    return f"![](data:image/png;base64,{base64.b64encode(png).decode()})"


def _cell(value: object) -> str:
    return str(value).replace("|", "\\|").replace("\n", " ")
