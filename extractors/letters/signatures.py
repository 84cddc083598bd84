"""Signatures: which inspectorates took part, and in which offices a letter was signed. No signatory's name is kept."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from functools import cache
from importlib import resources

# Two signatures may share a line, so an office ends where its own words end.
OFFICE = re.compile(
    r"(?:(?:His|Her)\s+Majesty[’']s\s+)?"
    r"(?:(?:Interim|Acting|Deputy|Assistant|National|Regional|Senior|Executive)\s+)*"
    r"(?:Chief\s+)?(?:Inspector|Director)\b"
    r"(?:,?\s+(?:of\s+(?:Constabulary(?:\s+and\s+Fire\s+(?:&|and)\s+Rescue(?:\s+Services)?)?"
    r"|Fire\s+(?:&|and)\s+Rescue(?:\s+Services)?|Probation|Health\s*Care|Hospitals|Primary\s+Medical\s+Services"
    r"|Children[’']s\s+Health[\w\s]*Justice)|(?:for\s+)?(?:Regulation\s+and\s+)?Social\s+Care))?"
)


def inspectorates_in(introduction: str) -> list[str]:
    """Return the inspectorates that the introduction names, by their present names."""
    return [name for name, wording in _known_inspectorates() if wording.search(introduction)]


def signatory_offices_in(closing: Sequence[str]) -> list[str]:
    """Return the offices named after "Yours sincerely", in the order printed, each once."""
    return list(dict.fromkeys(" ".join(match.split()) for line in closing for match in OFFICE.findall(line)))


@cache
def _known_inspectorates() -> tuple[tuple[str, re.Pattern[str]], ...]:
    table = resources.files("extractors.letters").joinpath("inspectorates.csv").read_text("utf-8")
    return tuple((row["inspectorate"], re.compile(row["wording"])) for row in csv.DictReader(table.splitlines()))
