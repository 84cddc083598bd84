"""What the command line prints of releases, problems, settings and the run that has just ended."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from orchestration.warehouse.problems import ShownProblem
from orchestration.workspace.settings import Settings, variable_of
from orchestration.workspace.workspace import Workspace
from publishers import Release
from publishers.duckdb_helpers import open_read_only
from publishers.formats.duckdb_file import DATABASE_NAME

if TYPE_CHECKING:
    from orchestration.cli.refresh import RefreshResult

PROBLEMS_SHOWN = 5
RELEASE_COLUMNS = ("source", "letters", "new", "changed", "gone", "problems")
SEVERITY_WIDTH = len("  critical")
# What a person opens first, and what it is.
FILES_TO_OPEN: Mapping[str, str] = {
    "index.html": "the letters as a page: search, filter, read",
    "jtai_outcomes.xlsx": "the same as a workbook",
    "jtai.duckdb": "every table, for SQL",
    "data_docs/index.html": "what was checked",
}


def print_outcome(console: Console, result: RefreshResult) -> None:
    """Print what the newest release holds, how it differs from the previous one, and what this run did."""
    release, changes = result.release, result.release.manifest.changes
    name, source = f"[bold]{release.manifest.name}[/]", escape(release.manifest.source)
    console.print(
        f"\nReleased {name} from {source}" if result.is_new else f"\nNo changes: release {name} is up to date"
    )
    if result.is_new:
        letters = release.manifest.tables["inspections"].row_count
        counts = f"{changes.new_letters} new, {changes.changed_letters} changed, {changes.gone_letters} gone"
        console.print(f"{letters} letters: {counts}; {_flagged(release)} flagged")
        if corrections := _corrections(release):
            console.print(f"hand corrections: {corrections}")
    console.print(f"{result.files_fetched} new files fetched, {result.letters_extracted} letters extracted")
    for letter, reason in _list_unread(release):
        console.print(f"[yellow]not read:[/] {escape(letter)}: {escape(reason)}", highlight=False)


def print_problems(console: Console, problems: Sequence[ShownProblem], *, at_most: int | None = None) -> None:
    """List problems, worst first; of those beyond `at_most`, only how many there are."""
    critical = sum(problem.is_critical for problem in problems)
    heading = f"{len(problems)} extraction problems, {critical} of them critical"
    console.print(f"{heading}; failed checks:" if problems else "No extraction problems.", highlight=False)
    for problem in problems[:at_most]:
        _print_problem(console, problem)
    if at_most is not None and len(problems) > at_most:
        console.print(f"  … and {len(problems) - at_most} more: jtai problems")


def problems_to_json(problems: Sequence[ShownProblem]) -> str:
    """Problems as a JSON list of objects, in the order given."""
    return json.dumps([asdict(problem) for problem in problems], ensure_ascii=False, indent=2)


def releases_to_json(releases: Sequence[Release]) -> str:
    """Releases as a JSON list of objects, in the order given."""
    return json.dumps([_describe_release(release) for release in releases], ensure_ascii=False, indent=2)


def print_files(console: Console, release: Release) -> None:
    """Name the files that a person opens first."""
    console.print("Open:")
    for name, what_it_is in FILES_TO_OPEN.items():
        console.print(f"  {release.path / name}", soft_wrap=True, highlight=False, end="")
        console.print(f"  [dim]{what_it_is}[/]", highlight=False)


def print_seconds(console: Console, total_seconds: float, steps: Mapping[str, float]) -> None:
    """Print how long it took and where the time went."""
    times = ", ".join(f"{step} {seconds:.1f}" for step, seconds in steps.items())
    console.print(f"[dim]{total_seconds:.0f} seconds: {times}[/]", highlight=False)


def print_releases(console: Console, releases: Sequence[Release]) -> None:
    """List releases as given, with what each changed."""
    if not releases:
        console.print("Nothing has been released yet: run `jtai demo` or `jtai refresh`.")
        return
    table = Table(box=None, pad_edge=False, header_style="dim")
    for heading in ("release", *RELEASE_COLUMNS):
        table.add_column(heading, no_wrap=heading == "release", overflow="fold")
    for release in releases:
        table.add_row(*_release_cells(release))
    console.print(table)


def print_settings(console: Console, settings: Settings) -> None:
    """List every setting: its variable, what it is in this run, whether somebody set it, and what it is for."""
    table = Table(box=None, pad_edge=False, header_style="dim")
    for heading in ("variable", "value", "", "what it is"):
        table.add_column(heading, no_wrap=heading == "variable", overflow="fold")
    workspace = Workspace.from_settings(settings)
    values = dict(settings) | {"files": workspace.files, "warehouse": workspace.warehouse}
    for name, field in Settings.model_fields.items():
        is_given = name in settings.model_fields_set
        table.add_row(variable_of(name), escape(str(values[name])), "set" if is_given else "default", field.description)
    console.print(table)


def _print_problem(console: Console, problem: ShownProblem) -> None:
    said = Table.grid(padding=(0, 1))
    said.add_column(min_width=SEVERITY_WIDTH)
    colour = "red" if problem.is_critical else "yellow"
    said.add_row(f"  [{colour}]{problem.severity}[/]", f"{escape(_place(problem))}: {escape(problem.message)}")
    said.add_row("", f"[dim]rule: {escape(problem.rule)}[/]")
    console.print(said)
    if problem.crop:
        # Not folded, so that it can be copied.
        console.print(f"{' ' * SEVERITY_WIDTH} [dim]{escape(problem.crop)}[/]", soft_wrap=True, highlight=False)


def _flagged(release: Release) -> int:
    with open_read_only(release.path / DATABASE_NAME) as connection:
        ((flagged,),) = connection.execute(
            "SELECT count(*) FROM inspections WHERE extraction_status = 'flagged'"
        ).fetchall()
    return int(flagged)


def _list_unread(release: Release) -> list[tuple[str, str]]:
    """The documents listed as letters that could not be read or are none, each with the reason."""
    with open_read_only(release.path / DATABASE_NAME) as connection:
        return connection.execute(
            "SELECT format('{}, {} ({})', coalesce(local_authority, urn::VARCHAR),"
            " strftime(publication_date, '%-d %B %Y'), report_id), coalesce(unread_reason, left_out_reason)"
            " FROM publications LEFT JOIN (SELECT report_id, unread_reason FROM inspections) USING (report_id)"
            " LEFT JOIN (SELECT urn, local_authority FROM local_authorities) USING (urn)"
            " WHERE unread_reason IS NOT NULL OR left_out_reason LIKE 'not a JTAI letter%' ORDER BY ALL"
        ).fetchall()


def _corrections(release: Release) -> str:
    """What became of the hand corrections of listed letters, in words; empty where there are none."""
    with open_read_only(release.path / DATABASE_NAME) as connection:
        counts = connection.execute(
            "SELECT status, count(*) FROM corrections WHERE status <> 'not_listed' GROUP BY status ORDER BY status"
        ).fetchall()
    return ", ".join(f"{count} {status.replace('_', ' ')}" for status, count in counts)


def _place(problem: ShownProblem) -> str:
    """Where a problem was seen: the letter and page, or the table where it is about all of it."""
    if problem.report_id is None:
        return f"table {problem.table_name}"
    letter = f"{problem.local_authority} {problem.report_id}" if problem.local_authority else problem.report_id
    return f"{letter}, page {problem.page}" if problem.page else letter


def _describe_release(release: Release) -> dict[str, str | int | bool]:
    manifest, changes = release.manifest, release.manifest.changes
    return {
        "release": manifest.name,
        "is_latest": release.is_latest,
        "path": str(release.path),
        "source": manifest.source,
        "letters": manifest.tables["inspections"].row_count,
        "new": changes.new_letters,
        "changed": changes.changed_letters,
        "gone": changes.gone_letters,
        "problems": manifest.tables["extraction_problems"].row_count,
    }


def _release_cells(release: Release) -> tuple[str, ...]:
    described = _describe_release(release)
    name = f"{described['release']} (latest)" if release.is_latest else str(described["release"])
    return name, *(str(described[column]) for column in RELEASE_COLUMNS)
