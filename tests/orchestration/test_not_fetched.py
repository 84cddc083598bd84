"""A letter whose file the site cannot give: the others go on, and it is named."""

from __future__ import annotations

from pathlib import Path

import dagster as dg
from loopback_site import JTAI, running, site_with_one_letter

from orchestration.assets.discovery import discovery
from orchestration.assets.report_files import report_files
from orchestration.resources import resources_for
from orchestration.settings import Settings


def test_a_letter_that_could_not_be_fetched_is_named_by_authority_and_day(tmp_path: Path) -> None:
    site = site_with_one_letter()
    site.providers[80427] = "Borchester"
    site.list_documents(80427, (JTAI, "3 March 2024", "502"))
    with running(site):
        settings = Settings(home=tmp_path, source=site.base_url, pace_seconds=0)
        result = dg.materialize([discovery, report_files], resources=resources_for(settings))
    (fetched,) = result.asset_materializations_for_node("report_files")
    assert fetched.metadata["files_fetched"].value == 1
    assert fetched.metadata["not_fetched"].value == "Borchester, 3 March 2024 (502)"
