"""Summaries: the first three sentences of a section, or its first three whole bullets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sentencex import segment

from extractors.letters.blocks import Block

SUMMARY_LENGTH = 3


def summarise(blocks: Sequence[Block]) -> str:
    """Return the first three bullets of a list, whole, or else the first three sentences; empty without text."""
    bullets = [block.text for block in blocks if block.form == "bullet" and block.level == 1]
    return " ".join(bullets[:SUMMARY_LENGTH] or _first_sentences(blocks))


def _first_sentences(blocks: Sequence[Block]) -> list[str]:
    found: list[str] = []
    for sentence in _sentences(blocks):
        found.append(sentence)
        if len(found) == SUMMARY_LENGTH:
            break
    return found


def _sentences(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        yield from (sentence.strip() for sentence in segment("en", block.text) if sentence.strip())
