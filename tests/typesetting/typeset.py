"""Sets the sample's letters as PDFs, the same bytes each time; run as `PYTHONPATH=tests python -m typesetting.typeset`.

Also says on which page each text came to stand, as the typesetter itself knows it: an answer that owes nothing to any
reader of PDFs. Typst is a development dependency; only the PDFs ship.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from io import BytesIO
from typing import Literal

import typst
from PIL import Image

from extractors.sample import ARCHIVE
from typesetting import FONTS, TYPESETTING
from typesetting.blocks import Picture
from typesetting.letters import SampleLetter, load_letters
from typesetting.setting import Setting
from typesetting.template_data import Item, template_data

PICTURE_DOTS_PER_INCH = 100
PICTURE_GREYS = 8


def main() -> None:
    """Write the PDF of every letter into the archive, in place of what was there."""
    shutil.rmtree(ARCHIVE, ignore_errors=True)
    for letter in load_letters():
        path = ARCHIVE / letter.archive_path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(typeset(letter, letter.setting))


def typeset(letter: SampleLetter, setting: Setting) -> bytes:
    """The letter as a PDF in this setting.

    Raises `ValueError` where it cannot be set as asked (a font missing, say) and `typst.TypstError` where not at all.
    """
    return _compile(_data(letter, setting), "pdf")


def pages_of(letter: SampleLetter, setting: Setting) -> dict[str, tuple[int, int]]:
    """First and last page of every text, counted from 1, by its path (see `template_data`)."""
    compiler = _compiler(_data(letter, setting))
    pages: dict[str, tuple[int, int]] = {}
    for mark in json.loads(compiler.query("<mark>", field="value")):
        first, last = pages.get(mark["path"], (mark["page"], mark["page"]))
        pages[mark["path"]] = (min(first, mark["page"]), max(last, mark["page"]))
    return pages


def _data(letter: SampleLetter, setting: Setting) -> Item:
    blocks = enumerate(letter.blocks)
    pictures = {str(at): _picture(block, letter, setting) for at, block in blocks if isinstance(block, Picture)}
    return template_data(letter, setting, pictures)


def _picture(block: Picture, letter: SampleLetter, setting: Setting) -> bytes:
    only_this = replace(letter, blocks=block.picture, date_line="", closing="")
    page = Image.open(BytesIO(_compile(template_data(only_this, setting, {}), "png"))).convert("L")
    output = BytesIO()
    page.quantize(PICTURE_GREYS).save(output, "PNG", optimize=True)
    return output.getvalue()


def _compile(data: Item, output: Literal["pdf", "png"]) -> bytes:
    made, warnings = _compiler(data).compile_with_warnings(
        format=output, ppi=PICTURE_DOTS_PER_INCH, pdf_tags=False, timestamp=0
    )
    if warnings:
        raise ValueError(f"{data['title']}: cannot be set as asked: {warnings[0].message}")
    if not isinstance(made, bytes):
        raise ValueError(f"{data['title']}: a picture must fit on one page, this takes more")
    return made


def _compiler(data: Item) -> typst.Compiler:
    return typst.Compiler(
        str(TYPESETTING / "template.typ"),
        root=str(TYPESETTING),
        font_paths=typst.Fonts(include_system_fonts=False, font_paths=[str(FONTS)]),
        sys_inputs={"letter": json.dumps(data)},
    )


if __name__ == "__main__":
    main()
