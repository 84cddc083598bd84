"""The steps of a run share one session with the source, until something goes wrong or the run ends."""

from __future__ import annotations

from pathlib import Path

import dagster as dg
import pytest

from extractors.sample import ARCHIVE
from extractors.sources import SourceUnreachable
from orchestration.home import Home
from orchestration.reports_source import ReportsSource


def test_a_session_lasts_for_the_run_but_for_an_error(tmp_path: Path) -> None:
    reports, home = ReportsSource(source=str(ARCHIVE), pace_seconds=0, contact=""), Home(tmp_path)
    with reports.yield_for_execution(dg.build_init_resource_context()) as held:
        with held.open(home) as first:
            pass
        with pytest.raises(SourceUnreachable), held.open(home) as second:
            raise SourceUnreachable("gone")
        with held.open(home) as third:
            pass
    assert first is second
    assert third is not first
