"""Pages as trees: their links, resolved, and their text, on one line."""

from __future__ import annotations

from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser, LexborNode

from extractors.sources.bodies import decode_page
from extractors.sources.document_names import plain

NAVIGATION = "script, style, nav, body > header, body > footer"


def parse_page(html: bytes) -> LexborHTMLParser:
    """A page as a tree, in whichever encoding it is."""
    return LexborHTMLParser(decode_page(html))


def base_address(tree: LexborHTMLParser, url: str) -> str:
    """The address that a page's links are relative to."""
    base = tree.css_first("base[href]")
    return address_of(base, url) if base else url


def address_of(link: LexborNode, base: str) -> str:
    """The address a link leads to, empty where it is none."""
    try:
        return urljoin(base, (link.attributes.get("href") or "").strip())
    except ValueError:
        return ""


def strip(tree: LexborHTMLParser, selector: str) -> None:
    """Take parts out of a page."""
    for node in tree.css(selector):
        node.decompose()


def text_of(node: LexborNode) -> str:
    """A node's text on one line."""
    return plain(node.text(separator=" "))
