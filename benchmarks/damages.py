"""How many damages of each kind the checks catch, tried on real letters.

    python benchmarks/damages.py FOLDER --home HOME [--tries 20] [--seeds 1 2 3]

takes a data directory that `jtai refresh --source FOLDER` released from, damages what its gates were given, one thing
at a time, and validates it: once as if nothing had been released before, and once as if all of it had. Says which check
caught what, and lists what none did. A damage is caught where a check says anything that it does not say of the
undamaged tables, or where dbt's tests of a mart say that an emptied cell is never null.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import polars as pl
import yaml
from damage_kinds import KINDS, Damage, Tables, World

from expectations import GATES, INPUTS, Gate, PreviousRelease
from expectations.catalogue import BATCH_BUILDERS, table_of
from expectations.validation import validate_batches
from orchestration.dbt.resource import DBT_PROJECT
from orchestration.warehouse.previous_release import load_previous_release
from orchestration.workspace.workspace import Workspace
from publishers import previous_release

MOST_ATTEMPTS = 20
LABEL = "Joint area child protection inspection"
OTHER_LABEL = "Children's services inspection"
Findings = Counter[tuple[str, str, str | None, str | None]]


def main() -> None:
    """Damage, validate and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="a folder of letters")
    parser.add_argument("--home", type=Path, required=True, help="the data directory that released them")
    parser.add_argument("--tries", type=int, default=20, help="damages of each kind")
    parser.add_argument("--seeds", type=int, nargs="+", default=[1], help="as many times, with other damages")
    options = parser.parse_args()
    workspace = Workspace(options.home.absolute())
    with TemporaryDirectory() as scratch:
        world = load_world(options.folder, workspace, Path(scratch))
        released = load_released(workspace, world)
        for title, previous in (("new", PreviousRelease()), ("released before", released)):
            print(f"\n{title}: | kind | tried | caught | by, each check once a damage |")
            print_outcomes(world, previous, options.tries, options.seeds)


def load_world(folder: Path, workspace: Workspace, scratch: Path) -> World:
    """Load what the gates of a data directory were given of the letters of a folder."""
    with duckdb.connect(workspace.warehouse, read_only=True) as connection:
        raw_names = {*INPUTS["discovered"], *INPUTS["extracted"]} - {"local_authorities"}
        raw = {name: connection.table(f"raw.{name}").pl() for name in sorted(raw_names)}
        marts = {name: connection.table(f"marts.{name}").pl() for name in INPUTS["published"]}
    read = raw["letters"].filter(status="read")["report_id"]
    authorities = marts["local_authorities"].cast({"urn": pl.Int64})
    listed = as_on_the_site(raw, authorities) | {"local_authorities": authorities}
    return World(listed, marts, {report: folder / f"{report}.pdf" for report in read}, scratch)


def load_released(workspace: Workspace, world: World) -> PreviousRelease:
    """Load what was released, as if it had been listed as in the world."""
    release = previous_release(workspace.releases, cell(world.raw["discoveries"], "source_released"))
    return PreviousRelease(
        providers=world.raw["providers"].select("urn", "provider_name"),
        publications=world.raw["publications"].select("report_id", "urn", "label", "publication_date", "is_jtai"),
        letters=load_previous_release(release, ()).letters,
    )


def cell(table: pl.DataFrame, column: str) -> str:
    """Look up a cell of a table of one row."""
    return str(table[column][0])


def as_on_the_site(raw: Tables, authorities: pl.DataFrame) -> Tables:
    """List the letters as the report site does: every authority, each with some document, and their number printed."""
    others = authorities.join(raw["providers"], on="urn", how="anti")
    providers = pl.concat(
        [raw["providers"], others.select("urn", provider_name="local_authority")], how="diagonal_relaxed"
    )
    documents = others.select(
        "urn",
        report_id=pl.format("other-{}", "urn"),
        label=pl.lit(OTHER_LABEL),
        publication_date=pl.lit(raw["publications"]["publication_date"][0]),
        report_url=pl.lit("https://reports.example/other"),
        is_jtai=pl.lit(False),
    )
    letters = raw["publications"].with_columns(label=pl.lit(LABEL))
    publications = pl.concat([letters, documents], how="diagonal_relaxed").with_columns(
        is_known_label=pl.lit(True), may_be_jtai_label=pl.lit(False)
    )
    discoveries = raw["discoveries"].with_columns(
        source_released="source",
        source=pl.lit("report site"),
        publications_found=pl.lit(len(publications)),
        providers_stated=pl.lit(len(providers)),
        providers_found=pl.lit(len(providers)),
    )
    return raw | {"providers": providers, "publications": publications, "discoveries": discoveries}


def print_outcomes(world: World, previous: PreviousRelease, tries: int, seeds: Sequence[int]) -> None:
    """Try every kind and print a row for each, then what was not caught."""
    usual = {gate: find_problems(world, gate, previous) for gate in GATES}
    never_null = list_columns_never_null()
    missed: list[str] = []
    total_tried = total_caught = 0
    for kind in KINDS:
        tried, caught, checks = 0, 0, Counter[str]()
        for damage in chain.from_iterable(make_damages(kind, world, tries, seed) for seed in seeds):
            by = find_checks_that_catch(damage, usual, previous, never_null)
            tried, caught = tried + 1, caught + bool(by)
            checks.update(by)
            missed += [] if by else [f"{kind}: {damage.description}"]
        most = ", ".join(f"{check} {count}" for check, count in checks.most_common(5))
        print(f"| {kind} | {tried} | {caught} | {most} |", flush=True)
        total_tried, total_caught = total_tried + tried, total_caught + caught
    print(f"| all | {total_tried} | {total_caught} | {total_caught / total_tried:.1%} |")
    print(*(f"not caught: {each}" for each in missed), sep="\n")


def make_damages(kind: str, world: World, tries: int, seed: int) -> Iterator[Damage]:
    """Make damages of one kind, the same for the same seed; what turns out to change nothing is not counted."""
    chance = random.Random(f"{seed} {kind}")  # noqa: S311 the same damages every time
    made = 0
    for _ in range(tries * MOST_ATTEMPTS):
        damage = KINDS[kind](world, chance)
        if damage:
            made += 1
            yield damage
        if made == tries:
            return


def find_checks_that_catch(
    damage: Damage,
    usual: Mapping[Gate, Findings],
    previous: PreviousRelease,
    never_null: set[tuple[str, str]],
) -> set[str]:
    """Name the gates and checks, or the tests of dbt, that catch a damage."""
    found = [
        problem
        for gate in damage.gates
        for problem in find_problems(damage.world, gate, previous, damage.tables) - usual[gate]
    ]
    tested = (
        {f"dbt: {'.'.join(damage.emptied)} is not null"} if damage.emptied in never_null and damage.emptied else set()
    )
    return {f"{gate}: {check}" for gate, check, _, _ in found} | tested


def find_problems(world: World, gate: Gate, previous: PreviousRelease, about: tuple[str, ...] = ()) -> Findings:
    """Count what the checks of a gate find in its tables, or those about some of them."""
    tables = world.marts if gate == "published" else world.raw
    batches = (
        (suite, batch)
        for suite, batch in BATCH_BUILDERS[gate](tables, previous)
        if not about or table_of(suite) in about
    )
    results = validate_batches(gate, batches, tables)
    problems = chain.from_iterable(result.problems for result in results)
    return Counter((one.gate, one.expectation, one.report_id, one.seen) for one in problems)


def list_columns_never_null() -> set[tuple[str, str]]:
    """List the columns of marts that a constraint or a test of dbt says are never null."""
    models: list[dict[str, Any]] = [
        model
        for path in sorted((DBT_PROJECT / "models" / "marts").glob("*.yml"))
        for model in yaml.safe_load(path.read_text("utf-8")).get("models", [])
    ]
    return {
        (model["name"], column["name"])
        for model in models
        for column in model.get("columns", [])
        if "not_null" in str(column.get("constraints", "")) + str(column.get("data_tests", ""))
    }


if __name__ == "__main__":
    main()
