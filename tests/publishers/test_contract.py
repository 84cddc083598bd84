"""The names that people build on: a table or column named here is never renamed, moved or given another type."""

from __future__ import annotations

import json
from pathlib import Path

import polars
import pyarrow.parquet
import pytest

CONTRACT = {
    "inspections": "report_id urn local_authority la_code ltla23cd region_code region publication_date letter_date "
    "inspection_start_date inspection_end_date theme theme_quote deep_dive_focus priority_action_areas_stated_none "
    "written_statement_required written_statement_lead written_statement_due_date page_count report_url file_sha256 "
    "is_latest extraction_status",
    "sections": "report_id section_number parent_section_number level kind heading polarity start_page end_page text "
    "bullet_count sub_bullet_count",
    "findings": "report_id finding_number section_number kind level parent_finding_number text page x0 top x1 bottom",
    "case_studies": "report_id case_study_number section_number title polarity text start_page end_page",
    "footnotes": "report_id footnote_number marker text page",
    "signatories": "report_id position office organisation",
    "extraction_problems": "problem_key report_id local_authority gate expectation rule message severity table_name "
    "column_name row_key page seen crop_path first_seen is_open",
    "changes": "change report_id local_authority table_name row_key column_name old_value new_value",
    "local_authorities": "urn local_authority la_code ltla23cd old_la_code new_la_code la_name region_code region_name "
    "region_gss_code la_type statistical_neighbours inspection_count latest_report_id latest_publication_date "
    "unlisted_letter_count",
    "themes": "theme also_known_as inspection_count",
    "outcomes_summary": "urn la_code region_code ltla23cd local_authority inspection_start_date inspection_theme "
    "summary_priority_action summary_improvement summary_key_strengths summary_headline_findings "
    "summary_needs_to_improve case_study_title summary_case_study publication_date inspection_link",
}
TYPES = {
    "report_id": ("large_string", polars.String),
    "urn": ("int32", polars.Int32),
    "publication_date": ("date32[day]", polars.Date),
    "is_latest": ("bool", polars.Boolean),
    "fetched_at": ("timestamp[us]", polars.Datetime("us")),
}


@pytest.mark.parametrize("table_name", CONTRACT)
def test_a_table_keeps_its_columns_in_every_form(table_name: str, released: Path) -> None:
    promised = CONTRACT[table_name].split()
    package = json.loads((released / "datapackage.json").read_text("utf-8"))
    (resource,) = [one for one in package["resources"] if one["name"] == table_name]
    described = [field["name"] for field in resource["schema"]["fields"]]
    header = (released / "csv" / f"{table_name}.csv").read_text("utf-8").splitlines()[0].split(",")
    columns = pyarrow.parquet.read_schema(released / "parquet" / f"{table_name}.parquet").names
    assert described == header == columns
    assert [name for name in columns if name in promised] == promised


def test_parquet_keeps_types_for_those_who_read_it(released: Path) -> None:
    path = released / "parquet" / "inspections.parquet"
    arrow, frame = pyarrow.parquet.read_schema(path), polars.read_parquet_schema(path)
    assert {name: (str(arrow.field(name).type), frame[name]) for name in TYPES} == TYPES


def test_every_parquet_file_is_read_by_both(released: Path) -> None:
    for path in sorted((released / "parquet").iterdir()):
        assert pyarrow.parquet.read_table(path).num_rows == len(polars.read_parquet(path)), path.stem
