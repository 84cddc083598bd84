"""The outcome of a run as a tag: the list of runs shows it without a click."""

import dagster as dg

OUTCOME_TAG = "jtai/outcome"


def tag_outcome(instance: dg.DagsterInstance, run_id: str, outcome: str) -> None:
    """Tag a run with its outcome."""
    instance.add_run_tags(run_id, {OUTCOME_TAG: outcome})
