"""`index.html`: the whole release as one page that asks nothing of any network.

The table of inspections is in the page itself. What a row opens to is kept behind it, compressed, and unpacked by the
browser when it is asked for, so that the page stays small however many letters there are. It is written as it is
made, so that the texts of all letters are never in memory together. Letters' text is escaped by the templates, and the
page's policy lets nothing run or load but the style and the script that it was written with.
"""

from __future__ import annotations

import base64
import hashlib
import json
import zlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

import duckdb
from jinja2 import Environment

from publishers.dataset_description import describe_dataset
from publishers.duckdb_helpers import count_rows, fetch_rows
from publishers.letter_view import Letter, read_letter_views, read_letters
from publishers.page.authorities import Authority, read_authorities
from publishers.page.charts import draw_charts
from publishers.page.facets import build_facets
from publishers.page.metric_trends import read_metric_trends
from publishers.page.passage_ids import PassageIds
from publishers.page.rendering import PAGE_NAME, read_source, template_environment
from publishers.page.synonyms import read_synonyms
from publishers.page.tile_map import draw_map
from publishers.published_tables import CHANGES, count_changes
from publishers.release_facts import ReleaseFacts

# More letters in a pack are smaller together and quicker to search; fewer are quicker to open.
PACK_LETTERS = 20
# With more text a browser takes many seconds over the first search; real letters have 25,000 characters each.
MAX_TEXT_CHARACTERS = 60_000_000
TEXT_CHARACTERS = "SELECT coalesce(sum(length(text)), 0) FROM sections WHERE level = 1"
COUNTED_TABLES = ("inspections", "findings", "outcomes_summary")
# Abolished ones are counted where the source lists them.
AUTHORITY_COUNT = "SELECT count(urn) AS authority_count FROM local_authorities"

OPEN_PROBLEMS = """
SELECT * FROM extraction_problems WHERE is_open ORDER BY severity, local_authority, page, problem_key
"""
TOPICS = "SELECT name FROM topics WHERE is_shown ORDER BY name"
AGENCIES = "SELECT name FROM agencies WHERE is_shown ORDER BY name"
# Corrections of letters that another source lists are no concern of a reader here.
LISTED_CORRECTIONS = """
SELECT * FROM corrections WHERE status <> 'not_listed'
ORDER BY status, local_authority, report_id, table_name, row_key, column_name
"""


def write_page(con: duckdb.DuckDBPyConnection, facts: ReleaseFacts, folder: Path) -> Path:
    """Write the page of the released database that `con` reads."""
    # One script, which begins once it is read: the letters' texts behind it may still be on their way.
    style, script = read_source("page.css"), read_source("page.js")
    letters = read_letters(con)
    ((text_characters,),) = con.execute(TEXT_CHARACTERS).fetchall()
    has_whole_texts = text_characters <= MAX_TEXT_CHARACTERS
    authorities = read_authorities(con, letters)
    templates = template_environment()
    html = templates.get_template("index.html.j2").generate(
        style=style,
        script=script,
        policy=_build_policy(style, script),
        facts=facts,
        row_counts={name: count_rows(con, name) for name in COUNTED_TABLES},
        **fetch_rows(con, AUTHORITY_COUNT)[0],
        change_counts=count_changes(con, "main"),
        letters=letters,
        packs=_pack_letters(con, templates, letters, has_whole_texts=has_whole_texts),
        has_whole_texts=has_whole_texts,
        pack_letters=PACK_LETTERS,
        by_report={letter.facts["report_id"]: letter for letter in letters},
        cards=_pack_authorities(templates, authorities),
        facets=build_facets(letters, authorities, *(_read_names(con, query) for query in (TOPICS, AGENCIES))),
        map=draw_map(authorities),
        charts=draw_charts(con),
        dataset=describe_dataset(facts),
        client={"release": facts.release_name, "feedback": facts.feedback_url, "synonyms": read_synonyms()},
        changes=fetch_rows(con, CHANGES),
        problems=fetch_rows(con, OPEN_PROBLEMS),
        corrections=fetch_rows(con, LISTED_CORRECTIONS),
        metrics=read_metric_trends(con),
    )
    path = folder / PAGE_NAME
    with path.open("w", encoding="utf-8") as file:
        file.writelines(html)
    return path


def _pack_letters(
    con: duckdb.DuckDBPyConnection, templates: Environment, letters: Sequence[Letter], *, has_whole_texts: bool
) -> Iterator[str]:
    """Yield packs of `PACK_LETTERS` letters: anchor → letter as HTML, with its whole text or its lists only."""
    template = templates.get_template("letter.html.j2", globals={"has_whole_texts": has_whole_texts})
    views = read_letter_views(con, letters)
    while pack := list(islice(views, PACK_LETTERS)):
        yield _pack({view.letter.anchor: template.render(view=view, passage_ids=PassageIds) for view in pack})


def _pack_authorities(templates: Environment, authorities: Iterable[Authority]) -> str:
    """Pack what each authority is shown with, by its name."""
    template = templates.get_template("authority.html.j2")
    return _pack({authority.name: template.render(authority=authority) for authority in authorities})


def _pack(html: dict[str, str]) -> str:
    """Write JSON, deflated and in base64, as the page's script unpacks it."""
    return base64.b64encode(zlib.compress(json.dumps(html, ensure_ascii=False).encode(), level=9)).decode()


def _read_names(con: duckdb.DuckDBPyConnection, query: str) -> list[str]:
    return [name for (name,) in con.execute(query).fetchall()]


def _build_policy(style: str, script: str) -> str:
    """Build a content security policy: this style, this script, pictures beside the page, and nothing else."""
    return (
        f"default-src 'none'; style-src '{_hash_source(style)}'; script-src '{_hash_source(script)}'; "
        "img-src 'self' data:; base-uri 'none'; form-action 'none'"
    )


def _hash_source(source: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()
