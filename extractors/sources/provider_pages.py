"""An authority's page on the report site: the documents it lists, and what else is to be known of the authority.

It lists entries: a link to a file with "LABEL, PDF - 18 July 2022" for screen readers, the date of inspection above it.
Entries of another template are read by the heading and the date around their link; what leads to no file is named.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from urllib.parse import urldefrag, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from extractors.records import Provider, Publication
from extractors.sources.document_names import DocumentName, find_days, parse_document_name, plain
from extractors.sources.labels import KnownLabels, label_key
from extractors.sources.page_trees import NAVIGATION, address_of, base_address, parse_page, strip, text_of
from extractors.sources.search_pages import providers_at

DOCUMENT_LINK = "a.publication-link"
FILE_PATH = re.compile(r"/file/([^/]+)")
SAFE_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
STATED_URN = re.compile(r"\bURN\b\W{0,10}(\d{1,9})\b", re.IGNORECASE)
KNOWN_ENTRY = ".timeline__day"
# Days in the life of a provider, which are no entries of documents.
NO_DOCUMENT = re.compile(r"timeline__day--(?:opened|closed|registered|predecessor|successor|has-archive)\b")
RELATED_PROVIDERS = {
    "predecessor": '[class*="predecessor"] a[href*="/provider/"]',
    "successor": '[class*="successor"] a[href*="/provider/"]',
}
CLOSED = ".title-block--closed, .badge--closed"
CLOSED_ON = ".timeline__day--closed time"
INSPECTED_ON = ".timeline__date time"
HEADINGS = "h1, h2, h3, h4, h5, h6, [class*=title], strong, b"
# What a link says where the document's name is elsewhere.
SAYS_NO_LABEL = re.compile(
    r"(?:(?:download|view|open|read|see|get)\b.*|(?:the |full )*(?:report|document|letter|pdf)(?: pdf| \(pdf\))?|here)",
    re.IGNORECASE,
)
PUBLISHED = re.compile(r"\bpublished\b", re.IGNORECASE)
SHOW_ALL = re.compile(
    r"\b(?:show|view|see|load)\b.{0,20}\b(?:all|more|older)\b|\b(?:all|older) reports\b", re.IGNORECASE
)
WORDS_QUOTED = 120
LONGEST_BETWEEN_EDITIONS = timedelta(days=365)


@dataclass(slots=True)
class ProviderPage:
    """What a provider's page lists, in order: documents, links that could not be read, entries that lead to no file.

    `predecessors` and `successors` are the providers it leads to; `more_pages` are addresses behind "show all reports",
    `warnings` are sentences about what is odd.
    """

    provider: Provider
    publications: list[Publication] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    without_file: list[str] = field(default_factory=list)
    predecessors: list[Provider] = field(default_factory=list)
    successors: list[Provider] = field(default_factory=list)
    more_pages: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    pages_read: int = 1

    def add(self, further: ProviderPage) -> None:
        """Add what another page of the same provider lists."""
        self.pages_read += further.pages_read
        self.publications = list(dict.fromkeys((*self.publications, *further.publications)))
        self.unread = list(dict.fromkeys((*self.unread, *further.unread)))
        self.without_file = list(dict.fromkeys((*self.without_file, *further.without_file)))
        self.warnings = list(dict.fromkeys((*self.warnings, *further.warnings)))


def read_provider_page(html: bytes, provider: Provider, labels: KnownLabels, url: str = "") -> ProviderPage:
    """Read what a provider's page lists; `url` is its address, the provider's own where none is given."""
    url = url or provider.provider_url or ""
    tree = parse_page(html)
    base = base_address(tree, url)
    strip(tree, NAVIGATION)
    page = ProviderPage(describe_provider(tree, provider))
    read = [(link, read_document(link, base, provider, labels)) for link in document_links(tree, base)]
    listed = [one for _, one in read if isinstance(one, Listed)]
    page.publications = set_editions_aside(merge_links(listed))
    read_ids = {one.publication.report_id for one in listed}
    page.unread = [one for link, one in read if isinstance(one, str) and id_in(address_of(link, base)) not in read_ids]
    page.warnings = [one.warning for one in listed if one.warning]
    page.without_file = [f"{provider.provider_name}: {text!r}" for text in entries_without_file(tree, base, labels)]
    page.predecessors = providers_at(tree.css(RELATED_PROVIDERS["predecessor"]), base)
    page.successors = providers_at(tree.css(RELATED_PROVIDERS["successor"]), base)
    page.more_pages, untaken = links_to_all(tree, base, url)
    page.warnings += [f"{provider.provider_name}: {text!r} leads to no page that can be read" for text in untaken]
    return page


def describe_provider(tree: LexborHTMLParser, provider: Provider) -> Provider:
    """A provider with what its page says of its closing."""
    days = find_days(text_of(node) if (node := tree.css_first(CLOSED_ON)) else "")
    is_closed = bool(days) or tree.css_first(CLOSED) is not None
    return replace(provider, is_closed=is_closed, closed_on=days[0] if days else None) if is_closed else provider


def explain_no_page_of(provider: Provider, html: bytes) -> str | None:
    """Say why a page is not the one of a provider; None where it is.

    It states the provider's URN, or, where it states none, has the provider's name as a heading and lists documents.
    """
    tree = parse_page(html)
    text = tree.body.text(separator=" ") if tree.body else ""
    if urns := {int(urn) for urn in STATED_URN.findall(text)}:
        return (
            None if provider.urn in urns else f"it states URN {', '.join(map(str, sorted(urns)))}, not {provider.urn}"
        )
    headings = {label_key(text_of(node)) for node in tree.css("h1")}
    has_documents = bool(document_links(tree, provider.provider_url or ""))
    if has_documents and label_key(provider.provider_name) in headings:
        return None
    return f"it does not state URN {provider.urn}"


@dataclass(frozen=True, slots=True)
class Listed:
    """One document as its link lists it: its label without the words of an edition, and what is odd about it."""

    publication: Publication
    kind: str
    is_edition: bool
    warning: str | None


def document_links(tree: LexborHTMLParser, base: str) -> list[LexborNode]:
    """The links to files: of the known class, or to an address like those of files."""
    known = tree.css(DOCUMENT_LINK)
    others = [link for link in tree.css("a[href]") if is_file_address(address_of(link, base))]
    return list({link.mem_id: link for link in (*known, *others)}.values())


def read_document(link: LexborNode, base: str, provider: Provider, labels: KnownLabels) -> Listed | str:
    """The document that a link lists; a sentence about the link where its label, date or file id cannot be read."""
    address = address_of(link, base)
    report_id, name = id_in(address), name_of(link, base)
    if name is None or report_id is None:
        return f"{provider.provider_name}: {text_of(link)!r} ({link.attributes.get('href')})"
    kind, is_edition = labels.without_edition(name.label)
    publication = Publication(
        report_id=report_id,
        urn=provider.urn,
        label=name.label,
        publication_date=name.published,
        report_url=urldefrag(address).url,
        is_jtai=labels.is_jtai(kind),
        is_known_label=labels.is_known(kind),
        may_be_jtai_label=labels.may_be_jtai(kind),
        listed_inspection_date=inspection_date_beside(link, base, name.published),
    )
    is_edition = is_edition or (name.format or "pdf").lower() != "pdf"
    return Listed(publication, label_key(kind), is_edition, describe_other_year(link, base, publication))


def merge_links(documents: Iterable[Listed]) -> list[Listed]:
    """One document where several links lead to the same file on the same day: the one whose label is decided."""
    by_file: defaultdict[tuple[str, date], dict[str, Listed]] = defaultdict(dict)
    for one in documents:
        by_file[one.publication.report_id, one.publication.publication_date].setdefault(one.kind, one)
    merged: list[Listed] = []
    for same in by_file.values():
        known = [one for one in same.values() if one.publication.is_known_label]
        merged += known or list(same.values())[:1]
    return merged


def set_editions_aside(documents: Sequence[Listed]) -> list[Publication]:
    """The documents, of which another edition of a listed one is no document of its own to be read."""

    def is_beside_its_letter(edition: Listed) -> bool:
        day = edition.publication.publication_date
        return any(
            other.kind == edition.kind
            and not other.is_edition
            and abs(other.publication.publication_date - day) <= LONGEST_BETWEEN_EDITIONS
            for other in documents
        )

    return [
        replace(one.publication, is_jtai=False) if one.is_edition and is_beside_its_letter(one) else one.publication
        for one in documents
    ]


def name_of(link: LexborNode, base: str) -> DocumentName | None:
    """Label and date from the line for screen readers, whatever its class, else from the text around the link."""
    for hidden in link.css("span"):
        if name := parse_document_name(text_of(hidden)):
            return name
    if name := parse_document_name(text_of(link)):
        return name
    block = block_of(link, base)
    label, published = label_beside(link, block), publication_date_in(block)
    return DocumentName(label, published, None) if label and published else None


def label_beside(link: LexborNode, block: LexborNode) -> str | None:
    """What a link says, or where that is no more than "download", the heading above it."""
    said = plain(link.text(deep=False)) or text_of(link)
    if said and not SAYS_NO_LABEL.fullmatch(said):
        return said
    headings = (text_of(node) for node in block.css(HEADINGS))
    return next((text for text in headings if text and not SAYS_NO_LABEL.fullmatch(text) and not find_days(text)), None)


def publication_date_in(block: LexborNode) -> date | None:
    """The day that a block marks as that of publication, or its only day; that of inspection is another one."""
    for time in block.css("time[pubdate]"):
        if days := find_days(text_of(time)):
            return days[0]
    text = text_of(block)
    for match in PUBLISHED.finditer(text):
        if days := find_days(text[match.end() :]):
            return days[0]
    inspected = {day for node in block.css(INSPECTED_ON) for day in find_days(text_of(node))}
    others = {*find_days(text)} - inspected
    return others.pop() if len(others) == 1 else None


def inspection_date_beside(link: LexborNode, base: str, published: date) -> date | None:
    """The day of inspection that is printed above a document's entry; that of publication is none."""
    days = [day for node in block_of(link, base).css(INSPECTED_ON) for day in find_days(text_of(node))]
    return days[0] if days and days[0] != published else None


def describe_other_year(link: LexborNode, base: str, publication: Publication) -> str | None:
    """Say where the day marked as that of publication is of another year than the one read."""
    marked = [day for node in block_of(link, base).css("time[pubdate]") for day in find_days(text_of(node))]
    read = publication.publication_date
    if not marked or marked[0].year == read.year:
        return None
    return f"{publication.report_id}: published {read} by its line, {marked[0]} by the date beside it"


def block_of(link: LexborNode, base: str) -> LexborNode:
    """The largest part of the page around a link that leads to no other file."""
    own = id_in(address_of(link, base))
    block = link
    while (parent := block.parent) is not None and parent.tag not in ("body", "html", "main", "-undef", "ol", "ul"):
        others = {id_in(address_of(one, base)) for one in parent.css("a[href]") if leads_to_file(one, base)}
        if others - {own}:
            break
        block = parent
    return block


def leads_to_file(link: LexborNode, base: str) -> bool:
    """Whether a link is one to a document."""
    is_known = "publication-link" in (link.attributes.get("class") or "").split()
    return is_known or is_file_address(address_of(link, base))


def entries_without_file(tree: LexborHTMLParser, base: str, labels: KnownLabels) -> Iterator[str]:
    """What the entries say that lead to no file: withdrawn, or a report that is a web page."""
    for entry in tree.css(KNOWN_ENTRY):
        is_empty = not any(leads_to_file(link, base) for link in entry.css("a[href]"))
        if is_empty and not NO_DOCUMENT.search(entry.attributes.get("class") or "") and text_of(entry):
            yield text_of(entry)[:WORDS_QUOTED]
    in_entries = {link.mem_id for link in tree.css(f"{KNOWN_ENTRY} a[href]")}
    for link in tree.css("a[href]"):
        text = text_of(link)
        is_named_like_a_document = bool(text) and (labels.is_known(text) or labels.may_be_jtai(text))
        is_elsewhere = leads_to_file(link, base) or "/provider/" in address_of(link, base)
        if is_named_like_a_document and not is_elsewhere and link.mem_id not in in_entries:
            yield text_of(block_of(link, base))[:WORDS_QUOTED]


def links_to_all(tree: LexborHTMLParser, base: str, url: str) -> tuple[list[str], list[str]]:
    """Where "show all reports" leads, and what it says where it leads to no other page of the provider."""
    here = urldefrag(url).url
    addresses: list[str] = []
    untaken: list[str] = []
    for control in tree.css("a, button"):
        said = text_of(control)
        if not SHOW_ALL.search(said) or leads_to_file(control, base):
            continue
        address = urldefrag(address_of(control, base)).url if control.attributes.get("href") else ""
        if address and address != here and urlsplit(address).path.startswith(urlsplit(here).path):
            addresses.append(address)
        elif not address:
            untaken.append(said)
    return list(dict.fromkeys(addresses)), untaken


def is_file_address(address: str) -> bool:
    """Whether an address is like those of files."""
    path = urlsplit(address).path
    return FILE_PATH.search(path) is not None or path.lower().endswith(".pdf")


def id_in(address: str) -> str | None:
    """The file id in an address: what follows "file/", else the last part of its path; null where it is no id."""
    path = urlsplit(address).path
    match = FILE_PATH.search(path)
    file_id = match[1] if match else path.rstrip("/").rpartition("/")[2]
    return file_id if SAFE_ID.fullmatch(file_id) else None
