"""How a run ended, as a tag of the run: the list of runs tells it without a click."""

import dagster as dg

OUTCOME = "jtai/outcome"


def note_outcome(instance: dg.DagsterInstance, run_id: str, outcome: str) -> None:
    """Tag a run with what came of it."""
    instance.add_run_tags(run_id, {OUTCOME: outcome})
