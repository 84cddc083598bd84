"""The gates: what may pass at the three borders of the warehouse, and what is wrong with what may not.

Great Expectations takes seconds to import, so everything that needs it is imported when a gate is first asked.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

os.environ["GX_ANALYTICS_ENABLED"] = "false"

import pandas as pd

from expectations.library import import_great_expectations
from expectations.problems import LAST_GATE, Gate, Problem, stops
from expectations.tables import ALSO_READ, JUDGED, LastRelease, typed

__all__ = ["ALSO_READ", "JUDGED", "LAST_GATE", "Gate", "Judgement", "LastRelease", "Problem", "Verdict", "judge"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether one table passed a gate; a claim of severity warning that failed does not stop it."""

    gate: Gate
    table_name: str
    is_passed: bool
    row_count: int


@dataclass(frozen=True, slots=True)
class Judgement:
    """What one gate found: a verdict for every table it judges, and every problem, worst first."""

    verdicts: tuple[Verdict, ...]
    problems: tuple[Problem, ...]

    @property
    def is_passed(self) -> bool:
        """Whether every table passed."""
        return all(verdict.is_passed for verdict in self.verdicts)


def judge(
    gate: Gate,
    tables: Mapping[str, pd.DataFrame],
    last: LastRelease | None = None,
    *,
    docs: Path | None = None,
    most_flagged: float = 1,
    corrected: Collection[str] = (),
) -> Judgement:
    """Hold the tables of one border against its claims, and against the release before where there was one.

    `tables` has every table in `JUDGED[gate]` and `ALSO_READ[gate]` by name, with the columns of the raw tables or of
    the marts; a `ValueError` names what is missing. `docs` is the folder of the data docs: the first gate begins it
    anew, the others add to it, and its pages are made when a gate refuses or the last one has judged. `most_flagged` is
    the share of letters that may be flagged, all of them by default. A critical problem of a letter whose report id is
    in `corrected` is left for the last gate to stop, should no hand correction answer it. A claim that could not be
    judged counts as critical, so nothing passes unjudged.
    """
    import_great_expectations()
    from expectations.validation import checks_of, validate  # noqa: PLC0415 (seconds to import)

    judged = typed(gate, tables)
    checks = checks_of(gate, judged, last or LastRelease(), most_flagged)
    problems = validate(gate, judged, checks, docs, corrected)
    stopped = {problem.table_name for problem in problems if stops(problem, corrected)}
    verdicts = [Verdict(gate, name, name not in stopped, len(tables[name])) for name in JUDGED[gate]]
    return Judgement(tuple(verdicts), tuple(sorted(problems, key=lambda problem: problem.severity)))
