"""Makers of files that nobody should have to read: each attack and accident that a PDF may carry, made by code."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from io import BytesIO

from PIL import Image
from pypdf import PageObject, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

from extractors.sample import ARCHIVE
from typesetting.letters import load_letters
from typesetting.typeset import typeset

LETTER = next(ARCHIVE.glob("90001*/*.pdf"))
OTHER_INSPECTION = next(ARCHIVE.glob("90015*/*.pdf"))
# Marks that touch nowhere: gathering them into boxes takes minutes.
SCATTERED_MARKS = b"".join(b"%d %d 1 1 re f\n" % (5 * (at % 140), 5 * (at // 140)) for at in range(19_000))
HOSTILE_WORDS = (
    '=HYPERLINK("http://evil.example","x") <script>alert(1)</script><img src=x onerror=alert(1)>\u200f, '
    "zero\u200bwidth\ufeff &amp; {{ braces }} ${env} $(touch touched) `touch touched` "
    "'; DROP TABLE inspections; -- url(http://evil.example/x) ../../x."
)


@dataclass(frozen=True)
class Bad:
    """A maker of a bad file, and what the sentence about it must say; `reason` is None where it reads as a letter."""

    make: Callable[[], bytes]
    reason: str | None


def written(writer: PdfWriter) -> bytes:
    output = BytesIO()
    writer.write(output)
    return output.getvalue()


def with_stream(content: bytes) -> bytes:
    writer = PdfWriter()
    page = writer.add_blank_page(595, 842)
    stream = DecodedStreamObject()
    stream.set_data(content)
    page[NameObject("/Contents")] = writer._add_object(stream.flate_encode())
    return written(writer)


def locked(reader: str) -> bytes:
    """A letter that opens with a password; with none, only its owner may change it."""
    writer = PdfWriter(clone_from=LETTER)
    writer.encrypt(reader, "an owner's password", algorithm="RC4-128")
    return written(writer)


def of_pages(count: int) -> bytes:
    writer = PdfWriter()
    for _ in range(count):
        writer.add_page(PageObject.create_blank_page(width=595, height=842))
    return written(writer)


def a_picture() -> bytes:
    output = BytesIO()
    Image.new("L", (80, 80)).save(output, "PNG")
    return output.getvalue()


def with_pages_in_a_ring() -> bytes:
    """A page tree whose first child is the tree itself."""
    writer = PdfWriter(clone_from=LETTER)
    pages = writer._root_object["/Pages"]
    pages["/Kids"].insert(0, writer._root_object.raw_get("/Pages"))
    pages[NameObject("/Count")] = NumberObject(len(pages["/Kids"]) + 1_000_000)
    return written(writer)


def drawing_itself() -> bytes:
    """A page that draws a form that draws itself."""
    writer = PdfWriter()
    page = writer.add_blank_page(595, 842)
    form = DecodedStreamObject()
    form.set_data(b"/Me Do /Me Do")
    form.update({NameObject("/Type"): NameObject("/XObject"), NameObject("/Subtype"): NameObject("/Form")})
    form[NameObject("/BBox")] = ArrayObject([NumberObject(0)] * 2 + [NumberObject(500)] * 2)
    itself = writer._add_object(form)
    named = DictionaryObject({NameObject("/XObject"): DictionaryObject({NameObject("/Me"): itself})})
    form[NameObject("/Resources")] = named
    page[NameObject("/Resources")] = named
    content = DecodedStreamObject()
    content.set_data(b"/Me Do")
    page[NameObject("/Contents")] = writer._add_object(content)
    return written(writer)


def with_actions() -> bytes:
    """A letter that would run a script, and then start a program, when it is opened."""
    writer = PdfWriter(clone_from=LETTER)
    script = "app.launchURL('http://evil.example'); this.exportDataObject({cName: 'x', nLaunch: 2});"
    launch = action("/Launch", "/F", "/bin/touch touched")
    run = action("/JavaScript", "/JS", script) | {NameObject("/Next"): launch}
    writer._root_object[NameObject("/OpenAction")] = DictionaryObject(run)
    return written(writer)


def action(kind: str, key: str, value: str) -> DictionaryObject:
    return DictionaryObject({NameObject("/S"): NameObject(kind), NameObject(key): TextStringObject(value)})


def with_embedded_file() -> bytes:
    writer = PdfWriter(clone_from=LETTER)
    writer.add_attachment("../../../tmp/attached.sh", b"#!/bin/sh\ntouch /tmp/attached\n")
    return written(writer)


def of_page_size(width: float, height: float) -> bytes:
    writer = PdfWriter(clone_from=LETTER)
    for page in writer.pages:
        box = ArrayObject([NumberObject(0), NumberObject(0), FloatObject(width), FloatObject(height)])
        page[NameObject("/MediaBox")] = page[NameObject("/CropBox")] = box
    return written(writer)


def with_huge_strings() -> bytes:
    """Twenty million characters in a page's text and as many in the title."""
    words = b"Joint targeted area inspection " * 700_000
    return with_stream(b"BT /F1 12 Tf (" + words + b") Tj ET").replace(
        b"/Type /Catalog", b"/Type /Catalog /X (" + words + b")"
    )


def without_letters_in_its_fonts() -> bytes:
    """A letter whose fonts no longer say which characters their glyphs are."""
    return (
        written(PdfWriter(clone_from=LETTER))
        .replace(b"/ToUnicode", b"/ToUnicorn")
        .replace(b"/Identity-H", b"/Identity-X")
    )


def with_broken_references() -> bytes:
    """A letter whose table of objects points nowhere, and says that it goes on at itself."""
    whole = written(PdfWriter(clone_from=LETTER))
    start = whole.rindex(b"startxref")
    return whole[:start].replace(b"trailer\n<<", b"trailer\n<< /Prev 9") + b"startxref\n9\n%%EOF"


def nested() -> bytes:
    return b"%PDF-1.7\n1 0 obj\n" + b"[" * 500_000 + b"\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF"


def of_hostile_words() -> bytes:
    letter = load_letters()[0]
    return typeset(replace(letter, blocks=(HOSTILE_WORDS, *letter.blocks)), letter.setting)


BAD_FILES: dict[str, Bad] = {
    "empty": Bad(lambda: b"", "PDFium cannot read the file"),
    "HTML under the name of a PDF": Bad(lambda: b"<html><body>Sorry</body></html>", "PDFium cannot read the file"),
    "HTML that says it is a PDF": Bad(lambda: b"<html>%PDF-1.7 <script>x</script>", "PDFium cannot read the file"),
    "a picture under the name of a PDF": Bad(a_picture, "PDFium cannot read the file"),
    "cut off": Bad(lambda: LETTER.read_bytes()[:4000], "PDFium cannot read the file"),
    "encrypted": Bad(lambda: locked("a reader's password"), "assword"),
    "locked by its owner only": Bad(lambda: locked(""), None),
    "no text": Bad(lambda: of_pages(3), "none of its 3 pages has a text layer"),
    "of another kind": Bad(OTHER_INSPECTION.read_bytes, "Area SEND inspection"),
    "two thousand pages": Bad(lambda: of_pages(2000), "it has 2000 pages"),
    "a million marks": Bad(lambda: with_stream(b"0 0 1 1 re f\n" * 1_000_000), "drawn objects"),
    "hostile words": Bad(of_hostile_words, None),
    "a page that unfolds to 300 MB": Bad(lambda: with_stream(b"0 0 m " * 50_000_000), ""),
    "marks that take minutes": Bad(lambda: with_stream(SCATTERED_MARKS), "longer than"),
    "pages in a ring": Bad(with_pages_in_a_ring, ""),
    "a form that draws itself": Bad(drawing_itself, "no letter"),
    "scripts and programs to start": Bad(with_actions, None),
    "an embedded file": Bad(with_embedded_file, None),
    "pages of ten million points": Bad(lambda: of_page_size(1e7, 1e7), None),
    "pages of no size": Bad(lambda: of_page_size(0, 0), None),
    "huge strings": Bad(with_huge_strings, "characters"),
    "fonts without letters": Bad(without_letters_in_its_fonts, ""),
    "broken references": Bad(with_broken_references, None),
    "half a million brackets": Bad(nested, "PDFium cannot read the file"),
}
