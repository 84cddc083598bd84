"""The data docs of all three gates: one site, whole without a network, and silent about the machine it was made on."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from damages import OF_NEW, altered
from good_tables import GOOD, NEW, extracted, frames

from expectations import judge
from expectations.data_docs import standing_alone
from expectations.data_docs_index import outcomes

FETCHED = re.compile(r"""<(?:script|img|link)\b[^>]*?\b(?:src|href)="([^"]+)"|url\(['"]?([^)'"]+)""")
ABSOLUTE = re.compile(r"(?:https?:)?//")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of three gates, one of which has a warning."""
    docs = tmp_path_factory.mktemp("home") / "data_docs"
    for gate, good in GOOD.items():
        rows = good()
        if gate == "extracted":
            altered("letters", OF_NEW, theme=None)(rows)
        judge(gate, frames(gate, rows), docs=docs)
    return docs


def pages(site: Path) -> list[Path]:
    return sorted(site.rglob("*.html"))


def test_one_index_lists_the_results_of_all_gates(site: Path) -> None:
    index = (site / "index.html").read_text()

    assert len(pages(site)) == 1 + 4 + 8 + 9
    for page in pages(site)[:-1]:
        assert page.relative_to(site).as_posix().replace(":", "%3A") in index or page.name == "index.html"


def test_a_page_states_claims_with_their_severity(site: Path) -> None:
    [page] = site.glob("validations/extracted/letters/*/*/*.html")

    assert "A letter&#39;s theme is recognised. (warning if not so)" in page.read_text().replace("'", "&#39;")


def test_no_page_fetches_anything_from_elsewhere(site: Path) -> None:
    for page in pages(site):
        fetched = [address for pair in FETCHED.findall(page.read_text()) for address in pair if address]
        assert fetched
        assert [address for address in fetched if ABSOLUTE.match(address)] == []
        assert [address for address in fetched if not (page.parent / address).is_file()] == []


def test_every_link_within_the_site_leads_somewhere(site: Path) -> None:
    for page in pages(site):
        links = re.findall(r'<a\b[^>]*\bhref="([^"#]+)"', page.read_text())
        assert [one for one in links if not ABSOLUTE.match(one) and not (page.parent / one).exists()] == []


def test_nothing_in_the_site_names_the_machine(site: Path) -> None:
    told = [str(site.parent), str(Path.home()), str(Path.cwd()), "site-packages"]
    texts = [file.read_text() for file in site.rglob("*") if file.suffix in {".html", ".json"}]

    assert [word for word in told for text in texts if word in text] == []


def test_the_site_is_small(site: Path) -> None:
    assert sum(file.stat().st_size for file in (site / "assets").iterdir()) < 700_000


def test_the_index_begins_with_what_was_seen_and_calls_a_warning_a_warning(site: Path) -> None:
    outcomes = re.findall(r'badge-\w+">(refused|passed(?: with warnings)?)<', (site / "index.html").read_text())

    assert outcomes == ["passed with warnings"] + ["passed"] * 20
    assert "A letter&#39;s theme is recognised." in (site / "index.html").read_text()


def test_a_page_with_a_warning_is_not_said_to_have_failed(site: Path) -> None:
    [page] = site.glob("validations/extracted/letters/*/*/*.html")

    assert "passed with warnings" in page.read_text()
    assert "</i> Failed" not in page.read_text()


def test_what_a_gate_refused_has_its_pages_at_once_and_stands_first(tmp_path: Path) -> None:
    docs = tmp_path / "data_docs"
    judge("discovered", frames("discovered", GOOD["discovered"]()), docs=docs)
    assert pages(docs) == [], "made once, when the last gate has judged"
    rows = extracted()
    altered("letters", OF_NEW, theme="sheep", family=None)(rows)
    judge("extracted", frames("extracted", rows), docs=docs)

    found = outcomes(docs, ())
    assert [(one.suite, one.in_words) for one in found if one.in_words != "passed"] == [("letters", "refused")]
    assert found[0].critical == ("A theme is one of the closed list.",)
    assert found[0].warnings == ("A letter's layout is recognised.",)
    assert all((docs / one.page).is_file() for one in found)
    assert {one.gate for one in found} == {"discovered", "extracted"}
    assert "</i> Failed" in (docs / found[0].page).read_text()


def test_a_critical_claim_about_a_letter_corrected_by_hand_is_said_to_be_that(tmp_path: Path) -> None:
    docs = tmp_path / "data_docs"
    rows = extracted()
    altered("letters", OF_NEW, theme="sheep")(rows)
    judge("extracted", frames("extracted", rows), docs=docs, corrected={NEW})
    judge("published", frames("published", GOOD["published"]()), docs=docs, corrected={NEW})

    [first, *others] = outcomes(docs, {NEW})
    assert (first.suite, first.in_words) == ("letters", "passed with warnings")
    assert (first.critical, first.by_hand) == ((), ("A theme is one of the closed list.",))
    assert {one.in_words for one in others} == {"passed"}
    assert "corrected by hand" in (docs / "index.html").read_text()


def test_the_first_gate_of_a_run_begins_the_site_anew(tmp_path: Path) -> None:
    docs = tmp_path / "data_docs"
    judge("published", frames("published", GOOD["published"]()), docs=docs)
    judge("discovered", frames("discovered", GOOD["discovered"]()), docs=docs)

    assert [folder.name for folder in (docs / "results").iterdir() if folder.is_dir()] == ["discovered"]
    assert pages(docs) == []


def test_a_page_that_would_fetch_something_is_refused(tmp_path: Path) -> None:
    page = tmp_path / "index.html"
    page.write_text('<img src="https://elsewhere.example/logo.png">')

    with pytest.raises(ValueError, match=r"would fetch .*elsewhere.example.*ship that file"):
        standing_alone(page, tmp_path)


@pytest.mark.parametrize("tag", ["<style>p {{ background: {} }}</style>", '<p style="background: {}">'])
def test_a_style_that_would_fetch_something_is_refused_and_a_letter_that_says_so_is_not(
    tmp_path: Path, tag: str
) -> None:
    page = tmp_path / "index.html"
    page.write_text("<td>url(https://elsewhere.example/x)</td>")
    assert "url(https://elsewhere.example/x)" in standing_alone(page, tmp_path)

    page.write_text(tag.format("url(https://elsewhere.example/x)"))
    with pytest.raises(ValueError, match=r"would fetch .*elsewhere.example"):
        standing_alone(page, tmp_path)
