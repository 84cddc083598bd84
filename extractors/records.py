"""The rows that extraction makes: each dataclass is one raw table, and its field types are the table's.

A column that happens to be all null in one run still has a type here, so nothing two layers later breaks on it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

SectionKind = Literal[
    "introduction",
    "context",
    "headline_findings",
    "strengths",
    "needs_to_improve",
    "priority_action",
    "areas_for_improvement",
    "main_findings",
    "case_study",
    "next_steps",
    "sub_section",
    "other",
]
Polarity = Literal["strength", "improvement", "priority", "mixed", "neutral"]
Severity = Literal["critical", "warning"]
ParagraphForm = Literal["heading", "paragraph", "bullet"]
Family = Literal["2016 to 2020", "2022 on"]

OLDER_FAMILY: Family = "2016 to 2020"
NEWER_FAMILY: Family = "2022 on"
FINDINGS_KINDS: tuple[SectionKind, ...] = (
    "strengths",
    "needs_to_improve",
    "priority_action",
    "areas_for_improvement",
)


@dataclass(frozen=True, slots=True)
class Provider:
    """A local authority's children's services as the source lists it; key `urn`.

    One that is closed is reached through its successors' pages; `closed_on` is null where no day is printed.
    """

    urn: int
    provider_name: str
    provider_url: str | None
    is_closed: bool = False
    closed_on: date | None = None
    successor_urns: str | None = None


@dataclass(frozen=True, slots=True)
class Publication:
    """One document listed for a provider; key `report_id`, the site's file id (an archive's file stem).

    `label` is the source's own name for the kind of document, null where the source gives none; `is_jtai` says whether
    that label (or, without one, nothing yet) puts it in scope. `is_known_label` is false where nobody has decided about
    the label yet, and `may_be_jtai_label` is true where such a label speaks like one of a JTAI letter.
    `listed_inspection_date` is the day of inspection that the source prints with the document, null where it has none.
    """

    report_id: str
    urn: int
    label: str | None
    publication_date: date
    report_url: str
    is_jtai: bool
    is_known_label: bool
    may_be_jtai_label: bool
    listed_inspection_date: date | None = None


@dataclass(frozen=True, slots=True)
class Discovery:
    """What one look at a source found, beside the providers and publications: one row a run.

    `providers_stated` is the number the source itself prints, null where it prints none, and `search_pages_stated` how
    many pages of results there are; `closed_providers_found` are beside the `providers_found`, on their successors'
    pages. `links_unread` counts the links to documents whose label, date or id could not be read, and
    `first_links_unread` quotes some; `entries_without_file` counts the entries that lead to no file: withdrawn, or a
    report that is a web page. `pdfs_left_out` counts the PDFs of an archive whose names say no authority or no date.
    """

    source: str
    providers_stated: int | None
    providers_found: int
    publications_found: int
    pages_read: int
    links_unread: int = 0
    first_links_unread: str | None = None
    search_pages_read: int = 0
    search_pages_stated: int | None = None
    closed_providers_found: int = 0
    entries_without_file: int = 0
    first_entries_without_file: str | None = None
    pdfs_left_out: int = 0
    first_pdfs_left_out: str | None = None


@dataclass(frozen=True, slots=True)
class ReportFile:
    """The stored file of one report in scope, with where it came from; key `report_id`.

    `file_sha256` is null where the source lists the report and has no usable file; `fetch_problem` says why. Where it
    has both, the source no longer has the file, and this is the last version it gave.
    """

    report_id: str
    file_sha256: str | None
    size_bytes: int | None
    etag: str | None
    fetched_at: datetime | None
    fetch_problem: str | None


@dataclass(frozen=True, slots=True)
class Letter:
    """The facts of one letter as read; key `report_id`.

    `extractor_version` is the hash of the code that read it, `reader` the library: `pdfium` or `pdfplumber`.
    `status` is `read`, `unreadable` (with the reason in `status_detail`) or `not_a_jtai_letter`.
    `family` is `2016 to 2020` or `2022 on`. Words are counted on the PDF's text; `unplaced_word_count` is how many
    of them are neither in a section nor anything known (addresses, signatures, headers, page numbers, footnotes).
    """

    report_id: str
    file_sha256: str
    extractor_version: str
    reader: str
    status: str
    status_detail: str | None = None
    family: Family | None = None
    page_count: int = 0
    word_count: int = 0
    unplaced_word_count: int = 0
    title: str | None = None
    letter_date: date | None = None
    inspection_start_date: date | None = None
    inspection_end_date: date | None = None
    inspection_dates_quote: str | None = None
    is_inspection_year_inferred: bool = False
    theme: str | None = None
    theme_quote: str | None = None
    deep_dive_focus: str | None = None
    priority_action_areas_stated_none: bool | None = None
    written_statement_required: bool | None = None
    written_statement_lead: str | None = None
    written_statement_due_date: date | None = None
    written_statement_quote: str | None = None
    inspectorates: str | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A headed part of a letter; key `report_id`, `section_number` (from 1, in reading order).

    Its text is its paragraphs, with those of its subsections and without those of case studies inside it. `summary` is
    its first three sentences, a line for each paragraph or bullet they are in, a bullet that is begun given whole.
    `is_set_below` says that a subsection's heading is set smaller or lighter than that of its section. Pages count
    from 1.
    """

    report_id: str
    section_number: int
    parent_section_number: int | None
    level: int
    kind: SectionKind
    heading: str | None
    polarity: Polarity | None
    start_page: int
    end_page: int
    summary: str
    paragraph_count: int
    bullet_count: int
    sub_bullet_count: int
    is_set_below: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, list item or subheading of a section; key `report_id`, `paragraph_number` (in reading order).

    `section_number` is the innermost section that it is in. `level` is 1, or 2 for an item of a list inside a list
    item, which is its parent. `is_itemised` is true for what a section of findings lists: its list items, or its
    paragraphs where it has none. The box is in points from the top left of `page`, on which the text begins; where it
    runs on to `end_page`, or into another column, a second box (`end_x0` …) holds what is there.
    """

    report_id: str
    paragraph_number: int
    section_number: int
    form: ParagraphForm
    level: int
    parent_paragraph_number: int | None
    is_itemised: bool
    text: str
    page: int
    x0: float
    top: float
    x1: float
    bottom: float
    end_page: int
    end_x0: float | None = None
    end_top: float | None = None
    end_x1: float | None = None
    end_bottom: float | None = None


@dataclass(frozen=True, slots=True)
class CaseStudy:
    """A boxed example; key `report_id`, `case_study_number`. `section_number` is its own row in `sections`."""

    report_id: str
    case_study_number: int
    section_number: int
    title: str
    polarity: Polarity
    start_page: int
    end_page: int


@dataclass(frozen=True, slots=True)
class Footnote:
    """A note at the foot of a page; key `report_id`, `footnote_number`.

    `reference_quote` is the last words before the mark that refers to it, null where no mark was found. `text` and
    `page` are null where a mark refers to a note that is not printed.
    """

    report_id: str
    footnote_number: int
    marker: str
    text: str | None
    page: int | None
    reference_page: int | None
    reference_quote: str | None


@dataclass(frozen=True, slots=True)
class Signatory:
    """One of those who signed a letter, without the name; key `report_id`, `position` (from 1, in reading order).

    `office` is the whole office, several offices of one person joined by a semicolon. `organisation` is the
    inspectorate, by its name at the time; null where the letter does not say.
    """

    report_id: str
    position: int
    office: str
    organisation: str | None


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A line of a letter's text layer as PDFium divides it; key `report_id`, `page`, `line_number` (in PDFium's order).

    The checks compare the other tables with it, so it holds what is printed and nothing that was understood of it. The
    box is in points from the top left of the page as it is shown.
    """

    report_id: str
    page: int
    line_number: int
    text: str
    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class SampledWord:
    """A word of a page that was read a second time, by pdfplumber; key `report_id`, `page`, `word_number`.

    One page of one file in six is, and those that a reading problem is about. The box is in points from the top left of
    the page as it is shown.
    """

    report_id: str
    page: int
    word_number: int
    text: str
    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class ReadingProblem:
    """Something the reader itself was unsure of in one report; `rule` is a short snake_case name."""

    report_id: str
    rule: str
    severity: Severity
    page: int | None
    quote: str | None
    detail: str


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme inspections are made on, from the closed list that letters are matched against; key `theme`."""

    theme: str
    also_known_as: str
