"""The sections of a sample letter, cut where its own structure says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from extractors.records import Polarity, SectionKind
from typesetting.blocks import Block, Box, Bullet, Bullets, Heading, Numbered, Subheading, plain
from typesetting.letters import SampleLetter


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph, bullet or subheading: one line of a section's text."""

    role: Literal["paragraph", "bullet", "sub_bullet", "subheading"]
    path: str
    text: str


@dataclass(slots=True)
class Part:
    """A section while it is put together; `heading_path` is none for the introduction."""

    number: int
    parent: int | None
    level: int
    kind: SectionKind
    heading: str | None
    heading_path: str | None
    polarity: Polarity | None = None
    states_none: bool = False
    lines: list[Line] = field(default_factory=list)


def cut_parts(letter: SampleLetter) -> list[Part]:
    """The sections of a letter in reading order, the introduction first."""
    main = Part(1, None, 1, "introduction", None, None)
    parts, inner = [main], main
    for position, block in enumerate(letter.blocks):
        path, number = str(position), len(parts) + 1
        match block:
            case Heading():
                heading = plain(block.heading)
                main = inner = Part(number, None, 1, block.kind, heading, path, states_none=block.states_none)
                parts.append(main)
            case Subheading():
                inner = Part(number, main.number, 2, "sub_section", plain(block.subheading), path)
                parts.append(inner)
                main.lines.append(Line("subheading", path, plain(block.subheading)))
            case Box():
                parts.append(_box(block, path, number, main.number))
            case _:
                _add(list(_lines(block, path)), main, inner)
    return parts


def _add(lines: Sequence[Line], main: Part, inner: Part) -> None:
    main.lines.extend(lines)
    if inner is not main:
        inner.lines.extend(lines)


def _box(block: Box, path: str, number: int, parent: int) -> Part:
    part = Part(number, parent, 2, "case_study", plain(block.box), f"{path}.heading", block.polarity)
    for position, inner in enumerate(block.blocks):
        part.lines.extend(_lines(inner, f"{path}.{position}"))
    return part


def _lines(block: Block, path: str) -> Iterator[Line]:
    match block:
        case str():
            yield Line("paragraph", path, plain(block))
        case Numbered():
            for position, text in enumerate(block.numbered):
                yield Line("paragraph", f"{path}.{position}", plain(text))
        case Bullets():
            for position, bullet in enumerate(block.bullets):
                yield from _bullet_lines(bullet, f"{path}.{position}")


def _bullet_lines(bullet: str | Bullet, path: str) -> Iterator[Line]:
    whole = bullet if isinstance(bullet, Bullet) else Bullet(bullet, ())
    yield Line("bullet", path, plain(whole.text))
    for position, text in enumerate(whole.sub_bullets):
        yield Line("sub_bullet", f"{path}.{position}", plain(text))
