"""What the command line prints of releases, problems, settings and the run that has just ended."""

from __future__ import annotations

import json
import os
import shlex
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from itertools import groupby
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table

from orchestration.warehouse.problems import ShownProblem
from orchestration.workspace.settings import Settings, variable_of
from orchestration.workspace.workspace import Workspace
from publishers import Release
from publishers.duckdb_helpers import open_read_only
from publishers.formats.duckdb_file import DATABASE_NAME

if TYPE_CHECKING:
    from orchestration.cli.refresh import RefreshResult

# After a refresh, of each check; `jtai problems` shows all.
EXAMPLES_SHOWN = 2
# Wider than any line, so that nothing is folded.
UNFOLDED_WIDTH = 100_000
RELEASE_COLUMNS = ("source", "letters", "new", "changed", "gone", "problems")
INDENT = "    "
# What a person opens first, and what it is.
FILES_TO_OPEN: Mapping[str, str] = {
    "index.html": "the letters as a page: search, filter, read",
    "jtai_outcomes.xlsx": "the same as a workbook",
    "jtai.duckdb": "every table, for SQL",
    "data_docs/index.html": "what was checked",
}

COMMANDS_TO_RUN: Mapping[str, str] = {
    "problems": "every extraction problem, with pictures",
    "ui": "the runs, tables and checks in the Dagster UI",
}


def open_console() -> Console:
    """A console that folds lines to the terminal's width, and never what goes to a file or to another program."""
    return Console(width=None if sys.stdout.isatty() else UNFOLDED_WIDTH)


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
        flagged, unread = (_count_letters(release, status) for status in ("flagged", "unread"))
        console.print(
            f"{letters} letters: {counts}; {flagged} flagged, {unread} unread; {_listed(release)} are listed as letters"
        )
        if corrections := _corrections(release):
            console.print(f"hand corrections: {corrections}")
    console.print(f"{result.files_fetched} new files fetched, {result.letters_extracted} letters extracted")
    for letter, reason in _list_unread(release):
        console.print(f"[yellow]not read:[/] {escape(letter)}: {escape(reason)}", highlight=False)


def print_problems(console: Console, problems: Sequence[ShownProblem], *, examples: int | None = None) -> None:
    """List problems by check, worst first; of those beyond `examples` of a check, only how many there are."""
    critical = sum(problem.is_critical for problem in problems)
    heading = f"{len(problems)} extraction problems, {critical} of them critical"
    console.print(f"{heading}; failed checks:" if problems else "No extraction problems.", highlight=False)
    for _, failed in groupby(problems, key=lambda problem: (problem.severity, problem.gate, problem.expectation)):
        _print_check(console, [*failed], examples)


def problems_to_json(problems: Sequence[ShownProblem]) -> str:
    """Problems as a JSON list of objects, in the order given."""
    return json.dumps([asdict(problem) for problem in problems], ensure_ascii=False, indent=2, default=str)


def releases_to_json(releases: Sequence[Release]) -> str:
    """Releases as a JSON list of objects, in the order given."""
    return json.dumps([_describe_release(release) for release in releases], ensure_ascii=False, indent=2)


def print_files(console: Console, release: Release) -> None:
    """Name the files that a person opens first."""
    console.print("Open:")
    for name, what_it_is in FILES_TO_OPEN.items():
        console.print(f"  {escape(str(release.path / name))}", soft_wrap=True, highlight=False, end="")
        console.print(f"  [dim]{what_it_is}[/]", highlight=False)


def print_commands(console: Console, workspace: Workspace) -> None:
    """Name the commands that show more of a data directory."""
    home = escape(shlex.quote(str(workspace.root)))
    # Set by `uv run`, after which `jtai` is on no path.
    program = "uv run jtai" if "UV" in os.environ else "jtai"
    for command, what_it_is in COMMANDS_TO_RUN.items():
        console.print(f"  {program} {command} --home {home}", soft_wrap=True, highlight=False, end="")
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
    for one in _describe_settings(settings):
        value = "" if one["value"] is None else escape(str(one["value"]))
        table.add_row(str(one["variable"]), value, "set" if one["is_set"] else "default", str(one["description"]))
    console.print(table)


def settings_to_json(settings: Settings) -> str:
    """Settings as a JSON list of objects, in the order of their declaration; secrets are masked."""
    return json.dumps([*_describe_settings(settings)], ensure_ascii=False, indent=2)


def _describe_settings(settings: Settings) -> Iterator[dict[str, str | float | bool | None]]:
    workspace = Workspace.from_settings(settings)
    values = dict(settings) | {"files": workspace.files, "warehouse": workspace.warehouse}
    for name, field in Settings.model_fields.items():
        value = values[name]
        yield {
            "variable": variable_of(name),
            "value": value if isinstance(value, int | float | None) else str(value),
            "is_set": name in settings.model_fields_set,
            "description": field.description,
        }


def _print_check(console: Console, failed: Sequence[ShownProblem], examples: int | None) -> None:
    """Print a check that failed, with its rule, and what it found."""
    first = failed[0]
    colour = "red" if first.is_critical else "yellow"
    count = f"{len(failed)} problem{'s' if len(failed) > 1 else ''}"
    console.print(f"\n[{colour}]{first.severity}[/] {first.expectation}, {count}", highlight=False, end=" ")
    console.print(f"[dim](rule: {escape(first.rule)})[/]", highlight=False)
    for problem in failed[:examples]:
        console.print(
            Padding(f"{escape(_place(problem))}: {escape(problem.message)}", (0, 0, 0, 2), expand=False),
            highlight=False,
        )
        if problem.crop:
            # Not folded, so that it can be copied.
            console.print(f"{INDENT}[dim]{escape(problem.crop)}[/]", soft_wrap=True, highlight=False)
    if examples is not None and len(failed) > examples:
        console.print(f"  … and {len(failed) - examples} more", highlight=False)


def _count_letters(release: Release, status: str) -> int:
    with open_read_only(release.path / DATABASE_NAME) as connection:
        statuses = dict(connection.sql("SELECT extraction_status, count(*) FROM inspections GROUP BY ALL").fetchall())
    return int(statuses.get(status, 0))


def _listed(release: Release) -> int:
    """How many documents the source lists as letters, those among them that turned out to be none included."""
    with open_read_only(release.path / DATABASE_NAME) as connection:
        ((listed,),) = connection.execute(
            "SELECT count(*) FROM publications WHERE is_jtai OR left_out_reason LIKE 'not a JTAI letter%'"
        ).fetchall()
    return int(listed)


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
    """Where a problem was seen: the document as its source lists it, and the page; the table where it is about all."""
    if problem.report_id is None:
        return f"table {problem.table_name}"
    day = problem.publication_date
    published = f"published {day.day} {day:%B %Y}" if day else None
    parts = (problem.local_authority, problem.label, published, problem.report_id)
    document = ", ".join(part for part in parts if part)
    return f"{document}, page {problem.page}" if problem.page else document


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
