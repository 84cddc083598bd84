"""Sentences: a well-kept splitter, so that "St. Helens", "e.g." or "No. 10" do not end one."""

from __future__ import annotations

from sentencex import segment


def sentences_in(paragraph: str) -> list[str]:
    """Return a paragraph's sentences, without the spaces around them."""
    return [sentence.strip() for sentence in segment("en", paragraph) if sentence.strip()]


def sentences_of(text: str) -> list[str]:
    """Return the sentences of a text of one paragraph a line."""
    return [sentence for paragraph in text.split("\n") for sentence in sentences_in(paragraph)]
