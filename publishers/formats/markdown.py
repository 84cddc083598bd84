"""`letters/NAME.md`: each letter as Markdown, and `llms.txt`, which lists them for language models.

https://llmstxt.org
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import duckdb

from publishers.letter_view import Block, Bullet, Letter, LetterView, SectionView, read_letter_views, read_letters
from publishers.release_facts import ReleaseFacts
from publishers.text import (
    SUMMARY,
    TITLE,
    describe_licence,
    describe_source,
    format_day,
    locate_letter,
    normalise_text,
)

LETTERS_FOLDER = "letters"
INDEX_NAME = "llms.txt"
FACTS = (
    "report_id",
    "urn",
    "local_authority",
    "la_code",
    "region",
    "publication_date",
    "inspection_start_date",
    "inspection_end_date",
    "theme",
    "theme_quote",
    "written_statement_required",
    "written_statement_due_date",
    "extraction_status",
)
# What Markdown would take for its own, wherever it is in a line; a line that begins like a heading, a list or a rule.
SPECIAL = re.compile(r"([\\`*_\[\]<>|]|&(?=#?\w+;)|^[#+=~-]|(?<=^\d)[.)]|(?<=^\d\d)[.)])")
OTHER_FILES = (
    ("datapackage.json", "what each table and column means; the tables are in csv/ and parquet/"),
    ("jtai.duckdb", "every table in one DuckDB database"),
    ("index.html", "the page for people"),
)


def write_markdown(con: duckdb.DuckDBPyConnection, facts: ReleaseFacts, folder: Path) -> None:
    """Write the letters of the released database that `con` reads, and the index of them."""
    (folder / LETTERS_FOLDER).mkdir()
    letters = read_letters(con)
    for view in read_letter_views(con, letters):
        (folder / _name_file(view.letter)).write_text("\n".join(_write_letter(view)) + "\n", "utf-8")
    (folder / INDEX_NAME).write_text("\n".join(_write_index(letters, facts)) + "\n", "utf-8")


def _name_file(letter: Letter) -> str:
    return f"{LETTERS_FOLDER}/{letter.anchor}.md"


def _write_index(letters: Sequence[Letter], facts: ReleaseFacts) -> Iterator[str]:
    yield f"# {TITLE}\n\n> {SUMMARY}\n"
    yield f"{describe_source(facts)} {describe_licence(facts)} Release {facts.release_name}.\n"
    yield "## Data\n"
    yield from (f"- [{name}]({name}): {about}" for name, about in OTHER_FILES)
    yield "\n## Letters, newest first\n"
    for letter in letters:
        theme = letter.facts["theme"] or "theme not known"
        yield f"- [{_title(letter)}]({_name_file(letter)}): {_escape(theme)}"


def _write_letter(view: LetterView) -> Iterator[str]:
    facts = view.letter.facts
    # A fact that was not read is null, as in the tables; JSON is YAML too.
    yield "---"
    yield from (f"{name}: {json.dumps(facts[name], ensure_ascii=False, default=str)}" for name in FACTS)
    yield f"letter: {json.dumps(locate_letter(facts['report_url']), ensure_ascii=False)}"
    yield f"---\n\n# {_title(view.letter)}"
    for problem in view.problems:
        yield f"\n> Check before use: {_escape(normalise_text(problem['message']))}"
    for section in [*view.sections, *view.case_studies]:
        yield from _write_section(section)


def _title(letter: Letter) -> str:
    return f"{_escape(letter.facts['local_authority'])}, {format_day(letter.facts['publication_date'])}"


def _write_section(section: SectionView) -> Iterator[str]:
    yield f"\n## {_escape(section.heading)} (page {section.page})"
    for block in section.blocks:
        yield ""
        yield from _write_block(block)


def _write_block(block: Block) -> Iterator[str]:
    if block.bullets:
        yield from _write_bullets(block.bullets, "")
    else:
        page = f" (page {block.page})" if block.page else ""
        yield f"### {_escape(block.text)}" if block.is_heading else f"{_escape(block.text)}{page}"


def _write_bullets(bullets: Sequence[Bullet], indent: str) -> Iterator[str]:
    for bullet in bullets:
        yield f"{indent}- {_escape(bullet.text)} (page {bullet.page})"
        yield from _write_bullets(bullet.children, f"{indent}  ")


def _escape(text: str) -> str:
    """Write a text on one line, so that Markdown shows it as it is."""
    return SPECIAL.sub(r"\\\1", " ".join(normalise_text(text).split()))
