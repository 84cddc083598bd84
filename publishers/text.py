"""Sentences that every form of a release shares, and how values and letters' text are made fit to be shown."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from datetime import UTC, date
from urllib.parse import unquote

from publishers.release_facts import REPORT_SITE, ReleaseFacts

TITLE = "Outcomes of joint targeted area inspections"
SUMMARY = (
    "What four inspectorates (Ofsted, the Care Quality Commission, and the inspectorates of constabulary and of "
    "probation) wrote to local areas in England about how they protect children together: every published letter, "
    "section by section and finding by finding."
)
LICENCE_NAME = "OGL-UK-3.0"
LICENCE_TITLE = "Open Government Licence v3.0"
LICENCE_URL = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
REPORT_SITE_URL = "https://reports.ofsted.gov.uk"

# What XML 1.0, and so a workbook and a feed, cannot hold; tab and line feed stay. Python and polars both take it.
CONTROL_CHARACTERS = "[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\ufffe\uffff]"
FILE_ADDRESS = re.compile(r"file://\S+")
ACRONYMS = {
    "gss": "GSS",
    "id": "ID",
    "jtai": "JTAI",
    "la": "LA",
    "ltla23cd": "LTLA23CD",
    "sha256": "SHA-256",
    "url": "URL",
    "urn": "URN",
}


def describe_source(facts: ReleaseFacts) -> str:
    """Say where the letters come from."""
    if facts.is_sample:
        return "The bundled sample: invented letters about invented places, for trying the software out."
    if facts.source == REPORT_SITE:
        return f"Letters published on Ofsted's report site, {REPORT_SITE_URL}."
    return "Letters read from an archive of files, not from the report site itself."


def describe_licence(facts: ReleaseFacts) -> str:
    """Say under what terms the text of the letters may be used."""
    if facts.is_sample:
        return "The invented text may be used under the licence of the software it ships with."
    return f"The letters' text is Crown copyright and may be used under the {LICENCE_TITLE}: {LICENCE_URL}"


def describe_refresh(facts: ReleaseFacts) -> str:
    """Say when the release was made: `21 November 2026, 21:30 UTC`."""
    moment = facts.refreshed_at.astimezone(UTC)
    return f"{format_day(moment)}, {moment:%H:%M} UTC"


def format_day(day: date) -> str:
    """Write a day for people: `21 November 2026`."""
    return f"{day.day} {day:%B %Y}"


def pluralise(number: int, one: str, many: str | None = None) -> str:
    """Write a number with its noun: `1 letter`, `2 letters`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def join_words(parts: Sequence[str]) -> str:
    """Write a list as a sentence does: `a`, `a and b`, `a, b and c`."""
    return " and ".join(filter(None, [", ".join(parts[:-1]), *parts[-1:]]))


def to_heading(column_name: str) -> str:
    """Write a column's name as a table heading: `inspection_start_date` is `Inspection start date`."""
    heading = " ".join(ACRONYMS.get(word, word) for word in column_name.split("_"))
    return heading[:1].upper() + heading[1:]


def normalise_text(text: str) -> str:
    """Remove the control characters that no document may hold, and make every line end a line feed."""
    return re.sub(CONTROL_CHARACTERS, "", text.replace("\r\n", "\n").replace("\r", "\n"))


def shorten(text: str, characters: int) -> str:
    """Keep the beginning of a text, with an ellipsis where something was left off."""
    return text if len(text) <= characters else text[: characters - 1].rstrip() + "…"


def letter_anchor(report_id: str) -> str:
    """Name a letter's place on the page; the site's ids stay readable, others get a hash to stay apart."""
    plain = re.sub(r"[^0-9A-Za-z]+", "-", report_id)
    if plain == report_id:
        return f"letter-{plain}"
    return f"letter-{plain}-{hashlib.sha256(report_id.encode()).hexdigest()[:8]}"


def is_web_address(value: object) -> bool:
    """Whether a value may become a link: a `file:` address on one machine leads nobody else anywhere."""
    return isinstance(value, str) and value.startswith(("https://", "http://"))


def locate_letter(report_url: object) -> str:
    """Say where a letter is: its address on the web, or the name of the file it was read from."""
    if is_web_address(report_url):
        return normalise_text(str(report_url))
    return normalise_text(unquote(str(report_url or "").rsplit("/", 1)[-1]))


def hide_folders(text: str) -> str:
    """Shorten each address of a file on the machine that made the release to the file's name."""
    return FILE_ADDRESS.sub(lambda found: locate_letter(found[0]), text)


def link_to_page(report_url: object, page: int | None) -> str | None:
    """Link to one page of a letter, to the first where the page is not known; None where it has no web address."""
    return f"{report_url}#page={page or 1}" if is_web_address(report_url) else None
