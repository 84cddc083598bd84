"""What is taken for a torn sentence, and what is left in peace."""

from __future__ import annotations

import pytest

from expectations.sentences import begins_midway, ends_midway


def test_a_paragraph_that_begins_in_lower_case_is_torn() -> None:
    assert begins_midway(["Plans are good.", "and they are kept."]) == "… and they are kept."


def test_items_of_a_list_that_a_colon_opens_may_begin_in_lower_case() -> None:
    assert begins_midway(["This includes:", "visits", "plans.", "Plans are good."]) is None


@pytest.mark.parametrize("paragraph", ["They know what the", "They know plans,", "They know –", "Partners and"])
def test_a_paragraph_that_no_sentence_ends_like_is_torn(paragraph: str) -> None:
    assert ends_midway(["Plans are good.", paragraph])


@pytest.mark.parametrize("paragraph", ["All names are pseudonyms", "They know what it is for.", "Plans of the LSCP"])
def test_a_stop_that_was_left_out_tears_no_sentence(paragraph: str) -> None:
    assert ends_midway([paragraph]) is None
