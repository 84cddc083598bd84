"""The dbt models as assets, named as the tables they are: `staging/stg_sections`, `marts/sections` and so on.

Concept: https://docs.dagster.io/integrations/libraries/dbt
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import dagster as dg
from dagster_dbt import DagsterDbtTranslator, DagsterDbtTranslatorSettings, DbtProject, dbt_assets

from orchestration.dbt.resource import DBT_PROJECT, DbtBuildError, DbtCli, prepare_manifest
from orchestration.metadata.log_messages import log_message
from orchestration.metadata.raw_tables import count_rows
from orchestration.warehouse.warehouse import Warehouse, read_source
from orchestration.workspace.os_errors import find_os_error
from orchestration.workspace.progress import Progress
from publishers import Release, previous_release
from publishers.duckdb_helpers import quote_text

TestResult = dg.AssetCheckResult | dg.AssetCheckEvaluation
DbtEvent = dg.Output[Any] | dg.AssetMaterialization | dg.AssetObservation | TestResult


def describe_test(test: Mapping[str, Any]) -> str:
    """Say in a sentence what a test of dbt requires: as its YAML does, or by its kind, or by its name."""
    if test["description"]:
        return str(test["description"])
    metadata = test.get("test_metadata") or {}
    arguments = metadata.get("kwargs", {})
    condition = test["config"].get("where")
    of_which = f", where `{condition}`" if condition else ""
    column = f"`{arguments.get('column_name')}`"
    match metadata.get("name"):
        case "unique":
            return f"No two rows have the same {column}{of_which}."
        case "not_null":
            return f"{column} is never null{of_which}."
        case "accepted_values":
            return f"{column} is one of: {', '.join(map(str, arguments['values']))}{of_which}."
        case "relationships":
            other = re.sub(r"\w+\('(\w+)'\)", r"\1", arguments["to"])
            return f"Every {column} is a `{arguments['field']}` of `{other}`{of_which}."
        case _:
            return f"{test['name'].replace('_', ' ').capitalize()}."


class GroupByLayer(DagsterDbtTranslator):
    """Puts each model into the group of its layer, which is its schema."""

    def get_group_name(self, dbt_resource_props: Mapping[str, Any]) -> str:
        """Name the layer: seeds, staging, intermediate or marts."""
        return str(dbt_resource_props["schema"])

    def get_description(self, dbt_resource_props: Mapping[str, Any]) -> str:
        """Say what its YAML says, without the SQL, which the link to its code leads to."""
        return str(dbt_resource_props["description"])

    def get_asset_check_spec(
        self, asset_spec: dg.AssetSpec, manifest: Mapping[str, Any], unique_id: str, project: DbtProject | None
    ) -> dg.AssetCheckSpec | None:
        """Describe the check in words."""
        spec = super().get_asset_check_spec(asset_spec, manifest, unique_id, project)
        return spec and spec._replace(description=describe_test(self.get_resource_props(manifest, unique_id)))


TRANSLATOR = GroupByLayer(DagsterDbtTranslatorSettings(enable_code_references=True))


@dbt_assets(
    manifest=prepare_manifest(),
    project=DbtProject(DBT_PROJECT),
    dagster_dbt_translator=TRANSLATOR,
    name="dbt_models",
)
def dbt_models(
    context: dg.AssetExecutionContext,
    dbt: DbtCli,
    warehouse: Warehouse,
    progress: dg.ResourceParam[Progress],
) -> Iterator[DbtEvent]:
    """Build and test every model in one run of dbt, compared with the previous release."""
    previous = find_previous_release(warehouse)
    for spec in previous_release_tables():
        # An asset that was never materialized shows as in need of attention.
        context.log_event(
            dg.AssetMaterialization(spec.key, metadata={"release": previous.manifest.name if previous else "none"})
        )
    building = dbt.build(context, warehouse.workspace, previous, TRANSLATOR)
    events: list[DbtEvent] = []
    model_count = len(context.selected_asset_keys)
    progress.show("dbt models and seeds built", 0, model_count)
    for one in building.stream():
        events.append(one)
        if isinstance(one, dg.Output):
            built = sum(isinstance(event, dg.Output) for event in events)
            progress.show("dbt models and seeds built", built, model_count)
    tests = [one for one in events if isinstance(one, TestResult)]
    failed = [str(one.check_name) for one in tests if not one.passed]
    context.log.info(log_message("models built", tests=len(tests), failed=",".join(failed) or None))
    # dbt holds the warehouse until it ends, so rows are counted after that. A test's result must follow its model: else
    # Dagster takes it for one of the model as the last run built it.
    yield from add_row_counts(events, context, warehouse)
    if error := building.get_error():
        raise find_os_error(error, warehouse.workspace) or describe_failure(tests, error, warehouse) from error


def describe_failure(tests: Sequence[TestResult], error: Exception, warehouse: Warehouse) -> DbtBuildError:
    """The dbt tests that failed, each with its asset; dbt's own words where a model could not be built."""
    failed = [
        f"{one.asset_key.to_user_string()}: {one.check_name}"
        for one in tests
        if one.asset_key and not one.passed and one.severity == dg.AssetCheckSeverity.ERROR
    ]
    if not failed:
        return DbtBuildError(f"nothing is released: {error}")
    log = warehouse.workspace.dbt / "dbt.log"
    return DbtBuildError(
        f"nothing is released; failed dbt tests: {', '.join(failed)}\n{log} names the SQL that finds the rows of each."
    )


def previous_release_tables() -> list[dg.AssetSpec]:
    """The tables of the previous release that dbt reads, as assets of their own so that their lineage shows."""
    sources = json.loads(prepare_manifest().read_bytes())["sources"].values()
    return [
        dg.AssetSpec(
            [source["source_name"], source["name"]],
            description=source["description"],
            group_name="previous_release",
            kinds={"duckdb"},
        )
        for source in sources
        if source["source_name"] == "previous"
    ]


def find_previous_release(warehouse: Warehouse) -> Release | None:
    """The previous release of the source that was discovered; None where there is none."""
    with warehouse.connect() as connection:
        source = read_source(connection)
    return previous_release(warehouse.workspace.releases, source)


def add_row_counts(
    events: Sequence[DbtEvent], context: dg.AssetExecutionContext, warehouse: Warehouse
) -> Iterator[DbtEvent]:
    """Add to each model that was built how many rows it has, and how many more than last time."""
    previous = str(warehouse.workspace.previous_release_link)
    with warehouse.connect() as connection:
        # Some models are views of the previous release.
        connection.execute(f"ATTACH {quote_text(previous)} AS previous (READ_ONLY)")
        for one in events:
            if isinstance(one, dg.Output):
                key = context.asset_key_for_output(one.output_name)
                ((row_count,),) = connection.sql(f"SELECT count(*) FROM {'.'.join(key.path)}").fetchall()  # noqa: S608 a model's name
                yield one.with_metadata({**one.metadata, **count_rows(context.instance, key, row_count)})
            else:
                yield one
