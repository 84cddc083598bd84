"""What the source lists: its authorities, their documents, and how the look went."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import dagster as dg

from expectations import LastRelease
from extractors.records import Discovery, Provider, Publication
from orchestration.assets.markdown import markdown_table
from orchestration.assets.raw_specs import filled, raw_table_spec
from orchestration.last_release import last_release
from orchestration.progress import Progress
from orchestration.reports_source import ReportsSource
from orchestration.warehouse import Warehouse


@dg.multi_asset(specs=[raw_table_spec(row_type, group="discovery") for row_type in (Provider, Publication, Discovery)])
def discovery(
    context: dg.AssetExecutionContext,
    warehouse: Warehouse,
    reports_source: ReportsSource,
    progress: dg.ResourceParam[Progress],
) -> Iterator[dg.MaterializeResult[None]]:
    """List every authority and every document of the source."""
    with reports_source.open(warehouse.paths) as source:
        found = source.discover(lambda done, total: progress.show("pages discovered", done, total))
    for warning in found.warnings:
        context.log.warning(warning)
    yield filled(context, Provider, warehouse.replace(Provider, found.providers))
    yield filled(
        context,
        Publication,
        warehouse.replace(Publication, found.publications),
        labels=dg.MetadataValue.md(_labels(found.publications)),
        **_news(found.publications, last_release(warehouse.paths, found.discovery.source)),
    )
    yield filled(context, Discovery, warehouse.replace(Discovery, [found.discovery]), source=found.discovery.source)


def _labels(publications: Sequence[Publication]) -> str:
    """Count the labels seen, those taken for JTAI letters first."""
    counts = Counter((publication.is_jtai, publication.label or "no label") for publication in publications)
    rows = [
        ("in scope" if is_jtai else "left", label, count)
        for (is_jtai, label), count in sorted(counts.items(), reverse=True)
    ]
    return markdown_table(("scope", "label", "documents"), rows)


def _news(publications: Sequence[Publication], last: LastRelease) -> Mapping[str, int | str]:
    """Name the letters that appeared since the last release, and those that are gone."""
    letters = {publication.report_id for publication in publications if publication.is_jtai}
    appeared, gone = sorted(letters - last.publications), sorted(last.letters - letters)
    return {
        "letters_appeared": len(appeared),
        "appeared": ", ".join(appeared) or "none",
        "letters_gone": len(gone),
        "gone": ", ".join(gone) or "none",
    }
