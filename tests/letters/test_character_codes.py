"""Fonts whose codes are not those of the characters they print: what is read is what is printed."""

from __future__ import annotations

from pathlib import Path

import pytest
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject, PdfObject, TextStringObject

from extractors.letters.layout.character_codes import mend_codes, write_out
from extractors.letters.layout.lines import Line
from extractors.letters.layout.pdfium_reader import read_pages
from extractors.letters.layout.printed_lines import read_printed_lines
from extractors.letters.layout.sampled_words import read_sampled_words
from redrawn_letters import FONT, draw, stream_of

SAMPLED = "0" * 64
GLYPH_OF_A = 36


def dictionary(**values: PdfObject | str) -> DictionaryObject:
    return DictionaryObject(
        {
            NameObject(f"/{key}"): NameObject(f"/{value}") if isinstance(value, str) else value
            for key, value in values.items()
        }
    )


def font_with_codes(writer: PdfWriter, codes: dict[str, str]) -> DictionaryObject:
    """Helvetica, with other codes for some of its characters."""
    named = {chr(code): chr(code) for code in range(32, 127)} | codes
    pairs = "\n".join(f"<{ord(char):02x}> <{code.encode('utf-16-be').hex()}>" for char, code in named.items())
    table = f"""/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Odd def /CMapType 2 def
        1 begincodespacerange <00> <ff> endcodespacerange {len(named)} beginbfchar
        {pairs}
        endbfchar endcmap end end"""
    return dictionary(
        Type="Font",
        Subtype="Type1",
        BaseFont="Plain",
        Encoding="WinAnsiEncoding",
        ToUnicode=stream_of(writer, table),
        FirstChar=NumberObject(32),
        LastChar=NumberObject(126),
        Widths=ArrayObject([NumberObject(556)] * 95),
    )


def font_without_codes(_: PdfWriter) -> DictionaryObject:
    """A font that is asked for glyphs by their numbers, and says of no glyph which character it is."""
    system = DictionaryObject(
        {NameObject("/Registry"): TextStringObject("Adobe"), NameObject("/Ordering"): TextStringObject("Identity")}
    )
    glyphs = dictionary(Type="Font", Subtype="CIDFontType2", BaseFont="Arial", CIDSystemInfo=system)
    return dictionary(
        Type="Font", Subtype="Type0", BaseFont="Arial", Encoding="Identity-H", DescendantFonts=ArrayObject([glyphs])
    )


def page_in(folder: Path, font: object, content: str) -> Path:
    writer = PdfWriter()
    page = writer.add_blank_page(595, 842)
    page[NameObject("/Resources")] = DictionaryObject()
    page[NameObject("/Contents")] = ArrayObject()
    draw(writer, page, content, Font={FONT: font(writer) if callable(font) else font_with_codes(writer, font)})  # type: ignore[arg-type]
    writer.write(folder / "page.pdf")
    return folder / "page.pdf"


def at(words: str, y: float, x: float = 70) -> str:
    return f"BT /{FONT} 11 Tf 1 0 0 1 {x} {y} Tm {words} Tj ET\n"


def lines_of(path: Path) -> list[Line]:
    (page,) = read_pages(path)
    return list(page.lines)


def test_a_ligature_that_is_wider_than_high_does_not_end_its_word_where_words_are_drawn_out_of_order(
    tmp_path: Path,
) -> None:
    content = at("(Nobody met)", 700) + at("(, as planned.)", 700, x=199) + at("(by)", 680)
    letter = page_in(tmp_path, {"*": "ffi"}, content + at("150 Tz (o*cers)", 700, x=148))
    assert [line.text for line in lines_of(letter)] == ["Nobody met officers, as planned.", "by"]


@pytest.mark.parametrize(
    ("codes", "printed", "read"),
    [
        ({"'": "\x92", "-": "\x96"}, "The child's plan - and its aims.", "The child’s plan – and its aims."),
        (
            {str(digit): chr(0xF730 + digit) for digit in range(10)},
            "It ended on 23 June 2026.",
            "It ended on 23 June 2026.",
        ),
        ({"q": "\uf761", "Q": "\uf77a"}, "SqQe", "Saze"),
        ({"*": "Ɵ", "#": "Ʃ", "%": "Ō"}, "The commi#ee o%en visits in *me.", "The committee often visits in time."),
        ({"'": "ʼ", "-": "\u2212"}, "The child's multi-agency plan.", "The child’s multi-agency plan."),
        ({"-": "\u2012"}, "It ran from 7-11 June 2026.", "It ran from 7–11 June 2026."),
        ({" ": "\x03"}, "Space has no code.", "Space has no code."),
        ({" ": "\0"}, "Space has no code.", "Space has no code."),
        ({"S": "𝗦", "t": "𝘁", "e": "𝗲"}, "Steps", "Steps"),
        ({chr(code): chr(0xF000 + code) for code in range(33, 127)}, "Next steps of a plan", "Next steps of a plan"),
    ],
)
def test_characters_are_read_as_they_are_printed(
    codes: dict[str, str], printed: str, read: str, tmp_path: Path
) -> None:
    letter = page_in(tmp_path, codes, at(f"({printed})", 700) + at("(I)", 600))
    (line, _), (printed_line, _) = lines_of(letter), read_printed_lines("letter", letter)
    assert line.text == read
    assert printed_line.text == read
    if " " not in codes:
        assert [word.text for word in read_sampled_words("letter", letter, SAMPLED)] == [*read.split(), "I"]


@pytest.mark.parametrize("mark", ["\U0001f539", "\uf06c", "\x95"])
def test_a_mark_of_another_code_opens_items_and_moves_no_character(mark: str, tmp_path: Path) -> None:
    items = ["Plans for children.", "Help for those who wait."]
    content = "".join(at(f"(* {item})", 700 - 20 * place) for place, item in enumerate(items))
    lines = lines_of(page_in(tmp_path, {"*": mark, "%": "\uf041"}, content + at("(After it.)", 600)))
    assert [(line.text, line.list_mark is not None) for line in lines] == [
        *((item, True) for item in items),
        ("After it.", False),
    ]
    assert lines[0].text_x0 > lines[0].x0


def test_glyphs_known_by_their_numbers_only_are_read_where_that_makes_words(tmp_path: Path) -> None:
    def read(*codes: int) -> str:
        shown = "".join(f"{code:04x}" for code in codes)
        return lines_of(page_in(tmp_path, font_without_codes, at(f"<{shown}>", 700)))[0].text

    def glyphs(words: str) -> list[int]:
        return [ord(char) - ord("A") + GLYPH_OF_A for char in words]

    assert read(*glyphs("Strengths")) == "Strengths"
    assert read(*glyphs("Strengths"), 2000, *glyphs("too")) == "Strengths\ufffdtoo"
    assert read(*glyphs("xkqzvwrt")) != "xkqzvwrt"
    assert read(*map(ord, "Strengths")) == "Strengths"


def test_only_letters_that_english_does_not_have_are_ligatures() -> None:
    assert write_out("seƫng o%, plaƞorm".replace("%", "Ō")) == "setting oft, platform"
    assert write_out("Ōtaki") == "Ōtaki"


def test_a_text_keeps_its_length_in_units_of_utf_16() -> None:
    text = "\U0001f539 It\u2212s \uf731\x92 𝗦"
    assert len(mend_codes(text)) == len(text.encode("utf-16-le")) // 2


def test_letters_that_only_a_mark_tells_are_read_from_it(tmp_path: Path) -> None:
    content = f"BT /{FONT} 11 Tf 70 700 Td (M) Tj /Span <</ActualText (ee)>> BDC (*) Tj EMC (t) Tj ET\n"
    assert [line.text for line in lines_of(page_in(tmp_path, {"*": "\ue001"}, content))] == ["Meet"]
