"""Letters that lack what other letters have, or have too much of it: each one alone must never stop the others."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from bad_pdfs import BAD_FILES
from typesetting.blocks import Block, Box, Bullets, Heading, NewPage
from typesetting.letters import SampleLetter, load_letters
from typesetting.typeset import typeset

INTRODUCTION = "This letter outlines our findings about the effectiveness of partnership working in Elsewhere."
FINDING = "Leaders of Elsewhere know their services well and have acted on what children told them about help."
LIST = Bullets(bullets=(FINDING, f"{FINDING} They meet each week."))


def of_blocks(*blocks: Block, **parts: object) -> Callable[[], bytes]:
    """A maker of a letter of these blocks, with other parts than the usual ones."""
    return lambda: set_letter(blocks, **parts)


def set_letter(blocks: tuple[Block, ...], **parts: object) -> bytes:
    letter: SampleLetter = replace(load_letters()[0], blocks=blocks, footnotes={}, **parts)  # type: ignore[arg-type]
    return typeset(letter, letter.setting)


def headed(heading: str) -> Heading:
    return Heading(heading=heading, kind="other")


ODD_LETTERS: Mapping[str, Callable[[], bytes]] = {
    "no headings": of_blocks(INTRODUCTION, *[f"{FINDING} It is so for the {at}th time." for at in range(20)]),
    "no dates": of_blocks(INTRODUCTION, headed("Key strengths"), LIST, date_line="By e-mail only"),
    "one page": of_blocks(INTRODUCTION),
    "no text": of_blocks(),
    "a list only": of_blocks(LIST),
    "headings without text": of_blocks(headed("Key strengths"), headed("Areas for improvement"), headed("Next steps")),
    "only unknown headings": of_blocks(
        INTRODUCTION, headed("Where we went"), LIST, headed("Whom we met"), LIST, headed("What we thought"), FINDING
    ),
    "subheadings without a list": of_blocks(
        INTRODUCTION, headed("Key strengths"), headed("Multi-agency strengths"), headed("Next steps"), FINDING
    ),
    "a box with a heading only": of_blocks(
        INTRODUCTION,
        headed("Key strengths"),
        LIST,
        Box(box="Case study: good practice", polarity="strength", blocks=()),
        headed("Areas for improvement"),
        LIST,
        headed("Next steps"),
        FINDING,
    ),
    "two hundred pages": of_blocks(
        INTRODUCTION, headed("Key strengths"), *(FINDING, NewPage(new_page=True)) * 199
    ),
    "no addressees, no closing, no signatures": of_blocks(
        INTRODUCTION, headed("Key strengths"), LIST, headed("Areas for improvement"), LIST,
        addressees=(), salutation="", closing="", signatures=(),
    ),
    "a scan": BAD_FILES["no text"].make,
    "a password": BAD_FILES["encrypted"].make,
}  # fmt: skip
