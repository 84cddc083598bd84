"""What the report site's pages say, leaning only on the few marks known to hold on the live site.

A search page links to providers: `a[href*="/provider/"]`, the URN last. A provider page lists documents:
`a.publication-link` around a `span` (`.nonvisual`) that reads "LABEL, PDF - 18 July 2022", near a `time[pubdate]`.
The count of results is sought in the text; it may not be there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from extractors.records import Provider, Publication
from extractors.sources.document_names import DocumentName, parse_day, parse_document_name, plain
from extractors.sources.labels import KnownLabels, label_key

PROVIDER_PATH = re.compile(r"/provider/(?:[^/]+/)*(\d{1,9})/?")
# "Showing 1 to 100 of 153 results"; "100 results per page" is another number.
RESULT_COUNT = re.compile(r"\b(\d[\d,]*)\s+results?\b(?!\s+(?:per|a|on each)\s+page)", re.IGNORECASE)
DOCUMENT_LINK = "a.publication-link"
SAFE_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


@dataclass(frozen=True, slots=True)
class SearchPage:
    """One page of search results: its providers, in order, and the number of results it prints, if any."""

    providers: list[Provider]
    stated_count: int | None


@dataclass(frozen=True, slots=True)
class ProviderPage:
    """The documents a provider's page lists, in order, and the links to documents that could not be read."""

    publications: list[Publication]
    unread: list[str]


def read_search_page(html: bytes, url: str) -> SearchPage:
    """Read the providers that a page of search results links to, each once, under the first name it gives."""
    tree = LexborHTMLParser(html)
    links = [provider_from(link, url) for link in tree.css('a[href*="/provider/"]')]
    by_urn = {provider.urn: provider for provider in reversed(links) if provider}
    return SearchPage(providers=list(reversed(by_urn.values())), stated_count=stated_count_in(tree))


def is_search_page(html: bytes) -> bool:
    """Tell a page of results, with providers or at least their number, from an error page sent in its place."""
    page = read_search_page(html, "")
    return bool(page.providers) or page.stated_count is not None


def provider_from(link: LexborNode, page_url: str) -> Provider | None:
    """The provider a link leads to, null where it leads elsewhere or has no text."""
    address = address_of(link, page_url)
    match = PROVIDER_PATH.fullmatch(urlsplit(address).path)
    name = text_of(link)
    return Provider(urn=int(match[1]), provider_name=name, provider_url=address) if match and name else None


def stated_count_in(tree: LexborHTMLParser) -> int | None:
    """The largest number of results the page speaks of, since it may also speak of those on this page."""
    tree.strip_tags(["script", "style"])
    text = tree.body.text(separator=" ") if tree.body else ""
    return max((int(count.replace(",", "")) for count in RESULT_COUNT.findall(text)), default=None)


def read_provider_page(html: bytes, provider: Provider, labels: KnownLabels) -> ProviderPage:
    """Read the documents that a provider's page lists."""
    publications: list[Publication] = []
    unread: list[str] = []
    for link in LexborHTMLParser(html).css(DOCUMENT_LINK):
        publication = publication_from(link, provider, labels)
        if publication:
            publications.append(publication)
        else:
            unread.append(f"{provider.provider_name}: {text_of(link)!r} ({link.attributes.get('href')})")
    return ProviderPage(publications, unread)


def is_page_of(provider: Provider, html: bytes) -> bool:
    """Tell a provider's page, with documents or at least its own name or number, from an error page in its place.

    That an authority's page names it is all that is asked of one without documents; where it stands is not known.
    """
    tree = LexborHTMLParser(html)
    if tree.css_first(DOCUMENT_LINK):
        return True
    names = label_key(provider.provider_name) in label_key(tree.text(separator=" "))
    return names or re.search(rf"(?<!\d){provider.urn}(?!\d)".encode(), html) is not None


def publication_from(link: LexborNode, provider: Provider, labels: KnownLabels) -> Publication | None:
    """The publication a link names, null where its label, date or file id cannot be read."""
    address = address_of(link, provider.provider_url or "")
    report_id = urlsplit(address).path.rstrip("/").rpartition("/")[2]
    name = name_of(link)
    if name is None or not SAFE_ID.fullmatch(report_id):
        return None
    return Publication(
        report_id=report_id,
        urn=provider.urn,
        label=name.label,
        publication_date=name.published,
        report_url=address,
        is_jtai=labels.is_jtai(name.label),
        is_known_label=labels.is_known(name.label),
        may_be_jtai_label=labels.may_be_jtai(name.label),
    )


def name_of(link: LexborNode) -> DocumentName | None:
    """Label and date from the line for screen readers, whatever its class, else from the text and the date beside."""
    for hidden in link.css("span"):
        if name := parse_document_name(text_of(hidden)):
            return name
    label, published = " ".join(link.text(deep=False).split()), date_beside(link)
    return DocumentName(label, published, None) if label and published else None


def date_beside(link: LexborNode) -> date | None:
    """The publication date nearest to a link, as long as no other document could own it."""
    parent = link.parent
    while parent is not None and len(parent.css("a.publication-link")) == 1:
        time = parent.css_first("time[pubdate]")
        if time:
            return parse_day(text_of(time))
        parent = parent.parent
    return None


def address_of(link: LexborNode, page_url: str) -> str:
    """The address a link leads to, empty where it is none."""
    try:
        return urljoin(page_url, link.attributes.get("href") or "")
    except ValueError:
        return ""


def text_of(node: LexborNode) -> str:
    """A node's text on one line."""
    return plain(node.text())
