"""Kinds of damage that no check was made for: thought of from what goes wrong with PDFs, tables and releases.

Each is done where it shows: to the words of a paragraph, the rows of a letter, the lines as the reader sees them, the
tables of all letters, or the marts. Half of the kinds, drawn by lot, were held back while the checks were built.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import polars as pl
from damage_edits import (
    drop_paragraphs,
    insert_after,
    of_marts,
    of_raw,
    paragraphs_of,
    pick,
    pick_letter,
    pick_neighbours,
    row_of,
    set_cells,
    set_letter,
    set_several,
)
from damage_kinds import Damage, Damaging, Tables, World, read_again, rows_of, set_cell

from extractors.letters.layout.lines import Line, Page
from extractors.letters.layout.pdfium_reader import read_pages

LEAST_LETTERS, FEWEST_BULLETS = 120, 3
BOX = ("x0", "top", "x1", "bottom")
END_BOX = tuple(f"end_{edge}" for edge in BOX)
SENTENCE = re.compile(r"(?<=[.!?]) (?=[A-Z])")
Changing = Callable[[str], str]

LETTER_TEXTS: Mapping[str, Changing] = {
    "ligatures lost in a letter": lambda text: re.sub("fi|fl|ff", "", text),
    "hyphens lost in a letter": lambda text: text.replace("-", ""),
    "the first character of each paragraph lost": lambda text: text[1:],
    "a letter in lower case": str.lower,
    "digits lost in a letter": lambda text: re.sub(r"\d", "", text),
    "apostrophes of another encoding": lambda text: text.replace("’", "â€™"),
    "rn read as m in a letter": lambda text: text.replace("rn", "m"),
    "quotation marks lost in a letter": lambda text: re.sub("[‘’“”]", "", text),
    "a final s lost from every word": lambda text: re.sub(r"s\b", "", text),
    "full stops lost in a letter": lambda text: text.replace(".", ""),
    "spaces after full stops lost": lambda text: text.replace(". ", "."),
}


def double_sentence(text: str, chance: random.Random) -> str:
    """Repeat a sentence."""
    sentences = SENTENCE.split(text)
    at = chance.randrange(len(sentences))
    return " ".join([*sentences[: at + 1], *sentences[at:]])


def swap_sentences(text: str, _: random.Random) -> str:
    """Swap the first two sentences."""
    first, second, *rest = [*SENTENCE.split(text), ""][:2] + SENTENCE.split(text)[2:]
    return " ".join([second, first, *rest]).strip()


def replace_word(text: str, chance: random.Random) -> str:
    """Put another word of the text in place of one."""
    words = text.split()
    at, other = chance.sample(range(len(words)), 2)
    words[at] = words[other]
    return " ".join(words)


PARAGRAPH_TEXTS: Mapping[str, Callable[[str, random.Random], str]] = {
    "the last sentence of a paragraph lost": lambda text, _: " ".join(SENTENCE.split(text)[:-1]) or text,
    "a sentence twice": double_sentence,
    "two sentences swapped": swap_sentences,
    "long words broken": lambda text, _: re.sub(r"(\w{5})(\w{4,})", r"\1- \2", text),
    "a page number in a paragraph": lambda text, _: text[: len(text) // 2] + " 7 " + text[len(text) // 2 :],
    "a negation added": lambda text, _: re.sub(r"\b(is|are|was|were|have|has)\b", r"\1 not", text, count=1),
    "a word replaced": replace_word,
    "a paragraph's case changed": lambda text, _: text.title(),
    "a number changed": lambda text, _: re.sub(r"\d", lambda found: str((int(found[0]) + 1) % 10), text, count=1),
    "a currency or per cent sign lost": lambda text, _: re.sub("[£%]", "", text),
}


def damage_letter_texts(change: Changing) -> Damaging:
    """Change the words of all paragraphs of a letter."""

    def damage(world: World, chance: random.Random) -> Damage | None:
        report = pick_letter(world, chance)
        changed = [
            change(text) if one == report else text
            for one, text in world.raw["paragraphs"].select("report_id", "text").iter_rows()
        ]
        return of_raw(world, report, paragraphs=world.raw["paragraphs"].with_columns(text=pl.Series(changed)))

    return damage


def damage_paragraph_text(change: Callable[[str, random.Random], str]) -> Damaging:
    """Change the words of one paragraph."""

    def damage(world: World, chance: random.Random) -> Damage | None:
        row = pick(world.raw["paragraphs"].filter(pl.col("text").str.len_chars() > LEAST_LETTERS), chance)
        text = change(row["text"], chance)
        return None if text == row["text"] else set_cells(world, "paragraphs", row, text=text)

    return damage


def interleave_paragraphs(world: World, chance: random.Random) -> Damage | None:
    """Mix the words of two neighbours, as of two columns."""
    one, other = pick_neighbours(world, chance)
    words = [word for pair in zip(one["text"].split(), other["text"].split(), strict=False) for word in pair]
    half = len(words) // 2
    return set_several(
        world, "paragraphs", (one, {"text": " ".join(words[:half])}), (other, {"text": " ".join(words[half:])})
    )


def move_sentence(world: World, chance: random.Random) -> Damage | None:
    """Move the last sentence of a paragraph to the next."""
    one, other = pick_neighbours(world, chance)
    *kept, moved = SENTENCE.split(one["text"])
    if not kept:
        return None
    return set_several(
        world, "paragraphs", (one, {"text": " ".join(kept)}), (other, {"text": f"{moved} {other['text']}"})
    )


def repeat_next_text(world: World, chance: random.Random) -> Damage | None:
    """Give a paragraph the text of the next."""
    one, other = pick_neighbours(world, chance)
    return set_cells(world, "paragraphs", one, text=other["text"])


def append_footnote(world: World, chance: random.Random) -> Damage | None:
    """Print a footnote's words at the end of a paragraph on its page."""
    note = pick(world.raw["footnotes"].drop_nulls("text"), chance)
    near = rows_of(world.raw["paragraphs"], note["report_id"]).filter(page=note["page"])
    if near.is_empty():
        return None
    row = pick(near, chance)
    return set_cells(world, "paragraphs", row, text=f"{row['text']} {note['text']}")


def name_other_authority(world: World, chance: random.Random) -> Damage | None:
    """Print another authority's name where a paragraph has the own."""
    names = dict(world.marts["inspections"].select("report_id", "local_authority").iter_rows())
    report = pick_letter(world, chance)
    own, other = names[report], chance.choice(sorted({*names.values()} - {names[report]}))
    having = rows_of(world.raw["paragraphs"], report).filter(pl.col("text").str.contains(own, literal=True))
    if having.is_empty():
        return None
    row = pick(having, chance)
    return set_cells(world, "paragraphs", row, text=row["text"].replace(own, other))


def space_heading(world: World, chance: random.Random) -> Damage | None:
    """Read a heading with a space after each letter."""
    row = pick(world.raw["sections"].drop_nulls("heading"), chance)
    return set_cells(world, "sections", row, heading=" ".join(row["heading"]))


def move_to_next_section(world: World, chance: random.Random) -> Damage | None:
    """Count a bullet to the section after its own."""
    row = pick(world.raw["paragraphs"].filter(form="bullet", level=1), chance)
    if row["section_number"] + 1 not in rows_of(world.raw["sections"], row["report_id"])["section_number"].to_list():
        return None
    return set_cells(world, "paragraphs", row, section_number=row["section_number"] + 1)


def lose_item(at: int) -> Damaging:
    """Lose the first or last bullet of a list, its section's count adjusted."""

    def damage(world: World, chance: random.Random) -> Damage | None:
        section = pick(world.raw["sections"].filter(pl.col("bullet_count") >= FEWEST_BULLETS), chance)
        bullets = paragraphs_of(world, section).filter(form="bullet", level=1)
        if bullets.is_empty():
            return None
        damaged = drop_paragraphs(world, bullets.row(at, named=True), [bullets["paragraph_number"][at]])
        return set_cells(damaged.world, "sections", section, bullet_count=section["bullet_count"] - 1)

    return damage


def reverse_list(world: World, chance: random.Random) -> Damage | None:
    """Reverse the bullets of a section, with their places."""
    section = pick(world.raw["sections"].filter(pl.col("bullet_count") > 1, sub_bullet_count=0), chance)
    bullets = paragraphs_of(world, section).filter(form="bullet").to_dicts()
    moved = ("text", "page", *BOX, "end_page", *END_BOX)
    changes = [
        (row, {name: other[name] for name in moved}) for row, other in zip(bullets, reversed(bullets), strict=True)
    ]
    return set_several(world, "paragraphs", *changes) if len(bullets) > 1 else None


def raise_sub_bullets(world: World, chance: random.Random) -> Damage | None:
    """Count the items of an inner list to the outer one."""
    subs = world.raw["paragraphs"].filter(level=2)
    if subs.is_empty():
        return None
    section = rows_of(world.raw["sections"], pick(subs, chance)["report_id"])
    section_row = pick(section.filter(pl.col("sub_bullet_count") > 0), chance)
    rows = paragraphs_of(world, section_row).filter(level=2).to_dicts()
    damaged = set_several(world, "paragraphs", *((row, {"level": 1, "parent_paragraph_number": None}) for row in rows))
    if damaged is None:
        return None
    total = section_row["bullet_count"] + section_row["sub_bullet_count"]
    return set_cells(damaged.world, "sections", section_row, bullet_count=total, sub_bullet_count=0)


def shift_page(world: World, chance: random.Random) -> Damage | None:
    """Place a paragraph on the page after its own."""
    row = pick(world.raw["paragraphs"].filter(pl.col("end_x0").is_null()), chance)
    return set_cells(world, "paragraphs", row, page=row["page"] + 1, end_page=row["end_page"] + 1)


def split_bullet(world: World, chance: random.Random) -> Damage | None:
    """Read one bullet of two sentences as two."""
    row = pick(world.raw["paragraphs"].filter(form="bullet", level=1), chance)
    first, *rest = SENTENCE.split(row["text"])
    if not rest:
        return None
    section = row_of(world, "sections", row["report_id"], row["section_number"])
    damaged = insert_after(world, row, {**row, "text": " ".join(rest)})
    damaged = set_cells(damaged, "paragraphs", row, text=first).world
    return set_cells(damaged, "sections", section, bullet_count=section["bullet_count"] + 1)


def repeat_paragraph(world: World, chance: random.Random) -> Damage | None:
    """Read one bullet twice."""
    row = pick(world.raw["paragraphs"].filter(form="bullet", level=1), chance)
    section = row_of(world, "sections", row["report_id"], row["section_number"])
    return set_cells(insert_after(world, row, row), "sections", section, bullet_count=section["bullet_count"] + 1)


def drop_section(world: World, chance: random.Random) -> Damage | None:
    """Lose a section in the middle of a letter, its rows counted again."""
    report = pick_letter(world, chance)
    sections = rows_of(world.raw["sections"], report).sort("section_number")
    has_parts = sections["parent_section_number"].drop_nulls().to_list()
    middle = sections.slice(1, len(sections) - 2).filter(~pl.col("section_number").is_in(has_parts), kind="sub_section")
    if middle.is_empty():
        return None
    section = pick(middle, chance)
    damaged = drop_paragraphs(world, section, paragraphs_of(world, section)["paragraph_number"].to_list()).world
    is_here = pl.col("report_id") == report
    tables = {
        name: damaged.raw[name].with_columns(
            pl.when(is_here & (pl.col(column) > section["section_number"]))
            .then(pl.col(column) - 1)
            .otherwise(column)
            .alias(column)
            for column in columns
        )
        for name, columns in {
            "paragraphs": ("section_number",),
            "case_studies": ("section_number",),
        }.items()
    }
    kept = damaged.raw["sections"].filter(~(is_here & (pl.col("section_number") == section["section_number"])))
    kept = kept.with_columns(
        pl.when(is_here & (pl.col(column) > section["section_number"]))
        .then(pl.col(column) - 1)
        .otherwise(column)
        .alias(column)
        for column in ("section_number", "parent_section_number")
    )
    return of_raw(damaged, report, sections=kept, **tables)


def swap_headings(world: World, chance: random.Random) -> Damage | None:
    """Give two neighbouring sections each other's heading."""
    sections = rows_of(world.raw["sections"], pick_letter(world, chance)).drop_nulls("heading").sort("section_number")
    at = chance.randrange(len(sections) - 1)
    one, other = sections.row(at, named=True), sections.row(at + 1, named=True)
    if one["heading"] == other["heading"]:
        return None
    return set_several(world, "sections", (one, {"heading": other["heading"]}), (other, {"heading": one["heading"]}))


def set_of_letter(table: str, cells: Mapping[str, Any] | Callable[[dict[str, Any]], Mapping[str, Any]]) -> Damaging:
    """Set some cells of all rows of a letter."""

    def damage(world: World, chance: random.Random) -> Damage | None:
        report = chance.choice(sorted(world.raw[table]["report_id"].unique()))
        rows = rows_of(world.raw[table], report).to_dicts()
        return set_several(world, table, *((row, cells(row) if callable(cells) else cells) for row in rows))

    return damage


def set_of_section(
    kinds: Sequence[str], cells: Callable[[dict[str, Any], random.Random], Mapping[str, Any]]
) -> Damaging:
    """Set some cells of a section of some kinds."""

    def damage(world: World, chance: random.Random) -> Damage | None:
        row = pick(world.raw["sections"].filter(pl.col("kind").is_in(kinds)), chance)
        return set_cells(world, "sections", row, **cells(row, chance))

    return damage


def put_box_in_section(world: World, chance: random.Random) -> Damage | None:
    """Count the paragraphs of a case study to the section around it."""
    study = pick(world.raw["sections"].filter(pl.col("parent_section_number").is_not_null(), kind="case_study"), chance)
    rows = paragraphs_of(world, study).to_dicts()
    return set_several(
        world, "paragraphs", *((row, {"section_number": study["parent_section_number"]}) for row in rows)
    )


def flip_polarity(world: World, chance: random.Random) -> Damage | None:
    """Turn what a case study is an example of, in both tables."""
    study = pick(world.raw["sections"].filter(pl.col("polarity").is_in(["strength", "improvement"])), chance)
    other = "improvement" if study["polarity"] == "strength" else "strength"
    world = set_cells(world, "sections", study, polarity=other).world
    is_study = (pl.col("report_id") == study["report_id"]) & (pl.col("section_number") == study["section_number"])
    changed = world.raw["case_studies"].with_columns(
        polarity=pl.when(is_study).then(pl.lit(other)).otherwise("polarity")
    )
    return of_raw(world, study["report_id"], case_studies=changed)


def shift_footnotes(world: World, chance: random.Random) -> Damage | None:
    """Give each footnote of a letter the text of the next."""
    report = pick(world.raw["footnotes"], chance)["report_id"]
    rows = rows_of(world.raw["footnotes"], report).sort("footnote_number").to_dicts()
    texts = [row["text"] for row in rows]
    shifted = [*texts[1:], texts[0]]
    return set_several(world, "footnotes", *((row, {"text": text}) for row, text in zip(rows, shifted, strict=True)))


def drop_footnote(world: World, chance: random.Random) -> Damage | None:
    """Lose the last footnote of a letter."""
    report = pick(world.raw["footnotes"], chance)["report_id"]
    last = rows_of(world.raw["footnotes"], report)["footnote_number"].max()
    is_last = (pl.col("report_id") == report) & (pl.col("footnote_number") == last)
    return of_raw(world, report, footnotes=world.raw["footnotes"].filter(~is_last))


def move_subsection(world: World, chance: random.Random) -> Damage | None:
    """Count a subsection to the section before the one it is in."""
    row = pick(world.raw["sections"].filter(kind="sub_section"), chance)
    return set_cells(world, "sections", row, parent_section_number=max(1, row["parent_section_number"] - 1))


def lose_rest_of_page(world: World, chance: random.Random) -> Damage | None:
    """Lose what a section has after its first page."""
    section = pick(world.raw["sections"].filter(pl.col("end_page") > pl.col("start_page")), chance)
    rest = paragraphs_of(world, section).filter(pl.col("page") > section["start_page"])
    if rest.is_empty():
        return None
    damaged = drop_paragraphs(world, section, rest["paragraph_number"].to_list()).world
    bullets = paragraphs_of(damaged, section).filter(form="bullet")
    return set_cells(
        damaged,
        "sections",
        section,
        end_page=section["start_page"],
        bullet_count=len(bullets.filter(level=1)),
        sub_bullet_count=len(bullets.filter(level=2)),
    )


def lose_page_of_rows(world: World, chance: random.Random) -> Damage | None:
    """Lose every paragraph that begins on one page."""
    report = pick_letter(world, chance)
    own = rows_of(world.raw["paragraphs"], report)
    page = chance.choice(sorted(own["page"].unique()))
    return drop_paragraphs(world, {"report_id": report}, own.filter(page=page)["paragraph_number"].to_list())


def cut_at_page_end(world: World, chance: random.Random) -> Damage | None:
    """Keep of a paragraph that runs over the page what is about its first half."""
    running = world.raw["paragraphs"].drop_nulls("end_x0")
    row = pick(running, chance)
    kept = row["text"][: len(row["text"]) // 2].rsplit(" ", 1)[0]
    return set_cells(world, "paragraphs", row, text=kept, end_page=row["page"], **dict.fromkeys(END_BOX))


def read_lines_otherwise(change: Callable[[Sequence[Line], random.Random], Iterable[Line]]) -> Damaging:
    """Read a letter of which the reader saw the lines of one page otherwise than they are printed."""

    def damage(world: World, chance: random.Random) -> Damage | None:
        report = pick_letter(world, chance)
        pages = read_pages(world.files[report])
        page = chance.choice(pages[1:-1] or pages)
        changed = tuple(change(page.lines, chance))
        damaged = read_again(world, report, [_with_lines(each, changed) if each is page else each for each in pages])
        same = all(
            rows_of(damaged.raw[name], report).equals(rows_of(world.raw[name], report))
            for name in ("paragraphs", "sections", "footnotes", "case_studies")
        )
        return None if same else Damage(damaged, f"{report}: page {page.number}", ("extracted",))

    return damage


def _with_lines(page: Page, lines: tuple[Line, ...]) -> Page:
    return replace(page, lines=lines)


def drop_lines(lines: Sequence[Line], chance: random.Random) -> Iterable[Line]:
    """Drop three lines."""
    at = chance.randrange(max(1, len(lines) - 3))
    return [*lines[:at], *lines[at + 3 :]]


def drop_bold(lines: Sequence[Line], _: random.Random) -> Iterable[Line]:
    """Set every line in the same type."""
    return [line._replace(is_bold=False, style="") for line in lines]


def shrink(lines: Sequence[Line], _: random.Random) -> Iterable[Line]:
    """Set the second half in smaller type."""
    half = len(lines) // 2
    return [*lines[:half], *(line._replace(size=line.size * 0.8) for line in lines[half:])]


def swap_halves(lines: Sequence[Line], _: random.Random) -> Iterable[Line]:
    """Swap the halves of a page."""
    half = len(lines) // 2
    return [*lines[half:], *lines[:half]]


def move_date(columns: Sequence[str], move: Callable[[date], date | None]) -> Damaging:
    """Move some dates of a letter."""

    def damage(world: World, chance: random.Random) -> Damage | None:
        row = pick(world.raw["letters"].filter(status="read").drop_nulls(columns[0]), chance)
        moved = {name: move(row[name]) for name in columns if row[name]}
        if None in moved.values() or all(moved[name] == row[name] for name in moved):
            return None
        return set_letter(world, row["report_id"], **moved)

    return damage


def swap_day_and_month(day: date) -> date | None:
    """Read the day as the month; None where that is no date."""
    return date(day.year, day.day, day.month) if day.day <= 12 else None  # noqa: PLR2004 months of a year


def change_fact(column: str, change: Callable[[Any, list[Any], random.Random], Any]) -> Damaging:
    """Change a fact of a letter, given what other letters have."""

    def damage(world: World, chance: random.Random) -> Damage | None:
        read = world.raw["letters"].filter(status="read")
        row = pick(read.drop_nulls(column), chance)
        others = sorted({value for value in read[column].drop_nulls() if value != row[column]})
        changed = change(row[column], others, chance)
        return None if changed == row[column] else set_letter(world, row["report_id"], **{column: changed})

    return damage


def list_under_other_authority(world: World, chance: random.Random) -> Damage | None:
    """List a letter under another authority."""
    report = pick_letter(world, chance)
    own = rows_of(world.raw["publications"], report)["urn"][0]
    other = chance.choice(sorted({*world.raw["providers"]["urn"].drop_nulls()} - {own}))
    return of_raw(world, report, publications=set_cell(world.raw["publications"], report, "urn", other))


def swap_offices(world: World, chance: random.Random) -> Damage | None:
    """Let a letter be signed as another one is."""
    signatories = world.raw["signatories"]
    one, other = chance.sample(sorted(signatories["report_id"].unique()), 2)
    mine, theirs = rows_of(signatories, one), rows_of(signatories, other)
    if mine["office"].to_list() == theirs["office"].to_list():
        return None
    swapped = pl.concat([signatories.filter(pl.col("report_id") != one), theirs.with_columns(report_id=pl.lit(one))])
    return of_raw(world, one, signatories=swapped)


def set_everywhere(table: str, **cells: pl.Expr) -> Damaging:
    """Change a column of a raw table in all letters."""
    return lambda world, _: of_raw(world, "all", **{table: world.raw[table].with_columns(**cells)})


def lose_all(table: str) -> Damaging:
    """Lose all rows of a raw table."""
    return lambda world, _: of_raw(world, "all", **{table: world.raw[table].clear()})


def set_mart(table: str, where: Callable[[pl.DataFrame, random.Random], pl.Series], **cells: pl.Expr) -> Damaging:
    """Change cells of some rows of a mart."""

    def damage(world: World, chance: random.Random) -> Damage | None:
        before = world.marts[table]
        mask = where(before, chance)
        after = before.with_columns(
            pl.when(mask).then(expr).otherwise(name).alias(name) for name, expr in cells.items()
        )
        return None if after.equals(before) else of_marts(world, f"{table}: {mask.sum()} rows", **{table: after})

    return damage


def one_row(table: pl.DataFrame, chance: random.Random) -> pl.Series:
    """Select one row."""
    at = chance.randrange(len(table))
    return pl.Series([position == at for position in range(len(table))])


def one_letter(table: pl.DataFrame, chance: random.Random) -> pl.Series:
    """Select the rows of one letter."""
    return table["report_id"] == chance.choice(sorted(table["report_id"].unique()))


def every_row(table: pl.DataFrame, _: random.Random) -> pl.Series:
    """Select all rows."""
    return pl.repeat(value=True, n=len(table), eager=True)


def swap_in_mart(table: str, key: str, *columns: str) -> Damaging:
    """Give two rows of a mart each other's cells."""

    def damage(world: World, chance: random.Random) -> Damage | None:
        before = world.marts[table]
        one, other = chance.sample(range(len(before)), 2)
        order = [*range(len(before))]
        order[one], order[other] = order[other], order[one]
        after = before.with_columns(before[name].gather(order).alias(name) for name in columns)
        same = after.select(columns).equals(before.select(columns))
        return None if same else of_marts(world, f"{table}: {before[key][one]}, {before[key][other]}", **{table: after})

    return damage


def drop_from_mart(table: str, step: int) -> Damaging:
    """Lose every tenth row of a mart, or another share."""

    def damage(world: World, chance: random.Random) -> Damage | None:
        start = chance.randrange(step)
        kept = pl.int_range(pl.len()) % step != start
        return of_marts(world, f"{table}: every {step}th row", **{table: world.marts[table].filter(kept)})

    return damage


def mix_letters(world: World, chance: random.Random) -> Damage | None:
    """Give the findings of one letter to another, as a wrong join does."""
    findings = world.marts["findings"]
    one, other = chance.sample(sorted(findings["report_id"].unique()), 2)
    owner = pl.col("report_id").replace({one: other, other: one})
    return of_marts(world, f"{one} and {other}", findings=findings.with_columns(report_id=owner))


SECTION_KINDS = ("strengths", "areas_for_improvement", "needs_to_improve", "priority_action")
UNPLANNED: Mapping[str, Damaging] = {
    **{name: damage_letter_texts(change) for name, change in LETTER_TEXTS.items()},
    **{name: damage_paragraph_text(change) for name, change in PARAGRAPH_TEXTS.items()},
    "two paragraphs interleaved": interleave_paragraphs,
    "a sentence moved to the next paragraph": move_sentence,
    "the text of the next paragraph": repeat_next_text,
    "a footnote in a paragraph": append_footnote,
    "another authority's name in a paragraph": name_other_authority,
    "a heading in spaced letters": space_heading,
    "a bullet under the next section": move_to_next_section,
    "the first bullet of a list lost": lose_item(0),
    "the last bullet of a list lost": lose_item(-1),
    "a list reversed": reverse_list,
    "sub-bullets raised": raise_sub_bullets,
    "a paragraph on the next page": shift_page,
    "a bullet split in two": split_bullet,
    "a bullet twice": repeat_paragraph,
    "a subsection lost": drop_section,
    "headings of two sections swapped": swap_headings,
    "every section on page 1": set_of_letter("sections", {"start_page": 1}),
    "the kind of a section changed": set_of_section(
        SECTION_KINDS,
        lambda row, chance: {"kind": chance.choice([kind for kind in SECTION_KINDS if kind != row["kind"]])},
    ),
    "headline findings read as main findings": set_of_section(
        ("headline_findings", "main_findings"),
        lambda row, _: {"kind": "main_findings" if row["kind"] == "headline_findings" else "headline_findings"},
    ),
    "a case study in the section around it": put_box_in_section,
    "a case study's polarity turned": flip_polarity,
    "footnotes moved by one": shift_footnotes,
    "the last footnote lost": drop_footnote,
    "a subsection in another section": move_subsection,
    "all sections of one level": set_of_letter("sections", {"level": 1, "parent_section_number": None}),
    "boxes shifted by 40 points": set_of_letter(
        "paragraphs", lambda row: {"top": row["top"] + 40, "bottom": row["bottom"] + 40}
    ),
    "boxes from the page's foot": set_of_letter(
        "paragraphs", lambda row: {"top": 842 - row["bottom"], "bottom": 842 - row["top"]}
    ),
    "boxes in pixels": set_of_letter("paragraphs", lambda row: {edge: row[edge] * 0.75 for edge in BOX}),
    "boxes as wide as the page": set_of_letter("paragraphs", {"x0": 0.0, "top": 0.0, "x1": 595.0, "bottom": 842.0}),
    "a section without its further pages": lose_rest_of_page,
    "the paragraphs of a page lost": lose_page_of_rows,
    "a paragraph cut at the page's end": cut_at_page_end,
    "bullets read as paragraphs": set_of_letter(
        "paragraphs", {"form": "paragraph", "level": 1, "parent_paragraph_number": None}
    ),
    "lines the reader did not see": read_lines_otherwise(drop_lines),
    "list marks the reader did not see": read_lines_otherwise(
        lambda lines, _: [line._replace(list_mark=None) for line in lines]
    ),
    "bold type the reader did not see": read_lines_otherwise(drop_bold),
    "half a page in small print": read_lines_otherwise(shrink),
    "halves of a page swapped": read_lines_otherwise(swap_halves),
    "the last word of every line lost": read_lines_otherwise(
        lambda lines, _: [line._replace(text=line.text.rsplit(" ", 1)[0]) for line in lines]
    ),
    "lines glued to the next": read_lines_otherwise(
        lambda lines, _: [line._replace(text=re.sub(r" (?=\w+$)", "", line.text)) for line in lines]
    ),
    "indents lost": read_lines_otherwise(lambda lines, _: [line._replace(x0=72.0, text_x0=72.0) for line in lines]),
    "day and month swapped": move_date(["letter_date"], swap_day_and_month),
    "an inspection a year early": move_date(
        ["inspection_start_date", "inspection_end_date"], lambda day: day - timedelta(days=364)
    ),
    "a statement due a year late": move_date(["written_statement_due_date"], lambda day: day + timedelta(days=365)),
    "a letter dated some weeks later": move_date(["letter_date"], lambda day: day + timedelta(days=28)),
    "the last day of an inspection moved": move_date(["inspection_end_date"], lambda day: day + timedelta(days=3)),
    "the theme's words cut": change_fact("theme_quote", lambda quote, *_: quote.rsplit(" ", 2)[0]),
    "another theme": change_fact("theme", lambda _, others, chance: chance.choice(others)),
    "another lead": change_fact("written_statement_lead", lambda _, others, chance: chance.choice(others)),
    "one page more": change_fact("page_count", lambda count, *_: count + 1),
    "no deep dive": change_fact("deep_dive_focus", lambda *_: None),
    "the statement that there is no priority action turned": change_fact(
        "priority_action_areas_stated_none", lambda stated, *_: not stated
    ),
    "no written statement": change_fact("written_statement_required", lambda *_: False),
    "an inspectorate lost": change_fact("inspectorates", lambda names, *_: names.rsplit("; ", 1)[0]),
    "another letter's title": change_fact("title", lambda _, others, chance: chance.choice(others)),
    "a letter under another authority": list_under_other_authority,
    "signed as another letter": swap_offices,
    "one theme for all": set_everywhere("letters", theme=pl.lit("neglect")),
    "every inspection of one day": set_everywhere("letters", inspection_end_date=pl.col("inspection_start_date")),
    "every text halved": set_everywhere(
        "paragraphs", text=pl.col("text").str.head(pl.col("text").str.len_chars() // 2)
    ),
    "every case study a strength": set_everywhere("case_studies", polarity=pl.lit("strength")),
    "every place at the page's corner": set_everywhere("paragraphs", **{edge: pl.lit(1.0) for edge in BOX}),
    "all apostrophes lost": set_everywhere("paragraphs", text=pl.col("text").str.replace_all("’", "")),
    "all footnotes lost": lose_all("footnotes"),
    "all signatories lost": lose_all("signatories"),
    "findings of two letters mixed": mix_letters,
    "a published section cut": set_mart("sections", one_row, text=pl.col("text").str.head(100)),
    "regions of two authorities swapped": swap_in_mart(
        "local_authorities", "urn", "region_code", "region_name", "region_gss_code"
    ),
    "names of two authorities swapped": swap_in_mart("local_authorities", "urn", "local_authority", "la_name"),
    "codes of two authorities swapped": swap_in_mart("local_authorities", "urn", "la_code", "old_la_code"),
    "codes of two inspections swapped": swap_in_mart("inspections", "report_id", "la_code", "ltla23cd"),
    "themes of two inspections swapped": swap_in_mart("inspections", "report_id", "theme"),
    "dates of two inspections swapped": swap_in_mart(
        "inspections", "report_id", "inspection_start_date", "inspection_end_date", "letter_date"
    ),
    "texts of two outcomes swapped": swap_in_mart("outcomes_expanded", "report_id", "next_steps", "introduction"),
    "two summaries swapped": swap_in_mart(
        "outcomes_summary", "urn", "summary_key_strengths", "summary_headline_findings"
    ),
    "texts cut at a cell's limit": set_mart(
        "outcomes_expanded", every_row, main_findings=pl.col("main_findings").str.head(1000)
    ),
    "every tenth finding lost": drop_from_mart("findings", 10),
    "every finding on page 1": set_mart("findings", one_letter, page=pl.lit(1)),
    "the kind of a finding changed": set_mart("findings", one_row, kind=pl.lit("context")),
    "footnotes of two letters mixed": swap_in_mart("footnotes", "report_id", "text"),
    "published case studies neutral": set_mart("case_studies", every_row, polarity=pl.lit("neutral")),
    "an inspection marked as passed": set_mart("inspections", every_row, extraction_status=pl.lit("passed")),
    "findings under another authority": swap_in_mart("findings", "report_id", "local_authority", "theme"),
    "dates of the summary moved": set_mart(
        "outcomes_summary", one_row, inspection_start_date=pl.col("publication_date")
    ),
    "a published paragraph emptied": set_mart("findings", one_row, text=pl.lit("")),
    "signatories of two letters mixed": swap_in_mart("signatories", "report_id", "office"),
}


def change_words_of_all_readers(change: Changing) -> Damaging:
    """Change the words of a letter as a wrongly decoded font does: in its paragraphs and in its printed lines."""

    def damage(world: World, chance: random.Random) -> Damage | None:
        report = pick_letter(world, chance)
        tables = {}
        for name in ("paragraphs", "printed_lines"):
            rows = world.raw[name].select("report_id", "text").iter_rows()
            texts = [change(text) if one == report else text for one, text in rows]
            tables[name] = world.raw[name].with_columns(text=pl.Series(texts))
        return of_raw(world, report, **tables)

    return damage


def exchange_files(world: World, chance: random.Random) -> Damage | None:
    """Store two letters' files each as the other's, and read them so."""
    one, other = chance.sample(sorted(world.files), 2)
    swap = pl.col("report_id").replace({one: other, other: one})
    names = ("letters", "sections", "paragraphs", "case_studies", "footnotes", "signatories", "printed_lines")
    read = {name: world.raw[name].with_columns(report_id=swap) for name in (*names, "sampled_words", "report_files")}
    return of_raw(world, f"{one} and {other}", **read)


def set_in_all_letters(**cells: pl.Expr) -> Damaging:
    """Change a fact of all letters wherever it stands, as read and as published."""

    def change(tables: Tables) -> Tables:
        changed = {}
        for name, table in tables.items():
            own = {
                column: cell for column, cell in cells.items() if {column, *cell.meta.root_names()} <= {*table.columns}
            }
            changed[name] = table.with_columns(**own)
        return changed

    return lambda world, _: Damage(
        world.with_raw(**change(world.raw)).with_marts(**change(world.marts)), "all", ("extracted", "published")
    )


def keep_line_breaks(world: World, chance: random.Random) -> Damage | None:
    """Leave the line breaks of the page in a letter's paragraphs, one after every twelve words."""
    report = pick_letter(world, chance)

    def break_lines(text: str) -> str:
        words = text.split(" ")
        return "\n".join(" ".join(words[at : at + 12]) for at in range(0, len(words), 12))

    rows = world.raw["paragraphs"].select("report_id", "text").iter_rows()
    texts = [break_lines(text) if one == report else text for one, text in rows]
    return of_raw(world, report, paragraphs=world.raw["paragraphs"].with_columns(text=pl.Series(texts)))


def put_heading_in_text(world: World, chance: random.Random) -> Damage | None:
    """Begin the first paragraph of a section with the section's heading."""
    section = pick(world.raw["sections"].drop_nulls("heading"), chance)
    rows = paragraphs_of(world, section).filter(pl.col("form") != "heading")
    if rows.is_empty():
        return None
    first = rows.row(0, named=True)
    return set_cells(world, "paragraphs", first, text=f"{section['heading']} {first['text']}")


def lose_from_mart(table: str) -> Damaging:
    """Lose a letter's rows of a mart."""

    def damage(world: World, chance: random.Random) -> Damage | None:
        before = world.marts[table]
        report = chance.choice(sorted(before["report_id"].unique()))
        return of_marts(world, f"{table}: {report}", **{table: before.filter(pl.col("report_id") != report)})

    return damage


LAST: Mapping[str, Damaging] = {
    "ti read as t by every use of PDFium": change_words_of_all_readers(lambda text: text.replace("ti", "t")),
    "every l read as I by every use of PDFium": change_words_of_all_readers(lambda text: text.replace("l", "I")),
    "a word lost by every use of PDFium": change_words_of_all_readers(lambda text: text.replace("children", "")),
    "files of two letters exchanged": exchange_files,
    "every letter published a day early": set_in_all_letters(
        publication_date=pl.col("publication_date").dt.offset_by("-1d")
    ),
    "every letter's inspection of one day, in all tables": set_in_all_letters(
        inspection_end_date=pl.col("inspection_start_date")
    ),
    "no letter with a date of its own": set_in_all_letters(letter_date=pl.lit(None, pl.Date)),
    "every letter says that there is no priority action": set_in_all_letters(
        priority_action_areas_stated_none=pl.lit(value=True)
    ),
    "line breaks kept in paragraphs": keep_line_breaks,
    "a heading at the beginning of a text": put_heading_in_text,
    "pages counted from 0": set_everywhere("paragraphs", page=pl.col("page") - 1, end_page=pl.col("end_page") - 1),
    "left and right edges exchanged": set_of_letter("paragraphs", lambda row: {"x0": row["x1"], "x1": row["x0"]}),
    "all bullets sub-bullets": set_of_letter("paragraphs", {"level": 2}),
    "footnotes cut after 40 characters": set_everywhere("footnotes", text=pl.col("text").str.head(40)),
    "a letter's published case studies lost": lose_from_mart("case_studies"),
    "a letter's published footnotes lost": lose_from_mart("footnotes"),
    "polarity of findings turned": set_mart(
        "findings",
        every_row,
        polarity=pl.col("polarity").replace({"strength": "improvement", "improvement": "strength"}),
    ),
    "an authority abolished a year later": set_mart(
        "local_authorities",
        lambda table, _: table["abolished_on"].is_not_null(),
        abolished_on=pl.col("abolished_on").dt.offset_by("1y"),
    ),
    "ONS codes of two authorities swapped": swap_in_mart("local_authorities", "urn", "ltla23cd", "new_la_code"),
    "an older letter marked as the latest": set_mart("inspections", one_letter, is_latest=~pl.col("is_latest")),
}
"""Kinds thought of when all checks were done."""


def draw_halves() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The kinds the checks were built with and those held back, drawn by lot, the same every time."""
    names = sorted(UNPLANNED)
    random.Random("halves").shuffle(names)  # noqa: S311 the same halves every time
    half = len(names) // 2
    return tuple(sorted(names[:half])), tuple(sorted(names[half:]))
