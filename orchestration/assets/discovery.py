"""What the source lists: its authorities, their documents, and how the look went."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import dagster as dg

from expectations import LastRelease
from extractors.records import Discovery, Provider, Publication
from extractors.sources import Found
from orchestration.assets.markdown import link_to, markdown_table
from orchestration.assets.raw_specs import filled, raw_table_spec
from orchestration.last_release import last_release
from orchestration.progress import Progress
from orchestration.reports_source import ReportsSource
from orchestration.retries import tried_again_if_scheduled
from orchestration.run_log import event
from orchestration.tables import Row
from orchestration.warehouse import Warehouse

DISCOVERY_TABLES: tuple[type[Row], ...] = (Provider, Publication, Discovery)
Shown = Mapping[str, int | str | dg.MetadataValue]


@dg.multi_asset(specs=[raw_table_spec(row_type, group="discovery") for row_type in DISCOVERY_TABLES])
def discovery(
    context: dg.AssetExecutionContext,
    warehouse: Warehouse,
    reports_source: ReportsSource,
    progress: dg.ResourceParam[Progress],
) -> Iterator[dg.MaterializeResult[None]]:
    """List every authority and every document of the source."""
    with tried_again_if_scheduled(context), reports_source.open(warehouse.paths) as source:
        found = source.discover(lambda done, total: progress.show("pages discovered", done, total))
    last = last_release(warehouse.paths, found.discovery.source)
    appeared, gone = letters_appeared_and_gone(found.publications, last)
    for line in lines_of_log(found, appeared, gone, is_first=not last.publications):
        context.log.info(line)
    for warning in (*found.warnings, *(event("letter gone", report_id=report_id) for report_id in gone)):
        context.log.warning(warning)
    shown: Mapping[type[Row], Shown] = {
        Publication: letters_shown(found, appeared, gone),
        Discovery: {"source": found.discovery.source},
    }
    for row_type, rows in rows_by_table(found).items():
        row_count = warehouse.replace(row_type, rows)
        yield filled(context, row_type, row_count, warehouse.content_hash(row_type), **shown.get(row_type, {}))


def rows_by_table(found: Found) -> Mapping[type[Row], Sequence[Row]]:
    """What was found, for each of `DISCOVERY_TABLES`."""
    return {Provider: found.providers, Publication: found.publications, Discovery: [found.discovery]}


def lines_of_log(
    found: Found, appeared: Sequence[Publication], gone: Sequence[str], *, is_first: bool
) -> Iterator[str]:
    """What was found, and each letter that appeared; in a first release all do, which is no news of any one of them."""
    yield event(
        "discovered",
        source=found.discovery.source,
        providers=len(found.providers),
        documents=len(found.publications),
        letters_appeared=len(appeared),
        letters_gone=len(gone),
    )
    for one in () if is_first else appeared:
        yield event("letter appeared", report_id=one.report_id, urn=one.urn, published=one.publication_date)


def letters_shown(found: Found, appeared: Sequence[Publication], gone: Sequence[str]) -> Shown:
    """What the catalogue shows of the documents that were listed."""
    return {
        "labels": dg.MetadataValue.md(_labels(found.publications)),
        "letters_appeared": len(appeared),
        "appeared": dg.MetadataValue.md(_table_of_letters(appeared, found.providers)),
        "letters_gone": len(gone),
        "gone": ", ".join(gone) or "none",
    }


def _labels(publications: Sequence[Publication]) -> str:
    """Count the labels seen, those taken for JTAI letters first."""
    counts = Counter((publication.is_jtai, publication.label or "no label") for publication in publications)
    rows = [
        ("in scope" if is_jtai else "left", label, count)
        for (is_jtai, label), count in sorted(counts.items(), reverse=True)
    ]
    return markdown_table(("scope", "label", "documents"), rows)


def letters_appeared_and_gone(
    publications: Sequence[Publication], last: LastRelease
) -> tuple[list[Publication], list[str]]:
    """The letters that the last release does not know, and the ids of those it had that are not listed any more."""
    letters = {publication.report_id: publication for publication in publications if publication.is_jtai}
    return [one for report, one in sorted(letters.items()) if report not in last.publications], sorted(
        last.letters - letters.keys()
    )


def _table_of_letters(letters: Sequence[Publication], providers: Sequence[Provider]) -> str:
    names = {provider.urn: provider.provider_name for provider in providers}
    rows = [
        (names[one.urn], one.publication_date, link_to(one.report_id, one.report_url), one.label or "none")
        for one in letters
    ]
    return markdown_table(("authority", "published", "letter", "label"), rows)
