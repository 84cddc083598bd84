"""The data docs of all three gates: one site, complete without a network, and silent about the machine."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from tempfile import gettempdir

import great_expectations as gx
import polars as pl
import pytest
from damages import OF_NEW, altered
from good_tables import GOOD, NEW, Rows, frames

from expectations import Gate, remove_data_docs
from expectations.catalogue import SUITES
from expectations.expectation_types import TheTableHasRows
from expectations.suites.extracted import letters
from expectations.validation import validate, validate_batches

FETCHED = re.compile(r"""<(?:script|img|link|iframe)\b|\bsrc=|@import|url\(""")
LINK = re.compile(r'<a\b[^>]*\bhref="([^"#]+)"')
OUTCOME = re.compile(r'<td><span class="\w+">(blocked|passed(?: with warnings)?)</span>')


def run_gate(
    docs: Path, gate: Gate, change: Callable[[Rows], None] | None = None, corrected: tuple[str, ...] = ()
) -> None:
    rows = GOOD[gate]()
    if change:
        change(rows)
    validate(gate, frames(gate, rows), docs=docs, corrected=corrected)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of three gates, one of which has a warning about a letter with markup in its words."""
    docs = tmp_path_factory.mktemp("home") / "data_docs"
    quote = '<script src="https://elsewhere.example/x.js">alert("quoted")</script>'
    run_gate(docs, "discovered")
    run_gate(docs, "extracted", altered("letters", OF_NEW, theme=None, theme_quote=quote))
    run_gate(docs, "published")
    return docs


def pages(site: Path) -> list[Path]:
    return sorted(site.rglob("*.html"))


def index_of(site: Path) -> str:
    return unescape((site / "index.html").read_text())


def page_of(site: Path, gate: Gate, suite: str) -> str:
    [page] = site.glob(f"validations/{gate}/{suite}/*/*/*.html")
    return unescape(page.read_text())


def test_one_index_links_to_the_results_of_all_gates(site: Path) -> None:
    linked = {(site / one).resolve() for one in LINK.findall((site / "index.html").read_text())}

    assert len(linked) == sum(len(suites) for suites in SUITES.values())
    assert linked == {page.resolve() for page in pages(site)} - {site / "index.html"}


def test_a_page_lists_every_check_with_its_severity_and_what_failed_it(site: Path) -> None:
    page = page_of(site, "extracted", "letters")

    assert "The theme is recognised." in page
    assert "the_theme_is_recognised" in page
    assert re.search(rf"<td>{NEW}</td>\s*<td></td>\s*<td></td>\s*<td>Theme not recognised; .*<script src=", page)
    assert page.count("<td>warning</td>") + page.count("<td>critical</td>") == len(letters.SUITE.expectations)


def test_no_page_fetches_anything(site: Path) -> None:
    assert [page for page in pages(site) if FETCHED.search(re.sub(r"&lt;script.*", "", page.read_text()))] == []
    assert {file.suffix for file in site.rglob("*") if file.is_file()} == {".html"}


def test_the_words_of_a_letter_are_escaped(site: Path) -> None:
    [page] = site.glob("validations/extracted/letters/*/*/*.html")

    assert "&lt;script src=&#34;https://elsewhere.example/x.js&#34;&gt;" in page.read_text()
    assert "<script" not in page.read_text()


def test_every_link_within_the_site_leads_somewhere(site: Path) -> None:
    for page in pages(site):
        links = LINK.findall(page.read_text())
        assert links
        assert [one for one in links if not (page.parent / one).is_file()] == []


def test_nothing_in_the_site_names_the_machine(site: Path) -> None:
    names = [str(site.parent), gettempdir(), str(Path.home()), str(Path.cwd()), "site-packages"]
    texts = [file.read_text() for file in site.rglob("*") if file.is_file()]

    assert [name for name in names for text in texts if name in text] == []


def test_the_index_begins_with_what_failed_and_calls_a_warning_a_warning(site: Path) -> None:
    assert OUTCOME.findall(index_of(site)) == ["passed with warnings"] + ["passed"] * 29
    assert "Theme not recognised; the letter's words: “<script" in index_of(site)
    assert "blocked" not in re.sub(r"<style>.*</style>", "", page_of(site, "extracted", "letters"), flags=re.DOTALL)


def test_a_blocked_gate_has_its_pages_at_once_and_comes_first(tmp_path: Path) -> None:
    docs = tmp_path / "data_docs"
    run_gate(docs, "discovered")
    run_gate(docs, "extracted", altered("letters", OF_NEW, theme="sheep", family=None))

    index = index_of(docs)
    assert OUTCOME.findall(index) == ["blocked"] + ["passed"] * 15
    assert index.index("Theme not on the list of themes: “sheep”.") < index.index("Layout not recognised")
    assert "sheep" in page_of(docs, "extracted", "letters")


def test_a_critical_check_that_only_corrected_letters_fail_is_said_to_be_that(tmp_path: Path) -> None:
    docs = tmp_path / "data_docs"
    run_gate(docs, "discovered")
    run_gate(docs, "extracted", altered("letters", OF_NEW, theme="sheep"), corrected=(NEW,))
    run_gate(docs, "published", corrected=(NEW,))

    assert OUTCOME.findall(index_of(docs))[:2] == ["passed with warnings", "passed"]
    assert "critical, corrected by hand" in index_of(docs)
    assert "critical, corrected by hand" in page_of(docs, "extracted", "letters")


def test_a_gate_that_runs_again_replaces_its_results(tmp_path: Path) -> None:
    docs = tmp_path / "data_docs"
    run_gate(docs, "discovered")
    run_gate(docs, "extracted", altered("letters", OF_NEW, theme="sheep"))
    run_gate(docs, "extracted")

    assert OUTCOME.findall(index_of(docs)) == ["passed"] * 16


def test_a_page_that_cannot_be_made_is_an_error(tmp_path: Path) -> None:
    suite = gx.ExpectationSuite("extracted.unknown", expectations=[TheTableHasRows()], meta={"table": "letters"})
    batch = pl.DataFrame({"report_id": [NEW]})

    with pytest.raises(RuntimeError, match="0 of 1 pages of gate 'extracted' were made"):
        validate_batches("extracted", [(suite, batch)], {"letters": batch}, docs=tmp_path / "data_docs")


def test_a_gate_that_runs_alone_leaves_the_pages_of_the_others_and_a_new_run_begins_without_any(tmp_path: Path) -> None:
    docs = tmp_path / "data_docs"
    run_gate(docs, "published")
    run_gate(docs, "discovered")
    assert {folder.name for folder in (docs / "validations").iterdir()} == {"published", "discovered"}

    remove_data_docs(docs)
    run_gate(docs, "discovered")
    assert {folder.name for folder in (docs / "validations").iterdir()} == {"discovered"}
    assert len(OUTCOME.findall(index_of(docs))) == len(SUITES["discovered"])
