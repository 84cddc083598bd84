"""One letter as a reader sees it, its facts, and as a reader opens it, its sections with findings as lists.

A section's text has one paragraph or bullet a line, and the findings are some of those lines. So the text is gone
through line by line, and nothing of a section is lost, whether or not a line is known as a finding.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

import duckdb

from publishers.duckdb_helpers import Row, fetch_rows
from publishers.suggested_tags import TAGS_OF_FINDINGS
from publishers.text import letter_anchor, link_to_page, locate_letter, normalise_text, to_heading

COPIED_FACTS = (
    "report_id",
    "local_authority",
    "region",
    "theme",
    "inspection_start_date",
    "inspection_end_date",
    "publication_date",
    "written_statement_required",
    "written_statement_due_date",
    "extraction_status",
    "family",
    "has_priority_action",
    "strengths",
    "to_improve",
)
# Parts of a letter as readers name them: both layouts have a list of what to improve, under different headings.
PARTS = {
    "headline_findings": "Headline findings",
    "strengths": "Strengths",
    "needs_to_improve": "To improve",
    "areas_for_improvement": "To improve",
    "priority_action": "Priority action",
    "main_findings": "Main findings",
    "case_study": "Case studies",
}
OTHER_PART = "Context and other parts"

LETTERS = "SELECT * FROM inspections JOIN finding_counts USING (report_id) ORDER BY publication_date DESC, report_id"
# What belongs to some of the letters.
SECTIONS = "SELECT * FROM sections WHERE report_id IN (SELECT unnest($report_ids)) ORDER BY section_number"
FINDINGS = f"""
SELECT findings.*, topics, agencies
FROM findings
LEFT JOIN ({TAGS_OF_FINDINGS}) USING (report_id, finding_number)
WHERE report_id IN (SELECT unnest($report_ids))
ORDER BY paragraph_number
"""  # noqa: S608 a query of our own
CASE_STUDIES = "SELECT * FROM case_studies WHERE report_id IN (SELECT unnest($report_ids)) ORDER BY case_study_number"
PROBLEMS = """
SELECT * FROM extraction_problems WHERE is_open AND report_id IN (SELECT unnest($report_ids))
ORDER BY severity, problem_key
"""
CORRECTIONS = """
SELECT * FROM corrections WHERE status = 'applied' AND report_id IN (SELECT unnest($report_ids))
ORDER BY table_name, row_key, column_name
"""
# The texts of all letters at once would need much memory.
LETTERS_AT_A_TIME = 200

# Findings that no line was recognised as yet, by their words; the same words may be printed twice.
Pending = dict[str, deque[Row]]


@dataclass(frozen=True, slots=True)
class Tags:
    """What a program suggests that a finding is about; names as readers see them."""

    topics: Sequence[str] = ()
    agencies: Sequence[str] = ()


NO_TAGS = Tags()


@dataclass(slots=True)
class Bullet:
    """One finding, with the address of its page where there is one, and the findings under it."""

    text: str
    page: int
    page_url: str | None
    tags: Tags
    children: list[Bullet] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Block:
    """A run of bullets, or one line of text, maybe a heading; its page is null where it is no finding."""

    text: str = ""
    is_heading: bool = False
    bullets: list[Bullet] = field(default_factory=list)
    page: int | None = None
    page_url: str | None = None
    tags: Tags = NO_TAGS


@dataclass(frozen=True, slots=True)
class SectionView:
    """A headed section of the letter, or a boxed case study."""

    heading: str
    part: str
    is_introduction: bool
    page: int
    page_url: str | None
    blocks: list[Block]

    @property
    def has_bullets(self) -> bool:
        """Whether the section holds a list."""
        return any(block.bullets for block in self.blocks)


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter: `facts` is its row of `inspections` and how many strengths and things to improve it lists."""

    anchor: str
    facts: Row

    @property
    def row(self) -> dict[str, str]:
        """The facts that the page's table is filtered by, and that are copied from it, as CSV has them."""
        row = {name: normalise_text(_to_csv(self.facts[name])) for name in COPIED_FACTS}
        return row | {"letter": locate_letter(self.facts["report_url"])}


@dataclass(frozen=True, slots=True)
class LetterView:
    """What a letter's row opens to."""

    letter: Letter
    sections: list[SectionView]
    case_studies: list[SectionView]
    problems: list[Row]
    corrections: list[Row]


def read_letters(con: duckdb.DuckDBPyConnection) -> list[Letter]:
    """Read the facts of every letter of the released database that `con` reads, the newest first."""
    return [Letter(letter_anchor(facts["report_id"]), facts) for facts in fetch_rows(con, LETTERS)]


def read_letter_views(con: duckdb.DuckDBPyConnection, letters: Sequence[Letter]) -> Iterator[LetterView]:
    """Yield what each letter opens to."""
    for start in range(0, len(letters), LETTERS_AT_A_TIME):
        yield from _view_letters(con, letters[start : start + LETTERS_AT_A_TIME])


def _view_letters(con: duckdb.DuckDBPyConnection, letters: Sequence[Letter]) -> Iterator[LetterView]:
    report_ids = [letter.facts["report_id"] for letter in letters]
    sections, findings, case_studies, problems, corrections = (
        _group_by_letter(fetch_rows(con, query, report_ids=report_ids))
        for query in (SECTIONS, FINDINGS, CASE_STUDIES, PROBLEMS, CORRECTIONS)
    )
    for report_id, letter in zip(report_ids, letters, strict=True):
        report_url, pending = letter.facts["report_url"], _group_by_words(findings[report_id])
        yield LetterView(
            letter,
            sections=_view_sections(report_url, sections[report_id], pending),
            case_studies=_view_case_studies(report_url, case_studies[report_id], pending),
            problems=problems[report_id],
            corrections=corrections[report_id],
        )


def _group_by_letter(rows: Iterable[Row]) -> defaultdict[str, list[Row]]:
    grouped: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        grouped[row["report_id"]].append(row)
    return grouped


def _view_sections(report_url: str, sections: Sequence[Row], pending: Pending) -> list[SectionView]:
    headings = {_to_words(section["heading"]) for section in sections if section["level"] != 1} - {""}
    shown = [section for section in sections if section["level"] == 1 and section["kind"] != "case_study"]
    return [
        _view_section(report_url, section, section["heading"], _split_blocks(report_url, section, headings, pending))
        for section in shown
    ]


def _view_case_studies(report_url: str, case_studies: Sequence[Row], pending: Pending) -> list[SectionView]:
    return [
        _view_section(report_url, box, box["title"], _split_blocks(report_url, box, set(), pending))
        for box in case_studies
    ]


def _view_section(report_url: str, row: Row, heading: str | None, blocks: list[Block]) -> SectionView:
    return SectionView(
        heading=normalise_text((heading or "").strip() or to_heading(row.get("kind", "case_study"))),
        part=PARTS.get(row.get("kind", "case_study"), OTHER_PART),
        is_introduction=row.get("kind") == "introduction",
        page=row["start_page"],
        page_url=link_to_page(report_url, row["start_page"]),
        blocks=blocks,
    )


def _group_by_words(findings: Iterable[Row]) -> Pending:
    pending: defaultdict[str, deque[Row]] = defaultdict(deque)
    for finding in findings:
        pending[_to_words(finding["text"])].append(finding)
    return pending


def _split_blocks(report_url: str, row: Row, headings: set[str], pending: Pending) -> list[Block]:
    blocks: list[Block] = []
    for line in filter(None, map(str.strip, row["text"].split("\n"))):
        found = pending.get(_to_words(line))
        finding = found.popleft() if found else None
        if finding is None:
            blocks.append(Block(normalise_text(line), is_heading=_to_words(line) in headings))
        elif finding["form"] == "bullet":
            _add_bullet(blocks, finding, report_url)
        else:
            page = finding["page"]
            page_url, tags = link_to_page(report_url, page), _read_tags(finding)
            blocks.append(Block(normalise_text(line), page=page, page_url=page_url, tags=tags))
    return blocks


def _add_bullet(blocks: list[Block], finding: Row, report_url: str) -> None:
    if not blocks or not blocks[-1].bullets:
        blocks.append(Block())
    page = finding["page"]
    bullet = Bullet(normalise_text(finding["text"]), page, link_to_page(report_url, page), _read_tags(finding))
    siblings = blocks[-1].bullets
    (siblings[-1].children if siblings and finding["level"] != 1 else siblings).append(bullet)


def _read_tags(finding: Row) -> Tags:
    return Tags(finding["topics"] or (), finding["agencies"] or ())


def _to_words(text: str | None) -> str:
    """Reduce a text to its words, however they are spaced."""
    return " ".join((text or "").split())


def _to_csv(value: object) -> str:
    """Write a fact as the CSV files do: nothing for null, ISO 8601 for dates, `true` and `false`."""
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case date():
            return value.isoformat()
        case _:
            return str(value)
