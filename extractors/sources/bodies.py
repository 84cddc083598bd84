"""What a body with status 200 is: what was asked for, whole, or one of the outcomes that other statuses say plainly.

A site may send its "Report not found", its error page or a question whether we are human with status 200, and a cache
may cut a body short and state the shorter length. What such pages say is in `page_wordings.csv`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache

from selectolax.lexbor import LexborHTMLParser

from extractors.files import MAX_PDF_BYTES, is_pdf
from extractors.sources.fetch_errors import Outcome
from extractors.sources.tables import read_table

PDF_END = b"%%EOF"
PDF_END_WITHIN_BYTES = 1024
TEXT_SEEN_WITHIN_BYTES = 1024
WORDS_READ = 2000
WORDS_QUOTED = 80


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a body is not what was asked for; `words` complete "the answer is …"."""

    outcome: Outcome
    words: str


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of body: how it is stored, how large it may be, and what is wrong with one that is not of this kind."""

    name: str
    suffix: str
    max_bytes: int
    find_fault: Callable[[bytes], Fault | None]


def page_that(name: str, explain_other: Callable[[bytes], str | None]) -> Kind:
    """A page by what it should say: `name` tells a person, `explain_other` why a complete page is another one."""

    def find_fault(body: bytes) -> Fault | None:
        if is_cut_short(body):
            return Fault(Outcome.INCOMPLETE, f"no {name}: it is cut short, after {len(body)} bytes")
        other = explain_other(body)
        return Fault(classify_words(read_words(body)[0]), f"no {name}: {other}{quote_page(body)}") if other else None

    return replace(PAGE, name=name, find_fault=find_fault)


def find_fault_of_pdf(body: bytes) -> Fault | None:
    """Tell a complete PDF from half of one, from a page in its place, and from a file of another kind."""
    if is_pdf(body):
        if PDF_END in body[-PDF_END_WITHIN_BYTES:]:
            return None
        return Fault(Outcome.INCOMPLETE, f"no complete PDF: it is cut short, after {len(body)} bytes")
    if not is_text(body):
        return Fault(Outcome.UNUSABLE, "no PDF")
    return Fault(classify_words(*read_words(body)), f"no PDF{quote_page(body)}")


def decode_page(body: bytes) -> str:
    """The text of a page: UTF-8, or else Windows-1252, which has a letter for almost every byte."""
    try:
        return body.decode()
    except UnicodeDecodeError:
        return body.decode("cp1252", errors="replace")


def is_cut_short(body: bytes) -> bool:
    """Whether a page begins and does not end; by its length nobody can tell."""
    text = decode_page(body).lower()
    return "<html" in text and "</html" not in text


def classify_words(*texts: str) -> Outcome:
    """What a page in place of another body says, by the first of its texts with a known wording; else it may pass."""
    for text in texts:
        for outcome, pattern in load_page_wordings():
            if pattern.search(text):
                return outcome
    return Outcome.CHALLENGE


def quote_page(body: bytes) -> str:
    """What a page says first, to be added to a message; nothing where it says nothing."""
    title, text = read_words(body)
    words = (title or text)[:WORDS_QUOTED].strip()
    return f" ({words!r})" if words else ""


def read_words(body: bytes) -> tuple[str, str]:
    """The title and headings of a page, and its first words, each on one line."""
    tree = LexborHTMLParser(decode_page(body))
    tree.strip_tags(["script", "style"])
    headings = " ".join(node.text() for node in tree.css("title, h1"))
    text = tree.body.text(separator=" ") if tree.body else ""
    return " ".join(headings.split()), " ".join(text.split())[:WORDS_READ]


@cache
def load_page_wordings() -> list[tuple[Outcome, re.Pattern[str]]]:
    """What pages in place of others say, the first that fits wins."""
    rows = read_table("page_wordings.csv")
    return [(Outcome(row["outcome"]), re.compile(row["pattern"], re.IGNORECASE)) for row in rows]


def is_text(body: bytes) -> bool:
    """Whether a body of the wrong kind is a message or nothing at all; a file of another kind is there to stay."""
    return b"\0" not in body[:TEXT_SEEN_WITHIN_BYTES]


PAGE = Kind("page", ".html", 10_000_000, lambda _: None)
PDF = Kind("PDF", ".pdf", MAX_PDF_BYTES, find_fault_of_pdf)
ROBOTS = Kind("robots.txt", ".txt", 500_000, lambda _: None)
