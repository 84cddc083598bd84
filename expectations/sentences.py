"""Whether the paragraphs of a text are whole sentences: a torn one shows at its ends.

A page that is lost, or a list that is cut, leaves a paragraph that begins or ends in the middle of a sentence. Letters
also leave out a stop here and there: in 40 of them, 14 paragraphs and list items end without one, in few of them.
So one missing stop is no news; a last word that no sentence ends on is, and so are many missing stops.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator

import pandas as pd

from expectations.blemishes import QUOTED_EACH_SIDE, judged_texts

STOP = re.compile(r"[.!?:;…][’”'\")\]]*$")
MIDWAY = re.compile(r"(?:[,–-]|\b(?P<word>[\w’]+))$")
NEVER_LAST = frozenset((
    "a", "about", "all", "also", "an", "and", "are", "as", "at", "be", "because", "been", "between", "both", "but",
    "by", "can", "could", "does", "each", "every", "for", "from", "had", "has", "have", "how", "if", "into", "is",
    "its", "may", "more", "most", "must", "not", "of", "on", "or", "other", "our", "should", "so", "some", "such",
    "than", "that", "the", "their", "there", "these", "this", "those", "through", "to", "very", "was", "we", "were",
    "when", "where", "whether", "which", "while", "who", "whose", "will", "with", "would",
))  # fmt: skip
"""Words on which no sentence of a letter ends."""


def torn_sentences_in(sections: pd.DataFrame) -> dict[str, list[str | None]]:
    """Quote from each section the first paragraph that begins, and the first that ends, in the middle of a sentence.

    A subsection's words are judged with its parent's.
    """
    torn = [(begins_midway(paragraphs), ends_midway(paragraphs)) for _, paragraphs in paragraphs_of(sections)]
    return {"begins_midway": [begins for begins, _ in torn], "ends_midway": [ends for _, ends in torn]}


def paragraphs_of(sections: pd.DataFrame) -> Iterator[tuple[object, list[str]]]:
    """For each section its report and its paragraphs and list items, without headings; none for a subsection."""
    headings = sections.groupby("report_id")["heading"].agg(set).to_dict()
    for report, text in zip(sections["report_id"], judged_texts(sections), strict=True):
        yield report, [line for line in text.split("\n") if line and line not in headings[report]]


def begins_midway(paragraphs: Collection[str]) -> str | None:
    """Quote the first paragraph that begins in lower case; items of a list that a colon opens may."""
    is_list = False
    for paragraph in paragraphs:
        if paragraph[0].islower() and not is_list:
            return f"… {paragraph[: 2 * QUOTED_EACH_SIDE]}"
        is_list = paragraph.endswith(":") or (is_list and paragraph[0].islower())
    return None


def ends_midway(paragraphs: Collection[str]) -> str | None:
    """Quote the first paragraph that ends on a comma, a dash, or a word that no sentence ends on."""
    for paragraph in paragraphs:
        last = MIDWAY.search(paragraph)
        if last and (last["word"] is None or last["word"].lower() in NEVER_LAST):
            return f"{paragraph[-2 * QUOTED_EACH_SIDE :]} …"
    return None


def unfinished_shares(sections: pd.DataFrame) -> dict[object, float]:
    """For each report the share of its paragraphs and list items that end without a stop."""
    all_of, unfinished = Counter[object](), Counter[object]()
    for report, paragraphs in paragraphs_of(sections):
        all_of[report] += len(paragraphs)
        unfinished[report] += sum(STOP.search(paragraph) is None for paragraph in paragraphs)
    return {report: unfinished[report] / count for report, count in all_of.items() if count}
