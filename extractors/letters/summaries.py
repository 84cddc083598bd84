"""Summaries: the first three sentences of a section, or its first three whole bullets."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from extractors.letters.blocks import Block
from extractors.letters.sentences import sentences_in

SUMMARY_LENGTH = 3


def summarise(blocks: Sequence[Block]) -> str:
    """Return the first three bullets of a list, whole, or else the first three sentences; empty without text."""
    bullets = [block.text for block in blocks if block.form == "bullet" and block.level == 1]
    return " ".join(bullets[:SUMMARY_LENGTH] or _first_sentences(blocks))


def _first_sentences(blocks: Sequence[Block]) -> list[str]:
    sentences = (sentence for block in blocks for sentence in sentences_in(block.text))
    return list(islice(sentences, SUMMARY_LENGTH))
