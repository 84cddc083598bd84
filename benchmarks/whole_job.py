"""A whole refresh as a person starts it, and what it took: the clock, its stages, and its memory."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import dagster as dg

from orchestration.workspace.workspace import Workspace

JTAI = Path(sys.executable).with_name("jtai")
STAGES = {
    "discovery": ("discovery", "manual_inputs"),
    "extraction": ("letters",),
    "dbt": ("dbt_models",),
    "checks": ("discovered_checks", "extracted_checks", "published_checks"),
    "release": ("release",),
}
"""The steps of the job, gathered as a reader thinks of them."""


class RefreshError(Exception):
    """A refresh that was to be measured did not end well; the message is what it said."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One refresh.

    `stages` are seconds: those of `STAGES`, "start" before the first step, "between and after" for the rest of the
    `seconds` by the clock. `peak_mib` is what the largest of its processes held at most.
    """

    seconds: float
    stages: Mapping[str, float]
    peak_mib: float


def measured_refresh(home: Path, *options: str) -> Measured:
    """Run `jtai refresh` on a home. Raises `RefreshError`."""
    begun = time.time()
    with (
        subprocess.Popen(  # noqa: S603 our own command
            [JTAI, "refresh", "--home", home, *options],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        ) as process,
        ThreadPoolExecutor(1) as executor,
    ):
        peak = executor.submit(_watch_peak, process)
        said, _ = process.communicate()
    seconds = time.time() - begun
    if process.returncode:
        raise RefreshError(f"jtai refresh ended with {process.returncode}:\n{said}")
    return Measured(seconds, _stages(home, begun, seconds), peak.result())


def _watch_peak(process: subprocess.Popen[str]) -> float:
    """The most MiB that one of the processes of a session held, until the process that leads it ends."""
    peak = 0
    while process.poll() is None:
        for status in Path("/proc").glob("[0-9]*/status"):
            # A process may end between two of these lines.
            with suppress(OSError):
                if os.getsid(int(status.parent.name)) == process.pid:
                    peak = max([peak, *map(int, re.findall(r"VmHWM:\s*(\d+)", status.read_text()))])
        time.sleep(0.1)
    return peak / 1024


def _stages(home: Path, begun: float, seconds: float) -> Mapping[str, float]:
    with dg.DagsterInstance.from_config(str(Workspace(home).dagster)) as instance:
        (run,) = instance.get_run_records(limit=1)
        steps = {step.step_key: step for step in instance.get_run_step_stats(run.dagster_run.run_id)}
    # A step that was skipped has ended without a beginning.
    took = {name: step.end_time - step.start_time for name, step in steps.items() if step.start_time and step.end_time}
    start = min(step.start_time for step in steps.values() if step.start_time) - begun
    stages = {stage: sum(took.get(step, 0) for step in names) for stage, names in STAGES.items()}
    return {"start": start, **stages, "between and after": seconds - start - sum(stages.values())}
