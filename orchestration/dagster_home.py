"""Where Dagster keeps the history of runs, and how: without telemetry, one run at a time."""

from __future__ import annotations

import os
from pathlib import Path

from extractors.whole_files import write_whole
from orchestration.home import Home

DAGSTER_YAML = Path(__file__).with_name("dagster.yaml")


def dagster_home(home: Home) -> Path:
    """The folder that `DAGSTER_HOME` names, else one in the home; a `dagster.yaml` that is there stays as it is."""
    folder = Path(os.environ.get("DAGSTER_HOME") or home.dagster)
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / DAGSTER_YAML.name).exists():
        write_whole(folder / DAGSTER_YAML.name, DAGSTER_YAML.read_bytes())
    return folder
