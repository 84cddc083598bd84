"""Every query of docs/queries.md runs on a release and gives what the page says."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest
from running import Refreshed

PAGE = Path(__file__).parents[2] / "docs" / "queries.md"
QUESTION = re.compile(r"^### (?P<title>\d+\. .+?)\n(?P<body>.*?)(?=^##|\Z)", re.MULTILINE | re.DOTALL)
ANSWER = re.compile(r"```sql\n(?P<query>.+?);\n```\n\n(?P<said>One row per .+?)(?:\n\n|\n*\Z)", re.DOTALL)
ALONE = {"autoinstall_known_extensions": False, "autoload_known_extensions": False}


@dataclass(frozen=True)
class Question:
    """One question of the page: its query, and what the page says of the answer."""

    title: str
    query: str
    said: str

    @property
    def columns(self) -> list[str]:
        """The columns that the page names, up to the end of the sentence that lists them."""
        return re.findall(r"`(\w+)`", re.split(r"\.(?:\s|$)|;", self.said)[0])


def questions() -> list[Question]:
    found = []
    for question in QUESTION.finditer(PAGE.read_text("utf-8")):
        answer = ANSWER.search(question["body"])
        assert answer, f"{question['title']} has no query, or does not say what its rows are"
        found.append(Question(question["title"], answer["query"], answer["said"]))
    return found


@pytest.fixture(scope="module")
def release(refreshed: Refreshed) -> Path:
    return (refreshed.home / "releases" / "latest").resolve()


@pytest.fixture
def database(release: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The released file as a reader opens it: beside the other files, without extensions, without a network."""
    before = Path.cwd()
    os.chdir(release)
    try:
        with duckdb.connect("jtai.duckdb", read_only=True, config=ALONE) as con:
            yield con
    finally:
        os.chdir(before)


def test_questions_are_numbered_in_order() -> None:
    numbers = [int(question.title.split(".")[0]) for question in questions()]
    assert numbers == list(range(1, len(numbers) + 1)) != []


@pytest.mark.parametrize("question", questions(), ids=lambda question: question.title)
def test_a_question_is_answered_as_the_page_says(question: Question, database: duckdb.DuckDBPyConnection) -> None:
    answer = database.sql(question.query)
    assert answer.columns == question.columns
    assert answer.fetchall()


COUNTED = """
SELECT
    count(*) AS listed,
    count(*) FILTER (sections.kind = 'sub_section') AS listed_in_subsections,
    (SELECT sum(strengths) + sum(to_improve) + sum(priority_actions) FROM finding_counts) AS counted
FROM findings JOIN sections USING (report_id, section_number)
WHERE
    findings.kind IN ('strengths', 'needs_to_improve', 'areas_for_improvement', 'priority_action')
    AND findings.level = 1 AND is_itemised
"""


def test_counts_of_letters_add_up_to_their_findings(database: duckdb.DuckDBPyConnection) -> None:
    ((listed, in_subsections, counted),) = database.sql(COUNTED).fetchall()
    assert counted == listed > in_subsections > 0
