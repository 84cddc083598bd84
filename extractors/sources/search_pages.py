"""Pages of search results: the providers they list, and how many results and pages they say there are.

Each provider is a result item; facets, navigation and a survey may speak of other providers and numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from extractors.records import Provider
from extractors.sources.page_trees import NAVIGATION, address_of, base_address, parse_page, strip, text_of

PROVIDER_PATH = re.compile(r"/provider/(?:[^/]+/)*(\d{1,9})/?")
# What leads to a provider, the surest mark first; where one of them is there, the others are navigation.
RESULT_LINKS = (
    ".search-result__title a[href]",
    ".search-result a[href]",
    "main h3 a[href], main h2 a[href]",
    "h3 a[href], h2 a[href]",
    "a[href]",
)
COUNT_ELEMENTS = ".results-count, .js-results-count"
PAGE_NUMBERS = re.compile(r"(?:page\s+)?\d[\d,]*\s+of\s+(\d[\d,]*)", re.IGNORECASE)
# "Showing 1 to 100 of 153 results"; "100 results per page", "(24,561 results)" and "2024 results of" are others.
RESULT_COUNT = re.compile(
    r"(?<![\d(])(\d[\d,]*)\s+results?\b(?!\s*\))(?!\s+(?:per|a|on each|on this|of|from)\b)", re.IGNORECASE
)
# Beside results there are filters with numbers of their own.
FILTERS = "aside, form, select, [class*=filter], [class*=facet]"


@dataclass(frozen=True, slots=True)
class SearchPage:
    """One page of search results: its providers in order, and the numbers of results and of pages that it prints."""

    providers: list[Provider]
    stated_count: int | None
    stated_pages: int | None = None


def read_search_page(html: bytes, url: str) -> SearchPage:
    """Read the providers that a page of search results lists, each once, under the first name it gives."""
    tree = parse_page(html)
    base = base_address(tree, url)
    strip(tree, NAVIGATION)
    found = (providers_at(tree.css(selector), base) for selector in RESULT_LINKS)
    providers = next((one for one in found if one), [])
    return SearchPage(providers, *read_counts(tree))


def explain_no_search_page(html: bytes) -> str | None:
    """Say why a page is no page of results, with providers or at least their number; None where it is one."""
    page = read_search_page(html, "")
    is_empty = parse_page(html).css_first(".search-no-results") is not None
    is_one = page.providers or page.stated_count is not None or is_empty
    return None if is_one else "it lists no provider and states no number of results"


def providers_at(links: Iterable[LexborNode], base: str) -> list[Provider]:
    """The providers that links lead to, each once."""
    read = [one for one in (provider_from(link, base) for link in links) if one]
    return list({one.urn: one for one in reversed(read)}.values())[::-1]


def provider_from(link: LexborNode, base: str) -> Provider | None:
    """The provider a link leads to, null where it leads elsewhere or has no text."""
    address = address_of(link, base)
    match = PROVIDER_PATH.fullmatch(urlsplit(address).path)
    name = text_of(link)
    return Provider(urn=int(match[1]), provider_name=name, provider_url=address) if match and name else None


def read_counts(tree: LexborHTMLParser) -> tuple[int | None, int | None]:
    """The number of results and of pages that a page of results prints; takes its filters out of the tree.

    An element of its own has the number of results. Words are asked last, and not at all where the pages are counted.
    """
    pagers = (PAGE_NUMBERS.fullmatch(text_of(node)) for node in tree.css('[class*="pagination"]'))
    pages = next((number_in(match[1]) for match in pagers if match), None)
    for element in tree.css(COUNT_ELEMENTS):
        # It may also say which results are shown: "1 to 100 of 153".
        if numbers := re.findall(r"\d[\d,]*", text_of(element)):
            return max(map(number_in, numbers)), pages
    return (None if pages else count_in_words(tree)), pages


def count_in_words(tree: LexborHTMLParser) -> int | None:
    """The largest number of results that a page speaks of beside its filters, since it may speak of those shown."""
    strip(tree, FILTERS)
    text = tree.body.text(separator=" ") if tree.body else ""
    return max(map(number_in, RESULT_COUNT.findall(text)), default=None)


def number_in(text: str) -> int:
    """A number with commas between thousands."""
    return int(text.replace(",", ""))
