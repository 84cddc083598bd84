"""What is taken for a torn sentence, and what is left in peace."""

from __future__ import annotations

import polars as pl
import pytest

from expectations.text.paragraphs import find_torn_sentences, split_paragraphs

SENTENCE = "Leaders of the moor have put money into early help, and it shows."
PARAGRAPH = " ".join([SENTENCE] * 8)


def sections(*texts: str, kind: str = "strengths", bullets: int = 0) -> pl.DataFrame:
    """A section of each of several letters."""
    letters = [f"letter-{number}" for number in range(len(texts))]
    return pl.DataFrame({"report_id": letters, "file_sha256": letters, "own_text": texts}).with_columns(
        row=pl.int_range(pl.len()), kind=pl.lit(kind), heading=pl.lit("What we found"), bullet_count=pl.lit(bullets)
    )


def torn(*paragraphs: str, bullets: int = 0) -> tuple[str | None, str | None]:
    """What is quoted of one section's paragraphs that starts, and that ends, in the middle of a sentence."""
    [found] = find_torn_sentences(split_paragraphs(sections("\n".join(paragraphs), bullets=bullets))).to_dicts()
    return found["begins_midway"], found["ends_midway"]


def test_a_paragraph_that_begins_in_lower_case_is_torn() -> None:
    assert torn("Plans are good.", "and they are kept.") == ("… and they are kept.", None)


def test_items_of_a_list_that_a_colon_opens_may_begin_in_lower_case() -> None:
    assert torn("This includes:", "visits", "plans.", "Plans are good.") == (None, None)
    assert torn("This includes:", "visits", "Plans are good.", "plans.") == ("… plans.", None)


def test_items_of_a_list_in_lower_case_may_end_as_items_of_a_sentence_do() -> None:
    assert torn("This includes:", "visits to families,", "calls, and", "plans.") == (None, None)
    assert torn("Leaders should be", "making visits,", "writing plans.", bullets=2) == (None, "Leaders should be …")


def test_items_of_a_list_may_be_joined_by_the_word_before_the_last() -> None:
    assert torn("The quality of plans;", "The pace of work; and", "The use of data.", bullets=3) == (None, None)
    assert torn("The quality of plans;", "The pace of work; and", bullets=2) == (None, "The pace of work; and …")
    assert torn("The pace of work; and", "The use of data.") == (None, "The pace of work; and …")


def test_several_paragraphs_of_prose_that_begin_in_lower_case_are_torn() -> None:
    assert torn("Leaders know.", "and they meet the", "children here.") == (
        "… and they meet the",
        "and they meet the …",
    )


def test_a_name_that_begins_in_lower_case_tears_no_sentence() -> None:
    assert torn("Plans are good.", "i-ART, the team for teenagers, is small.", "eCINS is used.") == (None, None)


@pytest.mark.parametrize("paragraph", ["They know what the", "They know plans,", "They know –", "Partners and"])
def test_a_paragraph_that_no_sentence_ends_like_is_torn(paragraph: str) -> None:
    assert torn("Plans are good.", paragraph) == (None, f"{paragraph} …")


@pytest.mark.parametrize("paragraph", ["All names are pseudonyms", "They know what it is for.", "Plans of the LSCP"])
def test_a_stop_that_was_left_out_tears_no_sentence(paragraph: str) -> None:
    assert torn(paragraph) == (None, None)


def test_headings_are_no_paragraphs_of_their_letter() -> None:
    assert split_paragraphs(sections("What we found\nPlans are good."))["paragraph"].to_list() == ["Plans are good."]
