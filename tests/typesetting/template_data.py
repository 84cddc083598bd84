"""A letter as the JSON that `template.typ` sets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from typing import TypeAlias

from typesetting.blocks import (
    MARK,
    Block,
    Box,
    Bullet,
    Bullets,
    ContentsLine,
    Display,
    Heading,
    Invisible,
    NewPage,
    Numbered,
    Picture,
    Space,
    Subheading,
)
from typesetting.letters import SampleLetter
from typesetting.setting import Setting

Data: TypeAlias = "str | int | float | bool | list[Data] | dict[str, Data] | None"
Item: TypeAlias = dict[str, Data]
Pictures: TypeAlias = Mapping[str, bytes]


def template_data(letter: SampleLetter, setting: Setting, pictures: Pictures) -> Item:
    """What the template reads; `pictures` are PNG files by the path of their block.

    A text's path is its place in the letter: `3` is block 3, `3.2` its bullet 2, `3.2.0` a sub-bullet of that, and
    `note.1` is footnote 1.
    """
    return {
        "setting": asdict(setting),
        "title": letter.title or letter.label,
        "published": [letter.published.year, letter.published.month, letter.published.day],
        "opening": _opening(letter) if letter.date_line else None,
        "blocks": _blocks(letter.blocks, "", pictures),
        "footnotes": dict(letter.footnotes),
        "closing": _closing(letter) if letter.closing else None,
    }


def _opening(letter: SampleLetter) -> Item:
    return {
        "date_line": _text(letter.date_line, "date_line"),
        "addressees": [_addressee(line, f"addressee.{at}") for at, line in enumerate(letter.addressees)],
        "salutation": _text(letter.salutation, "salutation"),
        "title": _text(letter.title, "title"),
    }


def _addressee(line: str | Invisible, path: str) -> Item:
    return {"invisible": line.invisible} if isinstance(line, Invisible) else _text(line, path)


def _closing(letter: SampleLetter) -> Item:
    return {"words": letter.closing, "signatures": [asdict(signature) for signature in letter.signatures]}


def _blocks(blocks: Iterable[Block], path: str, pictures: Pictures) -> list[Data]:
    made: list[Data] = []
    is_close = False
    for at, block in enumerate(blocks):
        made.append(_block(block, f"{path}{at}", pictures) | {"is_close": is_close})
        is_close = isinstance(block, Box) and block.touches_next
    return made


def _block(block: Block, path: str, pictures: Pictures) -> Item:
    data: Item
    match block:
        case Box():
            data = _box(block, path, pictures)
        case Bullets():
            data = _bullets(block, path)
        case Numbered():
            texts = _texts(block.numbered, path)
            data = {"block": "numbered", "first": block.first, "paragraphs": texts}
        case Picture():
            data = {"block": "picture", "path": path, "png": list(pictures[path])}
        case Invisible():
            data = {"block": "invisible", "text": block.invisible}
        case Space():
            data = {"block": "space", "points": block.space_points}
        case NewPage():
            data = {"block": "new_page"}
        case _:
            data = _single_text(block, path)
    return data


def _box(block: Box, path: str, pictures: Pictures) -> Item:
    return {
        "block": "box",
        "heading": _text(block.box, f"{path}.heading"),
        "blocks": _blocks(block.blocks, f"{path}.", pictures),
        "touches_next": block.touches_next,
    }


def _bullets(block: Bullets, path: str) -> Item:
    return {
        "block": "bullets",
        "bullets": [_bullet(bullet, f"{path}.{at}") for at, bullet in enumerate(block.bullets)],
        "is_tight": block.is_tight,
        "extra_indent_points": block.extra_indent_points,
    }


def _bullet(bullet: str | Bullet, path: str) -> Item:
    whole = bullet if isinstance(bullet, Bullet) else Bullet(bullet, ())
    return _text(whole.text, path) | {"sub_bullets": _texts(whole.sub_bullets, path)}


def _texts(texts: Iterable[str], path: str) -> list[Data]:
    return [_text(text, f"{path}.{at}") for at, text in enumerate(texts)]


def _single_text(block: str | Heading | Subheading | Display | ContentsLine, path: str) -> Item:
    match block:
        case str():
            return _text(block, path) | {"block": "paragraph"}
        case Heading():
            return _text(block.heading, path) | {"block": "heading"}
        case Subheading():
            return _text(block.subheading, path) | {"block": "subheading"}
        case Display():
            setting: Item = {"block": "display", "points": block.points, "is_bold": block.is_bold}
            return _text(block.display, path) | setting
        case ContentsLine():
            return _text(block.contents, path) | {"block": "contents", "page": block.page}


def _text(text: str, path: str) -> Item:
    return {"path": path, "runs": list(_runs(text)), "is_close": False}


def _runs(text: str) -> Iterator[Item]:
    end = 0
    for mark in MARK.finditer(text):
        yield {"text": text[end : mark.start()]}
        note = mark["note"]
        yield {"note": note, "path": f"note.{note}"} if note else {"line_break": True}
        end = mark.end()
    yield {"text": text[end:]}
