"""What Dagster shows of every asset alike: group, column descriptions, owners, code links."""

from __future__ import annotations

import json
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, cast

import dagster as dg

from orchestration.dbt.resource import prepare_manifest

ROOT = Path(__file__).parents[2]
# In the order of the flow. Dagster lists groups by name, so each name begins with its place.
GROUPS = (
    "discovery",
    "manual_inputs",
    "letters",
    "validation",
    "previous_release",
    "seeds",
    "staging",
    "intermediate",
    "marts",
    "release",
)
COLUMNS = "dagster/column_schema"
# By table and column; for a column that means the same everywhere, without a table.
ColumnDescriptions = Mapping[tuple[str | None, str], str]


def describe_assets(
    assets: Sequence[dg.AssetsDefinition | dg.AssetSpec], *, owners: Sequence[str], code_url: str
) -> Sequence[dg.AssetsDefinition | dg.AssetSpec]:
    """Give every asset its place, its owners and links to its code: files here, or in the repository at `code_url`."""
    # Code links are announced as new by six lines at every start; what they do here is tested.
    warnings.simplefilter("ignore", dg.BetaWarning)
    descriptions = read_column_descriptions(json.loads(prepare_manifest().read_bytes()))
    described = dg.map_asset_specs(lambda spec: _describe(_place(spec, owners), descriptions), assets)
    linked = dg.with_source_code_references(described)
    if code_url:
        linked = dg.link_code_references_to_git(
            linked,
            git_url=code_url,
            git_branch="main",
            file_path_mapping=dg.AnchorBasedFilePathMapping(local_file_anchor=ROOT, file_anchor_path_in_repository=""),
        )
    return cast(Sequence[dg.AssetsDefinition | dg.AssetSpec], linked)


def read_column_descriptions(manifest: Mapping[str, Any]) -> ColumnDescriptions:
    """What dbt knows a column by: of a published table, by its name and the column's, or of any, by the column's."""
    published = {node["name"]: node["columns"] for node in manifest["nodes"].values() if node["schema"] == "marts"}
    described = {
        (table, name): column["description"] for table, columns in published.items() for name, column in columns.items()
    }
    return described | {(None, block["name"]): block["block_contents"].strip() for block in manifest["docs"].values()}


def _place(spec: dg.AssetSpec, owners: Sequence[str]) -> dg.AssetSpec:
    group = f"{GROUPS.index(str(spec.group_name)) + 1:02}_{spec.group_name}"
    return spec.replace_attributes(group_name=group, owners=list(owners)).merge_attributes(
        tags={"jtai/layer": str(spec.group_name)}
    )


def _describe(spec: dg.AssetSpec, descriptions: ColumnDescriptions) -> dg.AssetSpec:
    """Describe the columns of a table that Python writes, as those of the published table of the same name."""
    if COLUMNS not in spec.metadata or "dbt" in spec.kinds:
        return spec
    table = spec.key.path[-1]
    columns = [
        dg.TableColumn(one.name, one.type, descriptions.get((table, one.name)) or descriptions.get((None, one.name)))
        for one in spec.metadata[COLUMNS].columns
    ]
    return spec.merge_attributes(metadata={COLUMNS: dg.TableSchema(columns)})
