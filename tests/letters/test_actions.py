"""Actions: every way in which a letter asks for a written statement, or says that nothing needs priority action."""

from __future__ import annotations

from datetime import date

import pytest

from extractors.letters.content.actions import (
    is_only_no_priority_action,
    states_no_priority_action,
    written_statement_in,
)


@pytest.mark.parametrize(
    "text",
    [
        "There are no areas for priority action",
        "Inspectors did not identify any areas for priority action.",
        "We have not identified any areas for priority action.",
        "No areas for priority action were identified.",
        "No priority actions were identified.",
        "There were no areas where priority action is needed.",
        "Inspectors found no areas of practice requiring priority action.",
        "Inspectors did not find any areas that required immediate priority action.",
        "None of the areas of practice needs priority action.",
        "Areas for priority action: none",
        "Areas for priority action were not identified.",
        "There is no need for priority action.",
        "There are no areas that require priority action at this time.",
        "This inspection did not result in any areas for priority action.",
        "None of the findings is an area for priority action.",
        "Nothing that inspectors found requires priority action.",
        "Inspectors did not find anything that requires priority action.",
        "Nothing we saw calls for priority action.",
        "None of our findings requires priority action.",
        "We found no areas needing immediate or priority action.",
    ],
)
def test_the_absence_of_priority_action_is_stated_in_many_words(text: str) -> None:
    assert states_no_priority_action(text)
    assert is_only_no_priority_action(text)


@pytest.mark.parametrize(
    "text",
    [
        "This is an area for priority action.",
        "No area of practice was a priority for the partnership.",
        "This was not addressed and is an area for priority action.",
        "This is no longer an area for priority action.",
        "Leaders have not acted on the areas for priority action.",
        "The partnership has no plan for the area for priority action.",
        "There is no oversight of priority actions.",
        "There was no agreed plan or priority action.",
        "There was no evidence that the priority action had been completed.",
    ],
)
def test_words_about_an_area_for_priority_action_do_not_deny_it(text: str) -> None:
    assert not states_no_priority_action(text)


@pytest.mark.parametrize(
    "text",
    ["None.", "None identified.", "There are none.", "No areas were identified.", "N/A", "We did not identify any."],
)
def test_under_its_heading_one_word_is_enough(text: str) -> None:
    assert is_only_no_priority_action(text, under_its_heading=True)
    assert not is_only_no_priority_action(text)


def test_a_finding_that_begins_with_none_is_a_finding() -> None:
    text = "None of the agencies knows how many children are waiting for help, which delays it."
    assert not is_only_no_priority_action(text, under_its_heading=True)


@pytest.mark.parametrize(
    ("next_steps", "lead", "due"),
    [
        (
            "We have determined that Anywhere Council is the principal authority and should prepare a written "
            "statement of proposed action. Anywhere should send it to someone@example.org by Tuesday 25 October 2022.",
            "Anywhere Council",
            date(2022, 10, 25),
        ),
        (
            "A written statement of proposed action is required. Anywhere Council, as the principal authority, must "
            "co-ordinate it. The statement must be with us by Tuesday 25 October 2022.",
            "Anywhere Council",
            date(2022, 10, 25),
        ),
        (
            "Anywhere Council must prepare a written statement. The closing date is 25 October 2022.",
            "Anywhere Council",
            date(2022, 10, 25),
        ),
        (
            "The director of children’s services should prepare a written statement of proposed action. "
            "The director should send it by 12 November 18. This statement will inform later work.",
            "The director of children’s services",
            date(2018, 11, 12),
        ),
        (
            "The local authority should coordinate the preparation of a written statement of proposed action.",
            "The local authority",
            None,
        ),
        (
            "We have determined that the chair of the partnership (to whom the chief constable and the council have "
            "delegated their duties) is the principal authority and should prepare a written statement.",
            "the chair of the partnership",
            None,
        ),
        (
            "Anywhere Council, Anyshire Police and NHS Anyshire Integrated Care Board should jointly prepare a written "
            "statement of proposed action by 6 July 2023.",
            "Anywhere Council, Anyshire Police and NHS Anyshire Integrated Care Board",
            date(2023, 7, 6),
        ),
        (
            "We have determined that the local safeguarding partners are the principal authorities and must jointly "
            "produce a written statement. They should send it no later than 5pm on Friday 8 May 2026.",
            "the local safeguarding partners",
            date(2026, 5, 8),
        ),
        (
            "The chief executive, on behalf of the partnership, should prepare a written statement. This letter will "
            "be published by 1 May 2023. The council should submit the statement by 6 July 2023.",
            "The chief executive, on behalf of the partnership",
            date(2023, 7, 6),
        ),
        (
            "A written statement of proposed action should be prepared by Anywhere Council by 6 July 2023.",
            "Anywhere Council",
            date(2023, 7, 6),
        ),
        (
            "We ask Anywhere Council to prepare a written statement of proposed action. The deadline is 6 July 2023.",
            "Anywhere Council",
            date(2023, 7, 6),
        ),
        (
            "Anywhere Council will lead on the preparation of a written statement. It is due on 6 July 2023.",
            "Anywhere Council",
            date(2023, 7, 6),
        ),
        (
            "Anywhere Council is responsible for preparing a statement. Please send it by the 6th of July 2023.",
            "Anywhere Council",
            date(2023, 7, 6),
        ),
        (
            "A written statement of proposed action is required from Anywhere Council by 6 July 2023.",
            "Anywhere Council",
            date(2023, 7, 6),
        ),
        (
            "It will be for Anywhere Council to prepare the written statement. It should reach us by 6 July 2023.",
            "Anywhere Council",
            date(2023, 7, 6),
        ),
        (
            "Please prepare a written statement, led by Anywhere Council, and send it by 6 July 2023.",
            "Anywhere Council",
            date(2023, 7, 6),
        ),
        (
            "Anywhere Council is asked for a written statement, which should be sent on or before 6 July 2023.",
            "Anywhere Council",
            date(2023, 7, 6),
        ),
        (
            "Following this inspection, Anywhere Council is required to submit a written statement (by 6 July 2023).",
            "Anywhere Council",
            date(2023, 7, 6),
        ),
    ],
)
def test_who_must_prepare_the_written_statement_and_by_when(next_steps: str, lead: str, due: date | None) -> None:
    found = written_statement_in(next_steps)
    assert (found.is_required, found.lead, found.due_date) == (True, lead, due)


@pytest.mark.parametrize(
    "next_steps",
    [
        "The partnership should reflect on this letter by 3 May 2022.",
        "The partnership should not prepare a written statement.",
        "No written statement is required.",
    ],
)
def test_next_steps_that_ask_for_nothing_require_no_statement(next_steps: str) -> None:
    assert written_statement_in(next_steps).is_required is False


def test_without_next_steps_a_statement_is_read_wherever_it_is_asked_for_or_else_unknown() -> None:
    asked = "Leaders must act. Anywhere Council should prepare a written statement and send it by 6 July 2023."
    found = written_statement_in("", elsewhere=f"Strengths are many.\n{asked}")
    assert (found.is_required, found.lead, found.due_date) == (True, "Anywhere Council", date(2023, 7, 6))
    unknown = written_statement_in("", elsewhere="Leaders should develop a mission statement by 6 July 2023.")
    assert (unknown.is_required, unknown.due_date) == (None, None)


@pytest.mark.parametrize(
    "next_steps",
    [
        "We do not require a written statement of proposed action.",
        "No written statement of action is required.",
        "The partnership is not asked to produce a written statement.",
        "The partnership should reflect on this letter.",
    ],
)
def test_a_statement_that_is_not_asked_for_is_not_required(next_steps: str) -> None:
    assert written_statement_in(next_steps).is_required is False


def test_whether_a_statement_is_required_is_null_where_the_words_about_it_are_not_understood() -> None:
    assert written_statement_in("The partnership knows what a written statement is for.").is_required is None


@pytest.mark.parametrize(
    ("sentences", "lead"),
    [
        (
            "Westshire Council is the principal authority. It should co-ordinate a written statement.",
            "Westshire Council",
        ),
        ("Westshire Council is the principal authority. They must prepare a statement.", "Westshire Council"),
        ("It should prepare a written statement of proposed action.", None),
        ("On behalf of the partnership, Westshire Council is asked to prepare a statement.", "Westshire Council"),
        ("We require a written statement of action from Westshire Council by 13 November 2026.", "Westshire Council"),
        ("Westshire Council, as the lead agency, should prepare a written statement.", "Westshire Council"),
        ("Within 70 working days, Westshire Council should provide a written statement.", "Westshire Council"),
        ("Having read this letter, Westshire Council should prepare a statement.", "Westshire Council"),
        ("The principal authority, Westshire Council, should prepare a statement.", "Westshire Council"),
        ("The principal authority is Westshire Council. It should prepare a written statement.", "Westshire Council"),
        ("We ask that Westshire Council, the principal authority, prepares a statement.", "Westshire Council"),
        ("The partners must, within 70 working days, prepare a written statement.", "The partners"),
        ("We expect the lead partners to agree and publish a statement.", "the lead partners"),
    ],
)
def test_who_leads_is_named_without_words_before_and_where_a_pronoun_stands_for_the_principal_authority(
    sentences: str, lead: str | None
) -> None:
    statement = written_statement_in(sentences)
    assert (statement.is_required, statement.lead) == (True, lead)


@pytest.mark.parametrize(
    "sentence",
    [
        "We do not require Westshire Council to prepare a written statement of action.",
        "No statement is required.",
        "There is no requirement for a written statement of proposed action.",
        "A written statement of proposed action will not be required.",
        "There is no requirement for the local partnership to prepare or submit a written statement of action.",
        "No further action by way of a written statement is requested.",
    ],
)
def test_that_no_statement_is_required_is_quoted(sentence: str) -> None:
    statement = written_statement_in(f"{sentence} Partners should consider this letter.")
    assert (statement.is_required, statement.quote) == (False, sentence)
    assert written_statement_in("Partners should consider this letter.").quote is None
