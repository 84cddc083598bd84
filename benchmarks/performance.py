"""Time and memory of a refresh, beside the least that each stage could cost, and their growth; writes the document.

    python benchmarks/performance.py --source URL --grow 100 1000 10000 --scratch DIR

refreshes new homes from a source (a stand-in for the report site on this machine, or an archive; without one, the
invented letters), each figure the median of several rounds in one run, and writes `docs/performance.md`. It wants a
machine with nothing else to do, the `--scratch` folder room for the letters and homes it makes, the browser a Chromium.
"""

from __future__ import annotations

import argparse
import cProfile
import os
import platform
import pstats
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from statistics import median
from string import Template
from tempfile import TemporaryDirectory

from floors import seconds_of_bare_dbt, seconds_of_copy, seconds_of_import
from many_letters import lay_out
from page_in_browser import usable_after
from reading_cost import STEPS, costs, sha256_of
from whole_job import JTAI, STAGES, Measured, measured_refresh

from extractors.letters import LetterFile
from extractors.sample import ARCHIVE
from orchestration.metadata.markdown import markdown_table
from orchestration.workspace.workspace import Workspace
from publishers import latest_release

ROUNDS = 3
PACKAGES_SHOWN = 12
# What no refresh can do without, beside dbt.
IMPORTS = "dagster, dagster_dbt, great_expectations"
TEMPLATE = Path(__file__).with_name("performance.md.template")
DOCUMENT = Path(__file__).parents[1] / "docs" / "performance.md"
RELEASED = ("index.html", "jtai_outcomes.xlsx", "jtai.duckdb", "csv", "parquet", "feed.xml")


def main() -> None:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--source", default=str(ARCHIVE), help="what the whole job is measured on")
    parser.add_argument("--grow", type=int, nargs="*", default=[100, 1000], help="how many letters to grow to")
    parser.add_argument("--scratch", type=Path, help="folder for what is made meanwhile; a temporary one by default")
    given = parser.parse_args()
    with TemporaryDirectory(dir=given.scratch) as scratch:
        job = whole_job(Path(scratch), ("--source", given.source, "--pace", "0"))
        # Written after each size: the largest takes as long as all before it, and may be too much for a machine.
        for grown in growth(Path(scratch), given.scratch or Path(scratch), given.grow):
            write({**job, **grown})
    print(DOCUMENT.read_text(encoding="utf-8"))


def write(sections: Mapping[str, object]) -> None:
    """Write the document."""
    template = Template(TEMPLATE.read_text(encoding="utf-8"))
    document = template.substitute(machine=machine(), today=f"{datetime.now(UTC):%-d %B %Y}", rounds=ROUNDS, **sections)
    DOCUMENT.write_text(document, encoding="utf-8")


def whole_job(scratch: Path, options: Sequence[str]) -> Mapping[str, object]:
    """A refresh into new homes, then the same with nothing new, stage by stage beside their floors."""
    homes = [scratch / f"home{number}" for number in range(ROUNDS)]
    cold = [measured_refresh(home, *options) for home in homes]
    # A run with nothing changed drops what dbt builds on.
    floors = floors_of(homes[0], scratch)
    again = [measured_refresh(home, *options) for home in homes]
    # Released again though nothing changed, and every letter read again.
    forced = [measured_refresh(home, *options, "--force") for home in homes]
    letters, seconds = letters_in(homes[0]), stages_of(cold)
    whole, floor = median(run.seconds for run in cold), seconds_of_import(IMPORTS) + floors["dbt"][1]
    return {
        "letters": letters,
        "cold_seconds": f"{whole:.1f}",
        "cold_per_letter": f"{whole / letters:.2f}",
        "forced_seconds": f"{median(run.seconds for run in forced):.1f}",
        "imports": IMPORTS,
        "floor": f"{floor:.1f}",
        "ratio": f"{whole / floor:.2f}",
        "read_per_letter": f"{(seconds['discovery'] + seconds['extraction']) / letters:.2f}",
        "cold_peak": f"{max(run.peak_mib for run in cold):.0f}",
        "stages": stages_table(cold, floors),
        "again_seconds": f"{median(run.seconds for run in again):.1f}",
        "again_asking": f"{sum(stages_of(again)[name] for name in ('discovery',)):.1f}",
        "again_stages": stages_table(again, {}),
        "reading": reading_table(homes[0]),
        "profile": profile_table(scratch / "profiled", options),
    }


def letters_in(home: Path) -> int:
    """How many letters the latest release of a home holds."""
    release = latest_release(Workspace(home).releases)
    return release.manifest.tables["inspections"].row_count if release else 0


def stages_of(runs: Sequence[Measured]) -> Mapping[str, float]:
    """The median seconds of each stage."""
    return {stage: median(run.stages[stage] for run in runs) for stage in runs[0].stages}


def floors_of(home: Path, scratch: Path) -> Mapping[str, tuple[str, float]]:
    """For a stage, the bare tool behind it and its seconds."""
    return {
        "start": ("`import dagster, dagster_dbt`", seconds_of_import("dagster, dagster_dbt")),
        "discovery": ("a plain copy of the files", seconds_of_copy(home, scratch)),
        "dbt": ("a bare `dbt build`, project parsed again", seconds_of_bare_dbt(home, scratch)),
        "checks": ("`import great_expectations`", seconds_of_import("great_expectations")),
    }


def stages_table(runs: Sequence[Measured], floors: Mapping[str, tuple[str, float]]) -> str:
    """The stages in order, each with its share and its floor."""
    stages, total = stages_of(runs), median(run.seconds for run in runs)
    rows = [
        (stage, f"{seconds:.1f}", f"{seconds / total:.0%}", *floor_cells(seconds, floors.get(stage)))
        for stage, seconds in stages.items()
        if seconds
    ]
    return markdown_table(("stage", "seconds", "share", "the least it could be", "seconds", "ratio"), rows)


def floor_cells(seconds: float, floor: tuple[str, float] | None) -> tuple[str, str, str]:
    """The floor of a stage, and the ratio to it."""
    return (floor[0], f"{floor[1]:.2f}", f"{seconds / floor[1]:.1f}") if floor else ("", "", "")


def reading_table(home: Path) -> str:
    """Reading alone, in one process, beside PDFium's plain text of the same files."""
    files = [LetterFile(path.stem, path, sha256_of(path)) for path in sorted(Workspace(home).files.rglob("*.pdf"))]
    rounds = zip(*(costs(files) for _ in range(ROUNDS)), strict=True)
    times = [median(each) for each in rounds]
    rows = [(step, f"{time:.1f}", f"{time / times[0]:.2f}") for step, time in zip(STEPS, times, strict=True)]
    return markdown_table(("", "ms a letter", "ratio"), rows)


def profile_table(home: Path, options: Sequence[str]) -> str:
    """Whose code the main process of a refresh spends its own time in."""
    profile = home.with_suffix(".prof")
    command = [sys.executable, "-m", cProfile.__name__, "-o", profile, JTAI, "refresh", "--home", home, *options]
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603 our own command
    by_package: Counter[str] = Counter()
    for (path, _, name), (_, _, own_seconds, _, _) in pstats.Stats(str(profile)).stats.items():  # type: ignore[attr-defined]
        by_package[package_of(path, name)] += own_seconds
    total = sum(by_package.values())
    rows = [(name, f"{share / total:.0%}") for name, share in by_package.most_common(PACKAGES_SHOWN)]
    return markdown_table(("code of", "share"), rows)


def package_of(path: str, name: str) -> str:
    """The package a function of a profile is of."""
    if any(waits in name for waits in ("poll", "acquire", "readline", "'read' of")) or name == "_stream_stdout":
        return "waiting"
    if path == "~":
        return "built into Python and its extensions"
    parts = Path(path).parts
    if "site-packages" in parts:
        return parts[parts.index("site-packages") + 1].removesuffix(".py")
    is_ours = Path(path).is_relative_to(DOCUMENT.parents[1])
    return "this project" if is_ours else "importing" if "importlib" in path else "Python's library"


def growth(scratch: Path, archives: Path, counts: Iterable[int]) -> Iterator[Mapping[str, object]]:
    """The same job on more and more letters: time for each, memory, sizes, and the page in a browser.

    The letters are made in `archives` and stay there, to be used again. Tells of all sizes so far after each.
    """
    times: list[tuple[str, ...]] = []
    later: list[tuple[str, ...]] = []
    sizes: list[tuple[str, ...]] = []
    pages: list[tuple[str, ...]] = []
    for count in counts:
        archive, home = archives / f"letters{count}", scratch / f"grown{count}"
        lay_out(archive, count)
        run = measured_refresh(home, "--source", str(archive))
        forced = measured_refresh(home, "--source", str(archive), "--force")
        unchanged = measured_refresh(home, "--source", str(archive))
        later.append((f"{count:,}", *(f"{one:.0f}" for one in (*costs_of(forced), *costs_of(unchanged)))))
        milliseconds = [f"{seconds / count * 1000:.0f}" for seconds in (run.seconds, *run.stages.values())]
        times.append((f"{count:,}", f"{run.seconds:.0f}", *milliseconds, f"{run.peak_mib:.0f}"))
        release = Workspace(home).latest_release.resolve()
        sizes.append((f"{count:,}", *(f"{mebibytes(release / name):.1f}" for name in RELEASED)))
        pages.append((f"{count:,}", *(f"{seconds:.1f}" for seconds in usable_after(release / "index.html"))))
        stages = ("start", *STAGES, "between and after")
        yield {
            "counts": " ".join(row[0].replace(",", "") for row in times),
            "growth": markdown_table(("letters", "seconds", "ms a letter", *stages, "peak MiB"), times),
            "later": markdown_table(
                ("letters", "full refresh, seconds", "peak MiB", "nothing changed, seconds", "peak MiB"), later
            ),
            "sizes": markdown_table(("letters", *RELEASED), sizes),
            "pages": markdown_table(("letters", "rows shown after", "first search", "next search"), pages),
        }


def costs_of(run: Measured) -> tuple[float, float]:
    """Its seconds and the MiB of its largest process."""
    return run.seconds, run.peak_mib


def mebibytes(path: Path) -> float:
    """The size of a file or of all files of a folder."""
    files = path.rglob("*") if path.is_dir() else [path]
    return sum(file.stat().st_size for file in files) / 2**20


def machine() -> str:
    """What it was measured on."""
    names = ("dagster", "dbt-core", "duckdb", "great-expectations", "pypdfium2")
    versions = ", ".join(f"{name} {version(name)}" for name in names)
    return f"{os.cpu_count()} processors, Python {platform.python_version()}, {versions}"


if __name__ == "__main__":
    main()
