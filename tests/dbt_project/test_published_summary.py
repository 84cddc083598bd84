"""The columns of the summary page that came before, each where it was; dbt holds the models to what is declared."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

MARTS = Path(__file__).parents[2] / "dbt_project" / "models" / "marts"
PUBLISHED = (
    "URN | La Code | Region Code | LTLA23CD | Local Authority | Inspection Start Date | Inspection Theme | "
    "Summary Priority Action | Summary Improvement | Summary Key Strengths | Summary Headline Findings | "
    "Summary Needs To Improve | Case Study Title | Summary Case Study | Publication Date | Inspection Link"
)


@pytest.mark.parametrize("table", ["outcomes_summary", "outcomes_expanded"])
def test_a_user_of_the_summary_page_finds_each_column_where_it_was(table: str) -> None:
    (model,) = yaml.safe_load((MARTS / f"{table}.yml").read_text("utf-8"))["models"]
    columns = [column["name"] for column in model["columns"]]
    published = [name.lower().replace(" ", "_") for name in PUBLISHED.split(" | ")]
    assert columns[: len(published)] == published


def test_its_dates_are_dates_and_its_codes_are_text() -> None:
    (model,) = yaml.safe_load((MARTS / "outcomes_summary.yml").read_text("utf-8"))["models"]
    types = {column["name"]: column["data_type"] for column in model["columns"]}
    assert len(types) == 16
    assert {name for name, type_ in types.items() if type_ == "date"} == {"inspection_start_date", "publication_date"}
    assert {name for name, type_ in types.items() if type_ != "varchar"} - {"inspection_start_date"} == {
        "publication_date",
        "urn",
    }
