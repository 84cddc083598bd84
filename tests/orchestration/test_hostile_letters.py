"""The whole job with attacks and odd letters among the others: those are released as they are, none is silently absent.

And no attack gets out.
"""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest
from lxml import etree
from openpyxl import load_workbook
from running import Finished, Refreshed, jtai, unfolded
from selectolax.lexbor import LexborHTMLParser

from bad_pdfs import BAD_FILES
from odd_letters import ODD_LETTERS
from orchestration.dbt.resource import DBT_PROJECT

LETTER_NAME = "joint area child protection inspection - 12 april 2016.pdf"
UNKNOWN_URN = 99999
SECRETS = {name: f"SECRET-{name}" for name in ("AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "JTAI_PASSWORD")}
# Each kind of bad file lies under a name that is an attack too.
ATTACKS = {
    "hostile words": "$(touch touched)",
    "locked by its owner only": "`touch touched`",
    "scripts and programs to start": "'; DROP TABLE marts.inspections; --",
    "an embedded file": '=HYPERLINK("http:evil.example","x")',
    "pages of ten million points": "<script>alert(1)<",
    "pages of no size": "<img src=x onerror=alert(1)>",
    "broken references": "\x1b[31mred\x07 \u202eesrever\u200b",
    "pages in a ring": "..\u2215..\u2215x {{ 7*7 }} ${env} %s",
    "cut off": "\udcff\udcfe broken bytes",
    "encrypted": "A" * 200,
    "of another kind": "url(http:evil.example) [x](javascript:alert(1))",
    "a form that draws itself": "@SUM(A1)|'quoted\"",
    "empty": "-2+3",
}
LETTERS_WITHOUT_A_FAULT = 14
COMPARED = ("inspections", "sections", "findings", "case_studies", "footnotes", "signatories")


@dataclass(frozen=True)
class Attacked:
    """A home refreshed from an archive with attacks and odd letters, by the kind of each, by report."""

    home: Path
    folder: Path
    kinds: dict[str, str]
    odd_kinds: dict[str, str]
    finished: Finished

    @property
    def release(self) -> Path:
        return self.home / "releases" / "latest"


@pytest.fixture(scope="module")
def attacked(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Attacked:
    folder = tmp_path_factory.mktemp("attacked")
    hostile = Path(shutil.copytree(archive, folder / "archive"))
    taken = {int(authority.name.partition("_")[0]) for authority in hostile.iterdir()}
    urns = duckdb.read_csv(str(DBT_PROJECT / "seeds" / "england_local_authorities.csv")).project("urn").order("urn")
    free = (urn for (urn,) in urns.fetchall() if urn not in taken)
    kinds, odd_kinds = {}, {}
    for kind, name in ATTACKS.items():
        kinds[add_letter(hostile, next(free), name, BAD_FILES[kind].make())] = kind
    for urn, (kind, make) in zip((UNKNOWN_URN, *free), ODD_LETTERS.items(), strict=False):
        odd_kinds[add_letter(hostile, urn, "Anywhere", make())] = kind
    settings = {"JTAI_MAX_FLAGGED_SHARE": "1", "JTAI_SECONDS_PER_LETTER": "30"}
    finished = jtai("refresh", "--home", folder / "home", "--source", hostile, **settings, **SECRETS)
    return Attacked(folder / "home", folder, kinds, odd_kinds, finished)


def add_letter(archive: Path, urn: int, authority: str, content: bytes) -> str:
    """Put a letter into the folder of an authority; return the report that it is."""
    (archive / f"{urn}_{authority}").mkdir()
    (archive / f"{urn}_{authority}" / LETTER_NAME).write_bytes(content)
    return f"{urn}_2016-04-12"


def rows_of(release: Path, table: str, reports: set[str]) -> list[tuple[object, ...]]:
    """The rows of these reports, without where their file lay and when it came."""
    columns = "COLUMNS(name -> name NOT IN ('report_url', 'fetched_at'))"
    query = f"SELECT {columns} FROM {table} WHERE report_id IN ? ORDER BY ALL"  # noqa: S608 our own tables' names
    with duckdb.connect(str(release / "jtai.duckdb"), read_only=True) as connection:
        return connection.execute(query, [sorted(reports)]).fetchall()


def test_the_good_letters_are_released_as_they_are_without_the_bad_ones(
    attacked: Attacked, refreshed: Refreshed
) -> None:
    assert attacked.finished.returncode == 0, attacked.finished.stderr
    without = refreshed.home / "releases" / "latest"
    with duckdb.connect(str(without / "jtai.duckdb"), read_only=True) as connection:
        good = {report for (report,) in connection.execute("SELECT report_id FROM inspections").fetchall()}
    assert len(good) == LETTERS_WITHOUT_A_FAULT
    for table in COMPARED:
        assert rows_of(attacked.release, table, good) == rows_of(without, table, good) != [], table


def test_each_bad_letter_is_named_with_what_is_wrong(attacked: Attacked) -> None:
    with duckdb.connect(str(attacked.release / "jtai.duckdb"), read_only=True) as connection:
        read = {report for (report,) in connection.execute("SELECT report_id FROM inspections").fetchall()}
        found = connection.execute(
            "SELECT report_id, string_agg(seen, ' ') FROM extraction_problems GROUP BY report_id"
        ).fetchall()
    reasons = dict(found)
    for report, kind in attacked.kinds.items():
        bad = BAD_FILES[kind]
        assert report in read or reasons[report], kind
        assert bad.reason is not None or report in read, kind
    assert "PDFium" in reasons[next(report for report, kind in attacked.kinds.items() if kind == "encrypted")]


def test_nothing_is_written_beside_the_home_and_nothing_ran(attacked: Attacked) -> None:
    assert {path.name for path in attacked.folder.iterdir()} == {"archive", "home"}
    assert not [*attacked.home.rglob("touched"), *Path.cwd().glob("touched"), *DBT_PROJECT.rglob("touched")]
    assert not [path for path in attacked.home.rglob("*") if re.search(r"[$`'<>=@\s\x00-\x1f]", path.name)]


def test_no_page_runs_what_a_letter_or_a_name_says(attacked: Attacked) -> None:
    pages = [*attacked.release.rglob("*.html")]
    assert len(pages) > 3
    for page in pages:
        tree = LexborHTMLParser(page.read_bytes())
        for node in tree.css("*"):
            handlers = [name for name in node.attributes if name.startswith("on")]
            address = next((node.attributes[name] or "" for name in ("src", "href") if name in node.attributes), "")
            assert not any("alert(1)" in (node.attributes[name] or "") for name in handlers), page
            assert not re.match(r"\s*(?:javascript|https?:/*evil)|x$", address), f"{page}: {address}"
        assert not [script for script in tree.css("script") if script.text().startswith("alert")], page


def test_no_cell_of_the_workbook_is_a_formula(attacked: Attacked) -> None:
    book = load_workbook(attacked.release / "jtai_outcomes.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert any("=HYPERLINK" in str(cell.value) for cell in cells)
    assert not [cell for cell in cells if cell.data_type == "f"]
    links = [cell.hyperlink.target or cell.hyperlink.location for cell in cells if cell.hyperlink]
    assert links
    assert not [target for target in links if re.match(r"\s*(?:javascript|data|https?:/*evil)", target)]


def test_the_feed_is_xml_and_the_database_has_all_its_tables(attacked: Attacked) -> None:
    assert etree.parse(attacked.release / "feed.xml").getroot().tag.endswith("feed")
    with duckdb.connect(str(attacked.release / "jtai.duckdb"), read_only=True) as connection:
        assert {"inspections", "sections", "findings"} <= {
            name for (name,) in connection.execute("SHOW TABLES").fetchall()
        }


def test_what_is_said_on_a_terminal_holds_no_codes_for_it(attacked: Attacked) -> None:
    listed = jtai("problems", "--home", attacked.home)
    for text in (listed.stdout, attacked.finished.stdout, attacked.finished.stderr):
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f\u200b\u202e]", text)


def test_no_secret_of_the_environment_is_kept_or_printed(attacked: Attacked) -> None:
    kept = [path for path in attacked.home.rglob("*") if path.is_file()]
    assert not [path for path in kept if b"SECRET-" in path.read_bytes()]
    assert "SECRET-" not in attacked.finished.stdout + attacked.finished.stderr


def test_every_odd_letter_is_an_inspection_with_its_status_and_reason(attacked: Attacked) -> None:
    with duckdb.connect(str(attacked.release / "jtai.duckdb"), read_only=True) as connection:
        found = connection.execute("SELECT report_id, extraction_status, unread_reason FROM inspections").fetchall()
        problems = connection.execute("SELECT report_id, count(*) FROM extraction_problems GROUP BY ALL").fetchall()
    inspections = {report: (status, reason) for report, status, reason in found}
    for report, kind in attacked.odd_kinds.items():
        status, reason = inspections[report]
        assert status == "unread" if reason else status == "flagged", kind
        assert dict(problems)[report], kind


def test_the_run_ends_with_the_letters_that_were_not_read(attacked: Attacked) -> None:
    with duckdb.connect(str(attacked.release / "jtai.duckdb"), read_only=True) as connection:
        found = connection.execute("SELECT report_id FROM inspections WHERE unread_reason IS NOT NULL").fetchall()
    unread = {report for (report,) in found}
    said = unfolded(attacked.finished.stdout)
    last_lines = said[said.index("not read:") :]
    assert unread
    assert [report for report in unread if f"({report}): " not in last_lines] == []
