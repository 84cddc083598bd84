"""How long each step took, in this run and the last ones."""

from __future__ import annotations

from collections.abc import Mapping

import dagster as dg

from orchestration.assets.markdown import data_image, markdown_table

RUNS_SHOWN = 12


def run_times(instance: dg.DagsterInstance, run_id: str) -> Mapping[str, dg.MetadataValue]:
    """The seconds of each step of a run so far, as a table, and those of the last runs, as a plot."""
    steps = seconds_of_steps(instance, run_id)
    rows = [(step, f"{seconds:.1f}") for step, seconds in steps.items()]
    return {
        "seconds_by_step": dg.MetadataValue.md(markdown_table(("step", "seconds"), rows)),
        "last_runs": dg.MetadataValue.md(data_image(_plot(_last_runs(instance, run_id)))),
    }


def seconds_of_steps(instance: dg.DagsterInstance, run_id: str) -> dict[str, float]:
    """The seconds of each step of a run that has ended, in the order of the steps."""
    return {
        step.step_key: step.end_time - step.start_time
        for step in instance.get_run_step_stats(run_id)
        if step.start_time and step.end_time
    }


def _last_runs(instance: dg.DagsterInstance, run_id: str) -> list[Mapping[str, object]]:
    """A row for each step of the last runs, the oldest run first."""
    runs = instance.get_run_records(dg.RunsFilter(job_name="refresh"), limit=RUNS_SHOWN)
    return [
        {"run": record.create_timestamp.strftime("%d %b %H:%M:%S"), "step": step, "seconds": seconds, "order": order}
        for order, record in enumerate(reversed(runs))
        for step, seconds in seconds_of_steps(instance, record.dagster_run.run_id).items()
    ]


def _plot(rows: list[Mapping[str, object]]) -> bytes:
    import vl_convert  # noqa: PLC0415 (its library; many runs draw nothing)

    spec = {
        "data": {"values": rows},
        "mark": "bar",
        "width": 480,
        "height": {"step": 18},
        "encoding": {
            "y": {"field": "run", "sort": {"field": "order"}, "title": None},
            "x": {"field": "seconds", "type": "quantitative", "aggregate": "sum"},
            "color": {"field": "step", "sort": None},
        },
    }
    return bytes(vl_convert.vegalite_to_png(spec))
