"""Check results as Dagster recorded them: whether everything that a release is made from passed.

A blocking check that failed stops its own run and no other, so a release asks Dagster's records, not the run it is in.
"""

from collections.abc import Collection, Sequence
from typing import ClassVar

import dagster as dg
from dagster import AssetCheckEvaluation
from dagster._core.storage.asset_check_execution_record import AssetCheckExecutionRecordStatus

from expectations import Gate
from extractors.errors import JtaiError
from publishers import CheckOutcome

WHAT_TO_DO = "run the whole refresh"
# Metadata of a restated result: the run that it came out in.
SAME_SINCE = "same_since_run"
# Metadata of an expectation, and of a test of dbt.
FAILED_ROW_COUNTS = ("failed_rows", "dagster_dbt/failed_row_count")
# The run that a check ran in, and what came out.
Result = tuple[str, AssetCheckEvaluation]


class CheckNotPassedError(JtaiError):
    """A check did not pass what is about to be released; the message names the check, the asset and the reason."""

    exit_code: ClassVar[int] = 1


def asset_of(gate: Gate, table: str) -> dg.AssetKey:
    """The asset that holds a table: the last gate validates what dbt built, the others what it builds on.

    The last gate also reads tables that are named with their schema.
    """
    return dg.AssetKey(table.split(".") if "." in table else ["marts" if gate == "published" else "raw", table])


def require_checks_passed(
    instance: dg.DagsterInstance, assets: Collection[dg.AssetKey], checks: Sequence[dg.AssetCheckSpec]
) -> list[CheckOutcome]:
    """The latest result of each check, where none of them blocks.

    Every asset must be of the same run, and every result of the latest materialization of its asset: whatever was
    written later was not checked. Raises `CheckNotPassedError`.
    """
    materializations = find_materializations(instance, assets)
    runs = {find_root_run(instance, run_id) for run_id in {record.run_id for record in materializations.values()}}
    if len(runs) > 1:
        raise CheckNotPassedError(f"nothing is released: the tables are of {len(runs)} different runs; {WHAT_TO_DO}")
    evaluations = find_evaluations(instance, [spec.key for spec in checks])
    return [_require_passed(spec, evaluations.get(spec.key), materializations[spec.asset_key]) for spec in checks]


def find_materializations(
    instance: dg.DagsterInstance, assets: Collection[dg.AssetKey]
) -> dict[dg.AssetKey, dg.EventLogRecord]:
    """The latest materialization of each asset. Raises `CheckNotPassedError` where one was never built."""
    records = instance.get_asset_records([*assets])
    found = {record.asset_entry.asset_key: record.asset_entry.last_materialization_record for record in records}
    missing = sorted(key.to_user_string() for key in assets if not found.get(key))
    if missing:
        raise CheckNotPassedError(f"nothing is released: {', '.join(missing)} was never built; {WHAT_TO_DO}")
    return {key: record for key, record in found.items() if record}


def is_built_by(instance: dg.DagsterInstance, asset: dg.AssetKey, run_id: str) -> bool:
    """Whether an asset was last built in a run or in what that run continued; true where Dagster knows of no build."""
    event = instance.get_latest_materialization_event(asset)
    return event is None or find_root_run(instance, event.run_id) == find_root_run(instance, run_id)


def find_evaluations(
    instance: dg.DagsterInstance, checks: Sequence[dg.AssetCheckKey]
) -> dict[dg.AssetCheckKey, Result]:
    """The latest result of each check that has one; a run that only planned a check says nothing of it.

    Dagster's storage of check results is not marked public; it is asked here and nowhere else.
    """
    finished = {AssetCheckExecutionRecordStatus.SUCCEEDED, AssetCheckExecutionRecordStatus.FAILED}
    storage = instance.event_log_storage
    latest = storage.get_latest_asset_check_execution_by_key(checks)
    found: dict[dg.AssetCheckKey, Result] = {}
    for key, record in latest.items():
        done = (
            [record]
            if record.status in finished
            else storage.get_asset_check_execution_history(key, 1, status=finished)
        )
        if done and done[0].evaluation:
            found[key] = (done[0].run_id, done[0].evaluation)
    return found


def restate_results(context: dg.AssetExecutionContext) -> None:
    """Log the latest result of every check that this run planned and will not run: a skipped check shows no result.

    For a run that found nothing changed. Each result says in which run it came out.
    """
    for key, (run_id, evaluation) in find_evaluations(context.instance, _planned_checks(context)).items():
        source = evaluation.metadata.get(SAME_SINCE) or dg.MetadataValue.dagster_run(run_id)
        context.log_event(
            AssetCheckEvaluation(
                asset_key=key.asset_key,
                check_name=key.name,
                passed=evaluation.passed,
                metadata={**evaluation.metadata, SAME_SINCE: source},
                target_materialization_data=evaluation.target_materialization_data,
                severity=evaluation.severity,
                description=evaluation.description,
                blocking=evaluation.blocking,
            )
        )


def find_blocking_failures(instance: dg.DagsterInstance, run_id: str) -> list[str]:
    """The checks that failed in a run and block a release, each as `asset: check`."""
    entries = instance.all_logs(run_id, of_type=dg.DagsterEventType.ASSET_CHECK_EVALUATION)
    evaluations = [entry.dagster_event.asset_check_evaluation_data for entry in entries if entry.dagster_event]
    return [
        f"{one.asset_key.to_user_string()}: {one.check_name}"
        for one in evaluations
        if not one.passed and one.severity == dg.AssetCheckSeverity.ERROR
    ]


def _require_passed(spec: dg.AssetCheckSpec, result: Result | None, materialization: dg.EventLogRecord) -> CheckOutcome:
    asset = spec.asset_key.to_user_string()
    what = f"nothing is released: check {spec.name} of {asset}"
    if result is None:
        raise CheckNotPassedError(f"{what} never ran; {WHAT_TO_DO}")
    run_id, evaluation = result
    target = evaluation.target_materialization_data
    restated = evaluation.metadata.get(SAME_SINCE)
    built_in = str(restated.value) if restated else run_id
    # A dbt test runs in the step that builds its model, so its result names no materialization.
    is_latest = target.storage_id == materialization.storage_id if target else built_in == materialization.run_id
    if not is_latest:
        raise CheckNotPassedError(f"{what} ran before the table was last written; {WHAT_TO_DO}")
    is_warning = evaluation.severity == dg.AssetCheckSeverity.WARN
    if not evaluation.passed and not is_warning:
        raise CheckNotPassedError(f"{what} failed; `jtai problems` lists what it found")
    counts = [evaluation.metadata[name] for name in FAILED_ROW_COUNTS if name in evaluation.metadata]
    return CheckOutcome(
        asset=asset,
        name=spec.name,
        # dagster-dbt calls every test that passed one of severity ERROR.
        severity="warning" if is_warning or not spec.blocking else "critical",
        passed=evaluation.passed,
        failed_count=int(str(counts[0].value)) if counts else 0,
    )


def _planned_checks(context: dg.AssetExecutionContext) -> list[dg.AssetCheckKey]:
    planned = context.instance.all_logs(context.run.run_id, of_type=dg.DagsterEventType.ASSET_CHECK_EVALUATION_PLANNED)
    events = [entry.dagster_event.asset_check_planned_data for entry in planned if entry.dagster_event]
    return [dg.AssetCheckKey(one.asset_key, one.check_name) for one in events]


def find_root_run(instance: dg.DagsterInstance, run_id: str) -> str:
    """The run that a re-execution continues."""
    run = instance.get_run_by_id(run_id)
    return (run.root_run_id if run else None) or run_id
