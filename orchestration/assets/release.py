"""The release: everything that passed, published at once."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

import dagster as dg

from orchestration.assets.markdown import link_to, markdown_table
from orchestration.assets.release_candidate import release_candidate
from orchestration.assets.run_times import run_times
from orchestration.gate_record import require_every_gate_passed
from orchestration.gates import judged_tables
from orchestration.inputs import input_files, note_released, recorded_inputs
from orchestration.memory import give_back
from orchestration.progress import Progress
from orchestration.run_log import event
from orchestration.states import require_states_as_noted
from orchestration.tables import RecordedVerdict, ReleasePlan
from orchestration.versions import versions_in_use
from orchestration.warehouse import Warehouse
from publishers import GateVerdict, Release, ReleasedFile, ReleaseFacts, latest_release
from publishers.tables import open_to_read

# How the figure of a claim begins: one for each claim that did not hold, by a long name.
OF_A_CLAIM = "problems: "


@dg.asset(
    deps=[release_candidate],
    group_name="release",
    kinds={"duckdb", "excel", "html", "parquet"},
    freshness_policy=dg.FreshnessPolicy.time_window(fail_window=timedelta(days=8)),
)
def release(
    context: dg.AssetExecutionContext, warehouse: Warehouse, progress: dg.ResourceParam[Progress]
) -> dg.MaterializeResult[None]:
    """One immutable, complete publication of everything that every gate passed; none where nothing is new."""
    from publishers.publishing import publish  # noqa: PLC0415 (its libraries; many runs release nothing)

    progress.show("release", 0, 1)
    with warehouse.connect() as connection:
        verdicts = require_every_gate_passed(connection, judged_tables())
        require_states_as_noted(connection, warehouse.paths.data_docs)
    made = release_facts(warehouse, context.run.run_id, verdicts)
    give_back()
    paths = warehouse.paths
    folder = publish(paths.warehouse, paths.releases, data_docs=paths.data_docs, crops=paths.crops, made=made)
    note_released(warehouse, context.run.run_id)
    progress.show("release", 1, 1)
    latest = latest_release(paths.releases)
    context.log.info(event("released" if folder else "nothing new", release=latest.manifest.name if latest else None))
    times = run_times(context.instance, context.run.run_id)
    return dg.MaterializeResult(metadata={"is_new": folder is not None, **(told(latest) if latest else {}), **times})


def told(latest: Release) -> Mapping[str, float | dg.MetadataValue]:
    """What the catalogue shows of the newest release; it plots each number over the runs."""
    changes, figures = latest.manifest.changes, latest.manifest.figures
    problems = [(name.removeprefix(OF_A_CLAIM), f"{count:g}") for name, count in figures.items() if OF_A_CLAIM in name]
    return {
        "letters": latest.manifest.tables["inspections"].row_count,
        "new_letters": changes.new_letters,
        "changed_letters": changes.changed_letters,
        "gone_letters": changes.gone_letters,
        **{name: round(figure, 1) for name, figure in figures.items() if OF_A_CLAIM not in name},
        "problems": dg.MetadataValue.md(markdown_table(("claim", "problems"), problems)),
        "size_bytes": sum(file.size_bytes for file in latest.manifest.files),
        "sizes": dg.MetadataValue.md(markdown_table(("what", "files", "bytes"), sizes(latest.manifest.files))),
        "what_is_new": dg.MetadataValue.md(news_of(latest)),
        "page": dg.MetadataValue.path(latest.path / "index.html"),
        "data_docs": dg.MetadataValue.path(latest.path / "data_docs" / "index.html"),
    }


def sizes(files: Sequence[ReleasedFile]) -> list[tuple[str, int, int]]:
    """How many files and bytes each file or folder at the top of a release has, the largest first."""
    tops = {file.path.split("/")[0] for file in files}
    found = [(top, [file.size_bytes for file in files if file.path.split("/")[0] == top]) for top in sorted(tops)]
    return sorted(((top, len(its), sum(its)) for top, its in found), key=lambda row: -row[2])


def news_of(latest: Release) -> str:
    """What the newest release changed: a line for each letter, with a link to it."""
    query = """
        SELECT change, local_authority, report_id, any_value(report_url), count(column_name)
        FROM changes LEFT JOIN inspections USING (report_id, local_authority) GROUP BY ALL ORDER BY ALL
    """
    with open_to_read(latest.path / "jtai.duckdb") as connection:
        found = connection.execute(query).fetchall()
    rows = [(change, name, link_to(report, url), cells) for change, name, report, url, cells in found]
    return markdown_table(("change", "authority", "letter", "cells"), rows)


def release_facts(warehouse: Warehouse, run_id: str, verdicts: Sequence[RecordedVerdict]) -> ReleaseFacts:
    """Where the release comes from, beside its tables."""
    plan, recorded = warehouse.rows(ReleasePlan)[0], recorded_inputs(warehouse)
    return ReleaseFacts(
        source=warehouse.source_listed(),
        run_id=run_id,
        refreshed_at=plan.refreshed_at,
        versions=versions_in_use(),
        gates=[
            GateVerdict(one.gate, one.table_name, one.is_passed, one.row_count, one.judged_at.isoformat())
            for one in verdicts
        ],
        input_files={file.report_id: file.file_sha256 for file in recorded.report_files if file.file_sha256},
        release_before=plan.release_before,
        inputs=input_files(warehouse.paths, recorded),
    )
