"""Signatures: the offices in which a letter was signed. No signatory's name is kept."""

from __future__ import annotations

import re
from collections.abc import Sequence

# Two signatures may share a line, so an office ends where its own words end.
OFFICE = re.compile(
    r"(?:(?:His|Her)\s+Majesty[’']s\s+)?"
    r"(?:(?:Interim|Acting|Deputy|Assistant|National|Regional|Senior|Executive)\s+)*"
    r"(?:Chief\s+)?(?:Inspector|Director)\b"
    r"(?:,?\s+(?:of\s+(?:Constabulary(?:\s+and\s+Fire\s+(?:&|and)\s+Rescue(?:\s+Services)?)?"
    r"|Fire\s+(?:&|and)\s+Rescue(?:\s+Services)?|Probation|Health\s*Care|Hospitals|Primary\s+Medical\s+Services"
    r"|Children[’']s\s+Health[\w\s]*Justice)|(?:for\s+)?(?:Regulation\s+and\s+)?Social\s+Care))?"
)


def signatory_offices_in(closing: Sequence[str]) -> list[str]:
    """Return the offices named after "Yours sincerely", in the order printed, each once."""
    return list(dict.fromkeys(" ".join(match.split()) for line in closing for match in OFFICE.findall(line)))
