"""Each gate lets good tables through, and each of its claims refuses the damage it is there for."""

from __future__ import annotations

import pytest
from damages import DISCOVERED, EXTRACTED, PUBLISHED, Change
from good_tables import GOOD, NEW, NORTHMOOR, OLD, OTHER, SOUTHMOOR, VISIT, frames, released_facts

from expectations import JUDGED, Gate, LastRelease, Problem, judge
from expectations.claims import Check
from expectations.tables import typed
from expectations.validation import checks_of, validate

LAST = LastRelease(
    urns=frozenset({NORTHMOOR, SOUTHMOOR}),
    publications=frozenset({OLD, NEW, OTHER, VISIT}),
    letters=frozenset({OLD, NEW, OTHER}),
    provider_names={NORTHMOOR: "Northmoor", SOUTHMOOR: "Southmoor"},
    facts=released_facts(),
    documents=frames("discovered", GOOD["discovered"]())["publications"],
)
MOST_FLAGGED = 0.5
DAMAGES: dict[Gate, list[tuple[str, str, str, str | None, Change]]] = {
    "discovered": DISCOVERED,
    "extracted": EXTRACTED,
    "published": PUBLISHED,
}
EVERY_DAMAGE = [
    pytest.param(gate, damage, id=f"{gate}-{damage[0]}-{damage[1]}")
    for gate, damages in DAMAGES.items()
    for damage in damages
]


@pytest.mark.parametrize("gate", GOOD)
def test_good_tables_pass_without_a_problem(gate: Gate) -> None:
    judgement = judge(gate, frames(gate, GOOD[gate]()), LAST)

    assert judgement.problems == ()
    assert judgement.is_passed
    assert [verdict.table_name for verdict in judgement.verdicts] == list(JUDGED[gate])


@pytest.mark.parametrize(("gate", "damage"), EVERY_DAMAGE)
def test_a_claim_refuses_its_damage(gate: Gate, damage: tuple[str, str, str, str | None, Change]) -> None:
    table, claim, severity, report, change = damage

    problems = problems_of(gate, table, change)

    assert (claim, severity, report) in {(one.expectation, one.severity, one.report_id) for one in problems}
    assert any(one.severity == "critical" for one in problems) == (severity == "critical")


@pytest.mark.parametrize("gate", GOOD)
def test_every_claim_is_shown_a_damage(gate: Gate) -> None:
    shown = {(table, claim, severity) for table, claim, severity, *_ in DAMAGES[gate]}
    claimed = {claim for check in good_checks(gate) for claim in claims_of(check)}

    assert claimed - shown == {claim for claim in claimed if claim[1] == "the_table_may_be_empty"}


@pytest.mark.parametrize("gate", GOOD)
def test_every_suite_begins_with_a_row_count(gate: Gate) -> None:
    begins = {type(check.suite.expectations[0]).__name__ for check in good_checks(gate)}

    assert begins <= {"ExpectTableRowCountToBeBetween", "ExpectTableRowCountToEqual"}


def problems_of(gate: Gate, table: str, change: Change) -> list[Problem]:
    """What the claims on one table refuse of damaged tables."""
    rows = GOOD[gate]()
    change(rows)
    tables = typed(gate, frames(gate, rows))
    return validate(
        gate, tables, [check for check in checks_of(gate, tables, LAST, MOST_FLAGGED) if check.table == table], None
    )


def good_checks(gate: Gate) -> list[Check]:
    return list(checks_of(gate, typed(gate, frames(gate, GOOD[gate]())), LAST))


def claims_of(check: Check) -> list[tuple[str, str, str]]:
    metas = [expectation.meta or {} for expectation in check.suite.expectations]
    return [(check.table, meta["name"], meta["severity"]) for meta in metas]
