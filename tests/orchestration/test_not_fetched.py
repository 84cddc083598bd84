"""A letter whose file the site cannot give is named: the others go on where it has none, the run ends where it may."""

from __future__ import annotations

from pathlib import Path

import dagster as dg
import pytest
from loopback_site import JTAI, Reply, Site, pdf, running, site_with_one_letter

from extractors.sources import SourceUnreachableError
from extractors.sources.polite_client import Patience
from orchestration.defs.assets.discovery import discovery
from orchestration.defs.resources import build_resources
from orchestration.workspace.settings import Settings


@pytest.fixture
def site() -> Site:
    """A site with two letters; the file of the second is not there."""
    site = site_with_one_letter()
    site.providers[80427] = "Borchester"
    site.list_documents(80427, (JTAI, "3 March 2024", "502"))
    return site


def fetched_from(site: Site, home: Path) -> dg.ExecuteInProcessResult:
    with running(site):
        settings = Settings(home=home, source=site.base_url, pace_seconds=0)
        return dg.materialize([discovery], resources=build_resources(settings))


def test_a_letter_without_a_file_is_named_by_authority_and_day(site: Site, tmp_path: Path) -> None:
    materialized = fetched_from(site, tmp_path).asset_materializations_for_node("discovery")
    (fetched,) = [one for one in materialized if one.asset_key.path[-1] == "report_files"]
    assert fetched.metadata["files_fetched"].value == 1
    assert fetched.metadata["not_fetched"].value == "Borchester, 3 March 2024 (502)"


def test_a_letter_whose_file_may_come_later_ends_the_run_by_name(site: Site, tmp_path: Path) -> None:
    site.files["502"] = pdf("another")
    site.replies["/v1/file/502"] = [Reply(503, headers={"Retry-After": "0"})] * Patience().attempts
    with pytest.raises(SourceUnreachableError, match=r"1 of 2 letters .*\n  Borchester, 3 March 2024 \(502\): .* 503"):
        fetched_from(site, tmp_path)
