"""What every form of a release says in the same words, and how letters' text is made fit to be shown."""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, date
from urllib.parse import unquote

from publishers.records import REPORT_SITE, Cell, ReleaseFacts

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

# What XML 1.0, and so a workbook and a feed, cannot hold; tab and line feed stay.
NOT_PRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
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


def source_sentence(made: ReleaseFacts) -> str:
    """Where the letters come from."""
    if made.is_sample:
        return "The bundled sample: invented letters about invented places, for trying the software out."
    if made.source == REPORT_SITE:
        return f"Letters published on Ofsted's report site, {REPORT_SITE_URL}."
    return "Letters read from an archive of files, not from the report site itself."


def licence_sentence(made: ReleaseFacts) -> str:
    """Under what terms the text of the letters may be used."""
    if made.is_sample:
        return "The invented text may be used under the licence of the software it ships with."
    return f"The letters' text is Crown copyright and may be used under the {LICENCE_TITLE}: {LICENCE_URL}"


def refreshed_sentence(made: ReleaseFacts) -> str:
    """When the release was made, for people."""
    moment = made.refreshed_at.astimezone(UTC)
    return f"{day_in_words(moment)}, {moment:%H:%M} UTC"


def day_in_words(day: date) -> str:
    """A day for people: `21 November 2026`."""
    return f"{day.day} {day:%B %Y}"


def counted(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun: `1 letter`, `2 letters`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def heading_of(column_name: str) -> str:
    """A column's name as a table heading: `inspection_start_date` is `Inspection start date`."""
    words = [ACRONYMS.get(word, word) for word in column_name.split("_")]
    heading = " ".join(words)
    return heading[:1].upper() + heading[1:]


def printable(text: str) -> str:
    """A text without the control characters that no document may hold; every kind of line end is a line feed."""
    return NOT_PRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def shortened(text: str, characters: int) -> str:
    """The beginning of a text, with an ellipsis where something was left off."""
    return text if len(text) <= characters else text[: characters - 1].rstrip() + "…"


def anchor(report_id: str) -> str:
    """The name of a letter's place on the page; the site's ids stay readable, others get a hash to stay apart."""
    plain = re.sub(r"[^0-9A-Za-z]+", "-", report_id)
    if plain == report_id:
        return f"letter-{plain}"
    return f"letter-{plain}-{hashlib.sha256(report_id.encode()).hexdigest()[:8]}"


def is_address(value: Cell) -> bool:
    """Whether a value may become a link: to a letter on the web. A file's place on one machine leads others nowhere."""
    return isinstance(value, str) and value.startswith(("https://", "http://"))


def letter_source(report_url: Cell) -> str:
    """Where a letter is: its address on the web, or the name of the file it was read from."""
    if is_address(report_url):
        return printable(str(report_url))
    return printable(unquote(str(report_url or "").rsplit("/", 1)[-1]))


def without_folders(text: str) -> str:
    """A text in which each address of a file on one machine is shortened to the file's name."""
    return FILE_ADDRESS.sub(lambda found: letter_source(found[0]), text)


def page_address(report_url: Cell, page: Cell) -> str | None:
    """The address of one page of a letter; of its first where the page is not known; None where it has no address."""
    if not is_address(report_url):
        return None
    return f"{report_url}#page={page or 1}"
