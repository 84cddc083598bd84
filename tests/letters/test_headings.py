"""Headings by what they say: additions do not hide a known wording, and no other heading is taken for one."""

from __future__ import annotations

import pytest

from extractors.letters.vocabulary.headings import is_case_study_heading, kind_of_heading, polarity_of
from extractors.records import Polarity, SectionKind

KNOWN: dict[SectionKind, tuple[str, ...]] = {
    "headline_findings": (
        "Headline findings",
        "HEADLINE FINDINGS",
        "1. Headline findings",
        "1 Headline findings",
        "Section 2: Headline findings",
        "Headline findings:",
        "Our headline findings",
        "1. WHAT ARE OUR HEADLINE FINDINGS?",
        "Headline findings for Anywhere",
        "Headlines",
        "At a glance",
        "Key messages",
        "Summary of findings",
        "Summary of our main findings",
    ),
    "strengths": (
        "Strengths",
        "Key Strengths",
        "Key strengths:",
        "4. Strengths",
        "(b) Strengths",
        "Early help strengths",
        "Strengths identified",
        "Strengths we found",
        "⭐ Strengths",
        "► Strengths",
        "Strengths identified by inspectors",
        "Strengths in Anywhere-on-the-Water",
        "Strengths of the multi-agency response",
        "Strengths across the partnership",
        "Anywhere’s strengths",
        "Areas of strength",
        "Areas of good practice",
        "What is working well",
        "What’s working well?",
        "What works well in this local area",
        "What the partnership does well",
        "What the local area does well",
        "What is going well",
        "Where practice is strong",
        "Where the partnership is doing well",
        "What we found: strengths",
    ),
    "needs_to_improve": (
        "What needs to improve?",
        "What needs to improve",
        "WHAT NEEDS TO IMPROVE?",
        "3. What needs to improve?",
        "3) What needs to improve?",
        "III. What needs to improve?",
        "What needs to improve in this local area",
        "What needs to improve in the multi-agency response to children who are at risk in Anywhere?",
        "In Anywhere, what needs to improve",
        "What the partnership needs to improve",
        "What the local area needs to improve",
        "What needs improving?",
        "What needs improvement",
        "What needs to be improved",
        "What needs to get better",
        "What needs to be better?",
        "What must improve",
        "What should improve",
        "What could be better",
        "Where practice must get better",
        "Where practice needs to improve",
        "Needs to improve",
        "What needs to improve (continued)",
    ),
    "areas_for_improvement": (
        "Areas for improvement",
        "AREAS FOR IMPROVEMENT",
        "Area for improvement",
        "Area(s) for improvement",
        "Key areas for improvement",
        "The main areas for improvement",
        "5. Areas for Improvement",
        "Areas for further improvement",
        "Areas for development",
        "Areas for improvement in this local area",
        "Areas for improvement – Anywhere",
        "Areas for improvement across the partnership:",
        "Areas that need improvement",
        "Areas requiring improvement",
        "Areas where improvement is needed",
        "Areas to improve",
        "Improvements needed",
    ),
    "priority_action": (
        "Areas for priority action",
        "Area(s) for priority action",
        "AREAS FOR PRIORITY ACTION",
        "2. Areas for priority action",
        "Areas for priority actions",
        "Areas for immediate priority action",
        "Areas for priority action in Anywhere",
        "Areas requiring priority action",
        "Areas that require urgent action",
        "Areas for urgent action",
        "Priority actions",
        "Priority action:",
    ),
    "main_findings": (
        "Main findings",
        "MAIN FINDINGS",
        "5. Main findings",
        "Part B – Main findings",
        "Our main findings",
        "Main findings in this local area",
        "Main findings: Anywhere",
        "Key findings",
        "Detailed findings",
        "Findings in detail",
    ),
    "context": (
        "Context",
        "1. Context",
        "Local context",
        "Context in Anywhere",
        "Context of the local area",
        "Background",
    ),
    "next_steps": (
        "What must happen now",
        "What needs to happen next",
        "Next steps",
        "NEXT STEPS",
        "6. Next steps",
        "Next steps:",
        "Next steps for the partnership",
        "Next steps for Anywhere",
        "What happens next",
        "What happens next?",
    ),
}
UNKNOWN = (
    "Leadership and management",
    "Identifying and managing risk of harm at the ‘front door’",
    "Response to children living with neglect",
    "Deep dive cases tracked for this inspection",
    "The Local Safeguarding Children Board",
    "Anywhere Safeguarding Children Partnership (ASCP)",
    "Why we inspected",
    "What we looked at",
    "What children told us",
    "What is not working well",
    "What has improved since the last inspection",
    "Learning for the partnership",
    "Building on strengths",
    "A focus on family strengths",
    "Strengthening families",
    "Strength-based practice",
    "Strengths and areas for improvement",
    "Key strengths and what needs to improve",
    "What is working well and what needs to improve",
    "Areas for improvement: areas for priority action",
    "No areas for priority action",
    "Improvement plan",
    "The improvement board",
    "Priorities of the partnership",
    "Action plan",
    "Area profile",
    "Areas covered by this inspection",
    "Contextual safeguarding",
    "Context for children who go missing",
    "Background checks on carers",
    "Introduction of a new front door",
    "Findings from audits",
    "Immediate safeguarding",
    "Next of kin",
    "The needs of children",
    "Contents",
)


@pytest.mark.parametrize(("kind", "heading"), [(kind, heading) for kind, those in KNOWN.items() for heading in those])
def test_a_heading_is_known_by_what_it_says(kind: SectionKind, heading: str) -> None:
    assert kind_of_heading(heading) == kind


@pytest.mark.parametrize("heading", UNKNOWN)
def test_a_heading_that_says_something_else_is_not_known(heading: str) -> None:
    assert kind_of_heading(heading) is None


@pytest.mark.parametrize(
    ("polarity", "heading"),
    [
        ("strength", "Case study: highly effective practice"),
        ("strength", "Good practice example: working with interpreters"),
        ("strength", "What worked well: Amira"),
        ("improvement", "Practice study: area for improvement"),
        ("improvement", "Practice study: less effective practice"),
        ("improvement", "What could have gone better: Jack"),
        ("improvement", "What did not work so well"),
        ("improvement", "Practice example: when things go wrong"),
        ("strength", "Practice example – strong"),
        ("priority", "Case study: area for priority action"),
        ("mixed", "Case study: strengths and areas for improvement"),
        ("neutral", "Case study: Amira’s well-being"),
    ],
)
def test_a_case_study_is_an_example_of_what_its_heading_says(polarity: Polarity, heading: str) -> None:
    assert polarity_of(heading) == polarity


@pytest.mark.parametrize("heading", ["Case study", "Practice example: Amira", "Good practice example: interpreters"])
def test_a_case_study_is_known_by_its_heading(heading: str) -> None:
    assert is_case_study_heading(heading)
