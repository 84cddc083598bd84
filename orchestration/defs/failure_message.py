"""Why checks blocked a run, in words: for the command line and for notifications."""

from __future__ import annotations

import dagster as dg

from orchestration.metadata.check_results import find_blocking_failures
from orchestration.warehouse.problems import describe_critical_problems, find_missing_letters, read_latest_problems
from orchestration.workspace.manual_inputs import explain_acknowledgement, write_acknowledgement
from orchestration.workspace.workspace import Workspace


def describe_blocked_run(instance: dg.DagsterInstance, run_id: str, workspace: Workspace) -> str:
    """The blocking checks that failed in a run and what they found; empty where none failed.

    Raises `WorkspaceBusyError` where another process is refreshing the data directory.
    """
    failures = find_blocking_failures(instance, run_id)
    if not failures:
        return ""
    problems = read_latest_problems(workspace) or []
    reasons = describe_critical_problems(problems)
    if missing := find_missing_letters(problems):
        reasons += [explain_acknowledgement(workspace.manual_inputs), *map(write_acknowledgement, missing)]
    return "\n".join([f"nothing is released; failed checks: {', '.join(failures)}", *reasons])
