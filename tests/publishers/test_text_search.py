"""Searching the released file takes the file alone: no extension, no download."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from publishers.formats.text_search import add_search

ALONE = {"autoinstall_known_extensions": False, "autoload_known_extensions": False}
TEXTS = (
    "Strategy discussions take place without delay.",
    "The voice of the child is heard in every assessment.",
    "The child has a voice; neglect of it is rare.",
    "Reassessments of self-harm (and of neglect) are late: 100% of them.",
    "Children’s plans are SMART. Neglect, neglect and again neglect.",
)


@pytest.fixture
def database() -> Iterator[duckdb.DuckDBPyConnection]:
    """Five findings of one letter, and its one section."""
    with duckdb.connect() as con:
        con.execute(
            "CREATE TABLE inspections AS SELECT 'A' AS report_id, 'Ashby & Vale' AS local_authority, "
            "'neglect' AS theme, DATE '2024-01-09' AS publication_date"
        )
        con.execute("CREATE TABLE findings (report_id VARCHAR, finding_number INTEGER, text VARCHAR)")
        con.executemany("INSERT INTO findings VALUES ('A', ?, ?)", list(enumerate(TEXTS, start=1)))
        con.execute("CREATE TABLE sections AS SELECT 'A' AS report_id, 1 AS section_number, ? AS text", [TEXTS[1]])
        add_search(con)
        yield con


def find(con: duckdb.DuckDBPyConnection, query: str) -> list[int]:
    return [number for (number,) in con.execute("SELECT finding_number FROM search_findings(?)", [query]).fetchall()]


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("NEGLECT", {3, 4, 5}),
        ("assess", {2}),
        ("discussion delay", {1}),
        ("discussion unicorn", set()),
        ("voice child", {2, 3}),
        ('"voice of the child"', {2}),
        ("“voice of the child”", {2}),
        ('"of neglect are"', {4}),
        ('"child the of voice"', set()),
        ('"strategy discussions" OR "self harm"', {1, 4}),
        ('"strategy discussions" or "self harm"', {1, 4}),
        ("neglect -voice", {4, 5}),
        ("neglect -voice -late", {5}),
        ('child -"voice of the child"', {3, 5}),
        ("child -“voice of the child", {3, 5}),
        ("delay OR neglect -rare", {1, 4, 5}),
        ("neglect -unicorn", {3, 4, 5}),
        ("neglect - rare", {3}),
        ("voice child OR late neglect", {2, 3, 4}),
        ("voice AND child", {2, 3}),
        ("self-harm", {4}),
        ("harm-self", set()),
        ("children's plan", {5}),
        ("or", set()),
    ],
)
def test_a_query_finds_what_has_all_its_terms(
    database: duckdb.DuckDBPyConnection, query: str, numbers: set[int]
) -> None:
    found = find(database, query)
    assert set(found) == numbers
    assert len(found) == len(numbers)


@pytest.mark.parametrize(
    "query", ["", " ", '"', '""', "OR", "OR OR", '"" OR ""', "-neglect", "delay -delay", "%", ".*", "[", "('", "…"]
)
def test_a_query_without_a_word_finds_nothing(database: duckdb.DuckDBPyConnection, query: str) -> None:
    assert find(database, query) == []


@pytest.mark.parametrize(("query", "numbers"), [("neglect.*", {3, 4, 5}), ("neg.ect", set()), ("(late|delay", set())])
def test_characters_of_a_pattern_only_divide_words(
    database: duckdb.DuckDBPyConnection, query: str, numbers: set[int]
) -> None:
    assert set(find(database, query)) == numbers


def test_an_alternative_without_a_word_and_an_open_quotation_are_ignored(database: duckdb.DuckDBPyConnection) -> None:
    assert find(database, "late OR") == find(database, 'OR "late') == [4]


def test_the_best_comes_first(database: duckdb.DuckDBPyConnection) -> None:
    assert find(database, "neglect")[0] == 5
    assert find(database, "neglect OR delay")[0] == 1, "a rarer word counts more"


def test_a_row_comes_with_its_score_and_its_letter(database: duckdb.DuckDBPyConnection) -> None:
    found = database.sql("FROM search_sections('assessment')")
    assert found.columns == [
        "score",
        "snippet",
        "local_authority",
        "publication_date",
        "theme",
        "report_id",
        "section_number",
        "text",
    ]
    ((score, _, authority, *_),) = found.fetchall()
    assert score > 0
    assert authority == "Ashby & Vale"


@pytest.mark.parametrize(
    ("query", "snippet"),
    [
        ("strategy delay", "**Strategy** discussions take place without **delay**."),
        ('"self harm"', "Reassessments of **self-harm** (and of neglect) are late: 100% of them."),
        ("NEGL late -voice", "Reassessments of self-harm (and of **neglect**) are **late**: 100% of them."),
        ("children's", "**Children’s** plans are SMART. Neglect, neglect and again neglect."),
        ("delay OR unicorn", "Strategy discussions take place without **delay**."),
    ],
)
def test_a_snippet_marks_the_words_that_were_found(
    database: duckdb.DuckDBPyConnection, query: str, snippet: str
) -> None:
    assert database.execute("SELECT snippet FROM search_findings(?)", [query]).fetchall() == [(snippet,)]


def test_a_snippet_of_a_long_text_is_what_surrounds_the_first_match(database: duckdb.DuckDBPyConnection) -> None:
    words = [f"w{number}" for number in range(60)]
    text = " ".join([*words[:30], "needle", *words[30:], "needle"])
    database.execute("UPDATE sections SET text = ?", [text.replace("w10 ", "w10\n")])
    ((snippet,),) = database.sql("SELECT snippet FROM search_sections('needle')").fetchall()
    assert snippet == f"… {' '.join(words[18:30])} **needle** {' '.join(words[30:54])} …"


def test_a_released_file_is_searched_without_an_extension(released: Path) -> None:
    with duckdb.connect(str(released / "jtai.duckdb"), read_only=True, config=ALONE) as con:
        query = "SELECT report_id, finding_number FROM search_findings('“older finding”')"
        assert con.sql(query).fetchall() == [("80002 letter - 4 may 2018", 1)]
        assert con.sql("SELECT section_number FROM search_sections('in the box')").fetchall() == [(4,)]
