"""What the catalogue knows of each asset: whose it is, where its code is, and which columns a column comes from."""

from __future__ import annotations

import shutil
from pathlib import Path

import dagster as dg
import duckdb
import pytest
from running import Refreshed

from orchestration import column_lineage
from orchestration.assets.report_files import report_files
from orchestration.catalogue import catalogued
from orchestration.column_lineage import lineage_of_models


def test_every_asset_has_its_owners_and_a_link_to_its_code() -> None:
    (asset,) = catalogued([report_files], owners=["team:data"], code_url="https://gitlab.example.org/outcomes")
    (spec,) = asset.specs
    assert spec.owners == ["team:data"]
    (link,) = spec.metadata["dagster/code_references"].code_references
    assert isinstance(link, dg.UrlCodeReference)
    assert "orchestration/assets/report_files.py" in link.url


def test_a_column_is_traced_to_the_columns_it_is_made_of_and_remembered(
    refreshed: Refreshed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    memory = tmp_path / "lineage.json"
    monkeypatch.setattr(column_lineage, "MEMORY", memory)
    warehouse = shutil.copyfile(refreshed.home / "warehouse.duckdb", tmp_path / "warehouse.duckdb")
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        traced = lineage_of_models(connection, refreshed.home / "dbt")
        first = memory.read_bytes()
        assert lineage_of_models(connection, refreshed.home / "dbt") == traced
    assert memory.read_bytes() == first
    urn = traced["staging.stg_providers"].deps_by_column["urn"]
    assert list(urn) == [dg.TableColumnDep(dg.AssetKey(["providers"]), "urn")]
    authority = traced["marts.inspections"].deps_by_column["local_authority"]
    assert dg.TableColumnDep(dg.AssetKey(["staging", "stg_local_authorities"]), "local_authority") in authority
