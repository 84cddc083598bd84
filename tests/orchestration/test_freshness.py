"""The release turns red after eight days in which no run found it up to date, and no sooner."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import dagster as dg

# Dagster's own daemon asks these; it has no public way to ask them of another day.
from dagster._core.definitions.freshness import FreshnessState
from dagster._core.definitions.freshness_evaluator import TimeWindowFreshnessPolicyEvaluator
from dagster._core.loader import LoadingContextForTest
from dagster._core.test_utils import freeze_time
from running import Refreshed

from orchestration.definitions import defs

RELEASE = dg.AssetKey("release")


def test_a_week_in_which_nothing_was_new_keeps_the_release_fresh(refreshed: Refreshed, unchanged: Refreshed) -> None:
    released = last_time(refreshed.home)
    assert state_after(refreshed.home, released + timedelta(days=7, hours=23)) == FreshnessState.PASS
    assert state_after(refreshed.home, released + timedelta(days=8, seconds=1)) == FreshnessState.FAIL

    assert "No changes" in unchanged.finished.stdout
    looked_at = last_time(unchanged.home)
    assert looked_at > released
    assert state_after(unchanged.home, released + timedelta(days=8, seconds=1)) == FreshnessState.PASS
    assert state_after(unchanged.home, looked_at + timedelta(days=8, seconds=1)) == FreshnessState.FAIL


def last_time(home: Path) -> datetime:
    with dg.DagsterInstance.from_config(str(home / "dagster")) as instance:
        event = instance.get_latest_materialization_event(RELEASE)
    assert event is not None
    return datetime.fromtimestamp(event.timestamp, UTC)


def state_after(home: Path, moment: datetime) -> FreshnessState:
    node = defs.resolve_asset_graph().get(RELEASE)
    with dg.DagsterInstance.from_config(str(home / "dagster")) as instance, freeze_time(moment):
        context = LoadingContextForTest(instance)
        return asyncio.run(TimeWindowFreshnessPolicyEvaluator().evaluate_freshness(context, node))
