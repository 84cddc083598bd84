"""The gates as blocking checks: at each border one claim for each judged table, that it may pass."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any, get_args

import dagster as dg
import pandas as pd

from expectations import ALSO_READ, JUDGED, LAST_GATE, Gate, Verdict, judge
from orchestration.assets.markdown import data_image, markdown_table
from orchestration.assets.raw_specs import raw_table_spec, row_counts
from orchestration.clock import Clock
from orchestration.corrections import reports_corrected
from orchestration.crops import draw_crops, remove_crops_past
from orchestration.frames import frame_of
from orchestration.gate_record import record_problems, record_verdicts
from orchestration.home import Home
from orchestration.last_problems import list_last_problems
from orchestration.last_release import last_release
from orchestration.memory import give_back, give_back_what_was_judged
from orchestration.progress import Progress
from orchestration.run_log import event
from orchestration.run_outcome import note_outcome
from orchestration.states import note_state, what_is_published, what_is_reported
from orchestration.tables import RecordedProblem, RecordedVerdict, Row
from orchestration.warehouse import Warehouse
from publishers.tables import content_hash

GATES: tuple[Gate, ...] = get_args(Gate)
PROBLEMS_SHOWN = 20
# What has the sections' texts a second time, of which the gate asks whether there are any.
LONGEST_TEXT = {"outcomes_expanded": 200}
CROPS_SHOWN = 3


class GateLimits(dg.ConfigurableResource[Any]):
    """What the gates put up with: the share of letters that may be flagged before a release stops."""

    most_flagged: float


def judged_tables() -> dict[Gate, list[str]]:
    """The full names of the tables that each gate judges."""
    return {gate: [full_name(gate, table) for table in JUDGED[gate]] for gate in GATES}


def full_name(gate: Gate, table: str) -> str:
    """The schema and name of a table as a gate sees it: the last gate stands behind dbt, the others before it."""
    return f"marts.{table}" if gate == "published" else f"raw.{table}"


def checked_asset(gate: Gate, table: str) -> str:
    """The asset that carries the check of a table: the last of the border, so that nothing before it is held back."""
    return {"discovered": "news", "extracted": table, "published": "release_candidate"}[gate]


def gate_checks(gate: Gate) -> dg.AssetChecksDefinition:
    """One blocking check for each table that a gate judges; whatever is built on the tables waits for them."""
    specs = {table: check_spec(gate, table) for table in JUDGED[gate]}

    @dg.multi_asset_check(name=f"{gate}_gate", specs=list(specs.values()))
    def judge_tables(
        context: dg.AssetCheckExecutionContext,
        warehouse: Warehouse,
        clock: Clock,
        gate_limits: GateLimits,
        progress: dg.ResourceParam[Progress],
    ) -> Iterator[dg.AssetCheckResult]:
        progress.show(f"gate {gate}: tables passed", 0, len(specs))
        run_id, moment = context.run.run_id, clock.at(gate)
        verdicts, problems = judge_and_record(gate, warehouse, run_id, moment, gate_limits.most_flagged)
        for line in lines_of_log(gate, verdicts, problems):
            context.log.info(line)
        for row_type, record in RECORDS.items():
            counts = row_counts(context.instance, record.key, warehouse.row_count(row_type))
            context.op_execution_context.log_event(dg.AssetMaterialization(record.key, metadata=counts))
        progress.show(f"gate {gate}: tables passed", sum(verdict.is_passed for verdict in verdicts), len(specs))
        if any(not verdict.is_passed for verdict in verdicts):
            note_outcome(context.instance, run_id, f"refused by gate {gate}")
        for verdict in verdicts:
            spec = specs[verdict.table_name]
            metadata = shown([one for one in problems if one.table_name == verdict.table_name], warehouse.paths)
            yield dg.AssetCheckResult(
                passed=verdict.is_passed, asset_key=spec.asset_key, check_name=spec.name, metadata=metadata
            )

    return judge_tables


def lines_of_log(gate: Gate, verdicts: Sequence[RecordedVerdict], problems: Sequence[RecordedProblem]) -> Iterator[str]:
    """A line for each problem, the worst first, and one for the gate."""
    for one in sorted(problems, key=lambda problem: problem.severity):
        yield event(one.severity, report_id=one.report_id, claim=one.expectation, page=one.page, seen=one.seen)
    refused = [verdict.table_name for verdict in verdicts if not verdict.is_passed]
    yield event("gate", name=gate, tables=len(verdicts), refused=",".join(refused) or None, problems=len(problems))


def check_spec(gate: Gate, table: str) -> dg.AssetCheckSpec:
    """The check of one table at one border."""
    return dg.AssetCheckSpec(
        f"{table}_pass_the_gate_{gate}",
        asset=checked_asset(gate, table),
        blocking=True,
        description=f"Every critical claim about {full_name(gate, table)} holds.",
    )


def judge_and_record(
    gate: Gate, warehouse: Warehouse, run_id: str, moment: datetime, most_flagged: float
) -> tuple[list[RecordedVerdict], list[RecordedProblem]]:
    """Hold the tables of a border against its claims and keep what came of it."""
    paths = warehouse.paths
    last = last_release(paths, warehouse.source_listed())
    judgement = judge(
        gate,
        tables_of(gate, warehouse),
        last,
        docs=paths.data_docs,
        most_flagged=most_flagged,
        corrected=reports_corrected(),
    )
    give_back_what_was_judged()
    with warehouse.connect() as connection:
        crops = draw_crops(judgement.problems, connection, paths)
        problems = [
            RecordedProblem(**asdict(one), crop_path=crops.get(one), run_id=run_id, judged_at=moment)
            for one in judgement.problems
        ]
        record_problems(connection, gate, problems)
        remove_crops_past(connection, paths)
        if gate == LAST_GATE:
            list_last_problems(connection)
        hashes = {name: content_hash(connection.table(full_name(gate, name))) for name in JUDGED[gate]}
        verdicts = [stamped(verdict, hashes[verdict.table_name], run_id, moment) for verdict in judgement.verdicts]
        record_verdicts(connection, gate, verdicts)
        if gate == LAST_GATE:
            note_state(connection, "judged", what_is_published(connection), run_id)
            note_state(connection, "reported", what_is_reported(paths.data_docs), run_id)
    return verdicts, problems


def tables_of(gate: Gate, warehouse: Warehouse) -> dict[str, pd.DataFrame]:
    """What a gate judges and reads, by name; the warehouse is closed after each, and its memory free again.

    What is cut comes first: DuckDB reads all of it.
    """
    tables = {}
    for name in sorted((*JUDGED[gate], *ALSO_READ[gate]), key=lambda name: name not in LONGEST_TEXT):
        with warehouse.connect() as connection:
            tables[name] = frame_of(connection.table(full_name(gate, name)), LONGEST_TEXT.get(name))
        give_back()
    return tables


def stamped(verdict: Verdict, judged: str, run_id: str, moment: datetime) -> RecordedVerdict:
    """A verdict as it is kept: with the run, the time, and the hash of what was judged."""
    return RecordedVerdict(
        gate=verdict.gate,
        table_name=verdict.table_name,
        run_id=run_id,
        is_passed=verdict.is_passed,
        judged_at=moment,
        row_count=verdict.row_count,
        content_hash=judged,
    )


def shown(problems: Sequence[RecordedProblem], home: Home) -> Mapping[str, int | dg.MetadataValue]:
    """What the catalogue shows of a table's problems."""
    rows = [(one.severity, one.report_id or "", one.claim, one.seen or "") for one in problems[:PROBLEMS_SHOWN]]
    return {
        "critical": sum(one.severity == "critical" for one in problems),
        "warnings": sum(one.severity == "warning" for one in problems),
        "problems": dg.MetadataValue.md(markdown_table(("severity", "report_id", "claim", "seen"), rows)),
        "places": dg.MetadataValue.md(places_shown(problems, home)),
    }


def places_shown(problems: Sequence[RecordedProblem], home: Home) -> str:
    """The first few places that problems are about, as pictures in the text itself."""
    crops = [(one, home.root / one.crop_path) for one in problems if one.crop_path][:CROPS_SHOWN]
    rows = [(one.report_id, one.claim, data_image(crop.read_bytes())) for one, crop in crops]
    return markdown_table(("report_id", "claim", "place"), rows)


# What the first two gates say, dbt builds on.
RECORDS: Mapping[type[Row], dg.AssetSpec] = {
    row_type: raw_table_spec(
        row_type,
        group="gates",
        deps=sorted({checked_asset(gate, table) for gate in GATES if gate != LAST_GATE for table in JUDGED[gate]}),
    )
    for row_type in (RecordedVerdict, RecordedProblem)
}
discovered_gate, extracted_gate, published_gate = (gate_checks(gate) for gate in GATES)
