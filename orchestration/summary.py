"""What the command line says of releases, problems and the run that has just ended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from orchestration.home import Home
from orchestration.problems import KnownProblem
from orchestration.settings import Settings, variable_of
from publishers import Release
from publishers.tables import open_to_read

if TYPE_CHECKING:
    from orchestration.rebuild import Rebuilt
    from orchestration.refresh import Refreshed

PROBLEMS_SHOWN = 5
SEVERITY_WIDTH = len("  critical")
# What a person opens first, and what it is.
FILES_TO_OPEN: Mapping[str, str] = {
    "index.html": "the letters as a page: search, filter, read",
    "jtai_outcomes.xlsx": "the same as a workbook",
    "jtai.duckdb": "every table, for SQL",
    "data_docs/index.html": "what the gates checked",
}


def say_outcome(console: Console, refreshed: Refreshed) -> None:
    """Say what the newest release holds, how it differs from the one before, and what this run did."""
    release, changes = refreshed.release, refreshed.release.manifest.changes
    name, source = f"[bold]{release.manifest.name}[/]", escape(release.manifest.source)
    console.print(
        f"\nReleased {name} from {source}" if refreshed.is_new else f"\nNothing new: release {name} says it all"
    )
    if refreshed.is_new:
        letters = release.manifest.tables["inspections"].row_count
        counts = f"{changes.new_letters} new, {changes.changed_letters} changed, {changes.gone_letters} gone"
        console.print(f"{letters} letters: {counts}; {_flagged(release)} flagged")
        if corrections := _corrections(release):
            console.print(f"hand corrections: {corrections}")
    console.print(f"{refreshed.files_fetched} new files fetched, {refreshed.letters_read} letters read")
    if refreshed.not_fetched:
        console.print(f"[yellow]could not be fetched:[/] {escape(refreshed.not_fetched)}", highlight=False)


def say_rebuilt(console: Console, rebuilt: Rebuilt) -> None:
    """Say whether a rebuilt release has the content and the bytes of the one first made, and why not."""
    tables, files = rebuilt.tables_that_differ, rebuilt.files_that_differ
    console.print(f"\nRebuilt as {rebuilt.release.path}", soft_wrap=True, highlight=False)
    console.print(f"Tables: {', '.join(tables)} differ" if tables else "Tables: every one has the same content")
    console.print(f"Files: {len(files)} of {rebuilt.file_count} differ in their bytes: {', '.join(files) or 'none'}")
    for part, (was, now) in rebuilt.versions_that_differ.items():
        console.print(f"{part} was {was} and is now {now}", highlight=False)


def say_problems(console: Console, problems: Sequence[KnownProblem], *, at_most: int | None = None) -> None:
    """List problems, worst first; of those beyond `at_most`, only how many there are."""
    critical = sum(problem.is_critical for problem in problems)
    heading = f"{len(problems)} extraction problems, {critical} of them critical"
    console.print(f"{heading}; claims that do not hold:" if problems else "No extraction problems.", highlight=False)
    for problem in problems[:at_most]:
        _say_problem(console, problem)
    if at_most is not None and len(problems) > at_most:
        console.print(f"  … and {len(problems) - at_most} more: jtai problems")


def say_files(console: Console, release: Release) -> None:
    """Name the files that a person opens first."""
    console.print("Open:")
    for name, what_it_is in FILES_TO_OPEN.items():
        console.print(f"  {release.path / name}", soft_wrap=True, highlight=False, end="")
        console.print(f"  [dim]{what_it_is}[/]", highlight=False)


def say_seconds(console: Console, total_seconds: float, steps: Mapping[str, float]) -> None:
    """Say how long it took and where the time went."""
    times = ", ".join(f"{step} {seconds:.1f}" for step, seconds in steps.items())
    console.print(f"[dim]{total_seconds:.0f} seconds: {times}[/]", highlight=False)


def say_releases(console: Console, releases: Sequence[Release]) -> None:
    """List releases as given, with what each changed."""
    if not releases:
        console.print("Nothing has been released yet: run `jtai demo` or `jtai refresh`.")
        return
    table = Table(box=None, pad_edge=False, header_style="dim")
    for heading in ("release", "source", "letters", "new", "changed", "gone", "problems"):
        table.add_column(heading, no_wrap=heading == "release", overflow="fold")
    for release in releases:
        table.add_row(*_release_cells(release))
    console.print(table)


def say_settings(console: Console, settings: Settings) -> None:
    """List every setting: its variable, what it is in this run, whether somebody set it, and what it is for."""
    table = Table(box=None, pad_edge=False, header_style="dim")
    for heading in ("variable", "value", "", "what it is"):
        table.add_column(heading, no_wrap=heading == "variable", overflow="fold")
    home = Home.of(settings)
    values = dict(settings) | {"files": home.files, "warehouse": home.warehouse}
    for name, field in Settings.model_fields.items():
        is_given = name in settings.model_fields_set
        table.add_row(variable_of(name), escape(str(values[name])), "set" if is_given else "default", field.description)
    console.print(table)


def _say_problem(console: Console, problem: KnownProblem) -> None:
    said = Table.grid(padding=(0, 1))
    said.add_column(min_width=SEVERITY_WIDTH)
    colour = "red" if problem.is_critical else "yellow"
    said.add_row(f"  [{colour}]{problem.severity}[/]", f"{escape(_place(problem))}: {escape(problem.claim)}")
    said.add_row("", f"[dim]{escape(problem.seen or '')}[/]")
    console.print(said)
    if problem.crop:
        # Not folded, so that it can be copied.
        console.print(f"{' ' * SEVERITY_WIDTH} [dim]{escape(problem.crop)}[/]", soft_wrap=True, highlight=False)


def _flagged(release: Release) -> int:
    with open_to_read(release.path / "jtai.duckdb") as connection:
        ((flagged,),) = connection.execute(
            "SELECT count(*) FROM inspections WHERE extraction_status = 'flagged'"
        ).fetchall()
    return int(flagged)


def _corrections(release: Release) -> str:
    """What became of the hand corrections of listed letters, in words; empty where there are none."""
    with open_to_read(release.path / "jtai.duckdb") as connection:
        counts = connection.execute(
            "SELECT status, count(*) FROM corrections WHERE status <> 'not_listed' GROUP BY status ORDER BY status"
        ).fetchall()
    return ", ".join(f"{count} {status.replace('_', ' ')}" for status, count in counts)


def _place(problem: KnownProblem) -> str:
    """Where a problem was seen: the letter and page, or the table where it is about all of it."""
    if problem.report_id is None:
        return f"table {problem.table_name}"
    letter = f"{problem.local_authority} {problem.report_id}" if problem.local_authority else problem.report_id
    return f"{letter}, page {problem.page}" if problem.page else letter


def _release_cells(release: Release) -> tuple[str, ...]:
    manifest, changes = release.manifest, release.manifest.changes
    counts = (
        manifest.tables["inspections"].row_count,
        changes.new_letters,
        changes.changed_letters,
        changes.gone_letters,
        manifest.tables["extraction_problems"].row_count,
    )
    name = f"{manifest.name} (latest)" if release.is_latest else manifest.name
    return name, manifest.source, *map(str, counts)
