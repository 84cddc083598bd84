"""`index.html`: the whole release as one page that asks nothing of any network.

The table of inspections is in the page itself. The outcome that a row opens to is kept behind it, compressed, and
unpacked by the browser when it is asked for, so that the page stays small however many letters there are. It is written
as it is made: never more than one pack of letters' texts is in memory. Letters'
text is escaped by the templates, and the page's policy lets nothing run or load but the style and the scripts it was
written with.
"""

from __future__ import annotations

import base64
import hashlib
import json
import zlib
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from pathlib import Path

import duckdb
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from publishers import wording
from publishers.charts import read_charts
from publishers.drift import read_drift
from publishers.manifest import Manifest
from publishers.neighbours import Neighbour, read_neighbours
from publishers.outcome import Letter, Outcome, read_letters, read_outcomes
from publishers.page_library import table_library
from publishers.records import Cell, ReleaseFacts, Row
from publishers.sheets import CHANGES
from publishers.tables import records

PAGE_NAME = "index.html"
TEMPLATES = Path(__file__).with_name("templates")
VALUE_CHARACTERS = 240
# More letters in a pack are smaller together and quicker to search; fewer are quicker to open.
PACK_LETTERS = 20

# Those of reports that another source lists are no reader's business here.
LISTED_CORRECTIONS = (
    "SELECT * FROM corrections WHERE status <> 'not_listed' "
    "ORDER BY status, local_authority, report_id, table_name, row_key, column_name"
)


def write_page(con: duckdb.DuckDBPyConnection, manifest: Manifest, made: ReleaseFacts, folder: Path) -> Path:
    """Write the page of the released database that `con` reads; `manifest` gives the counts on it."""
    # One script, which begins once it is read: the letters' texts behind it may still be on their way.
    style, script = _source("page.css"), table_library() + "\n" + _source("page.js")
    letters = read_letters(con)
    templates = _templates()
    html = templates.get_template("index.html.j2").generate(
        style=style,
        script=script,
        policy=_policy(style, script),
        made=made,
        manifest=manifest,
        letters=letters,
        packs=_packed_outcomes(templates, read_outcomes(con, letters), read_neighbours(con, letters)),
        pack_letters=PACK_LETTERS,
        by_report={letter.facts["report_id"]: letter for letter in letters},
        filters=_filters(letters),
        charts=read_charts(con),
        changes=records(con.sql(CHANGES)),
        problems=_open_problems(con),
        corrections=records(con.sql(LISTED_CORRECTIONS)),
        drift=read_drift(con),
        wording=wording,
    )
    path = folder / PAGE_NAME
    with path.open("w", encoding="utf-8") as file:
        file.writelines(html)
    return path


def _packed_outcomes(
    templates: Environment, outcomes: Iterator[Outcome], neighbours: dict[Cell, list[Neighbour]]
) -> Iterator[str]:
    """Packs of `PACK_LETTERS` letters: JSON of anchor → outcome as HTML, deflated and in base64."""
    template = templates.get_template("outcome.html.j2")
    while pack := list(islice(outcomes, PACK_LETTERS)):
        yield _packed(
            {
                outcome.letter.anchor: template.render(
                    outcome=outcome, neighbours=neighbours.get(outcome.letter.facts["urn"], []), wording=wording
                )
                for outcome in pack
            }
        )


def _packed(html: dict[str, str]) -> str:
    return base64.b64encode(zlib.compress(json.dumps(html, ensure_ascii=False).encode(), level=9)).decode()


def _source(name: str) -> Markup:
    """A style sheet or a script of our own, which the template must not escape."""
    return Markup((TEMPLATES / name).read_text("utf-8"))  # noqa: S704


def _policy(style: str, script: str) -> str:
    """A content security policy that allows this style, this script, pictures beside the page, and nothing else."""
    return (
        f"default-src 'none'; style-src '{_integrity(style)}'; script-src '{_integrity(script)}'; "
        "img-src 'self' data:; base-uri 'none'; form-action 'none'"
    )


def _integrity(source: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()


def _templates() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "separators": (",", ":")}
    environment.filters |= {
        "day": _day,
        "short_day": _short_day,
        "printable": _printable,
        "shortened": _shortened,
        "heading": wording.heading_of,
    }
    return environment


def _filters(letters: Iterable[Letter]) -> dict[str, list[str]]:
    """The values that readers may choose from; years newest first."""
    facts = [letter.facts for letter in letters]
    return {
        "authority": sorted({str(row["local_authority"]) for row in facts if row["local_authority"]}),
        "theme": sorted({str(row["theme"]) for row in facts if row["theme"]}),
        "region": sorted({str(row["region"]) for row in facts if row["region"]}),
        "year": sorted({str(row["publication_date"])[:4] for row in facts}, reverse=True),
    }


def _open_problems(con: duckdb.DuckDBPyConnection) -> list[Row]:
    found = con.sql(
        "SELECT * FROM extraction_problems WHERE is_open ORDER BY severity, local_authority, page, problem_key"
    )
    return records(found)


def _day(value: Cell) -> str:
    return wording.day_in_words(value) if isinstance(value, date) else "not stated"


def _short_day(value: Cell) -> str:
    return f"{value.day} {value:%b %Y}" if isinstance(value, date) else "not stated"


def _printable(value: Cell) -> str:
    return "" if value is None else wording.without_folders(wording.printable(str(value)))


def _shortened(value: Cell) -> str:
    return wording.shortened(_printable(value), VALUE_CHARACTERS)
