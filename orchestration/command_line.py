"""The command `jtai`. Each command imports what it needs when it runs, so that asking for help takes no time."""
# ruff: noqa: PLC0415

from __future__ import annotations

import gc
import os
import sys
import time
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from orchestration.home import Home
    from orchestration.refresh import Refreshed
    from orchestration.settings import Settings

GATE_STOPPED, WRONG_USAGE, UNREACHABLE, BUSY, UNFORESEEN, INTERRUPTED = 1, 2, 3, 4, 70, 130
OBJECTS_BETWEEN_COLLECTIONS = 100_000
# `dagster dev` recommends another command, which is not part of Dagster's own package.
QUIET_PYTHON = (sys.executable, "-W", "ignore:Function `dev_command` is superseded")
# The settings that are relative to the folder one stands in.
PLACES = {"home", "files", "warehouse"}
WORKSPACE = Path(__file__).parents[1] / "workspace.yaml"

app = typer.Typer(
    help="Outcomes of joint targeted area inspections, as a warehouse people can trust.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

HomeOption = Annotated[
    Path | None,
    typer.Option("--home", metavar="DIR", help="Folder for files and releases. JTAI_HOME, else ./data."),
]
SourceOption = Annotated[
    str | None,
    typer.Option("--source", metavar="URL or DIR", help="Report site or archive. JTAI_SOURCE, else the report site."),
]
PaceOption = Annotated[
    float | None, typer.Option("--pace", min=0, metavar="SECONDS", help="Seconds between requests; 1 by default.")
]
PortOption = Annotated[int, typer.Option("--port", help="Port on this machine.")]
ReadAgainOption = Annotated[
    list[str] | None,
    typer.Option("--read-again", metavar="REPORT_ID", help="Read this letter again; may be given more than once."),
]
AnewOption = Annotated[bool, typer.Option("--anew", help="Build and judge everything, even where nothing is new.")]
DebugOption = Annotated[bool, typer.Option("--debug", help="Show where in the program an error arose.")]


def main() -> None:
    """Run the command line."""
    # Nearly all that a run imports and makes it keeps: looking through it after every 700 new objects finds nothing,
    # and takes a fifth of the time to start.
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS)
    app()


@app.command()
def demo(home: HomeOption = None, debug: DebugOption = False) -> None:
    """Run the whole job on the bundled sample of invented letters; needs no network."""
    with errors_told_plainly(debug):
        refresh_and_tell(settings_given(home=home, source="sample", pace_seconds=0))


@app.command()
def refresh(
    *,
    home: HomeOption = None,
    source: SourceOption = None,
    pace: PaceOption = None,
    read_again: ReadAgainOption = None,
    anew: AnewOption = False,
    debug: DebugOption = False,
) -> None:
    """Discover, fetch, read, build, judge and release: the whole job, on the report site or an archive."""
    with errors_told_plainly(debug):
        refresh_and_tell(settings_given(home=home, source=source, pace_seconds=pace), read_again or (), anew)


@app.command()
def releases(home: HomeOption = None, debug: DebugOption = False) -> None:
    """List what has been released, newest first, with counts and changes."""
    with errors_told_plainly(debug):
        tell_releases(settings_given(home=home))


@app.command()
def rebuild(
    name: Annotated[str, typer.Argument(help="Name of the release, as `jtai releases` lists it.")],
    to: Annotated[Path, typer.Option("--to", metavar="DIR", help="New folder: the home to rebuild the release in.")],
    home: HomeOption = None,
    debug: DebugOption = False,
) -> None:
    """Make a release again from its manifest and the stored files, and say what differs; 1 where something does."""
    with errors_told_plainly(debug):
        if not rebuild_and_tell(settings_given(home=home), name, to):
            raise typer.Exit(GATE_STOPPED)


@app.command()
def site(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="New folder, or the site laid out there before.")],
    url: Annotated[
        str | None, typer.Option("--url", help="Address at which the site will be found. JTAI_SITE_URL, else none.")
    ] = None,
    home: HomeOption = None,
    debug: DebugOption = False,
) -> None:
    """Lay out the releases as a folder for any static host: the latest at its root, all at addresses that stay."""
    with errors_told_plainly(debug):
        lay_out_and_tell(settings_given(home=home, site_url=url), folder)


@app.command()
def problems(home: HomeOption = None, debug: DebugOption = False) -> None:
    """List the extraction problems of the latest run, worst first."""
    with errors_told_plainly(debug):
        tell_problems(settings_given(home=home))


@app.command()
def settings(home: HomeOption = None, debug: DebugOption = False) -> None:
    """Show every setting: its environment variable, its value here, and what it is for. Passwords stay hidden."""
    with errors_told_plainly(debug):
        tell_settings(settings_given(home=home))


@app.command()
def ui(home: HomeOption = None, port: PortOption = 3000, debug: DebugOption = False) -> None:
    """Open the Dagster UI on this project, with the weekly schedule running; Ctrl-C ends it."""
    with errors_told_plainly(debug):
        become_dagster(settings_given(home=home), port)


@contextmanager
def errors_told_plainly(debug: bool) -> Iterator[None]:
    """End with one clear message and the exit status it deserves."""
    try:
        yield
    except typer.Exit:
        raise
    except KeyboardInterrupt:
        typer.echo("\nstopped before the end; the next refresh takes up what is there", err=True)
        raise typer.Exit(INTERRUPTED) from None
    except Exception as error:  # noqa: BLE001 the last place that can turn an error into a message
        status = exit_status_of(error)
        if debug:
            traceback.print_exception(error)
        elif status == UNFORESEEN:
            typer.echo(f"unforeseen {type(error).__name__}: {error}\nRun again with --debug to see where.", err=True)
        else:
            typer.echo(str(error), err=True)
        raise typer.Exit(status) from None


def exit_status_of(error: Exception) -> int:
    """The exit status that tells a script what happened."""
    from extractors.files import StoreUnreachable, WrongStore
    from extractors.letters.pool import WorkersKilled
    from extractors.sources import SourceUnreachable, WrongSource
    from orchestration.gate_record import GateNotPassed, ModelsNotBuilt
    from orchestration.home import HomeIsBusy, HomeNotUsable
    from orchestration.inputs import NotRebuildable
    from orchestration.rereading import NoSuchLetter
    from orchestration.settings import SettingNotUnderstood
    from orchestration.withdrawals import WithdrawalsNotUnderstood
    from publishers import PublishingError
    from publishers.site import SiteNotPossible

    statuses = {
        (GateNotPassed, ModelsNotBuilt, PublishingError): GATE_STOPPED,
        (SettingNotUnderstood, WrongSource, HomeNotUsable, WithdrawalsNotUnderstood, NotRebuildable): WRONG_USAGE,
        (SiteNotPossible, NoSuchLetter, WrongStore): WRONG_USAGE,
        (SourceUnreachable, StoreUnreachable): UNREACHABLE,
        (HomeIsBusy,): BUSY,
        (WorkersKilled,): INTERRUPTED,
    }
    return next((status for kinds, status in statuses.items() if isinstance(error, kinds)), UNFORESEEN)


def settings_given(**given: Path | str | float | None) -> Settings:
    """The settings, with what the options said above what the environment says."""
    from orchestration.settings import read_settings

    return read_settings(**given)


def refresh_and_tell(settings: Settings, read_again: Sequence[str] = (), anew: bool = False) -> None:
    """Run the job, showing how far it is, and say how it ended."""
    from orchestration.console import Steps, prints_kept_in
    from orchestration.home import Home

    home, begun = Home.of(settings), time.monotonic()
    with home.held():
        with prints_kept_in(home.log) as console, Steps(console) as steps:
            steps.show("start", 0, 1)
            from orchestration.assets.news import WhatElseToDo
            from orchestration.refresh import refresh

            # What is imported stays: rubbish need not be looked for there.
            gc.freeze()
            steps.show("start", 1, 1)
            with failure_told(settings):
                refreshed = refresh(settings, steps, WhatElseToDo(read_again=list(read_again), anew=anew))
        tell_outcome(home, refreshed, time.monotonic() - begun)


@contextmanager
def failure_told(settings: Settings) -> Iterator[None]:
    """Tell those whom the settings name of a refresh that failed, as the sensor does for runs of the Dagster UI."""
    from orchestration.notices import NoticeNotSent, tell_of_failure

    try:
        yield
    except Exception as error:
        try:
            tell_of_failure(settings, str(error))
        except NoticeNotSent as unsent:
            typer.echo(str(unsent), err=True)
        raise


def tell_outcome(home: Home, refreshed: Refreshed, total_seconds: float) -> None:
    """Say what was released, what is doubtful, which files to open and where the time went."""
    from rich.console import Console

    from orchestration import summary
    from orchestration.problems import latest_problems

    console = Console()
    summary.say_outcome(console, refreshed)
    summary.say_problems(console, latest_problems(home), at_most=summary.PROBLEMS_SHOWN)
    summary.say_files(console, refreshed.release)
    summary.say_seconds(console, total_seconds, refreshed.seconds)


def rebuild_and_tell(settings: Settings, name: str, to: Path) -> bool:
    """Rebuild a release, say how it compares with the first making, and whether its content is the same."""
    from rich.console import Console

    from orchestration.console import Steps, prints_kept_in
    from orchestration.home import Home
    from orchestration.rebuild import new_home_for, rebuild, release_called
    from orchestration.summary import say_rebuilt

    home, new_home = Home.of(settings), new_home_for(to)
    first = release_called(name, home)
    with home.held(), prints_kept_in(new_home.log) as console, Steps(console) as steps:
        rebuilt = rebuild(settings, first, new_home, steps)
    say_rebuilt(Console(), rebuilt)
    return rebuilt.is_same_content


def tell_releases(settings: Settings) -> None:
    """Say what has been released."""
    from rich.console import Console

    from orchestration.home import Home
    from orchestration.summary import say_releases
    from publishers import list_releases

    say_releases(Console(), list_releases(Home.of(settings).releases))


def lay_out_and_tell(settings: Settings, folder: Path) -> None:
    """Lay out the site and say what it holds."""
    from orchestration.home import Home
    from publishers.site import lay_out_site

    site = lay_out_site(Home.of(settings).releases, folder.absolute(), url=settings.site_url)
    typer.echo(f"{site.folder} shows release {site.latest.manifest.name}; {len(site.held)} under releases/")
    if site.left_out:
        typer.echo(f"{len(site.left_out)} older releases did not fit; {settings.home} still holds them")


def tell_problems(settings: Settings) -> None:
    """Say what the gates noticed in the latest run; while another is at work, what the latest release lists."""
    from rich.console import Console

    from orchestration.home import Home, HomeIsBusy
    from orchestration.problems import latest_problems, released_problems
    from orchestration.summary import say_problems
    from publishers import latest_release

    home = Home.of(settings)
    try:
        with home.held():
            say_problems(Console(), latest_problems(home))
    except HomeIsBusy as busy:
        release = latest_release(home.releases)
        if release is None:
            raise
        typer.echo(f"{busy}; these are the problems of the latest release, {release.manifest.name}")
        say_problems(Console(), released_problems(release.path))


def tell_settings(settings: Settings) -> None:
    """Say what a run would be told."""
    from rich.console import Console

    from orchestration.summary import say_settings

    say_settings(Console(), settings)


def become_dagster(settings: Settings, port: int) -> None:
    """Become `dagster dev`, the web server and the scheduler, for this home and this machine only."""
    from orchestration.dagster_home import dagster_home
    from orchestration.home import Home
    from orchestration.settings import variable_of

    places = {variable_of(name): str(place) for name, place in settings.model_dump(include=PLACES).items() if place}
    environment = {"DAGSTER_HOME": str(dagster_home(Home.of(settings))), **places}
    dagster = [*QUIET_PYTHON, "-m", "dagster", "dev", "-w", str(WORKSPACE), "-h", "127.0.0.1", "-p", str(port)]
    typer.echo(f"Dagster: http://127.0.0.1:{port} (Ctrl-C ends it)")
    os.execve(sys.executable, [*dagster, "--log-level", "warning"], os.environ | environment)  # noqa: S606


if __name__ == "__main__":
    main()
