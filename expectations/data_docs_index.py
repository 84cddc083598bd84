"""The first page of the data docs: every suite with its outcome, the worst first.

Great Expectations' own index has a cross for whatever did not hold, be it a warning, and shows ten suites at a time.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from jinja2 import StrictUndefined, Template

from expectations.problems import CORRECTABLE_GATE, Gate, exception_in

PAGES = "validations"
RESULTS = "results"
TEMPLATE = Path(__file__).with_name("data_docs_index.html.j2")
GATES: tuple[Gate, ...] = get_args(Gate)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one suite came to: the claims that do not hold, and its page, relative to the index.

    `by_hand` are critical claims that do not hold of letters as read that a person corrected.
    """

    gate: str
    suite: str
    page: str
    claim_count: int
    critical: tuple[str, ...]
    by_hand: tuple[str, ...]
    warnings: tuple[str, ...]

    @property
    def in_words(self) -> str:
        """How it ended: what stops a release, what only flags letters, or nothing."""
        if self.critical:
            return "refused"
        return "passed with warnings" if self.warnings or self.by_hand else "passed"


def outcomes(docs: Path, corrected: Collection[str]) -> list[Outcome]:
    """What every suite kept under `docs` came to: what was refused first, then warnings, each in the gates' order."""
    found = [outcome_of(path, docs, corrected) for path in sorted((docs / RESULTS).rglob("*.json"))]
    return sorted(found, key=lambda one: (not one.critical, one.in_words == "passed", GATES.index(one.gate)))


def outcome_of(path: Path, docs: Path, corrected: Collection[str]) -> Outcome:
    """What one stored result says."""
    result = json.loads(path.read_text(encoding="utf-8"))
    gate, _, suite = result["suite_name"].partition(".")
    page = path.relative_to(docs / RESULTS).with_suffix(".html")
    failed = [one for one in result["results"] if not one["success"]]
    critical = [one for one in failed if is_critical(one)]
    by_hand = [one for one in critical if gate == CORRECTABLE_GATE and is_of(one, corrected)]
    return Outcome(
        gate=gate,
        suite=suite,
        page=(Path(PAGES) / page).as_posix(),
        claim_count=len(result["results"]),
        critical=claims(one for one in critical if one not in by_hand),
        by_hand=claims(by_hand),
        warnings=claims(one for one in failed if one not in critical),
    )


def is_critical(result: dict[str, Any]) -> bool:
    """Whether a claim that does not hold stops a release, as one that could not be judged does."""
    return result["expectation_config"]["meta"]["severity"] == "critical" or bool(
        exception_in(result["exception_info"] or {})
    )


def is_of(result: dict[str, Any], reports: Collection[str]) -> bool:
    """Whether the rows that fail a claim are all of these reports."""
    rows = result["result"].get("unexpected_index_list") or []
    return bool(rows) and all(row.get("report_id") in reports for row in rows)


def claims(results: Iterable[dict[str, Any]]) -> tuple[str, ...]:
    """The sentences of claims."""
    return tuple(result["expectation_config"]["meta"]["claim"] for result in results)


def index_page(found: Sequence[Outcome], assets: str) -> str:
    """The first page as HTML; `assets` is the folder of its style sheet."""
    template = Template(TEMPLATE.read_text(encoding="utf-8"), autoescape=True, undefined=StrictUndefined)
    return template.render(outcomes=found, assets=assets)
