"""A log that a person can read: a line for each event, with its facts."""

from __future__ import annotations

import logging

from orchestration.metadata.log_messages import OneLine, log_message


def test_an_event_is_its_words_and_the_facts_that_are_known() -> None:
    message = log_message("letter read", report_id="50001", pages=9, reason=None, seen="two words", empty="")
    assert message == "letter read report_id=50001 pages=9 seen='two words' empty=''"


def test_a_line_has_its_time_level_and_step() -> None:
    record = logging.LogRecord("jtai", logging.WARNING, __file__, 1, "long", None, None)
    record.created = 0
    record.dagster_meta = {"step_key": "letters", "orig_message": "letter not read report_id=50001"}
    assert OneLine().format(record) == "1970-01-01T00:00:00Z WARNING letters: letter not read report_id=50001"
