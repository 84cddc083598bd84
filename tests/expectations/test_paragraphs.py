"""What is taken for a torn sentence or another letter's paragraph, and what is left in peace."""

from __future__ import annotations

import polars as pl
import pytest

from expectations.text.paragraphs import (
    find_shared_paragraphs,
    find_torn_sentences,
    measure_unfinished_share,
    split_paragraphs,
)

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


def test_the_share_of_paragraphs_without_a_stop_is_measured_for_each_letter() -> None:
    paragraphs = split_paragraphs(sections("Plans are good.\nPlans are", "They said ‘so’.’"))

    assert dict(measure_unfinished_share(paragraphs).rows()) == {"letter-0": 0.5, "letter-1": 0}


def test_lists_that_are_set_without_stops_are_no_unfinished_sentences() -> None:
    paragraphs = split_paragraphs(sections("Plans of leaders\nVisits to homes\nCalls to schools", "Plans\nVisits"))

    assert dict(measure_unfinished_share(paragraphs).rows()) == {"letter-0": 0, "letter-1": 1}


def test_rows_of_a_table_are_no_unfinished_sentences_and_torn_lines_are() -> None:
    table = "Plans are good.\nAgency Referrals\nPolice 1,204\nHealth 640\nMore can be done."
    torn_lines = "Plans are good.\nLeaders of the\nlocal services know\nwhat they do for\nchildren."
    paragraphs = split_paragraphs(sections(table, torn_lines))

    assert dict(measure_unfinished_share(paragraphs).rows()) == {"letter-0": 0, "letter-1": 0.6}


def shared(*texts: str, kind: str = "strengths") -> list[tuple[str, str, str]]:
    """What two letters share: the paragraph, the other letters' names, and both with their ids, section by section."""
    parts = sections(*texts, kind=kind)
    names = parts.select("report_id", letter_name=pl.format("Place {}", "row"))
    found = find_shared_paragraphs(split_paragraphs(parts), parts["heading"], names).sort("row")
    return found.select("other_paragraph", "other_letters", "shared_paragraph").rows()


def test_a_paragraph_of_another_letter_is_quoted_with_that_letters_name() -> None:
    assert shared(PARAGRAPH, f"Plans are good.\n{PARAGRAPH.upper()}", "Plans are good.") == [
        (PARAGRAPH, "Place 1", f"also in letter-1: {PARAGRAPH}"),
        (PARAGRAPH.upper(), "Place 0", f"also in letter-0: {PARAGRAPH.upper()}"),
    ]


def test_a_paragraph_of_several_other_letters_is_quoted_with_all_their_names() -> None:
    assert shared(*[PARAGRAPH] * 3)[0] == (PARAGRAPH, "Place 1; Place 2", f"also in letter-1, letter-2: {PARAGRAPH}")


def test_short_paragraphs_set_phrases_and_what_all_letters_begin_with_may_be_the_same() -> None:
    assert shared("Plans are good.", "Plans are good.") == []
    assert shared(*[PARAGRAPH] * 4) == []
    assert shared(SENTENCE, SENTENCE) == []
    assert shared(*["\n".join(f"{SENTENCE} {at}" for at in range(8))] * 2) != []
    assert shared(PARAGRAPH, PARAGRAPH, kind="introduction") == []
