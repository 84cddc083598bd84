"""Fonts whose glyphs are drawn in the file (Type 3): they have neither a name nor a weight."""

from __future__ import annotations

from pathlib import Path

import pytest
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject

from drawn_letters import CLOSING, OPENING, Words, heading, paragraph
from extractors.letters import LetterFile
from extractors.letters.reading import read_with
from redrawn_letters import numbers, stream_of

CODES = range(32, 127)
NAMES = dict(zip(" ,.:()?", "space comma period colon parenleft parenright question".split(), strict=True)) | dict(  # noqa: SIM905
    zip("0123456789", "zero one two three four five six seven eight nine".split(), strict=True)  # noqa: SIM905
)
TO_UNICODE = """/CIDInit /ProcSet findresource begin 12 dict begin begincmap
/CMapName /Plain def /CMapType 2 def 1 begincodespacerange <00> <ff> endcodespacerange
1 beginbfrange <20> <7e> <0020> endbfrange endcmap end end"""
LETTER = [
    *OPENING,
    heading("Headline findings"),
    *paragraph("Leaders know the children of the area well."),
    heading("What needs to improve?"),
    *paragraph("Plans for children who need help."),
    *paragraph("Help for children who wait."),
    heading("Next steps"),
    *CLOSING,
]


def drawn_font(writer: PdfWriter, width: int) -> DictionaryObject:
    """A font whose glyphs are all boxes of one width, in thousandths of the type size."""
    glyph = stream_of(writer, f"{width} 0 0 0 {width} 500 d1 40 0 {width - 80} 450 re f")
    blank = stream_of(writer, f"{width} 0 0 0 {width} 500 d1")
    names = {code: NAMES.get(chr(code), chr(code) if chr(code).isalpha() else f"g{code}") for code in CODES}
    named = {NameObject(f"/{name}"): blank if code == ord(" ") else glyph for code, name in names.items()}
    encoding = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Encoding"),
            NameObject("/Differences"): ArrayObject(
                [NumberObject(CODES.start), *(NameObject(f"/{names[code]}") for code in CODES)]
            ),
        }
    )
    return DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type3"),
            NameObject("/FontBBox"): numbers(0, 0, width, 500),
            NameObject("/FontMatrix"): numbers(0.001, 0, 0, 0.001, 0, 0),
            NameObject("/CharProcs"): DictionaryObject(named),
            NameObject("/Encoding"): encoding,
            NameObject("/ToUnicode"): stream_of(writer, TO_UNICODE),
            NameObject("/FirstChar"): NumberObject(CODES.start),
            NameObject("/LastChar"): NumberObject(CODES.stop - 1),
            NameObject("/Widths"): ArrayObject([NumberObject(width)] * len(CODES)),
        }
    )


def operators(words: list[Words]) -> str:
    top, lines = 60.0, []
    for each in words:
        top += each.below
        text = each.text.replace("(", r"\(").replace(")", r"\)")
        lines.append(f"BT /{'B' if each.is_bold else 'P'} 11 Tf 1 0 0 1 60 {842 - top} Tm ({text}) Tj ET")
    return "\n".join(lines)


@pytest.mark.parametrize("bold_width", [520, 560])
def test_headings_in_a_drawn_font_of_their_own_are_headings(bold_width: int, tmp_path: Path) -> None:
    writer = PdfWriter()
    page = writer.add_blank_page(595, 842)
    fonts = {NameObject("/P"): drawn_font(writer, 500), NameObject("/B"): drawn_font(writer, bold_width)}
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): DictionaryObject(fonts)})
    page[NameObject("/Contents")] = stream_of(writer, operators(LETTER))
    path = tmp_path / "letter.pdf"
    writer.write(path)

    rows = read_with("pdfium", LetterFile("letter", path, ""))

    assert [section.heading for section in rows.sections] == [
        None,
        "Headline findings",
        "What needs to improve?",
        "Next steps",
    ]
