"""Summaries: the first three sentences of a section, as the summary page that came before gave them.

A bullet may hold five sentences or half a one, so bullets are not what is counted; but one that is begun is given
whole, with the list inside it, so a summary of a list may have more than three sentences.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.letters.content.sentences import sentences_in
from extractors.letters.structure.blocks import Block

SUMMARY_LENGTH = 3
ENDS_SENTENCE = re.compile(r"[.!?…][)\]’”'\"]*$")


def summarise(blocks: Sequence[Block]) -> str:
    """Return the first three sentences, a line for each paragraph, or whole bullet, they stand in; empty without text.

    What only announces what follows (“This includes:”) is kept with it and not counted, nor is a line of prose that is
    no sentence (“All names are pseudonyms”). A bullet is a sentence even where it has no full stop.
    """
    lines, left = [], SUMMARY_LENGTH
    for block in blocks:
        if left <= 0 and block.level <= 1:
            break
        sentences = sentences_in(block.text)
        if block.form != "bullet":
            sentences = _as_many(left, sentences, block)
        left -= sum(_is_counted(sentence, block) for sentence in sentences)
        lines.append(" ".join(sentences))
    return "\n".join(line for line in lines if line)


def _as_many(limit: int, sentences: Sequence[str], block: Block) -> list[str]:
    """The sentences up to the one that makes the limit full."""
    taken: list[str] = []
    for sentence in sentences:
        taken.append(sentence)
        limit -= _is_counted(sentence, block)
        if limit == 0:
            break
    return taken


def _is_counted(sentence: str, block: Block) -> bool:
    if block.form == "bullet":
        return not sentence.endswith(":")
    return ENDS_SENTENCE.search(sentence) is not None
