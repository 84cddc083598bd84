"""What a release was made from, kept in its folder `inputs`: enough, with the stored files, to make it again."""

from __future__ import annotations

from extractors.records import Discovery, Provider, Publication, ReportFile
from extractors.sources.recorded import RecordedInputs, written
from orchestration.home import Home
from orchestration.warehouse import Warehouse

SOURCE_FILE = "source.json"


class NotRebuildable(Exception):
    """The release cannot be made again, or not there; the message says why."""


def recorded_inputs(warehouse: Warehouse) -> RecordedInputs:
    """What the latest run took from its source."""
    return RecordedInputs(
        discovery=warehouse.rows(Discovery)[0],
        providers=warehouse.rows(Provider),
        publications=warehouse.rows(Publication),
        report_files=warehouse.rows(ReportFile),
    )


def input_files(home: Home, inputs: RecordedInputs) -> dict[str, bytes]:
    """The files to keep, by name: what the source gave, and what people wrote into the home."""
    by_people = [path for path in (home.withdrawals,) if path.exists()]
    return {SOURCE_FILE: written(inputs), **{path.name: path.read_bytes() for path in by_people}}
