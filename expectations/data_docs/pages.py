"""The pages of the data docs: a page for each suite, and an index of them, the worst first.

Great Expectations makes these classes from the names in its site's configuration: a renderer turns a result into a
document, a view turns the document into HTML.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from great_expectations.core import ExpectationSuiteValidationResult
from great_expectations.data_context import AbstractDataContext
from jinja2 import Environment, PackageLoader, StrictUndefined

from expectations.catalogue import SUITES
from expectations.checks import GATES, CheckResult
from expectations.problems import find_results

TEMPLATES = Environment(
    loader=PackageLoader("expectations.data_docs"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
)
MOST_PROBLEMS_SHOWN = 200
OUTCOMES = ("blocked", "passed with warnings", "passed")
"""How a suite may end, the worst first."""


@dataclass(frozen=True)
class SuiteReport:
    """What one suite found; `path` is its page, relative to the index."""

    name: str
    path: str
    results: Sequence[CheckResult]

    @property
    def gate(self) -> str:
        """The gate that the suite is of."""
        return self.name.partition(".")[0]

    @property
    def title(self) -> str:
        """The suite's own name, as words."""
        return self.name.partition(".")[2].replace("_", " ")

    @property
    def failed(self) -> list[CheckResult]:
        """The failed checks, those that block first."""
        return sorted((one for one in self.results if not one.passed), key=lambda one: one.severity)

    @property
    def outcome(self) -> str:
        """How the suite ended."""
        severities = {result.severity for result in self.failed}
        return "blocked" if "critical" in severities else "passed with warnings" if severities else "passed"


class SuiteRenderer:
    """Turns a validation result into a report; `corrected` are the reports that a person corrected."""

    def __init__(self, data_context: AbstractDataContext, corrected: Collection[str]) -> None:
        self.data_context = data_context
        self.corrected = corrected

    def render(self, result: ExpectationSuiteValidationResult) -> SuiteReport:
        """Report on one suite."""
        return self.report("", result)

    def report(self, path: str, result: ExpectationSuiteValidationResult) -> SuiteReport:
        """Report on one suite whose page is at `path`."""
        gate, suite = next((gate, one) for gate in GATES for one in SUITES[gate] if one.name == result.suite_name)
        return SuiteReport(suite.name, path, find_results(gate, suite, result, corrected=self.corrected))


class IndexRenderer(SuiteRenderer):
    """Turns the library's list of pages into a report for each."""

    def render(self, links: Mapping[str, Any]) -> list[SuiteReport]:  # type: ignore[override]
        """Report on every suite of the site, the worst first, then in the order of the gates."""
        order = [suite.name for gate in GATES for suite in SUITES[gate]]
        reports = [self._read(link) for link in links["validations_links"]]
        return sorted(reports, key=lambda one: (OUTCOMES.index(one.outcome), order.index(one.name)))

    def _read(self, link: Mapping[str, Any]) -> SuiteReport:
        result = self.data_context.get_validation_result(
            expectation_suite_name=link["expectation_suite_name"],
            run_id=link["run_id"],
            batch_identifier=link["batch_identifier"],
        )
        return self.report(link["filepath"], cast("ExpectationSuiteValidationResult", result))


class SuiteView:
    """Writes the page of one suite."""

    def render(self, document: SuiteReport, **_options: object) -> str:
        """Write every check of the suite with the rows that failed it."""
        page = TEMPLATES.get_template("suite.html.j2")
        return page.render(report=document, most_shown=MOST_PROBLEMS_SHOWN)


class IndexView:
    """Writes the index."""

    def render(self, document: list[SuiteReport], **_options: object) -> str:
        """Write every suite with its outcome and its failed checks."""
        return TEMPLATES.get_template("index.html.j2").render(reports=document)
