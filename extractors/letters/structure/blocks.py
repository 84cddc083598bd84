"""Blocks: lines gathered into the headings, paragraphs and list items they were written as.

A block may run over a page, and a box may stand between its two halves, so the letter's own lines and those
of each box are gathered separately. Gaps between paragraphs are uneven in these letters; where there is no gap, a line
that ends a sentence with room left for the next word ends its paragraph.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median
from typing import Literal

from extractors.letters.layout.lines import Line
from extractors.letters.layout.text_runs import ENUMERATOR
from extractors.letters.structure.dehyphenation import PrintedWords, broken_word, join_lines
from extractors.letters.structure.headers_footers import PageEdges
from extractors.letters.vocabulary.headings import is_caption, is_case_study_heading, kind_of_heading

BlockForm = Literal["heading", "paragraph", "bullet"]

NUMBERED = re.compile(r"(\d{1,3})[.)]\s+(?=\S)")
# A paragraph's number after that of its section.
NUMBERED_IN_SECTION = re.compile(r"(\d{1,2})\.(\d{1,2})\.?\s+(?=\S)")
# Who said it may stand after it.
QUOTATION = re.compile(r"“.*”(?:\s*[(–—-].*)?")
UP_TO_HYPHEN = re.compile(r"[\w’]*[A-Za-z]-(?=[A-Za-z])")
STOPS, CLOSING_MARKS = (".", "!", "?", ":"), ")]’”'\""
DASHES = frozenset("-–—")
PARAGRAPH_GAP = 1.2
WIDEST_LEADING = 1.8
DOUBLE_SPACING, FEWEST_STEPS = 2.5, 5
DEEPER, WIDEST_INDENT = 0.5, 5
SAME_COLUMN = 0.4
JUSTIFIED_SHARE = 0.4
LONGEST_HEADING = 180
LARGER_THAN_BODY = 1.1
SHORTEST_PROSE, TEXT_SHARE = 40, 0.1
LEFT_EDGE_SHARE = 0.05
NARROW_LETTERS, WIDE_LETTERS = " fijlrtI.,;:!’'()", "mwMW"
# A word's width is estimated.
WORD_ROOM, BOLD_ROOM = 1.05, 1.2
LEAST_ROOM_LINES, ROOM_FOR_ONE_LINE = 2.1, 1.02
# What the rule above notes and the room around it take: sentences that run on end up to three lines above the notes.
LINES_ABOVE_NOTES = 2.1
EMPTY_LINE = 0.7
FEWEST_LINES_APART = 2
FEWEST_NUMBERED = 3
# A raised mark may push its line down.
MARKED_GAP = 1.6


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, a paragraph or a list item: its lines, and its text without list marks.

    `level` is 2 for an item of a list inside a list item, else 1. `number` is a numbered paragraph's number.
    """

    form: BlockForm
    lines: tuple[Line, ...]
    text: str
    level: int = 1
    number: int | None = None

    @property
    def page(self) -> int:
        """The page the block starts on."""
        return self.lines[0].page

    @property
    def end_page(self) -> int:
        """The page the block ends on."""
        return self.lines[-1].page


@dataclass(frozen=True, slots=True)
class Setting:
    """How a letter's text is set: its type size, the step from line to line and its edges, all in points.

    `is_justified` says that lines are filled to the right edge, so that a line short of it ends its paragraph. A box
    takes room below its last line. `breaks_at_hyphens` says that a line may end at the hyphen of a word.
    `text_size` is the largest that much of the text is set in: what is larger may be a heading. `column_lefts` are the
    left edges of columns, by page and column.
    """

    size: float
    leading: float
    left: float
    right: float
    is_justified: bool
    edges: PageEdges
    is_boxed: bool = False
    breaks_at_hyphens: bool = False
    text_size: float = 0
    column_lefts: Mapping[tuple[int, int], float] = field(default_factory=dict)

    def right_of(self, line: Line) -> float:
        """Return the right edge of the page or column that a line is in."""
        return line.column_right or self.right

    def left_of(self, line: Line) -> float:
        """Return the left edge of the text of the page or column that a line is in."""
        return self.column_lefts.get((line.page, line.column), self.left)

    def step_between(self, before: Line, line: Line) -> float:
        """Return how much further right the column of a line begins than that of another one."""
        left, other = (self.column_lefts.get((each.page, each.column)) for each in (line, before))
        return left - other if left is not None and other is not None else 0

    def leading_of(self, line: Line) -> float:
        """Return the step from line to line where text is as large as a line."""
        return self.leading * max(1.0, line.size / self.size) if self.size else self.leading

    def lines_left_below(self, line: Line) -> float:
        """Return how many more lines had room on the page that a line ends; 0 where it does not end one."""
        edges = self.edges
        if edges.feet.get(line.page) != line.baseline:
            return 0
        note_top = edges.note_tops.get(line.page)
        if note_top is not None:
            return (note_top - line.baseline) / self.leading - LINES_ABOVE_NOTES
        return (max(*edges.feet.values(), *edges.note_feet.values(), line.baseline) - line.baseline) / self.leading

    def width_of_first_word(self, line: Line) -> float:
        """Estimate how wide a line's first word is with a space, in points: its share of the line's width.

        Where lines end at hyphens, it is the word up to its hyphen that had to find room on the line before.
        """
        word = line.text.split(" ", 1)[0] + " "
        up_to_hyphen = UP_TO_HYPHEN.match(word) if self.breaks_at_hyphens else None
        word = up_to_hyphen[0] if up_to_hyphen else word
        return (line.x1 - line.text_x0) * relative_width(word) / max(relative_width(line.text), 1)

    def has_box_between(self, before: Line, line: Line) -> bool:
        """Say whether other text ends the page of one line or opens that of the next: a box."""
        edges = self.edges
        is_next_page = line.page == before.page + 1 and not (before.column or line.column)
        return is_next_page and (
            edges.feet.get(before.page) != before.baseline or edges.heads.get(line.page) != line.baseline
        )

    def is_below_head(self, line: Line) -> bool:
        """Say whether a line opens its page lower than most pages open: under an empty line."""
        heads = self.edges.heads
        usual, count = Counter(map(round, heads.values())).most_common(1)[0]
        lower = line.baseline - usual
        return heads.get(line.page) == line.baseline and 2 * count > len(heads) and lower > EMPTY_LINE * self.leading


def setting_of(lines: Sequence[Line], size: float, page_edges: PageEdges, *, text_size: float | None = None) -> Setting:
    """Measure how running text is set."""
    all_steps = [after.baseline - before.baseline for before, after in pairwise(lines) if before.page == after.page]
    steps = [step for step in all_steps if size < step < 2 * size]
    if not steps and len(all_steps) >= FEWEST_STEPS:
        steps = [step for step in all_steps if step < DOUBLE_SPACING * size]
    edges = sorted(line.x1 for line in lines)
    edge, count = Counter(round(edge) for edge in edges).most_common(1)[0] if edges else (0, 0)
    is_justified = count > JUSTIFIED_SHARE * len(edges)
    right = edge if is_justified else edges[int(0.98 * len(edges))] if edges else 0.0
    leading = median(steps) if steps else 1.2 * size
    left = _left_edge([line for line in lines if line.list_mark is None])
    breaks_at_hyphens = any(line.text.endswith("-") for line in lines)
    return Setting(
        size,
        leading,
        left,
        right,
        is_justified,
        page_edges,
        breaks_at_hyphens=breaks_at_hyphens,
        text_size=text_size or size,
        column_lefts=_column_lefts(lines),
    )


def _column_lefts(lines: Iterable[Line]) -> dict[tuple[int, int], float]:
    lefts: dict[tuple[int, int], float] = {}
    for line in lines:
        if line.column:
            place = line.page, line.column
            lefts[place] = min(line.x0, lefts.get(place, line.x0))
    return lefts


def largest_text_size(lines: Sequence[Line], size: float) -> float:
    """Return the largest type size that much of the prose is set in, which may be larger than most of it."""
    sizes = Counter[float]()
    for line in lines:
        if not line.is_bold and len(line.text) >= SHORTEST_PROSE:
            sizes[line.size] += len(line.text)
    return max([size, *(each for each, count in sizes.items() if count > TEXT_SHARE * sizes.total())])


def _left_edge(lines: Sequence[Line]) -> float:
    """Return the leftmost edge that more than a few lines begin at."""
    edges = Counter(round(line.x0) for line in lines)
    return min((edge for edge, count in edges.items() if count >= LEFT_EDGE_SHARE * len(lines)), default=0)


def gather_blocks(lines: Sequence[Line], setting: Setting, printed_words: PrintedWords) -> list[Block]:
    """Gather lines that read on into blocks, in reading order."""
    groups: list[list[Line]] = []
    number = 0
    in_sections = _find_numbers_in_sections(lines)
    for at, line in enumerate(lines):
        numbered = _next_number(line, number)
        if numbered and groups and _is_wrapped_number(groups[-1][-1], line, setting):
            numbered = None
        if at in in_sections:
            groups.append([line._replace(text=NUMBERED_IN_SECTION.sub("", line.text, count=1))])
            continue
        number = numbered or number
        if groups and numbered is None and not _begins_block(groups[-1], lines[at : at + 3], setting):
            groups[-1].append(line)
        else:
            groups.append([line])
    return _with_levels([_block(group, setting, printed_words) for group in groups])


def stands_out(line: Line, type_size: float) -> bool:
    """Say whether a line is set as headings are: bold, or larger than the text, and no list item or cell of a table."""
    is_set_so = line.is_bold or line.is_light_heading or line.size > LARGER_THAN_BODY * type_size
    return line.list_mark is None and not line.is_in_table and is_set_so


def is_worded_as_heading(text: str) -> bool:
    """Say whether words that stand out can be a heading: short, no sentence, quotation or caption."""
    is_quotation = QUOTATION.fullmatch(text)
    return (
        len(text) < LONGEST_HEADING and not text.endswith((".", ";", ",")) and not is_quotation and not is_caption(text)
    )


def ends_sentence(text: str) -> bool:
    """Say whether a text ends with a stop, inside or before closing quotes and brackets."""
    return text.rstrip(CLOSING_MARKS).endswith(STOPS)


def _next_number(line: Line, number: int) -> int | None:
    """Return the number that opens a numbered paragraph, where it is the one after the last."""
    match = NUMBERED.match(line.text)
    return int(match[1]) if match and int(match[1]) == number + 1 and not line.is_bold else None


def _find_numbers_in_sections(lines: Sequence[Line]) -> set[int]:
    """Return where numbers open paragraphs after the number of their section, and count up: 2.1, 2.2, 3.1."""
    found: dict[str, list[int]] = {}
    for at, line in enumerate(lines):
        if not line.text[:1].isdigit() or line.list_mark is not None or line.is_bold:
            continue
        number = NUMBERED_IN_SECTION.match(line.text)
        if number and int(number[2]) == len(found.get(number[1], ())) + 1:
            found.setdefault(number[1], []).append(at)
    is_used = any(len(places) >= FEWEST_NUMBERED for places in found.values())
    return {at for places in found.values() for at in places} if is_used and len(found) > 1 else set()


def _begins_block(group: Sequence[Line], following: Sequence[Line], setting: Setting) -> bool:
    before, line = group[-1], following[0]
    if line.list_mark is not None:
        return not _is_wrapped_dash(before, line, setting)
    if _runs_on_bold(before, line, setting) or _runs_into_bold(before, following, setting):
        return False
    is_in_bold_item = group[0].is_bold and _is_inside_item(group[0], line, setting)
    is_after_heading = stands_out(before, setting.text_size) and not _is_emphasis(group, line, setting)
    if not is_in_bold_item and (stands_out(line, setting.text_size) or is_after_heading):
        return not _continues_heading(group, line, setting)
    if (before.page, before.column) != (line.page, line.column):
        return not _continues_over_page(group, following, setting)
    if line.baseline - before.baseline > PARAGRAPH_GAP * setting.leading_of(line):
        return not (
            _reads_on(before, line)
            or _is_pushed_down(before, line, setting)
            or _is_inside_item(group[0], line, setting)
        )
    return _is_set_as_first_line(group, line, setting) or (
        _ends_paragraph(before, line, setting) and not _is_inside_item(group[0], line, setting)
    )


def _is_pushed_down(before: Line, line: Line, setting: Setting) -> bool:
    """Say whether a line goes on with an unfinished one, further down than usual because of a raised mark in it."""
    step = line.baseline - before.baseline
    is_full = before.x1 + setting.width_of_first_word(line) > setting.right_of(before)
    return bool(line.note_marks) and is_full and not ends_sentence(before.text) and step < MARKED_GAP * setting.leading


def _runs_on_bold(before: Line, line: Line, setting: Setting) -> bool:
    """Say whether bold words that fill a line end in the next one: words of a paragraph, no heading."""
    return (
        before.is_bold
        and (line.bold_length > 0 or _reads_on_plain(before, line, setting))
        and (before.page < line.page or _is_right_below(before, line, setting))
        and before.x1 + BOLD_ROOM * setting.width_of_first_word(line) > setting.right_of(before)
    )


def _reads_on_plain(before: Line, line: Line, setting: Setting) -> bool:
    """Say whether a plain line goes on with the sentence of a bold one, whose last word may end its line."""
    is_plain = not stands_out(line, setting.text_size) and abs(line.size - before.size) < 1
    return is_plain and line.text[:1].islower() and not ends_sentence(before.text)


def _runs_into_bold(before: Line, following: Sequence[Line], setting: Setting) -> bool:
    """Say whether a bold line is of the paragraph that fills the plain line right above it: it is no heading.

    It goes on with the sentence of that line, or in words of the next line.
    """
    line = following[0]
    if not line.is_bold:
        return False
    is_sentence = not ends_sentence(before.text) or any(_runs_on_bold(*pair, setting) for pair in pairwise(following))
    return (
        not stands_out(before, setting.text_size)
        and is_sentence
        and abs(line.size - before.size) < 1
        and abs(line.x0 - before.text_x0) < SAME_COLUMN * setting.size
        and _is_right_below(before, line, setting)
        and before.x1 + BOLD_ROOM * setting.width_of_first_word(line) > setting.right_of(before)
    )


def _is_emphasis(group: Sequence[Line], line: Line, setting: Setting) -> bool:
    """Say whether the bold line that ends a group is a sentence of its paragraph: it is no heading of what follows."""
    is_inside = not stands_out(group[0], setting.text_size) or group[-1].text.endswith(".")
    return is_inside and abs(line.size - group[-1].size) < 1 and _is_right_below(group[-1], line, setting)


def _is_right_below(before: Line, line: Line, setting: Setting) -> bool:
    step = line.baseline - before.baseline
    return before.page == line.page and 0 < step < min(PARAGRAPH_GAP * setting.leading, WIDEST_LEADING * line.size)


def _is_inside_item(first: Line, line: Line, setting: Setting) -> bool:
    """Say whether a line is set under a list item's text, where no other text of the letter begins."""
    return (
        first.list_mark is not None
        and abs(line.x0 - first.text_x0) < SAME_COLUMN * setting.size
        and first.text_x0 > setting.left_of(first) + DEEPER * setting.size
    )


def _is_wrapped_dash(before: Line, line: Line, setting: Setting) -> bool:
    """Say whether a line opens with the dash of a sentence that began on the line before, not with a list mark."""
    return (
        line.list_mark in DASHES
        and not ends_sentence(before.text)
        and not stands_out(before, setting.text_size)
        and abs(line.x0 - before.text_x0) < SAME_COLUMN * setting.size
        and 0 < line.baseline - before.baseline < PARAGRAPH_GAP * setting.leading
    )


def _is_wrapped_number(before: Line, line: Line, setting: Setting) -> bool:
    """Say whether a line opens with a number of the sentence that fills the line before."""
    return (
        not ends_sentence(before.text)
        and abs(line.x0 - before.text_x0) < SAME_COLUMN * setting.size
        and 0 < line.baseline - before.baseline < PARAGRAPH_GAP * setting.leading
        and before.x1 + setting.width_of_first_word(line) > setting.right_of(before)
    )


def _continues_heading(group: Sequence[Line], line: Line, setting: Setting) -> bool:
    """Say whether what stands out runs on: same page and setting, no gap, and not a heading that is whole already."""
    before = group[-1]
    return (
        stands_out(line, setting.text_size)
        and stands_out(before, setting.text_size)
        and before.page == line.page
        and abs(before.size - line.size) < SAME_COLUMN * setting.size
        and line.baseline - before.baseline < _widest_step_in_heading(before, line, setting)
        and (line.text[:1].islower() or not any(map(_is_whole_heading, (_join(group), line.text))))
    )


def _widest_step_in_heading(before: Line, line: Line, setting: Setting) -> float:
    """Return how far apart lines of a heading may be: further where the first has no room for the next one's word."""
    usual = PARAGRAPH_GAP * max(1.2, setting.leading / setting.size) * line.size
    is_full = before.x1 + BOLD_ROOM * setting.width_of_first_word(line) > setting.right_of(before)
    return max(usual, WIDEST_LEADING * line.size) if is_full else usual


def _join(group: Sequence[Line]) -> str:
    return " ".join(line.text for line in group)


def _is_whole_heading(text: str) -> bool:
    return kind_of_heading(text) is not None or is_case_study_heading(text)


def _continues_over_page(group: Sequence[Line], following: Sequence[Line], setting: Setting) -> bool:
    before, first, line = group[-1], group[0], following[0]
    step = setting.step_between(before, line)
    if _reads_on(before, line) or _is_inside_item(first, line._replace(x0=line.x0 - step), setting):
        return True
    wrapped_x0 = group[1].x0 if len(group) > 1 else first.text_x0
    is_set_apart = abs(line.x0 - wrapped_x0 - step) > SAME_COLUMN * setting.size
    if first.list_mark is not None and is_set_apart and (line.column == before.column or ends_sentence(before.text)):
        return False
    if _is_set_as_first_line(group, line, setting):
        return False
    if ends_sentence(before.text) and (
        setting.has_box_between(before, line)
        or line.bold_length > 0
        or setting.is_below_head(line)
        or setting.lines_left_below(before) > _room_kept_free(following, setting)
    ):
        return False
    return not (_ends_paragraph(before, line, setting) or _is_cut_short(before, line, setting))


def _is_set_as_first_line(group: Sequence[Line], line: Line, setting: Setting) -> bool:
    """Say whether a line begins further in or out than the lines before it, as the first of a paragraph does."""
    return _is_first_line_indented(group, line, setting) or _is_first_line_outdented(group, line, setting)


def _is_first_line_indented(group: Sequence[Line], line: Line, setting: Setting) -> bool:
    """Say whether a line is set further in than the one before, which is not its paragraph's first."""
    is_prose = len(group) > 1 and group[0].list_mark is None and ends_sentence(group[-1].text)
    return is_prose and DEEPER * setting.size < line.x0 - group[-1].x0 < WIDEST_INDENT * setting.size


def _is_first_line_outdented(group: Sequence[Line], line: Line, setting: Setting) -> bool:
    """Say whether a line begins where its paragraph's first does, and the lines between further in."""
    if len(group) == 1 or group[0].list_mark is not None or not ends_sentence(group[-1].text):
        return False
    is_as_first = abs(line.x0 - group[0].x0) < SAME_COLUMN * setting.size
    return is_as_first and all(
        DEEPER * setting.size < each.x0 - line.x0 < WIDEST_INDENT * setting.size for each in group[1:]
    )


def _room_kept_free(following: Sequence[Line], setting: Setting) -> float:
    """Return how many lines of room a paragraph that goes on may leave at a page's foot.

    A line is carried over where the next page would have one line alone, or with the note that it refers to.
    """
    pairs = list(pairwise(following))
    has_more = len(pairs) == FEWEST_LINES_APART and not any(
        after.list_mark is not None
        or after.page != before.page
        or stands_out(after, setting.text_size)
        or after.baseline - before.baseline > PARAGRAPH_GAP * setting.leading
        or _ends_paragraph(before, after, setting)
        for before, after in pairs
    )
    is_carried_over = not has_more or setting.is_boxed or bool(following[0].note_marks)
    return LEAST_ROOM_LINES if is_carried_over else ROOM_FOR_ONE_LINE


def _is_cut_short(before: Line, line: Line, setting: Setting) -> bool:
    """Say whether a line without a stop is far too short to be followed by a word with a capital."""
    return line.text[:1].isupper() and before.x1 + 2 * setting.width_of_first_word(line) < setting.right_of(before)


def _reads_on(before: Line, line: Line) -> bool:
    """Say whether a sentence is plainly unfinished: no stop before, and a small letter after."""
    return broken_word(before.text) is not None or (not ends_sentence(before.text) and line.text[:1].islower())


def _ends_paragraph(before: Line, line: Line, setting: Setting) -> bool:
    """Say whether a line ends its paragraph: a sentence ends on it, though the next word would have fitted."""
    if not ends_sentence(before.text):
        return False
    right = setting.right_of(before)
    if setting.is_justified:
        return before.x1 < right - SAME_COLUMN * setting.size
    return before.x1 + WORD_ROOM * setting.width_of_first_word(line) < right


def relative_width(text: str) -> float:
    """Return how wide a text is in most typefaces, in widths of a usual letter."""
    narrow, wide = (sum(map(text.count, letters)) for letters in (NARROW_LETTERS, WIDE_LETTERS))
    capitals = sum(map(str.isupper, text))
    return len(text) - narrow / 2 + wide / 2 + capitals / 4


def _block(lines: Sequence[Line], setting: Setting, printed_words: PrintedWords) -> Block:
    text = join_lines(lines, printed_words)
    if lines[0].list_mark is not None:
        return Block("bullet", tuple(lines), text)
    if all(stands_out(line, setting.text_size) for line in lines) and is_worded_as_heading(text):
        return Block("heading", tuple(lines), text)
    numbered = NUMBERED.match(text)
    if numbered and not lines[0].is_bold:
        return Block("paragraph", tuple(lines), text[numbered.end() :], number=int(numbered[1]))
    return Block("paragraph", tuple(lines), text)


def _with_levels(blocks: Sequence[Block]) -> list[Block]:
    """Put list items under the item they belong to: deeper on the page, or of another glyph and deeper."""
    result: list[Block] = []
    top: Line | None = None
    under: Line | None = None
    for block in blocks:
        first = block.lines[0]
        if block.form != "bullet":
            top = top if block.form == "paragraph" else None
            result.append(block)
        elif top is not None and (_is_under(top, first, blocks) or _is_set_alike(under, first)):
            result.append(Block(block.form, block.lines, block.text, level=2))
            under = first
        else:
            top, under = first, None
            result.append(block)
    return result


def _is_set_alike(under: Line | None, item: Line) -> bool:
    """Say whether a list item begins where the last one under another item did, on this page or the one before."""
    return (
        under is not None
        and under.list_mark == item.list_mark
        and abs(under.x0 - item.x0) < 1
        and abs(under.text_x0 - item.text_x0) < 1
    )


def _left_edge_of(page: int, blocks: Sequence[Block]) -> float:
    """Return where the leftmost text of a page begins: pages may be set with their margins changed over."""
    return min(line.x0 for block in blocks for line in block.lines if line.page == page)


def _is_under(top: Line, item: Line, blocks: Sequence[Block]) -> bool:
    """Say whether a list item stands under another: at its text's column, or deeper with another glyph."""
    if item.column != top.column:
        return item.list_mark != top.list_mark
    is_counted = all(ENUMERATOR.fullmatch(line.list_mark or "") for line in (top, item))
    if is_counted and abs(item.text_x0 - top.text_x0) < SAME_COLUMN * top.size:
        return False
    if item.list_mark != top.list_mark:
        return item.x0 > top.x0 + DEEPER * top.size
    is_deeper = item.x0 > max(top.text_x0 - SAME_COLUMN * top.size, top.x0 + DEEPER * top.size)
    if not is_deeper or item.page == top.page:
        return is_deeper
    return abs(_left_edge_of(item.page, blocks) - _left_edge_of(top.page, blocks)) < 1
