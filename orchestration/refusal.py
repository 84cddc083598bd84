"""Why a run released nothing, in words."""

from __future__ import annotations

from orchestration.gate_record import tables_refused_in
from orchestration.problems import critical_problems_in_words, letters_missing
from orchestration.settings import Settings
from orchestration.warehouse import warehouse_of
from orchestration.withdrawals import how_to_acknowledge


def what_the_gates_refused(settings: Settings, run_id: str) -> str:
    """What the gates refused in a run and why, in words; empty where they refused nothing."""
    warehouse = warehouse_of(settings)
    with warehouse.connect() as connection:
        refused = tables_refused_in(connection, run_id)
    if not refused:
        return ""
    paths = warehouse.paths
    reasons = critical_problems_in_words(paths)
    if missing := letters_missing(paths):
        reasons.append(how_to_acknowledge(paths.withdrawals, missing))
    gate, tables = refused[0][0], ", ".join(table for _, table in refused)
    return "\n".join([f"nothing is released: the gate '{gate}' refused {tables}", *reasons])
