"""The bundled sample: is it made of its texts, as hard as real letters, and are its answers true of its PDFs?"""

from __future__ import annotations

import csv
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path

import pypdfium2
import pytest

from extractors.sample import ARCHIVE
from typesetting.answers import Answer, answer_of
from typesetting.blocks import Box, Bullet, Bullets, Heading, Invisible, Numbered, Picture, Subheading
from typesetting.letters import SampleLetter, load_letters
from typesetting.setting import Margins, Setting
from typesetting.typeset import pages_of, typeset

SEEDS = Path(__file__).parents[2] / "dbt_project" / "seeds"
MAX_ARCHIVE_BYTES = 2_500_000
THEMES = {
    "identification of initial need and risk",
    "early help",
    "criminal exploitation of children",
    "child exploitation",
    "serious youth violence",
    "child sexual exploitation and missing children",
    "neglect",
    "domestic abuse",
    "sexual abuse in the family",
    "children's mental health",
}


@dataclass(frozen=True)
class Sample:
    """One document: what it says, where its texts stand, the known answer, and the text layer page by page."""

    letter: SampleLetter
    pages: dict[str, tuple[int, int]]
    answer: Answer
    text_layer: tuple[str, ...]


@cache
def samples() -> tuple[Sample, ...]:
    return tuple(sample_of(letter) for letter in load_letters())


def sample_of(letter: SampleLetter) -> Sample:
    pages = pages_of(letter, letter.setting)
    return Sample(letter, pages, answer_of(letter, pages), read_pages(ARCHIVE / letter.archive_path))


def read_pages(path: Path) -> tuple[str, ...]:
    document = pypdfium2.PdfDocument(path)
    try:
        return tuple(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def jtai_letters() -> list[SampleLetter]:
    return [sample.letter for sample in samples() if sample.letter.facts.is_jtai_letter]


def only_letters(text: str) -> str:
    return re.sub(r"[\W\d_]", "", text)


each_sample = pytest.mark.parametrize("sample", samples(), ids=lambda sample: sample.letter.archive_path.split("/")[0])


# --- the archive


@each_sample
def test_the_archive_holds_what_the_text_is_typeset_to(sample: Sample) -> None:
    letter = sample.letter
    assert (ARCHIVE / letter.archive_path).read_bytes() == typeset(letter, letter.setting)


def test_the_archive_holds_nothing_else_and_is_small() -> None:
    files = [path for path in ARCHIVE.rglob("*") if path.is_file()]
    assert {str(path.relative_to(ARCHIVE)) for path in files} == {sample.letter.archive_path for sample in samples()}
    assert sum(path.stat().st_size for path in files) < MAX_ARCHIVE_BYTES


def test_what_ships_does_not_need_the_typesetter() -> None:
    code = "import extractors.letters, extractors.sources, sys; sys.exit('typst' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_letter_can_be_set_in_another_way() -> None:
    letter = samples()[0].letter
    other = replace(
        letter.setting,
        font="DejaVu Sans Mono",
        size=9.5,
        paper="us-letter",
        margins=Margins(70, 50, 60, 90),
        bullet="•",
        box_style="shaded",
        page_number="left",
    )
    assert typeset(letter, other) != typeset(letter, letter.setting)
    assert pages_of(letter, other).keys() == samples()[0].pages.keys()


def test_a_font_that_is_not_there_is_an_error_that_names_it() -> None:
    letter = samples()[0].letter
    with pytest.raises(ValueError, match="no such font"):
        typeset(letter, replace(letter.setting, font="No Such Font"))


# --- the answers


@each_sample
def test_each_line_of_an_answer_is_on_its_pages(sample: Sample) -> None:
    layer = [only_letters(page) for page in sample.text_layer]
    for section in sample.answer.sections:
        around = "".join(layer[section.start_page - 1 : section.end_page])
        for line in section.text.splitlines():
            assert only_letters(line)[:20] in around
            assert only_letters(line)[-20:] in around


@each_sample
def test_each_finding_that_does_not_cross_a_page_is_whole_on_its_page(sample: Sample) -> None:
    layer = [only_letters(page) for page in sample.text_layer]
    findings = [
        finding for finding in sample.answer.findings if only_letters(finding.text)[-20:] in layer[finding.page - 1]
    ]
    assert len(findings) >= 0.8 * len(sample.answer.findings)
    for finding in findings:
        assert only_letters(finding.text) in layer[finding.page - 1]


@each_sample
def test_each_footnote_is_at_the_foot_of_its_page(sample: Sample) -> None:
    for note in sample.answer.footnotes:
        page = only_letters(sample.text_layer[note.page - 1])
        assert only_letters(note.text) in page
        assert page.index(only_letters(note.text)) > page.index(only_letters(note.text_before_mark.split()[-1]))


@each_sample
def test_footnotes_are_numbered_in_the_order_they_are_referred_to(sample: Sample) -> None:
    markers = [note.marker for note in sample.answer.footnotes]
    assert markers == [str(number) for number in range(1, len(sample.letter.footnotes) + 1)]


@each_sample
def test_facts_are_what_the_letter_prints(sample: Sample) -> None:
    facts, sections = sample.letter.facts, {section.kind: section.text for section in sample.answer.sections}
    if not facts.is_jtai_letter:
        assert not sections
        return
    assert facts.letter_date is not None
    assert sample.letter.date_line == f"{facts.letter_date.day} {facts.letter_date:%B %Y}"
    assert facts.theme in THEMES
    assert facts.theme_quote
    assert facts.theme_quote in sections["introduction"] + sample.letter.title
    assert (facts.deep_dive_focus or "") in sections["introduction"]
    assert (facts.written_statement_lead or "") in sections["next_steps"]
    if facts.written_statement_due_date:
        due = facts.written_statement_due_date
        assert re.search(rf"{due.day} {due:%B} (20)?{due:%y}", sections["next_steps"])


@each_sample
def test_sections_point_to_the_section_around_them_and_hold_its_text(sample: Sample) -> None:
    by_number = {section.section_number: section for section in sample.answer.sections}
    for section in by_number.values():
        if section.parent_section_number is None:
            assert section.level == 1
            continue
        parent = by_number[section.parent_section_number]
        assert parent.level == 1
        assert (section.text in parent.text) == (section.kind == "sub_section")


@each_sample
def test_sub_bullets_point_to_their_bullet(sample: Sample) -> None:
    by_number = {finding.finding_number: finding for finding in sample.answer.findings}
    for finding in by_number.values():
        parent = by_number.get(finding.parent_finding_number or 0)
        assert (parent is not None and parent.level == 1) == (finding.level == 2)


# --- as hard as real letters: each of these has misled a program on a real letter


def texts(letter: SampleLetter) -> Iterator[str]:
    for block in letter.blocks:
        match block:
            case str():
                yield block
            case Numbered():
                yield from block.numbered
            case Bullets():
                yield from (bullet if isinstance(bullet, str) else bullet.text for bullet in block.bullets)


def neighbours(letter: SampleLetter, *kinds: type) -> bool:
    rows = zip(*(letter.blocks[start:] for start in range(len(kinds))), strict=False)
    return any(all(isinstance(block, kind) for block, kind in zip(row, kinds, strict=True)) for row in rows)


def has_text(letter: SampleLetter, pattern: str) -> bool:
    return any(re.search(pattern, text) for text in texts(letter))


def lists(letter: SampleLetter) -> list[Bullets]:
    return [block for block in letter.blocks if isinstance(block, Bullets)]


def first_paragraphs(letter: SampleLetter) -> str:
    return " ".join(block for block in letter.blocks[:4] if isinstance(block, str))


def touches_heading(letter: SampleLetter) -> bool:
    return any(
        isinstance(box, Box) and box.touches_next and isinstance(after, Heading)
        for box, after in pairwise(letter.blocks)
    )


TRAPS: dict[str, Callable[[SampleLetter], bool]] = {
    "nested bullets": lambda it: any(isinstance(bullet, Bullet) for block in lists(it) for bullet in block.bullets),
    "numbered paragraphs to 30 and on": lambda it: any(
        isinstance(block, Numbered) and block.first == 31 for block in it.blocks
    ),
    "a box between numbered paragraphs": lambda it: neighbours(it, Numbered, Box, Numbered),
    "a box inside a list": lambda it: neighbours(it, Bullets, Box, Bullets),
    "boxes in a row": lambda it: neighbours(it, Box, Box),
    "a box between subsections": lambda it: neighbours(it, Box, Subheading),
    "a box that touches the next heading": touches_heading,
    "a shaded box": lambda it: it.setting.box_style == "shaded",
    "a list in a box": lambda it: any(
        isinstance(inner, Bullets) for box in it.blocks if isinstance(box, Box) for inner in box.blocks
    ),
    "no list at all": lambda it: not lists(it),
    "a subheading right under a heading": lambda it: neighbours(it, Heading, Subheading),
    "subheadings set like headings": lambda it: (
        any(isinstance(block, Subheading) for block in it.blocks)
        and it.setting.heading_size == it.setting.subheading_size
    ),
    "a heading unseen before": lambda it: any(
        isinstance(block, Heading) and block.kind == "other" for block in it.blocks
    ),
    "a footnote between bullets": lambda it: any(
        "[^" in str(bullet) for block in lists(it) for bullet in block.bullets
    ),
    "a footnote mark before the full stop": lambda it: has_text(it, r"\w\[\^\d\]\."),
    "a footnote mark inside a sentence": lambda it: has_text(it, r"\w\[\^\d\] \w|\w\[\^\d\] –"),
    "a footnote mark among the addressees": lambda it: any("[^" in str(line) for line in it.addressees),
    "a line broken by hand": lambda it: has_text(it, r"\{br\}"),
    "an invisible line": lambda it: any(isinstance(line, Invisible) for line in it.addressees),
    "a page that is a picture": lambda it: any(isinstance(block, Picture) for block in it.blocks),
    "a running header": lambda it: bool(it.setting.running_header),
    "no page numbers": lambda it: it.setting.page_number == "none",
    "a page number with words": lambda it: it.setting.page_number_text != "{}",
    "words hyphenated by the typesetter": lambda it: it.setting.is_hyphenated,
    "another size of paper": lambda it: it.setting.paper != "a4",
    "a title that names no area": lambda it: it.authority not in it.title,
    "dates without a year": lambda it: it.facts.is_inspection_year_inferred,
    "dates with the month twice": lambda it: bool(re.search(r"\d+ (\w+) (and|to) \d+ \1 \d{4}", first_paragraphs(it))),
    "dates across two months": lambda it: bool(
        re.search(r"\d+ (\w+) (and|to) \d+ (?!\1)\w+ \d{4}", first_paragraphs(it))
    ),
    "dates across two years": lambda it: bool(re.search(r"\d{4} (and|to) \d+ January \d{4}", first_paragraphs(it))),
    "a due date with a short year": lambda it: has_text(it, r"by \d+ \w+ \d\d\."),
    "a due date over two lines": lambda it: has_text(it, r"by \d+ \w+\{br\}\d{4}"),
    "a due date with a weekday": lambda it: has_text(it, r"by (Tues|Fri)day \d+ \w+ \d{4}"),
    "no due date": lambda it: it.facts.written_statement_due_date is None,
    "no areas for priority action": lambda it: it.facts.priority_action_areas_stated_none,
    "the words next steps in a sentence": lambda it: has_text(it, r"\w,? (the )?next steps \w"),
    "a sentence that begins like a heading": lambda it: has_text(
        it, r"^(Next steps|Strengths|Areas for improvement) \w"
    ),
    "a place with a full stop": lambda it: "." in it.authority,
    "abbreviations with a full stop": lambda it: has_text(it, r"e\.g\. .*No\. 10"),
    "straight apostrophes": lambda it: has_text(it, r"\w'\w") and not has_text(it, r"\w’\w"),
    "a letter dated before it was published": lambda it: it.facts.letter_date != it.published,
}


@pytest.mark.parametrize("trap", TRAPS)
def test_a_sample_letter_has(trap: str) -> None:
    assert any(TRAPS[trap](letter) for letter in jtai_letters())


def test_every_theme_and_both_families_are_there() -> None:
    assert {letter.facts.theme for letter in jtai_letters()} == THEMES
    assert {letter.facts.family for letter in jtai_letters()} == {"2016 to 2020", "2022 on"}


def test_there_are_enough_letters_and_each_is_of_a_real_length() -> None:
    letters = [sample for sample in samples() if sample.letter.facts.is_jtai_letter]
    assert len(letters) >= 14
    assert all(5 <= len(sample.text_layer) <= 12 for sample in letters)


def test_one_authority_has_two_letters() -> None:
    urns = [letter.urn for letter in jtai_letters()]
    assert len(urns) - len(set(urns)) == 1


def test_one_document_is_of_another_kind_by_its_label_and_one_by_what_it_says() -> None:
    others = [sample.letter for sample in samples() if not sample.letter.facts.is_jtai_letter]
    usual_label = jtai_letters()[0].label
    assert sorted(letter.label == usual_label for letter in others) == [False, True]


def test_boxes_and_bullets_run_over_pages() -> None:
    assert any(study.start_page < study.end_page for sample in samples() for study in sample.answer.case_studies)
    over = [path for sample in samples() for path, (first, last) in sample.pages.items() if first < last]
    assert len(over) > 10


def test_a_footnote_comes_after_the_signatures() -> None:
    assert any(
        layer.rfind(only_letters(sample.letter.signatures[-1].name)) < layer.rfind(only_letters(note.text))
        for sample in samples()
        for note in sample.answer.footnotes[-1:]
        for layer in [only_letters(sample.text_layer[-1])]
        if only_letters(sample.letter.signatures[-1].name) in layer
    )


@pytest.mark.parametrize("mark", ["\u25fc", "\uf06e", "•", "\u2212"])
def test_bullets_come_in_the_text_layer_as(mark: str) -> None:
    assert any(re.search(rf"^{mark} ?\w", page, re.MULTILINE) for sample in samples() for page in sample.text_layer)


def test_pdfium_marks_hyphens_at_the_end_of_a_line_whether_or_not_they_are_the_words_own() -> None:
    broken = re.findall(r"\w+\ufffe\w+", " ".join(page for sample in samples() for page in sample.text_layer))
    assert {"indica\ufffetors", "half\ufffeterm"} <= set(broken)


def test_a_picture_has_no_text_layer_and_is_no_part_of_the_answer() -> None:
    (sample,) = [sample for sample in samples() if sample.answer.picture_pages]
    assert [sample.text_layer[page - 1] for page in sample.answer.picture_pages] == [""]
    assert all("tummy" not in section.text for section in sample.answer.sections)


def test_an_invisible_line_is_in_the_text_layer() -> None:
    (sample,) = [it for it in samples() if any(isinstance(line, Invisible) for line in it.letter.addressees)]
    assert "Chair of the Board" in sample.text_layer[0]


# --- the invented authorities


def seed(name: str) -> list[dict[str, str]]:
    with (SEEDS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_letter_is_about_an_authority_of_the_sample_and_some_authorities_have_none() -> None:
    named = {(int(row["urn"]), row["name"]) for row in seed("sample_local_authorities.csv")}
    inspected = {(sample.letter.urn, sample.letter.authority) for sample in samples()}
    assert inspected < named
    assert len({row["region_code"] for row in seed("sample_local_authorities.csv")}) == 9


@pytest.mark.parametrize("column", ["urn", "name", "la_code", "gss_code", "ltla23cd"])
def test_no_authority_of_the_sample_is_a_real_one(column: str) -> None:
    invented = [row[column] for row in seed("sample_local_authorities.csv")]
    assert len(set(invented)) == len(invented)
    assert not {row[column] for row in seed("england_local_authorities.csv")} & set(invented)


def test_the_settings_differ_from_letter_to_letter() -> None:
    assert len({letter.setting for letter in jtai_letters()}) == len(jtai_letters())
    assert Setting() not in {letter.setting for letter in jtai_letters()}


def test_the_letters_are_of_the_years_in_which_such_letters_were_written() -> None:
    assert all(date(2016, 1, 1) < letter.published < date(2026, 1, 1) for letter in jtai_letters())
