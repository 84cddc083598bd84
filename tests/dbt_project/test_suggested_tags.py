"""Topics and agencies that patterns suggest for findings, on invented sentences."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import polars as pl
import pytest
from dbt_runs import DBT_PROJECT, WAREHOUSE, build, open_marts, write_tables
from invented_rows import make_tables, section

from extractors.frames import to_frame
from extractors.records import Paragraph

pytestmark = pytest.mark.slow

SEEDS = DBT_PROJECT / "seeds"
SENTENCES = {
    "decides": "The force has trained its officers.",
    "one hint": "The panel met. Leaders came later.",
    "three hints": "Investment and commitment by the PCC.",
    "ignored for a topic": "Social workers are clear about which children are missing from education.",
    "ignored everywhere": "Thresholds are understood. This means that the lived experience of children is known.",
    "examples": "Records of visits, such as assessments and plans, are of good quality.",
    "recipient": "Health visitors share information with the police.",
    "several agencies": "Police officers and probation staff work well together.",
    "four in a list": "The police, schools, probation and midwives were at the event.",
    "work of an agency": "Section 47 enquiries are timely.",
    "nobody": "Early help is a strength.",
    "a place": "Health visitors give good support in schools.",
    "another form of a name": "Local policing is strong.",
    "figures of the police": "The police do not collect data.",
    "figures of the partnership": "The partnership does not collect data.",
    "who acts later": "Probation staff write good reports. Midwives are well trained.",
    "two that work together": "Probation staff write good reports. Liaison between midwives and others is weak.",
    "who provides": "Probation staff write good reports. Advice is provided by midwives.",
    "only told": "GPs are not routinely informed when probation staff assess families.",
    "what children miss": "Thresholds are understood. This means children need not tell their stories twice.",
    "the receiver": "Referrals are triaged well.",
    "a place named late": "The voice of the child is strong in records. It is heard at the front door.",
    "gaps that nobody saw": "Gaps in training were not identified.",
    "two documents": "Detail is weak in assessments and plans.",
    "the subject of training": "Training on early help is thorough.",
    "leaders who check": "Leaders audit practice.",
    "needs that nobody saw": "Failure to identify the needs of children leads to delay.",
    "examples in brackets": "Some services (such as those for records) have waiting times that are too long.",
}
NUMBERS = {name: number for number, name in enumerate(SENTENCES, start=1)}


@pytest.fixture(scope="module")
def tagged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which dbt built the marts of a letter with these sentences as its findings."""
    folder = tmp_path_factory.mktemp("tagged")
    rows = section("early", 2, "strengths", "\n".join(SENTENCES.values()), bullet_count=len(SENTENCES))
    paragraphs = to_frame(Paragraph, [row for row in rows if isinstance(row, Paragraph)])
    write_tables(folder / WAREHOUSE, {**make_tables(), "raw.paragraphs": paragraphs})
    build(folder)
    return folder


@pytest.fixture(scope="module")
def tags(tagged: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The marts that dbt built there."""
    with open_marts(tagged) as connection:
        yield connection


def topics_of(tags: duckdb.DuckDBPyConnection, name: str) -> dict[str, str]:
    """The topics suggested for a sentence, each with the words that decided it."""
    query = "SELECT topic, matched_text FROM finding_topics WHERE finding_number = ?"
    return dict(tags.execute(query, [NUMBERS[name]]).fetchall())


def agencies_of(tags: duckdb.DuckDBPyConnection, name: str) -> dict[str, str | None]:
    """The agencies suggested for a sentence, each with the words that decided it."""
    query = "SELECT agency, matched_text FROM finding_agencies WHERE finding_number = ?"
    return dict(tags.execute(query, [NUMBERS[name]]).fetchall())


def test_a_deciding_pattern_gives_its_topic_with_the_words_that_decided_it(tags: duckdb.DuckDBPyConnection) -> None:
    assert topics_of(tags, "decides") == {"training": "trained"}


def test_hints_decide_together(tags: duckdb.DuckDBPyConnection) -> None:
    assert topics_of(tags, "three hints")["leadership_governance"] == "Investment … commitment … PCC"


def test_one_hint_is_enough_only_for_a_finding_that_would_have_no_topic(tags: duckdb.DuckDBPyConnection) -> None:
    assert "leadership_governance" in topics_of(tags, "one hint")


def test_words_that_mean_something_else_do_not_count_for_their_topic(tags: duckdb.DuckDBPyConnection) -> None:
    assert "missing_children" not in topics_of(tags, "ignored for a topic")
    assert topics_of(tags, "ignored for a topic")["schooling"] == "missing from education"


def test_a_consequence_gives_no_topic(tags: duckdb.DuckDBPyConnection) -> None:
    assert topics_of(tags, "ignored everywhere") == {"thresholds": "Thresholds"}


@pytest.mark.parametrize(
    ("name", "topics"),
    [
        ("what children miss", {"thresholds"}),
        ("the receiver", {"front_door"}),
        ("a place named late", {"voice_of_child"}),
        ("gaps that nobody saw", {"training"}),
        ("two documents", {"assessment", "plans"}),
        ("the subject of training", {"training"}),
        ("leaders who check", {"quality_assurance"}),
        ("needs that nobody saw", {"identification_of_risk"}),
        ("examples in brackets", {"specialist_services"}),
    ],
)
def test_a_topic_is_what_is_assessed_and_not_all_that_is_named(
    tags: duckdb.DuckDBPyConnection, name: str, topics: set[str]
) -> None:
    assert set(topics_of(tags, name)) == topics


def test_examples_in_a_list_give_no_topic(tags: duckdb.DuckDBPyConnection) -> None:
    assert "plans" not in topics_of(tags, "examples")


def test_an_agency_that_only_receives_is_not_suggested(tags: duckdb.DuckDBPyConnection) -> None:
    assert agencies_of(tags, "recipient") == {"community_health": "Health visitors"}


def test_each_agency_whose_work_is_assessed_is_suggested(tags: duckdb.DuckDBPyConnection) -> None:
    assert agencies_of(tags, "several agencies") == {"police": "Police officers", "probation": "probation staff work"}


def test_four_agencies_in_one_list_are_the_partnership(tags: duckdb.DuckDBPyConnection) -> None:
    assert list(agencies_of(tags, "four in a list")) == ["partnership"]


def test_an_agency_that_is_only_the_place_is_not_suggested(tags: duckdb.DuckDBPyConnection) -> None:
    assert agencies_of(tags, "a place") == {"community_health": "Health visitors"}


def test_a_form_of_an_agency_s_name_is_its_name(tags: duckdb.DuckDBPyConnection) -> None:
    assert agencies_of(tags, "another form of a name") == {"police": "policing is"}


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("who acts later", "Midwives"),
        ("two that work together", "between midwives"),
        ("who provides", "provided by midwives"),
    ],
)
def test_an_agency_that_acts_is_suggested_wherever_it_is_named(
    tags: duckdb.DuckDBPyConnection, name: str, words: str
) -> None:
    assert agencies_of(tags, name) == {"probation": "Probation", "hospital": words}


def test_an_agency_that_is_only_informed_is_not_suggested(tags: duckdb.DuckDBPyConnection) -> None:
    assert list(agencies_of(tags, "only told")) == ["probation"]


def test_work_that_only_one_agency_does_names_it(tags: duckdb.DuckDBPyConnection) -> None:
    assert list(agencies_of(tags, "work of an agency")) == ["social_care"]


def test_a_finding_that_names_nobody_is_about_the_partnership(tags: duckdb.DuckDBPyConnection) -> None:
    assert agencies_of(tags, "nobody") == {"partnership": None}


def test_a_criterion_that_names_an_agency_is_touched_only_with_it(tags: duckdb.DuckDBPyConnection) -> None:
    assert "performance_data" in topics_of(tags, "figures of the police")
    assert "performance_data" in topics_of(tags, "figures of the partnership")
    query = "SELECT finding_count FROM evaluation_criteria WHERE criterion_number = 42"
    assert tags.execute(query).fetchone() == (1,)


@pytest.mark.parametrize("tag", ["topic", "agency"])
def test_every_tag_of_the_vocabulary_has_patterns_with_reasons(tag: str) -> None:
    patterns = pl.read_csv(SEEDS / f"{tag}_patterns.csv")
    vocabulary = pl.read_csv(SEEDS / f"{tag}_definitions.csv")
    assert set(vocabulary[tag]) == set(patterns[tag].drop_nulls())
    assert patterns.filter(pl.col("reason").is_null() | pl.col("pattern").is_duplicated()).is_empty()
