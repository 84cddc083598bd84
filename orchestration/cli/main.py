"""The command `jtai`. Each command imports what it needs when it runs, so that asking for help takes no time."""
# ruff: noqa: PLC0415

from __future__ import annotations

import gc
import os
import signal
import socket
import sys
import time
import traceback
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from importlib.metadata import version
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from orchestration.cli.refresh import RefreshResult
    from orchestration.warehouse.problems import ShownProblem
    from orchestration.workspace.settings import Settings
    from orchestration.workspace.workspace import Workspace

WRONG_USAGE, UNEXPECTED, INTERRUPTED = 2, 70, 130
LOCALHOST = "127.0.0.1"
# `dagster dev` recommends another command, which is not part of Dagster's own package.
QUIET_PYTHON = (sys.executable, "-W", "ignore:Function `dev_command` is superseded")
# The settings that are relative to the folder one stands in.
PLACES = {"home", "files", "warehouse", "source"}

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


class OutputFormat(StrEnum):
    """How a command prints what it lists."""

    TEXT = "text"
    JSON = "json"


def require_free_port(port: int) -> int:
    """Return a port that can be listened on. Raises `typer.BadParameter`: a second `dagster dev` would go on anyway."""
    try:
        with socket.socket() as listener:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind((LOCALHOST, port))
    except OSError as reason:
        raise typer.BadParameter(f"{port} cannot be used ({reason.strerror}): name another with --port.") from None
    return port


HomeOption = Annotated[
    Path | None,
    typer.Option("--home", metavar="DIR", help="Data directory. Default: JTAI_HOME, else ./data."),
]
DemoHomeOption = Annotated[
    Path | None,
    typer.Option("--home", metavar="DIR", help="Data directory. Default: JTAI_HOME, else ./demo_data."),
]
SourceOption = Annotated[
    str | None,
    typer.Option(
        "--source", metavar="URL or DIR", help="Report site or archive. Default: JTAI_SOURCE, else the report site."
    ),
]
PaceOption = Annotated[
    float | None, typer.Option("--pace", min=0, metavar="SECONDS", help="Seconds between requests; 1 by default.")
]
PortOption = Annotated[
    int,
    typer.Option("--port", min=1, max=65535, callback=require_free_port, help="Port on this machine."),
]
ForceOption = Annotated[
    bool, typer.Option("--force", help="Full refresh: ignore that nothing changed and what was extracted before.")
]
FormatOption = Annotated[OutputFormat, typer.Option("--format", help="text for people, json for scripts.")]
DebugOption = Annotated[bool, typer.Option("--debug", help="Show the traceback of an error.")]


def main() -> None:
    """Run the command line. Warnings of libraries are no errors here, whatever PYTHONWARNINGS says."""
    os.environ.pop("PYTHONWARNINGS", None)
    warnings.simplefilter("ignore")
    # A script starts what runs in the background with interrupts ignored, and Dagster would then ignore SIGTERM too.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if sys.stdout is None:  # closed by whoever started us
        sys.stderr.write("Standard output is closed, so nothing can be printed: redirect it, such as to /dev/null.\n")
        sys.exit(WRONG_USAGE)
    try:
        Path.cwd()
    except FileNotFoundError:
        sys.stderr.write("The current folder has been deleted: change to one that exists.\n")
        sys.exit(WRONG_USAGE)
    if isinstance(sys.stdout, TextIOWrapper):  # which may be of an encoding without “ or …
        sys.stdout.reconfigure(errors="replace")
    try:
        app()
    finally:
        # Python looks for garbage once more as it ends, among half a million objects of Dagster and dbt: over a second.
        gc.freeze()


def print_version(is_asked: bool) -> None:
    """Print the version and end, where it is asked for."""
    if is_asked:
        typer.echo(f"jtai {version('jtai-outcomes')}")
        raise typer.Exit


@app.callback()
def configure(
    _version: Annotated[
        bool, typer.Option("--version", callback=print_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Outcomes of joint targeted area inspections of child protection in England, as a data warehouse."""


@app.command()
def demo(home: DemoHomeOption = None, debug: DebugOption = False) -> None:
    """Run the whole job on the bundled sample of invented letters; needs no network."""
    from orchestration.workspace.settings import DEMO_HOME

    with exit_on_error(debug):
        settings = load_settings(home=home, source="sample", pace_seconds=0)
        if "home" not in settings.model_fields_set:
            settings = load_settings(home=DEMO_HOME, source="sample", pace_seconds=0)
        run_refresh(settings)


@app.command()
def refresh(
    *,
    home: HomeOption = None,
    source: SourceOption = None,
    pace: PaceOption = None,
    force: ForceOption = False,
    debug: DebugOption = False,
) -> None:
    """Discover, fetch, extract, build, check and release: the whole job, on the report site or an archive."""
    with exit_on_error(debug):
        run_refresh(load_settings(home=home, source=source, pace_seconds=pace), force=force)


@app.command()
def releases(
    home: HomeOption = None, output_format: FormatOption = OutputFormat.TEXT, debug: DebugOption = False
) -> None:
    """List what has been released, newest first, with counts and changes."""
    with exit_on_error(debug):
        print_releases(load_settings(home=home), output_format)


@app.command()
def site(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="New folder, or the site laid out there before.")],
    url: Annotated[
        str | None, typer.Option("--url", help="Address at which the site will be found. JTAI_SITE_URL, else none.")
    ] = None,
    home: HomeOption = None,
    debug: DebugOption = False,
) -> None:
    """Build a static site of all releases (stable URLs), the latest at its root."""
    with exit_on_error(debug):
        build_site(load_settings(home=home, site_url=url), folder)


@app.command()
def problems(
    home: HomeOption = None, output_format: FormatOption = OutputFormat.TEXT, debug: DebugOption = False
) -> None:
    """List the extraction problems of the latest run, worst first."""
    with exit_on_error(debug):
        print_problems(load_settings(home=home), output_format)


@app.command()
def settings(
    home: HomeOption = None, output_format: FormatOption = OutputFormat.TEXT, debug: DebugOption = False
) -> None:
    """Show every setting: its environment variable, its value here, and what it is for. Passwords stay hidden."""
    with exit_on_error(debug):
        print_settings(load_settings(home=home), output_format)


@app.command()
def ui(home: HomeOption = None, port: PortOption = 3000, debug: DebugOption = False) -> None:
    """Open the Dagster UI on this project, with the weekly schedule running; Ctrl-C ends it."""
    with exit_on_error(debug):
        exec_dagster_dev(load_settings(home=home), port)


@contextmanager
def exit_on_error(debug: bool) -> Iterator[None]:
    """End with one clear message and the exit status that the error carries."""
    from extractors.errors import JtaiError

    try:
        yield
    except typer.Exit:
        raise
    except KeyboardInterrupt:
        typer.echo("\nInterrupted. The next refresh will resume.", err=True)
        raise typer.Exit(INTERRUPTED) from None
    except Exception as error:  # noqa: BLE001 the last place that can turn an error into a message
        status = error.exit_code if isinstance(error, JtaiError) else WRONG_USAGE if is_of_system(error) else UNEXPECTED
        if debug:
            traceback.print_exception(error)
        elif isinstance(error, JtaiError):
            typer.echo(str(error), err=True)
        elif is_of_system(error):
            typer.echo(f"The system does not let this be done: {str(error) or 'not enough memory'}", err=True)
        else:
            message = f"Unexpected error ({type(error).__name__}): {error}\nRun again with --debug to see where."
            typer.echo(message, err=True)
        raise typer.Exit(status) from None


def is_of_system(error: Exception) -> bool:
    """Whether an error is the machine's: a file that cannot be read, a full disk, too little memory."""
    return isinstance(error, OSError | MemoryError)


def load_settings(**given: Path | str | float | None) -> Settings:
    """The settings; the options of the command line win over the environment."""
    from orchestration.workspace.settings import read_settings

    return read_settings(**given)


def run_refresh(settings: Settings, *, force: bool = False) -> None:
    """Run the job, showing its progress, and print how it ended."""
    from expectations.validation_process import start_validation
    from orchestration.cli.progress_bars import ProgressBars, redirect_output
    from orchestration.workspace.recovery import remove_temporary_folders_of_dead_processes, set_damaged_aside
    from orchestration.workspace.workspace import Workspace

    workspace, begun = Workspace.from_settings(settings), time.monotonic()
    with workspace.lock():
        for message in set_damaged_aside(workspace):
            typer.echo(message, err=True)
        # Before the first process that works in such a folder.
        remove_temporary_folders_of_dead_processes(workspace)
        # It imports Great Expectations while this process imports Dagster.
        with redirect_output(workspace.log) as console, ProgressBars(console) as bars, start_validation() as validation:
            bars.show("start", 0, 1)
            from orchestration.cli.refresh import refresh

            bars.show("start", 1, 1)
            with notify_on_failure(settings):
                result = refresh(settings, bars, validation=validation, force=force)
        print_result(workspace, result, time.monotonic() - begun)


@contextmanager
def notify_on_failure(settings: Settings) -> Iterator[None]:
    """Notify those whom the settings name of a refresh that failed, as the sensor does for runs of the Dagster UI."""
    from orchestration.workspace.notifications import NotificationError, notify_of_failure

    try:
        yield
    except Exception as error:
        try:
            notify_of_failure(settings, str(error))
        except NotificationError as unsent:
            typer.echo(str(unsent), err=True)
        raise


def print_result(workspace: Workspace, result: RefreshResult, total_seconds: float) -> None:
    """Print what was released, the open problems, which files to open and where the time went."""
    from orchestration.cli import output
    from orchestration.warehouse.problems import read_released_problems

    console = output.open_console()
    output.print_outcome(console, result)
    output.print_problems(console, read_released_problems(result.release.path), examples=output.EXAMPLES_SHOWN)
    output.print_files(console, result.release)
    output.print_commands(console, workspace)
    output.print_seconds(console, total_seconds, result.seconds)


def print_releases(settings: Settings, output_format: OutputFormat) -> None:
    """Print what has been released."""
    from orchestration.cli import output
    from orchestration.workspace.workspace import Workspace
    from publishers import list_releases

    found = list_releases(Workspace.from_settings(settings).releases)
    if output_format is OutputFormat.JSON:
        typer.echo(output.releases_to_json(found))
    else:
        output.print_releases(output.open_console(), found)


def build_site(settings: Settings, folder: Path) -> None:
    """Build the site and print what it holds."""
    from orchestration.workspace.workspace import Workspace
    from publishers.site import lay_out_site

    site = lay_out_site(Workspace.from_settings(settings).releases, folder.absolute(), url=settings.site_url)
    typer.echo(f"{site.folder} shows release {site.latest.manifest.name}; {len(site.held)} under releases/")
    if site.left_out:
        typer.echo(f"{len(site.left_out)} older releases did not fit; {settings.home} still holds them")


def print_problems(settings: Settings, output_format: OutputFormat) -> None:
    """Print what the checks of the latest run found; where that cannot be read now, what the latest release lists."""
    from orchestration.cli import output
    from orchestration.workspace.workspace import Workspace

    problems = read_problems(Workspace.from_settings(settings))
    if output_format is OutputFormat.JSON:
        typer.echo(output.problems_to_json(problems))
    else:
        output.print_problems(output.open_console(), problems)


def read_problems(workspace: Workspace) -> list[ShownProblem]:
    """The problems of the latest run; those of the latest release where that run stored none or they cannot be read.

    Raises `NoChecksRunError` where there is neither.
    """
    from orchestration.warehouse import problems
    from orchestration.workspace.workspace import WorkspaceBusyError, WorkspaceUnusableError
    from publishers import latest_release

    release = latest_release(workspace.releases)
    try:
        found = problems.read_latest_problems(workspace)
    except (WorkspaceBusyError, WorkspaceUnusableError, problems.UnreadableWarehouseError) as reason:
        if release is None:
            raise
        typer.echo(f"{reason}; these are the problems of the latest release, {release.manifest.name}", err=True)
        found = None
    if found is not None:
        return found
    if release is None:
        raise problems.NoChecksRunError(
            f"no check has run in {workspace.root} yet: run `jtai refresh`, or name another --home"
        )
    return problems.read_released_problems(release.path)


def print_settings(settings: Settings, output_format: OutputFormat) -> None:
    """Print every setting."""
    from orchestration.cli import output

    if output_format is OutputFormat.JSON:
        typer.echo(output.settings_to_json(settings))
    else:
        output.print_settings(output.open_console(), settings)


def exec_dagster_dev(settings: Settings, port: int) -> None:
    """Become `dagster dev`, the web server and the scheduler, for this data directory and this machine only."""
    from orchestration.workspace.dagster_home import CODE_LOCATION, prepare_dagster_home
    from orchestration.workspace.settings import variable_of
    from orchestration.workspace.workspace import Workspace

    places = {variable_of(name): str(place) for name, place in settings.model_dump(include=PLACES).items() if place}
    dagster_home = prepare_dagster_home(Workspace.from_settings(settings)).absolute()
    environment = {"DAGSTER_DISABLE_TELEMETRY": "1", "DAGSTER_HOME": str(dagster_home), **places}
    listen = ["-h", LOCALHOST, "-p", str(port)]
    dagster = [*QUIET_PYTHON, "-m", "dagster", "dev", "-w", str(CODE_LOCATION), *listen]
    typer.echo(f"Dagster: http://{LOCALHOST}:{port} (Ctrl-C ends it)")
    # In the clone, Dagster would warn that the `dagster.yaml` there is not used.
    os.chdir(dagster_home)
    os.execve(sys.executable, [*dagster, "--log-level", "warning"], os.environ | environment)  # noqa: S606


if __name__ == "__main__":
    main()
