"""The gates as blocking checks: at each border one claim for each judged table, that it may pass."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any, get_args

import dagster as dg

from expectations import ALSO_READ, JUDGED, Gate, Judgement, Problem, judge
from orchestration.assets.markdown import markdown_table
from orchestration.gate_record import record
from orchestration.last_release import last_release
from orchestration.progress import Progress
from orchestration.tables import RecordedProblem, RecordedVerdict
from orchestration.warehouse import Warehouse
from publishers.tables import content_hash

GATES: tuple[Gate, ...] = get_args(Gate)
PROBLEMS_SHOWN = 20


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
    return {"discovered": "report_files", "extracted": table, "published": "release_candidate"}[gate]


def gate_checks(gate: Gate) -> dg.AssetChecksDefinition:
    """One blocking check for each table that a gate judges; whatever is built on the tables waits for them."""
    specs = {table: check_spec(gate, table) for table in JUDGED[gate]}

    @dg.multi_asset_check(name=f"{gate}_gate", specs=list(specs.values()))
    def judge_tables(
        context: dg.AssetCheckExecutionContext,
        warehouse: Warehouse,
        gate_limits: GateLimits,
        progress: dg.ResourceParam[Progress],
    ) -> Iterator[dg.AssetCheckResult]:
        progress.show(f"gate {gate}: tables passed", 0, len(specs))
        judgement = judge_and_record(gate, warehouse, context.run.run_id, gate_limits.most_flagged)
        progress.show(
            f"gate {gate}: tables passed", sum(verdict.is_passed for verdict in judgement.verdicts), len(specs)
        )
        for verdict in judgement.verdicts:
            spec = specs[verdict.table_name]
            problems = [problem for problem in judgement.problems if problem.table_name == verdict.table_name]
            yield dg.AssetCheckResult(
                passed=verdict.is_passed, asset_key=spec.asset_key, check_name=spec.name, metadata=shown(problems)
            )

    return judge_tables


def check_spec(gate: Gate, table: str) -> dg.AssetCheckSpec:
    """The check of one table at one border."""
    return dg.AssetCheckSpec(
        f"{table}_pass_the_gate_{gate}",
        asset=checked_asset(gate, table),
        blocking=True,
        description=f"Every critical claim about {full_name(gate, table)} holds.",
    )


def judge_and_record(gate: Gate, warehouse: Warehouse, run_id: str, most_flagged: float) -> Judgement:
    """Hold the tables of a border against its claims and keep what came of it."""
    paths = warehouse.paths
    last = last_release(paths.releases, warehouse.source_listed())
    with warehouse.connect() as connection:
        names = (*JUDGED[gate], *ALSO_READ[gate])
        tables = {name: connection.table(full_name(gate, name)).df() for name in names}
        judgement = judge(gate, tables, last, paths.data_docs, most_flagged)
        hashes = {name: content_hash(connection.table(full_name(gate, name))) for name in JUDGED[gate]}
        record(connection, gate, *stamped(judgement, hashes, run_id))
    return judgement


def stamped(
    judgement: Judgement, hashes: Mapping[str, str], run_id: str
) -> tuple[list[RecordedVerdict], list[RecordedProblem]]:
    """Verdicts and problems as they are kept: with the run, the time, and the hash of what was judged."""
    now = datetime.now(UTC)
    verdicts = [
        RecordedVerdict(
            gate=verdict.gate,
            table_name=verdict.table_name,
            run_id=run_id,
            is_passed=verdict.is_passed,
            judged_at=now,
            row_count=verdict.row_count,
            content_hash=hashes[verdict.table_name],
        )
        for verdict in judgement.verdicts
    ]
    return verdicts, [RecordedProblem(**asdict(one), run_id=run_id, judged_at=now) for one in judgement.problems]


def shown(problems: Sequence[Problem]) -> Mapping[str, int | dg.MetadataValue]:
    """What the catalogue shows of a table's problems."""
    rows = [(one.severity, one.report_id or "", one.claim, one.seen or "") for one in problems[:PROBLEMS_SHOWN]]
    return {
        "critical": sum(one.severity == "critical" for one in problems),
        "warnings": sum(one.severity == "warning" for one in problems),
        "problems": dg.MetadataValue.md(markdown_table(("severity", "report_id", "claim", "seen"), rows)),
    }


discovered_gate, extracted_gate, published_gate = (gate_checks(gate) for gate in GATES)
