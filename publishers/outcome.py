"""One letter as a reader sees it, its facts, and as a reader opens it, its sections with findings as lists.

A section's text has one paragraph or bullet a line, and the findings are some of those lines. So the text is
walked line by line, and nothing of a section is lost, whether or not a line is known as a finding.
The facts of all letters are in memory together, their texts one letter at a time.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

import duckdb

from publishers.open_data import as_csv
from publishers.records import Cell, Row
from publishers.tables import each_record, records
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

# A heading of priority action alone may stand over the words that there is none.
LETTERS = """
WITH counted AS (
    SELECT
        report_id,
        count(*) FILTER (kind = 'strengths') AS strengths,
        count(*) FILTER (kind IN ('needs_to_improve', 'areas_for_improvement')) AS to_improve
    FROM findings WHERE level = 1 GROUP BY report_id
)
SELECT
    inspections.*, coalesce(strengths, 0) AS strengths, coalesce(to_improve, 0) AS to_improve,
    priority_action_areas_stated_none IS NOT TRUE
        AND report_id IN (SELECT report_id FROM sections WHERE kind = 'priority_action') AS has_priority_action
FROM inspections LEFT JOIN counted USING (report_id)
ORDER BY publication_date DESC, report_id
"""
# What belongs to letters, in the order of the letters.
BESIDE_LETTERS = """
SELECT beside.* FROM {rows} AS beside JOIN inspections USING (report_id)
ORDER BY inspections.publication_date DESC, report_id, {order}
"""

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
class Letter:
    """A letter: `facts` is its row of `inspections` and how many strengths and things to improve it lists."""

    anchor: str
    facts: Row

    @property
    def row(self) -> dict[str, str]:
        """The facts that the page's table is filtered by, and that are copied from it, as CSV has them."""
        row = {name: printable(as_csv(self.facts[name])) for name in COPIED}
        return row | {
            "has_priority_action": as_csv(self.facts["has_priority_action"]),
            "strengths": as_csv(self.facts["strengths"]),
            "to_improve": as_csv(self.facts["to_improve"]),
            "letter": letter_source(self.facts["report_url"]),
        }


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a letter's row opens to."""

    letter: Letter
    parts: list[Part]
    case_studies: list[Part]
    problems: list[Row]
    corrections: list[Row]


def read_letters(con: duckdb.DuckDBPyConnection) -> list[Letter]:
    """Every letter of the released database that `con` reads, the newest first."""
    return [Letter(anchor(str(facts["report_id"])), facts) for facts in records(con.sql(LETTERS))]


def read_outcomes(con: duckdb.DuckDBPyConnection, letters: Iterable[Letter]) -> Iterator[Outcome]:
    """What each letter opens to, read when it is asked for; `letters` are all, in the order of `read_letters`."""
    sections = _Beside(con, "sections", "section_number")
    findings = _Beside(con, "findings", "finding_number")
    case_studies = _Beside(con, "case_studies", "case_study_number")
    problems = _Beside(con, "(FROM extraction_problems WHERE is_open)", "severity, problem_key")
    corrections = _Beside(con, "(FROM corrections WHERE status = 'applied')", "table_name, row_key, column_name")
    for letter in letters:
        yield Outcome(
            letter,
            parts=_parts(letter.facts, sections.rows_of(letter), findings.rows_of(letter)),
            case_studies=_boxes(letter.facts, case_studies.rows_of(letter)),
            problems=problems.rows_of(letter),
            corrections=corrections.rows_of(letter),
        )


class _Beside:
    """The rows that belong to each letter, for who asks for one letter after the other in their order."""

    def __init__(self, con: duckdb.DuckDBPyConnection, rows: str, order: str) -> None:
        found = each_record(con, BESIDE_LETTERS.format(rows=rows, order=order))
        self._groups = groupby(found, key=lambda row: row["report_id"])
        self._next = next(self._groups, None)

    def rows_of(self, letter: Letter) -> list[Row]:
        if self._next is None or self._next[0] != letter.facts["report_id"]:
            return []
        rows = list(self._next[1])
        self._next = next(self._groups, None)
        return rows


def _parts(facts: Row, sections: Sequence[Row], findings: Sequence[Row]) -> list[Part]:
    headings = {_plain(section["heading"]) for section in sections if section["level"] != 1} - {""}
    pending = _pending(findings)
    shown = [section for section in sections if section["level"] == 1 and section["kind"] != "case_study"]
    return [
        _part(section, "heading", _blocks(str(section["text"]), headings, pending, facts), facts) for section in shown
    ]


def _boxes(facts: Row, case_studies: Sequence[Row]) -> list[Part]:
    return [_part(box, "title", _blocks(str(box["text"]), set(), {}, facts), facts) for box in case_studies]


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
