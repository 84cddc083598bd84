"""What a release was made from, kept in its folder `inputs`: enough, with the stored files, to make it again."""

from __future__ import annotations

import hashlib

from extractors.records import Discovery, Provider, Publication, ReportFile
from extractors.sources.recorded import SOURCE_FILE, RecordedInputs, written
from orchestration.gate_record import runs_that_passed
from orchestration.home import Home
from orchestration.states import hash_of, note_state, noted_state
from orchestration.versions import versions_in_use
from orchestration.warehouse import Warehouse
from publishers import Release, latest_release


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


def note_released(warehouse: Warehouse, run_id: str) -> None:
    """Keep what the newest release says everything of, so that a run on the same can end early."""
    latest = latest_release(warehouse.paths.releases)
    made_from = _hash_of_inputs(warehouse, latest)
    with warehouse.connect() as connection:
        note_state(connection, "released", made_from, run_id)


def is_released_already(warehouse: Warehouse, latest: Release | None) -> bool:
    """Whether `latest` says all that the source gives now, and the warehouse is still what was judged then."""
    made_from = _hash_of_inputs(warehouse, latest)
    with warehouse.connect() as connection:
        noted = noted_state(connection, "released")
        return noted is not None and noted.content_hash == made_from and runs_that_passed(connection) == {noted.run_id}


def _hash_of_inputs(warehouse: Warehouse, latest: Release | None) -> str:
    """The hash of the inputs, the versions of all that works on them, and the name of the newest release."""
    files = input_files(warehouse.paths, recorded_inputs(warehouse))
    parts = [latest.manifest.name if latest else "", *map(str, sorted(versions_in_use().items()))]
    return hash_of([*parts, *(f"{name} {hashlib.sha256(body).hexdigest()}" for name, body in sorted(files.items()))])


def input_files(home: Home, inputs: RecordedInputs) -> dict[str, bytes]:
    """The files to keep, by name: what the source gave, and what people wrote into the home."""
    by_people = [path for path in (home.withdrawals,) if path.exists()]
    return {SOURCE_FILE: written(inputs), **{path.name: path.read_bytes() for path in by_people}}
