"""The dbt models as assets, named as the tables they are: `staging/stg_sections`, `marts/sections` and so on."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import dagster as dg
from dagster_dbt import DagsterDbtTranslator, DagsterDbtTranslatorSettings, DbtProject, dbt_assets

from orchestration.assets.raw_specs import row_counts
from orchestration.column_lineage import lineage_of_models
from orchestration.dbt_command import DBT_PROJECT, DbtCommand, parsed_manifest
from orchestration.gate_record import ModelsNotBuilt
from orchestration.progress import Progress
from orchestration.run_log import event
from orchestration.states import note_state, what_models_are_built_from
from orchestration.warehouse import Warehouse
from publishers.tables import row_count

DbtEvent = (
    dg.Output[Any] | dg.AssetMaterialization | dg.AssetObservation | dg.AssetCheckResult | dg.AssetCheckEvaluation
)


class GroupedByLayer(DagsterDbtTranslator):
    """Puts each model into the group of its layer, which is its schema."""

    def get_group_name(self, dbt_resource_props: Mapping[str, Any]) -> str:
        """Name the layer: seeds, staging, intermediate or marts."""
        return str(dbt_resource_props["schema"])

    def get_description(self, dbt_resource_props: Mapping[str, Any]) -> str:
        """Say what its YAML says, without the SQL, which the link to its code leads to."""
        return str(dbt_resource_props["description"])


@dbt_assets(
    manifest=parsed_manifest(),
    project=DbtProject(DBT_PROJECT),
    dagster_dbt_translator=GroupedByLayer(DagsterDbtTranslatorSettings(enable_code_references=True)),
    name="dbt_models",
)
def dbt_models(
    context: dg.AssetExecutionContext,
    dbt: DbtCommand,
    warehouse: Warehouse,
    progress: dg.ResourceParam[Progress],
) -> Iterator[DbtEvent]:
    """Build and test every model in one run of dbt."""
    building = dbt.build(context, warehouse.paths)
    events: list[DbtEvent] = []
    model_count = len(context.selected_asset_keys)
    progress.show("models built", 0, model_count)
    for one in building.stream():
        events.append(one)
        if isinstance(one, dg.Output):
            progress.show("models built", sum(isinstance(event, dg.Output) for event in events), model_count)
    for line in lines_of_log(events):
        context.log.info(line)
    # dbt holds the warehouse until it ends, so it is looked into after that.
    yield from with_details(events, context, warehouse)
    if error := building.get_error():
        raise ModelsNotBuilt(f"nothing is released: {error}") from error
    if not context.is_subset:
        note_what_models_are_built_from(warehouse, context.run.run_id)


def note_what_models_are_built_from(warehouse: Warehouse, run_id: str) -> None:
    """Keep which rows every model was built from; the home's lock keeps them from changing meanwhile."""
    with warehouse.connect() as connection:
        note_state(connection, "built_from", what_models_are_built_from(connection), run_id)


def lines_of_log(events: Sequence[DbtEvent]) -> Iterator[str]:
    """A line for each test that failed, and one for all models."""
    tests = [one for one in events if isinstance(one, dg.AssetCheckResult | dg.AssetCheckEvaluation)]
    failed = [str(one.check_name) for one in tests if not one.passed]
    yield from (event("test failed", name=name) for name in failed)
    models = sum(isinstance(one, dg.Output) for one in events)
    yield event("models built", models=models, tests=len(tests), failed=len(failed))


def with_details(
    events: Sequence[DbtEvent], context: dg.AssetExecutionContext, warehouse: Warehouse
) -> Iterator[DbtEvent]:
    """Add to each model that was built how many rows it has, how many more than last time, and its column lineage."""
    with warehouse.connect() as connection:
        lineage = lineage_of_models(connection, warehouse.paths.dbt)
        for one in events:
            if isinstance(one, dg.Output):
                key = context.asset_key_for_output(one.output_name)
                table = ".".join(key.path)
                counted = row_counts(context.instance, key, row_count(connection.sql(f"FROM {table}")))
                traced = {"dagster/column_lineage": lineage[table]} if table in lineage else {}
                yield one.with_metadata({**one.metadata, **counted, **traced})
            else:
                yield one
