"""How many damages of each kind the gates catch, tried on real letters.

    python benchmarks/damages.py FOLDER --home HOME [--tries 20] [--seeds 1 2 3]

takes a home that `jtai refresh --source FOLDER` released from, damages what its gates were given, one thing at a time,
and judges it: once as if nothing had been released before, and once as if all of it had. Says which claim caught what,
and lists what none did. A damage is caught where a gate says anything that it does not say of the undamaged tables.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pandas as pd
from damage_kinds import KINDS, Damage, Tables, World

from expectations import ALSO_READ, JUDGED, Gate, LastRelease, Problem
from expectations.tables import typed
from expectations.validation import checks_of, validate
from orchestration.gates import GATES, full_name
from orchestration.home import Home
from orchestration.last_release import last_release

MOST_ATTEMPTS = 20
LABEL = "Joint area child protection inspection"
OTHER_LABEL = "Children's services inspection"
Said = Counter[tuple[str, str, str | None, str | None]]


def main() -> None:
    """Damage, judge and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="a folder of letters")
    parser.add_argument("--home", type=Path, required=True, help="the home that released them")
    parser.add_argument("--tries", type=int, default=20, help="damages of each kind")
    parser.add_argument("--seeds", type=int, nargs="+", default=[1], help="as many times, with other damages")
    told = parser.parse_args()
    with TemporaryDirectory() as scratch:
        world, last = refreshed(told.folder, Home(told.home), Path(scratch))
        for standing, before in (("new", LastRelease()), ("released before", last)):
            print(f"\n{standing}: | kind | tried | caught | by, each claim once a damage |")
            print_outcomes(world, before, told.tries, told.seeds)


def refreshed(folder: Path, home: Home, scratch: Path) -> tuple[World, LastRelease]:
    """What the gates of a home were given of the letters of a folder, and what it released."""
    with duckdb.connect(home.warehouse, read_only=True) as connection:
        names = {full_name(gate, table) for gate in GATES for table in (*JUDGED[gate], *ALSO_READ[gate])}
        tables = {name: connection.table(name).df() for name in names}
        authorities = connection.table("marts.local_authorities").df()
        ((source,),) = connection.execute("SELECT source FROM raw.discoveries").fetchall()
    raw, marts = (
        {name.split(".")[1]: table for name, table in tables.items() if name.startswith(schema)}
        for schema in ("raw.", "marts.")
    )
    read = raw["letters"].loc[raw["letters"]["status"].eq("read"), "report_id"]
    world = World(
        as_on_the_site(raw, authorities), marts, {report: folder / f"{report}.pdf" for report in read}, scratch
    )
    before = last_release(home, source)
    listed = {name: frozenset(world.raw[table][column]) for name, table, column in (
        ("urns", "providers", "urn"), ("publications", "publications", "report_id"))}  # fmt: skip
    return world, LastRelease(**listed, letters=before.letters, labels=before.labels, facts=before.facts)


def as_on_the_site(raw: Tables, authorities: pd.DataFrame) -> Tables:
    """The listing as the report site gives it: every authority, each with some document, and their number printed."""
    others = authorities[~authorities["urn"].isin(raw["providers"]["urn"])]
    providers = pd.concat(
        [raw["providers"], pd.DataFrame({"urn": others["urn"], "provider_name": others["local_authority"]})],
        ignore_index=True,
    )
    documents = pd.DataFrame(
        {
            "report_id": "other-" + others["urn"].astype(str),
            "urn": others["urn"],
            "label": OTHER_LABEL,
            "publication_date": raw["publications"]["publication_date"].iloc[0],
            "report_url": "https://reports.example/other",
            "is_jtai": False,
        }
    )
    publications = pd.concat([raw["publications"].assign(label=LABEL), documents], ignore_index=True)
    counts = {"providers_stated": len(providers), "providers_found": len(providers)}
    discoveries = raw["discoveries"].assign(source="report site", publications_found=len(publications), **counts)
    return raw | {"providers": providers, "publications": publications, "discoveries": discoveries}


def print_outcomes(world: World, last: LastRelease, tries: int, seeds: Sequence[int]) -> None:
    """Try every kind and print a row for each, then what was not caught."""
    usual = {gate: said_of(world, gate, last) for gate in GATES}
    missed: list[str] = []
    tried_in_all = caught_in_all = 0
    for kind in KINDS:
        tried, caught, claims = 0, 0, Counter[str]()
        for damage in chain.from_iterable(damages_of(kind, world, tries, seed) for seed in seeds):
            by = caught_by(damage, usual, last)
            tried, caught = tried + 1, caught + bool(by)
            claims.update(by)
            missed += [] if by else [f"{kind}: {damage.what}"]
        most = ", ".join(f"{claim} {count}" for claim, count in claims.most_common(5))
        print(f"| {kind} | {tried} | {caught} | {most} |", flush=True)
        tried_in_all, caught_in_all = tried_in_all + tried, caught_in_all + caught
    print(f"| all | {tried_in_all} | {caught_in_all} | {caught_in_all / tried_in_all:.1%} |")
    print(*(f"not caught: {each}" for each in missed), sep="\n")


def damages_of(kind: str, world: World, tries: int, seed: int) -> Iterator[Damage]:
    """Damages of one kind, the same for the same seed; what turns out to change nothing is not counted."""
    chance = random.Random(f"{seed} {kind}")  # noqa: S311 the same damages every time
    made = 0
    for _ in range(tries * MOST_ATTEMPTS):
        damage = KINDS[kind](world, chance)
        if damage:
            made += 1
            yield damage
        if made == tries:
            return


def caught_by(damage: Damage, usual: dict[Gate, Said], last: LastRelease) -> set[str]:
    """The gates and claims that refuse a damage."""
    news = [said for gate in damage.gates for said in said_of(damage.world, gate, last, damage.judged) - usual[gate]]
    return {f"{gate}: {claim}" for gate, claim, _, _ in news}


def said_of(world: World, gate: Gate, last: LastRelease, judged: tuple[str, ...] = ()) -> Said:
    """What a gate says of the tables it is given, or of some of them."""
    given = world.marts if gate == "published" else world.raw
    tables = typed(gate, given)
    checks = [check for check in checks_of(gate, tables, last) if not judged or check.table in judged]
    problems: list[Problem] = validate(gate, tables, checks, None)
    return Counter((one.gate, one.expectation, one.report_id, one.seen) for one in problems)


if __name__ == "__main__":
    main()
