"""One letter as a reader opens it: its facts, and its sections with findings as lists.

A section's text has one paragraph or bullet a line, and the findings are some of those lines. So the text is
walked line by line, and nothing of a section is lost, whether or not a line is known as a finding.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import duckdb

from publishers.open_data import as_csv
from publishers.records import Cell, Row
from publishers.tables import records
from publishers.wording import anchor, heading_of, letter_source, page_address, printable

COPIED = (
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
)

# Findings that no line was known as yet, by their words.
Pending = dict[str, deque[Row]]


@dataclass(slots=True)
class Bullet:
    """One finding, with the address of its page where there is one, and the findings under it."""

    text: str
    page: Cell
    page_url: str | None
    children: list[Bullet] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Block:
    """A run of bullets, or one line of text that may be the heading of a subsection."""

    text: str = ""
    is_heading: bool = False
    bullets: list[Bullet] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Part:
    """A headed part of the letter, or a boxed example."""

    heading: str
    is_introduction: bool
    page: Cell
    page_url: str | None
    blocks: list[Block]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A letter: `facts` is its row of `inspections`, `counts` its findings by kind."""

    anchor: str
    facts: Row
    has_priority_action: bool
    counts: dict[str, int]
    parts: list[Part]
    case_studies: list[Part]
    problems: list[Row]
    corrections: list[Row]

    @property
    def strengths(self) -> int:
        """How many strengths the letter lists."""
        return self.counts.get("strengths", 0)

    @property
    def to_improve(self) -> int:
        """How many things to improve the letter lists, under either heading that it may have."""
        return self.counts.get("needs_to_improve", 0) + self.counts.get("areas_for_improvement", 0)

    @property
    def row(self) -> dict[str, str]:
        """The facts that the page's table is filtered by, and that are copied from it, as CSV has them."""
        row = {name: printable(as_csv(self.facts[name])) for name in COPIED}
        return row | {
            "has_priority_action": as_csv(self.has_priority_action),
            "strengths": str(self.strengths),
            "to_improve": str(self.to_improve),
            "letter": letter_source(self.facts["report_url"]),
        }


def read_outcomes(con: duckdb.DuckDBPyConnection) -> list[Outcome]:
    """Every letter of the released database that `con` reads, the newest first."""
    inspections = records(con.sql("SELECT * FROM inspections ORDER BY publication_date DESC, report_id"))
    sections = _by_report(con, "SELECT * FROM sections ORDER BY report_id, section_number")
    findings = _by_report(con, "SELECT * FROM findings ORDER BY report_id, finding_number")
    case_studies = _by_report(con, "SELECT * FROM case_studies ORDER BY report_id, case_study_number")
    problems = _by_report(con, "SELECT * FROM extraction_problems WHERE is_open ORDER BY severity, problem_key")
    corrections = _by_report(con, "SELECT * FROM corrections WHERE status = 'applied' ORDER BY ALL")
    return [
        _outcome(
            facts, sections[key], findings[key], case_studies[key], problems=problems[key], corrections=corrections[key]
        )
        for facts in inspections
        for key in [facts["report_id"]]
    ]


def _by_report(con: duckdb.DuckDBPyConnection, query: str) -> defaultdict[Cell, list[Row]]:
    found: defaultdict[Cell, list[Row]] = defaultdict(list)
    for row in records(con.sql(query)):
        found[row["report_id"]].append(row)
    return found


def _outcome(
    facts: Row,
    sections: Sequence[Row],
    findings: Sequence[Row],
    case_studies: Sequence[Row],
    *,
    problems: list[Row],
    corrections: list[Row],
) -> Outcome:
    headings = {_plain(section["heading"]) for section in sections if section["level"] != 1} - {""}
    pending = _pending(findings)
    shown = [section for section in sections if section["level"] == 1 and section["kind"] != "case_study"]
    return Outcome(
        anchor=anchor(str(facts["report_id"])),
        facts=facts,
        has_priority_action=_has_priority_action(facts, sections),
        counts=Counter(str(finding["kind"]) for finding in findings if finding["level"] == 1),
        parts=[
            _part(section, "heading", _blocks(str(section["text"]), headings, pending, facts), facts)
            for section in shown
        ],
        case_studies=[_part(box, "title", _blocks(str(box["text"]), set(), {}, facts), facts) for box in case_studies],
        problems=problems,
        corrections=corrections,
    )


def _has_priority_action(facts: Row, sections: Iterable[Row]) -> bool:
    """A heading alone may stand over the words that there are none."""
    if facts["priority_action_areas_stated_none"]:
        return False
    return any(section["kind"] == "priority_action" for section in sections)


def _pending(findings: Iterable[Row]) -> Pending:
    """Findings by their words; the same words may be printed twice, so each is a queue."""
    pending: defaultdict[str, deque[Row]] = defaultdict(deque)
    for finding in findings:
        pending[_plain(finding["text"])].append(finding)
    return pending


def _part(row: Row, heading_column: str, blocks: list[Block], facts: Row) -> Part:
    page = row["start_page"]
    heading = str(row[heading_column] or "").strip() or heading_of(str(row["kind"]))
    return Part(
        heading=printable(heading),
        is_introduction=row.get("kind") == "introduction",
        page=page,
        page_url=page_address(facts["report_url"], page),
        blocks=blocks,
    )


def _blocks(text: str, headings: set[str], pending: Pending, facts: Row) -> list[Block]:
    blocks: list[Block] = []
    for line in filter(None, map(str.strip, text.split("\n"))):
        if found := pending.get(_plain(line)):
            _add_bullet(blocks, found.popleft(), facts)
        else:
            blocks.append(Block(printable(line), is_heading=_plain(line) in headings))
    return blocks


def _add_bullet(blocks: list[Block], finding: Row, facts: Row) -> None:
    if not blocks or not blocks[-1].bullets:
        blocks.append(Block())
    page = finding["page"]
    bullet = Bullet(printable(str(finding["text"])), page, page_address(facts["report_url"], page))
    siblings = blocks[-1].bullets
    (siblings[-1].children if siblings and finding["level"] != 1 else siblings).append(bullet)


def _plain(text: Cell) -> str:
    """The words of a text, however they are spaced."""
    return " ".join(str(text or "").split())
