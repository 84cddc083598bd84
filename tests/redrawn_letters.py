"""A sample letter drawn otherwise: the same text, with something added, covered, turned or wrapped."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from io import BytesIO
from pathlib import Path

from pypdf import PageObject, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    PdfObject,
    TextStringObject,
)

FONT = "AddedFont"
# Where the sample leaves the paper white.
BLANK_X, BLANK_Y = 70, 60


def text_at(words: str, x: float = BLANK_X, y: float = BLANK_Y, size: float = 12, before: str = "") -> str:
    """Operators that print words, in black unless what comes before says otherwise."""
    return f"BT {before} /{FONT} {size} Tf 1 0 0 1 {x} {y} Tm ({words}) Tj ET\n"


def redraw(letter: Path, folder: Path, change: Callable[[PdfWriter, PageObject], None]) -> Path:
    """Save a letter with each page changed, under its own name."""
    writer = PdfWriter(clone_from=letter)
    for page in writer.pages:
        change(writer, page)
    path = folder / letter.name
    writer.write(path)
    return path


def draw(
    writer: PdfWriter, page: PageObject, content: str, *, is_below: bool = False, **resources: dict[str, PdfObject]
) -> None:
    """Draw on a page, above or below what is there; `resources` are added to those of the page, by kind."""
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
            NameObject("/Encoding"): NameObject("/WinAnsiEncoding"),
        }
    )
    for kind, named in {"Font": {FONT: font}, **resources}.items():
        _add_resources(page, kind, named)
    opening, added, closing = (stream_of(writer, part) for part in ("q\n", content, "\nQ\n"))
    own = contents_of(page)
    page[NameObject("/Contents")] = ArrayObject(
        [added, opening, *own, closing] if is_below else [opening, *own, closing, added]
    )


def _add_resources(page: PageObject, kind: str, named: dict[str, PdfObject]) -> None:
    resources = page["/Resources"].get_object()
    held = resources.get(f"/{kind}", DictionaryObject()).get_object()
    resources[NameObject(f"/{kind}")] = DictionaryObject(
        {**held, **{NameObject(f"/{name}"): value for name, value in named.items()}}
    )


def stream_of(writer: PdfWriter, content: str | bytes, keys: dict[str, PdfObject] | None = None) -> PdfObject:
    """A stream of the file, by reference."""
    stream = DecodedStreamObject()
    stream.set_data(content if isinstance(content, bytes) else content.encode("latin-1"))
    stream.update({NameObject(f"/{key}"): value for key, value in (keys or {}).items()})
    return writer._add_object(stream)


def contents_of(page: PageObject) -> list[PdfObject]:
    contents = page.raw_get("/Contents")
    return list(contents) if isinstance(contents, ArrayObject) else [contents]


def numbers(*values: float) -> ArrayObject:
    return ArrayObject(FloatObject(value) for value in values)


def layer_that_is_off(writer: PdfWriter) -> PdfObject:
    """A layer that viewers do not show, by reference."""
    properties = writer._root_object.get("/OCProperties")
    if properties:
        return properties["/OCGs"][0]
    layer = writer._add_object(
        DictionaryObject({NameObject("/Type"): NameObject("/OCG"), NameObject("/Name"): TextStringObject("Draft")})
    )
    configuration = DictionaryObject(
        {NameObject("/BaseState"): NameObject("/ON"), NameObject("/OFF"): ArrayObject([layer])}
    )
    writer._root_object[NameObject("/OCProperties")] = DictionaryObject(
        {NameObject("/OCGs"): ArrayObject([layer]), NameObject("/D"): configuration}
    )
    return layer


def form_of(writer: PdfWriter, page: PageObject, content: Iterable[bytes] | str, **keys: PdfObject) -> PdfObject:
    """A form XObject as large as the page, with the page's resources, by reference."""
    data = content.encode("latin-1") if isinstance(content, str) else b"\n".join(content)
    named = {
        "Type": NameObject("/XObject"),
        "Subtype": NameObject("/Form"),
        "BBox": ArrayObject(page.mediabox),
        "Resources": page["/Resources"],
        **keys,
    }
    return stream_of(writer, data, named)


def picture_of(writer: PdfWriter) -> PdfObject:
    """A white picture, by reference."""
    named = {
        "Type": NameObject("/XObject"),
        "Subtype": NameObject("/Image"),
        "Width": NumberObject(1),
        "Height": NumberObject(1),
        "ColorSpace": NameObject("/DeviceGray"),
        "BitsPerComponent": NumberObject(8),
    }
    return stream_of(writer, b"\xff", named)


def saved(writer: PdfWriter) -> bytes:
    output = BytesIO()
    writer.write(output)
    return output.getvalue()
