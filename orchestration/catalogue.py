"""What the catalogue says of every asset alike: who answers for it, and where its code is."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import cast

import dagster as dg

ROOT = Path(__file__).parents[1]


def catalogued(
    assets: Sequence[dg.AssetsDefinition], *, owners: Sequence[str], code_url: str
) -> Sequence[dg.AssetsDefinition]:
    """Give every asset its owners and links to its code: files here, or in the repository that `code_url` names."""
    # Code links are announced as new by six lines at every start; what they do here is tested.
    warnings.simplefilter("ignore", dg.BetaWarning)
    owned = dg.map_asset_specs(lambda spec: spec.replace_attributes(owners=list(owners)), assets)
    linked = dg.with_source_code_references(owned)
    if code_url:
        linked = dg.link_code_references_to_git(
            linked,
            git_url=code_url,
            git_branch="main",
            file_path_mapping=dg.AnchorBasedFilePathMapping(local_file_anchor=ROOT, file_anchor_path_in_repository=""),
        )
    return cast(Sequence[dg.AssetsDefinition], linked)
