"""Signatures: the offices in which a letter was signed, and for which inspectorate. No signatory's name is kept.

Letters to 2020 set signatures in cells, two in a row, each under the name of its inspectorate; later ones set them one
below the other, with the inspectorate after a comma. An office may run over several lines, and a person may hold two.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from extractors.letters.layout.lines import Line, texts_between_gaps
from extractors.letters.layout.text_runs import TYPESETTERS_HYPHEN
from extractors.letters.structure.blocks import relative_width
from extractors.letters.vocabulary.english import is_english_word
from extractors.letters.vocabulary.inspectorates import inspectorate_of, is_only_inspectorate
from extractors.records import Signatory

OFFICE = re.compile(
    r"\b(?:Inspector|Director|Chief|Head|Commissioner|Officer|Chair|Manager|Secretary|Lead|Deputy|HMI)\b"
    r"|^(?:His|Her)\s+Majesty[’']s$",
    re.IGNORECASE,
)
ENDS_UNFINISHED = re.compile(
    r"(?:\b(?:of|and|for|the|to|with|in|Interim|Acting|Deputy|Chief|Majesty[’']s)|[,&\u2010-])$", re.IGNORECASE
)
ENDS_SENTENCE = re.compile(r"\w{2}[.?!:]$")
COPIES = re.compile(r"(?:cc|c\.c\.|cop(?:y|ies|ied)(?:\s+sent)?\s+to|distribution(?:\s+list)?)\b\s*:?", re.IGNORECASE)
INSPECTOR = re.compile(r"\bInspectors?\b", re.IGNORECASE)
OWN_INSPECTOR = re.compile(r"(?:His|Her)\s+Majesty[’']s\s+(?:Chief\s+)?Inspector\b")
# Two to eight words with a capital each: titles, names and honours.
PERSON = re.compile(r"\s*[A-Z][\w.’'-]*(?:\s+[A-Z][\w.’'-]*){1,7}\s*")
IN_BRACKETS = re.compile(r"(.+?)\s*\(([^()]+)\)")
ON_BEHALF = re.compile(r"(?:for\s+and\s+)?on\s+behalf\s+of\s+(?:the\s+)?", re.IGNORECASE)
SIGNS_FOR = re.compile(rf"(.+?),?\s+{ON_BEHALF.pattern}(.+)", re.IGNORECASE)
# A title before a name, or an honour after it.
NAMED_PERSON = re.compile(r"^(?:Dr|Sir|Dame|Mr|Mrs|Ms|Professor|Prof)\.?\s+[A-Z]|\b(?:[CMO]BE|QPM|CB)$")
HEADING_LINES = 2
# Multiples of the type size.
COLUMN_GAP, CELL_GAP, SPACE = 5.0, 2.1, 0.3
# From line to line of one office, compared with the smallest step.
SAME_STEP = 1.2


class Cell(NamedTuple):
    """Words that stand together on a line."""

    text: str
    x0: float
    x1: float


class Piece(NamedTuple):
    """The part of a printed line that is in one column."""

    text: str
    x0: float
    x1: float
    column: int
    page: int
    top: float
    bottom: float
    baseline: float
    size: float
    is_bold: bool


@dataclass(slots=True)
class Signature:
    """One person's signature while it is being read."""

    pieces: list[Piece] = field(default_factory=list)
    offices: list[str] = field(default_factory=list)
    organisation: str | None = None


def signatory_rows(report_id: str, closing: Sequence[Line], named: Sequence[str]) -> list[Signatory]:
    """Return who signed, row by row from left to right; `named` are the inspectorates that the letter names."""
    signatures = [each for column in _columns(closing[1:]) for each in _signatures_in(column) if each.offices]
    return [
        _signatory(report_id, position, signature, named)
        for position, signature in enumerate(_in_reading_order(signatures), start=1)
    ]


def _signatory(report_id: str, position: int, signature: Signature, named: Sequence[str]) -> Signatory:
    offices: list[str] = []
    organisation = signature.organisation
    for office in signature.offices:
        before, last = _cut_organisation(office)
        is_named_last = bool(before) and is_only_inspectorate(last.strip())
        organisation = last.strip() if is_named_last else organisation
        offices.append(before.strip() if is_named_last else office)
    said = "; ".join(office.rstrip(" ;") for office in offices)
    return Signatory(report_id, position, said, inspectorate_of(organisation or said, named))


def _cut_organisation(office: str) -> tuple[str, str]:
    """Return an office and what follows its last comma, or stands in brackets after it, or for whom it signs."""
    named = IN_BRACKETS.fullmatch(office) or SIGNS_FOR.fullmatch(office)
    if named:
        return named[1], named[2]
    before, _, last = office.rpartition(",")
    return before, last


def _is_complete(office: str) -> bool:
    """Say whether an office ends with its inspectorate."""
    before, last = _cut_organisation(office)
    return bool(before) and is_only_inspectorate(last.strip())


def _columns(lines: Sequence[Line]) -> list[list[Piece]]:
    """Return the signatures' lines by column, from left to right; what follows them is left out.

    That is prose, as of an annex, or a list of who is sent a copy.
    """
    ends = (at for at, line in enumerate(lines) if ENDS_SENTENCE.search(line.text) or COPIES.match(line.text))
    lines = _without_heading_of_what_follows(lines, next(ends, len(lines)))
    if not lines:
        return []
    edges = _column_edges(lines)
    width = _character_width(lines, edges)
    pieces = [piece for line in lines for piece in _pieces(line, edges, width)]
    return [[piece for piece in pieces if piece.column == column] for column in range(len(edges))]


def _without_heading_of_what_follows(lines: Sequence[Line], end: int) -> Sequence[Line]:
    """Return the lines above an end, without the bold ones right above it that name no office."""
    following = lines[end : end + 1]
    while end and any(lines[end - 1].page == line.page for line in following):
        if not lines[end - 1].is_bold or OFFICE.search(lines[end - 1].text):
            break
        end -= 1
    return lines[:end]


def _column_edges(lines: Sequence[Line]) -> list[float]:
    """Return where columns begin: wherever text begins well to the right of the column before."""
    edges: list[float] = []
    for x0 in sorted([line.x0 for line in lines] + [gap.x1 for line in lines for gap in line.gaps]):
        if not edges or x0 - edges[-1] > COLUMN_GAP * max(line.size for line in lines):
            edges.append(x0)
    return edges


def _character_width(lines: Sequence[Line], edges: Sequence[float]) -> float:
    """Return the usual width of a character, in lines whose text is in one column each."""
    cut = [(line, _cells_of(line)) for line in lines]
    return median(
        (cell.x1 - cell.x0) / relative_width(cell.text)
        for line, cells in cut
        for cell in cells
        if len(cells) > 1 or not _edges_inside(cell, edges, line.size)
    )


def _pieces(line: Line, edges: Sequence[float], width: float) -> Iterator[Piece]:
    """Cut a line at the columns; where the reader saw no gap, at the space nearest to where the column begins."""
    cells: list[Cell] = []
    for seen in _cells_of(line):
        cells.append(seen)
        for edge in _edges_inside(seen, edges, line.size):
            cells[-1:] = _cut_at(cells[-1], edge, width)
    for cell in cells:
        column = max(at for at, edge in enumerate(edges) if edge <= cell.x0 + line.size)
        yield Piece(*cell, column, line.page, line.top, line.bottom, line.baseline, line.size, line.is_bold)


def _cells_of(line: Line) -> list[Cell]:
    """Return what the reader saw apart from each other on a line."""
    lefts = [line.x0, *(gap.x1 for gap in line.gaps)]
    rights = [*(gap.x0 for gap in line.gaps), line.x1]
    cells = (
        Cell(_without_on_behalf(text), x0, x1)
        for text, x0, x1 in zip(texts_between_gaps(line), lefts, rights, strict=True)
    )
    return [cell for cell in cells if cell.text]


def _without_on_behalf(text: str) -> str:
    """Return the name of an inspectorate without the words that say that someone signs for it."""
    match = ON_BEHALF.match(text)
    return text[match.end() :] if match and is_only_inspectorate(text[match.end() :]) else text


def _edges_inside(cell: Cell, edges: Sequence[float], size: float) -> list[float]:
    return [edge for edge in edges if cell.x0 + COLUMN_GAP * size < edge < cell.x1 - size]


def _cut_at(cell: Cell, edge: float, width: float) -> list[Cell]:
    spaces = [at for at, sign in enumerate(cell.text) if sign == " "]
    if not spaces or not width:  # a damaged file may set text in no size at all
        return [cell]
    space = min(spaces, key=lambda at: abs(relative_width(cell.text[at + 1 :]) * width - (cell.x1 - edge)))
    before, after = cell.text[:space], cell.text[space + 1 :]
    return [Cell(before, cell.x0, min(edge, cell.x0 + relative_width(before) * width)), Cell(after, edge, cell.x1)]


def _signatures_in(column: Sequence[Piece]) -> Iterator[Signature]:
    """Yield the signatures of one column, each under the inspectorate whose name stands above it."""
    right_edge = max((piece.x1 for piece in column), default=0.0)
    heading: str | None = None
    for cell in _cells(column):
        if _is_heading(" ".join(piece.text for piece in cell)):
            heading = " ".join(piece.text for piece in cell)
            continue
        for signature in _signatures_of(cell, right_edge):
            names_own = any(inspectorate_of(office, ()) for office in signature.offices)
            signature.organisation = signature.organisation or (None if names_own else heading)
            yield signature


def _cells(column: Sequence[Piece]) -> Iterator[list[Piece]]:
    """Yield the lines that stand close together and are set alike; where headings are above, each is a cell."""
    is_headed = bool(column) and _is_heading(column[0].text)
    cell: list[Piece] = []
    for at, piece in enumerate(column):
        if cell and (not _is_next_line(cell[-1], column[at:]) or (is_headed and _is_heading_beside(cell, column[at:]))):
            yield cell
            cell = []
        cell.append(piece)
    if cell:
        yield cell


def _is_heading(text: str) -> bool:
    """Say whether words name an inspectorate and no inspector of it."""
    return is_only_inspectorate(text) and INSPECTOR.search(text) is None


def _is_next_line(before: Piece, following: Sequence[Piece]) -> bool:
    piece = following[0]
    is_close = piece.page == before.page and piece.baseline - before.baseline <= CELL_GAP * piece.size
    goes_on = piece.page > before.page and (
        ENDS_UNFINISHED.search(before.text) is not None or not _begins_signature(following)
    )
    return (is_close or goes_on) and piece.is_bold == before.is_bold


def _begins_signature(following: Sequence[Piece]) -> bool:
    """Say whether lines begin with an office, or a name with its office below it."""
    first, *others = following
    is_name = PERSON.fullmatch(first.text) is not None
    return OFFICE.search(first.text) is not None or (is_name and any(OFFICE.search(each.text) for each in others[:1]))


def _is_heading_beside(cell: Sequence[Piece], after: Sequence[Piece]) -> bool:
    """Say whether a heading ends before the lines `after`, or begins with them: below an office, not below a name."""
    heading = " ".join(each.text for each in cell)
    if _is_heading(heading):
        return not _is_heading(f"{heading} {after[0].text}")
    begins_heading = any(
        _is_heading(" ".join(each.text for each in after[:count])) for count in range(1, HEADING_LINES + 1)
    )
    return begins_heading and OFFICE.search(cell[-1].text) is not None


def _signatures_of(cell: Sequence[Piece], right_edge: float) -> Iterator[Signature]:
    """Yield who signed in one cell: a name, the office below it, and what goes on from the line before."""
    signature = Signature()
    steps = [after.baseline - before.baseline for before, after in pairwise(cell)]
    leading = min((step for step in steps if step > 0), default=0.0)
    for at, piece in enumerate(cell):
        if signature.offices and _without_name(piece.text) != piece.text:
            yield signature
            signature = Signature()
        if signature.offices and _is_organisation_below(cell[at - 1], piece):
            signature.organisation = piece.text
        elif (
            signature.offices
            and not _is_complete(signature.offices[-1])
            and _goes_on(cell[at - 1], piece, right_edge, leading)
        ):
            signature.offices[-1] = _join(signature.offices[-1], piece.text)
        elif signature.offices and is_only_inspectorate(piece.text):
            signature.organisation = piece.text
        elif OFFICE.search(piece.text):
            signature.offices.append(_without_name(piece.text))
        elif signature.offices:
            yield signature
            signature = Signature()
        signature.pieces.append(piece)
    yield signature


def _join(office: str, following: str) -> str:
    """Join two lines of an office; a hyphen breaks a word where what is on both sides of it makes one."""
    beginning, rest = office.rsplit(" ", 1)[-1], following.split(" ", 1)[0]
    if beginning.endswith(TYPESETTERS_HYPHEN):
        return office.removesuffix(TYPESETTERS_HYPHEN) + following
    if beginning.endswith("-") and rest[:1].islower():
        whole = beginning[:-1] + rest
        return (office[:-1] if is_english_word(whole) or is_only_inspectorate(whole) else office) + following
    return f"{office} {following}"


def _is_organisation_below(before: Piece, piece: Piece) -> bool:
    """Say whether a line below an office names an inspectorate, and is not the end of the office."""
    is_whole = ENDS_UNFINISHED.search(before.text) is None and INSPECTOR.search(piece.text) is None
    return is_whole and is_only_inspectorate(piece.text)


def _without_name(text: str) -> str:
    """Return an office without the person's name before it on the same line."""
    name, comma, rest = text.partition(",")
    is_name = comma and OFFICE.search(name) is None and not is_only_inspectorate(name) and PERSON.fullmatch(name)
    return rest.strip() if is_name and OFFICE.search(rest) else text


def _goes_on(before: Piece, piece: Piece, right_edge: float, leading: float) -> bool:
    """Say whether a line goes on with the one before: there was no room left for its first word, or more must come."""
    first_word = len(piece.text.split()[0]) * (piece.x1 - piece.x0) / len(piece.text)
    if NAMED_PERSON.search(piece.text) or OWN_INSPECTOR.match(piece.text):
        return False
    is_close = piece.baseline - before.baseline <= SAME_STEP * leading
    is_full = is_close and before.x1 + SPACE * before.size + first_word > right_edge
    return is_full or ENDS_UNFINISHED.search(before.text) is not None or piece.text[0].islower()


def _in_reading_order(signatures: Sequence[Signature]) -> list[Signature]:
    """Order signatures row by row; cells of one row may begin at different heights."""
    rows: list[list[Signature]] = []
    for signature in sorted(signatures, key=lambda each: (each.pieces[0].page, each.pieces[0].top)):
        if rows and _is_beside(rows[-1], signature):
            rows[-1].append(signature)
        else:
            rows.append([signature])
    return [signature for row in rows for signature in sorted(row, key=lambda each: each.pieces[0].column)]


def _is_beside(row: Sequence[Signature], signature: Signature) -> bool:
    first = signature.pieces[0]
    is_other_column = all(each.pieces[0].column != first.column for each in row)
    reaches = max(each.pieces[-1].bottom for each in row)
    return is_other_column and row[0].pieces[0].page == first.page and first.top <= reaches
