"""Sections of letters set in ways the bundled sample has no example of, put together line by line."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from extractors.letters.content.paragraphs import paragraph_rows
from extractors.letters.content.sections import section_rows
from extractors.letters.content.warnings import find_warnings
from extractors.letters.layout.lines import Box, Gap, Line, Page
from extractors.letters.reading import is_jtai_letter
from extractors.letters.structure.document_structure import parse_structure
from extractors.letters.structure.sections import DraftSection, cut_sections
from extractors.records import Section
from section_texts import join_texts

LEADING, GAP, LEFT, RIGHT = 14, 26, 70, 520
OPENING = ["3 May 2019", "", "Dear local partnership", ""]
SHORT_TITLE = ["**Joint targeted area inspection of Anywhere", ""]
CLOSING = ["", "Yours sincerely"]


def page_of(texts: list[str], *boxed: tuple[int, int]) -> Page:
    """Set one page: "" is a gap, "**" opens a bold line, "* " a bullet; `boxed` are first and last line of a box."""
    lines: list[Line] = []
    baseline = 100.0
    for text in texts:
        baseline += LEADING if text else GAP - LEADING
        if text:
            lines.append(line_of(text, baseline))
    boxes = [Box(1, LEFT - 5, lines[first].top - 4, RIGHT + 5, lines[last].bottom + 4) for first, last in boxed]
    return Page(1, 595, 842, tuple(lines), tuple(boxes), is_image=False)


def line_of(text: str, baseline: float) -> Line:
    words = text.removeprefix("**").removeprefix("* ")
    mark = "◼" if text.startswith("* ") else None
    x1 = min(LEFT + 6.0 * len(words), RIGHT)
    text_x0 = LEFT + 18.0 if mark else float(LEFT)
    return Line(1, words, LEFT, baseline - 10, x1, baseline + 3, baseline, 12, text.startswith("**"), (), mark, text_x0)


def sections_of(page: Page) -> list[tuple[Section, str]]:
    """The sections of a page, each with its text."""
    drafts = cut_sections(parse_structure([page]))
    sections = section_rows("report", drafts)
    texts = join_texts(sections, paragraph_rows("report", drafts))
    return [(section, texts[section.section_number]) for section in sections]


def itemised(drafts: list[DraftSection]) -> list[tuple[str, str]]:
    """What the sections list, with the kind of the innermost section."""
    kinds = {draft.number: draft.kind for draft in drafts}
    return [(kinds[one.section_number], one.text) for one in paragraph_rows("report", drafts) if one.is_itemised]


def rules_of(page: Page) -> list[str]:
    return [warning.rule for warning in find_warnings("report", [page], parse_structure([page]))]


def outline(sections: list[tuple[Section, str]]) -> list[tuple[str, str]]:
    return [(section.kind, text) for section, text in sections]


def test_a_title_may_run_over_many_lines() -> None:
    title = ["**Joint targeted area inspection of the multi-agency response to child sexual exploitation,"]
    title += ["**children associated with gangs and at risk of exploitation and children missing from home,"]
    title += ["**care or education in a place whose name is long, Anywhere-on-the-Water and Elsewhere", ""]
    page = page_of([*OPENING, *title, "We came and saw.", "", "**Next steps", "", "Write to us.", *CLOSING])
    assert outline(sections_of(page)) == [("introduction", "We came and saw."), ("next_steps", "Write to us.")]
    assert parse_structure([page]).title.endswith("Anywhere-on-the-Water and Elsewhere")


@pytest.mark.parametrize("closing", ["Yours truly", "Kind regards,", "With best wishes", "Regards"])
def test_a_letter_may_close_in_other_words(closing: str) -> None:
    page = page_of([*OPENING, *SHORT_TITLE, "We came and saw.", "", closing, "", "Ann Ash"])
    assert outline(sections_of(page)) == [("introduction", "We came and saw.")]
    assert rules_of(page) == []


def test_a_bold_title_may_end_with_a_full_stop() -> None:
    title = [
        "**Joint targeted area inspection of the multi-agency response to children’s mental health",
        "**in Anywhere.",
    ]
    page = page_of([*OPENING, *title, "", "We came and saw.", *CLOSING])
    assert str(parse_structure([page]).title).endswith("mental health in Anywhere.")


def test_a_title_need_not_be_bold() -> None:
    page = page_of([*OPENING, SHORT_TITLE[0].removeprefix("**"), "", "We came and saw.", *CLOSING])
    assert outline(sections_of(page)) == [("introduction", "We came and saw.")]


def test_a_case_study_without_a_box_ends_where_the_list_goes_on_and_is_warned_of() -> None:
    texts = [*OPENING, *SHORT_TITLE, "We came.", "", "**Key strengths", "", "* Plans are good.", ""]
    texts += ["**Case study: effective practice", "", "Ali was helped.", "", "* Meetings are short.", *CLOSING]
    assert outline(sections_of(page_of(texts)))[1:] == [
        ("strengths", "Plans are good.\nMeetings are short."),
        ("case_study", "Ali was helped."),
    ]
    assert rules_of(page_of(texts)) == ["case_study_without_box"]


def test_a_case_study_without_a_box_may_be_all_that_is_under_its_heading() -> None:
    texts = [*OPENING, *SHORT_TITLE, "We came.", "", "**Main findings", "", "Plans are good.", ""]
    texts += ["**Case study: effective practice", "", "Ali was helped.", "", "**Next steps", "", "Send it.", *CLOSING]
    assert rules_of(page_of(texts)) == []


def test_a_box_with_a_heading_of_its_own_is_a_case_study_and_is_warned_of() -> None:
    texts = [
        *OPENING,
        *SHORT_TITLE,
        "We came.",
        "",
        "**Ali’s story",
        "",
        "Ali was helped.",
        "",
        "We left.",
        *CLOSING,
    ]
    page = page_of(texts, (4, 5))
    assert outline(sections_of(page)) == [("introduction", "We came.\nWe left."), ("case_study", "Ali was helped.")]
    assert rules_of(page) == ["box_heading_unknown"]


def test_a_box_headed_by_what_a_section_says_and_a_name_is_a_case_study() -> None:
    texts = [
        *OPENING,
        *SHORT_TITLE,
        "We came.",
        "",
        "**What works well: Amira",
        "",
        "Amira was helped.",
        "",
        "We left.",
    ]
    first = texts.index("**What works well: Amira")
    drawn = len([text for text in texts[:first] if text])
    page = page_of([*texts, *CLOSING], (drawn, drawn + 1))
    assert [(section.kind, section.polarity) for section, _ in sections_of(page)] == [
        ("introduction", None),
        ("case_study", "strength"),
    ]


def test_a_box_whose_heading_says_what_it_is_an_example_of_is_not_warned_of() -> None:
    study = ["**What could have gone better", "", "Ali was helped.", ""]
    page = page_of([*OPENING, *SHORT_TITLE, "We came.", "", *study, "We left.", *CLOSING], (4, 5))
    assert outline(sections_of(page))[1] == ("case_study", "Ali was helped.")
    assert rules_of(page) == []


def test_a_case_study_whose_heading_is_in_a_band_is_not_warned_of() -> None:
    study = ["**Case study: effective practice", "", "Ali was helped."]
    page = page_of([*OPENING, *SHORT_TITLE, "We came.", "", *study, *CLOSING], (4, 4))
    assert outline(sections_of(page))[1] == ("case_study", "Ali was helped.")
    assert rules_of(page) == []


def test_findings_in_a_table_are_warned_of() -> None:
    page = page_of([*OPENING, *SHORT_TITLE, "We came.", "", "**Key strengths", "", "1 Plans are good.", *CLOSING])
    lines = tuple(line._replace(is_in_table=line.text == "1 Plans are good.") for line in page.lines)
    assert rules_of(replace(page, lines=lines)) == ["findings_in_table"]


def test_numbers_of_paragraphs_in_the_margin_are_not_warned_of() -> None:
    numbered = ["1. They help.", "", "2. They plan.", "", "They listen.", "", "They visit.", "", "They write."]
    page = page_of([*OPENING, *SHORT_TITLE, "**Main findings", "", *numbered, *CLOSING])
    lines = [
        line._replace(x0=LEFT - 50, gaps=(Gap(3, LEFT - 30, LEFT),)) if line.text in numbered[:3] else line
        for line in page.lines
    ]
    assert rules_of(replace(page, lines=tuple(lines))) == []


@pytest.mark.parametrize("shows", [{"gaps": (Gap(5, LEFT - 30, LEFT),)}, {"size": 8}])
def test_words_in_the_margin_are_warned_of(shows: dict[str, Any]) -> None:
    page = page_of([*OPENING, *SHORT_TITLE, "**Strengths", "", "They help.", "", "They plan.", *CLOSING])
    lines = tuple(line._replace(x0=LEFT - 50, **shows) if line.text == "They plan." else line for line in page.lines)
    assert rules_of(replace(page, lines=lines)) == ["words_in_the_margin"]
    assert rules_of(page) == []


def test_a_frame_around_sections_is_no_case_study() -> None:
    texts = [*OPENING, *SHORT_TITLE, "We came.", "", "**Key strengths", "", "* Plans are good.", *CLOSING]
    page = page_of(texts, (4, 5))
    assert outline(sections_of(page))[1] == ("strengths", "Plans are good.")
    assert rules_of(page) == []


def test_a_box_around_a_section_may_go_on_in_another_one() -> None:
    texts = [*OPENING, *SHORT_TITLE, "We came.", "", "**Key strengths", "", "* Plans are good.", "", "* Help is."]
    page = page_of([*texts, *CLOSING], (4, 5), (6, 6))
    assert outline(sections_of(page))[1] == ("strengths", "Plans are good.\nHelp is.")
    assert rules_of(page) == []


def test_what_names_the_theme_below_the_title_is_no_part_of_the_introduction() -> None:
    texts = [*OPENING, *SHORT_TITLE, "Children who are victims of domestic abuse", "", "We came to see you.", *CLOSING]
    assert outline(sections_of(page_of(texts))) == [("introduction", "We came to see you.")]


def test_a_box_around_part_of_a_section_is_warned_of() -> None:
    texts = [*OPENING, *SHORT_TITLE, "We came.", "", "**Key strengths", "", "* Plans are good.", "* Help is.", *CLOSING]
    assert rules_of(page_of(texts, (5, 5))) == []  # a list item may be shaded
    assert rules_of(page_of([*OPENING, *SHORT_TITLE, "We came.", "", "We left.", *CLOSING], (4, 4))) == [
        "box_without_heading"
    ]


def test_a_number_on_a_line_of_its_own_in_the_text_is_warned_of() -> None:
    texts = [*OPENING, *SHORT_TITLE, "We came to this place and saw", "11 schools and", "11", "homes for children."]
    assert rules_of(page_of([*texts, "", "We left.", *CLOSING])) == ["page_number_in_text"]


def test_two_case_studies_in_one_box_are_two_and_are_warned_of() -> None:
    texts = [*OPENING, *SHORT_TITLE, "We came.", "", "**Case study: effective practice", "Ali was helped.", ""]
    texts += ["**Case study: area for improvement", "Bo was not.", *CLOSING]
    page = page_of(texts, (4, 7))
    assert outline(sections_of(page))[1:] == [("case_study", "Ali was helped."), ("case_study", "Bo was not.")]
    assert rules_of(page) == ["boxes_touch", "boxes_touch"]


def test_a_list_under_an_unknown_heading_is_not_of_the_section_above() -> None:
    texts = [*OPENING, *SHORT_TITLE, "We came.", "", "**Areas for priority action", "", "* Plans are late.", ""]
    texts += ["**The partnership", "", "* It meets.", "* It talks.", "", "**Next steps", "", "Write.", *CLOSING]
    drafts = cut_sections(parse_structure([page_of(texts)]))
    assert [(draft.kind, draft.level) for draft in drafts[1:3]] == [("priority_action", 1), ("other", 1)]
    assert itemised(drafts) == [("priority_action", "Plans are late."), ("other", "It meets."), ("other", "It talks.")]


def test_a_smaller_heading_divides_its_section() -> None:
    texts = [*OPENING, *SHORT_TITLE, "We came.", "", "**Key strengths", "", "* Plans are good.", ""]
    page = page_of([*texts, "**The partnership", "", "* It meets.", *CLOSING])
    smaller = tuple(line._replace(size=11) if line.text == "The partnership" else line for line in page.lines)
    drafts = cut_sections(parse_structure([replace(page, lines=smaller)]))
    assert [(draft.kind, draft.level) for draft in drafts[1:]] == [("strengths", 1), ("sub_section", 2)]
    assert [section.is_set_below for section in section_rows("report", drafts)] == [False, False, True]
    assert itemised(drafts) == [("strengths", "Plans are good."), ("sub_section", "It meets.")]


def test_a_section_that_begins_with_a_subheading_is_divided_by_those_that_follow() -> None:
    texts = [*OPENING, *SHORT_TITLE, "We came.", "", "**Main findings", "", "**The front door", "", "It is open.", ""]
    texts += ["**The partnership", "", "It meets.", "", "**Next steps", "", "Write.", *CLOSING]
    kinds = [(section.kind, section.level) for section, _ in sections_of(page_of(texts))]
    assert kinds[1:] == [("main_findings", 1), ("sub_section", 2), ("sub_section", 2), ("next_steps", 1)]


def test_a_heading_set_as_that_of_a_section_ends_one_whose_subheadings_are_smaller() -> None:
    texts = [*OPENING, *SHORT_TITLE, "We came.", "", "**Main findings", "", "**The front door", "", "It is open.", ""]
    texts += ["**Learning for all", "", "They learn.", "", "**Next steps", "", "Write.", *CLOSING]
    page = page_of(texts)
    lines = tuple(line._replace(size=11) if line.text == "The front door" else line for line in page.lines)
    kinds = [(section.kind, section.level) for section, _ in sections_of(replace(page, lines=lines))]
    assert kinds[1:] == [("main_findings", 1), ("sub_section", 2), ("other", 1), ("next_steps", 1)]


def test_a_list_that_comes_again_in_another_is_of_its_own_kind() -> None:
    texts = [*OPENING, *SHORT_TITLE, "We came.", "", "**Key strengths", "", "* Plans are good.", ""]
    texts += ["**Areas for improvement", "", "* Meetings.", "", "**Strengths of the police", "", "* Cars.", *CLOSING]
    drafts = cut_sections(parse_structure([page_of(texts)]))
    assert [kind for kind, _ in itemised(drafts)] == ["strengths", "areas_for_improvement", "strengths"]


def test_a_known_heading_may_run_over_two_lines() -> None:
    texts = [
        *OPENING,
        *SHORT_TITLE,
        "We came.",
        "",
        "**What needs to improve in the help for children who",
        "**live here?",
    ]
    sections = sections_of(page_of([*texts, "", "* Plans.", *CLOSING]))
    assert [(section.kind, section.heading) for section, _ in sections[1:]] == [
        ("needs_to_improve", "What needs to improve in the help for children who live here?")
    ]


def test_an_unknown_heading_that_turns_a_list_into_prose_opens_a_section() -> None:
    texts = [*OPENING, *SHORT_TITLE, "We came.", "", "**Headline findings", "", "All is well.", ""]
    texts += ["**What needs to improve?", "", "* Plans.", "", "**The partnership", "", "It meets.", *CLOSING]
    assert outline(sections_of(page_of(texts)))[2:] == [("needs_to_improve", "Plans."), ("other", "It meets.")]


def test_a_second_heading_of_a_kind_divides_the_first_section() -> None:
    texts = [*OPENING, *SHORT_TITLE, "We came.", "", "**Key strengths", "", "**Multi-agency strengths", ""]
    texts += ["* Plans are good.", *CLOSING]
    kinds = [(section.kind, section.level) for section, _ in sections_of(page_of(texts))]
    assert kinds == [("introduction", 1), ("strengths", 1), ("sub_section", 2)]


def test_a_list_of_contents_is_no_section() -> None:
    contents = ["**Contents", "", "Key strengths ........ 2", "Next steps . . . . . . 3", ""]
    texts = [*OPENING, *SHORT_TITLE, *contents, "We came.", "", "**Key strengths", "", "* Plans.", *CLOSING]
    assert outline(sections_of(page_of(texts))) == [("introduction", "We came."), ("strengths", "Plans.")]


def test_a_document_titled_as_a_letter_is_one_though_it_lacks_a_salutation_or_known_headings() -> None:
    texts = [*SHORT_TITLE, "We came.", "", "**Key strengths", "", "* Plans.", "", "**Areas for improvement", "* Cars."]
    assert is_jtai_letter([page_of(texts)])
    assert is_jtai_letter(
        [page_of(["Dear local partnership", "", *SHORT_TITLE, "We came.", "**What we saw", "* Plans."])]
    )


def test_a_document_that_only_mentions_such_an_inspection_is_no_letter_about_one() -> None:
    mention = "There was a joint targeted area inspection last year."
    assert not is_jtai_letter([page_of(["Dear local partnership", "", "**Focused visit", mention, "We came."])])
    guidance = ["**Joint targeted area inspections: guidance", "", "**Introduction", "Read this.", "**Context", "Why."]
    assert not is_jtai_letter([page_of(guidance)])


@pytest.mark.parametrize("again", ["**Key strengths (continued)", "**Key strengths – cont’d", "**Key strengths"])
def test_a_heading_printed_again_where_its_section_goes_on_opens_nothing(again: str) -> None:
    first = page_of([*OPENING, *SHORT_TITLE, "We came.", "", "**Key strengths", "", "* Plans are good.", ""])
    second = page_of([again, "", "* Meetings are short.", "", "**Next steps", "", "Write to us.", *CLOSING])
    second = replace(second, number=2, lines=tuple(line._replace(page=2) for line in second.lines))
    drafts = cut_sections(parse_structure([first, second]))
    assert [(draft.kind, len(draft.bullets(1))) for draft in drafts] == [
        ("introduction", 0),
        ("strengths", 2),
        ("next_steps", 0),
    ]


def test_a_known_heading_that_runs_in_with_its_text_opens_a_section() -> None:
    page = page_of([*OPENING, *SHORT_TITLE, "We came.", "", "Next steps. Write to us soon.", *CLOSING])
    lines = [line._replace(bold_length=len("Next steps.")) if "Next" in line.text else line for line in page.lines]
    assert outline(sections_of(replace(page, lines=tuple(lines)))) == [
        ("introduction", "We came."),
        ("next_steps", "Write to us soon."),
    ]


@pytest.mark.parametrize("bold", ["Leadership.", "Strengths"])
def test_other_bold_words_that_open_a_paragraph_are_part_of_it(bold: str) -> None:
    text = f"{bold} are many here."
    page = page_of([*OPENING, *SHORT_TITLE, text, *CLOSING])
    lines = [line._replace(bold_length=len(bold)) if line.text == text else line for line in page.lines]
    assert outline(sections_of(replace(page, lines=tuple(lines)))) == [("introduction", text)]


@pytest.mark.parametrize("words", ["Table 1: children known to services", "“Children wait too long”"])
def test_a_caption_and_a_quotation_are_no_headings(words: str) -> None:
    page = page_of([*OPENING, *SHORT_TITLE, "We came.", "", f"**{words}", "", "Few wait.", *CLOSING])
    assert [section.kind for section, _ in sections_of(page)] == ["introduction"]


def test_notes_under_a_heading_after_the_signatures_are_footnotes() -> None:
    after = ["", "Ann Ash", "National Director", "", "**Notes", "1. The board is a partnership.", "2. It met in May."]
    structure = parse_structure([page_of([*OPENING, *SHORT_TITLE, "We came.", *CLOSING, *after])])
    assert [(note.marker, note.lines[0].text) for note in structure.notes] == [
        ("1", "1. The board is a partnership."),
        ("2", "2. It met in May."),
    ]
    assert structure.closing[-1].text == "National Director"


@pytest.mark.parametrize("number", ["", " 3"])
@pytest.mark.parametrize("title", ["Contents", "In this letter"])
def test_a_list_of_contents_needs_no_dots(title: str, number: str) -> None:
    headings = ["Headline findings", "Key strengths", "Next steps"]
    contents = [f"**{title}", *[f"{heading}{number}" for heading in headings], ""]
    parts = [part for heading in headings for part in (f"**{heading}", "", "It is so.", "")]
    page = page_of([*OPENING, *SHORT_TITLE, *contents, "We came.", "", *parts, *CLOSING])
    kinds = [section.kind for section, _ in sections_of(page)]
    assert kinds == ["introduction", "headline_findings", "strengths", "next_steps"]


def test_marks_in_brackets_refer_to_notes_after_the_signatures() -> None:
    after = ["", "Ann Ash", "National Director", "", "**Notes", "[1] It met in May."]
    structure = parse_structure([page_of([*OPENING, *SHORT_TITLE, "The board[1] met [2].", *CLOSING, *after])])
    (line,) = structure.text[0].lines
    assert (line.text, [mark.marker for mark in line.note_marks]) == ("The board met [2].", ["1"])


def test_a_letter_that_closes_below_its_columns_closes_after_all_of_them() -> None:
    page = page_of(
        [*OPENING, *SHORT_TITLE, "We came.", *CLOSING, "National Director", "**Next steps", "We ask for a statement."]
    )
    beside = ("Next steps", "We ask for a statement.")
    lines = [
        line._replace(column=2, x0=320, baseline=line.baseline - 150)
        if line.text in beside
        else line._replace(column=1 if line.text in ("We came.", "Yours sincerely") else 0)
        for line in page.lines
    ]
    structure = parse_structure([replace(page, lines=tuple(lines))])
    assert [section.kind for section in cut_sections(structure)] == ["introduction", "next_steps"]
    assert [line.text for line in structure.closing] == ["Yours sincerely", "National Director"]


def test_a_box_goes_on_at_the_top_of_the_next_column() -> None:
    texts = ["**Practice study: effective practice", "Ali was helped", "by many people."]
    page = page_of([*OPENING, *SHORT_TITLE, "We came.", "", *texts, "", "We left.", *CLOSING])
    moved = [
        line._replace(x0=320, column=2, baseline=line.baseline - 150) for line in page.lines if line.text == texts[2]
    ]
    lines = [moved[0] if line.text == texts[2] else line for line in page.lines]
    first = next(line for line in lines if line.text == "Ali was helped")
    boxes = [Box(1, 60, first.top - 30, 290, first.bottom + 2), Box(1, 310, 20, 540, moved[0].baseline + 4)]
    moved_line = moved[0]._replace(top=moved[0].baseline - 10, bottom=moved[0].baseline + 3)
    lines = [moved_line if line.text == texts[2] else line for line in lines]
    structure = parse_structure([replace(page, lines=tuple(lines), boxes=tuple(boxes))])
    assert [block.text for block in structure.studies[0].blocks][1:] == ["Ali was helped by many people."]


def test_a_title_on_a_cover_is_printed_again_after_the_salutation() -> None:
    cover = page_of(["**Joint targeted area inspection of Anywhere", "**Published on 3 May 2019", ""])
    letter = page_of([*OPENING, *SHORT_TITLE, "We came and saw.", *CLOSING])
    letter = replace(letter, number=5, lines=tuple(line._replace(page=5) for line in letter.lines))
    structure = parse_structure([cover, letter])
    assert (structure.title, [block.text for block in structure.text]) == (
        "Joint targeted area inspection of Anywhere",
        ["We came and saw."],
    )


@pytest.mark.parametrize("below", ["Serious youth violence", "Westshire", "The City of Westshire"])
def test_the_theme_or_the_place_below_the_title_is_no_section(below: str) -> None:
    page = page_of([*OPENING, *SHORT_TITLE, f"**{below}", "", "We came and saw.", *CLOSING])
    assert outline(sections_of(page)) == [("introduction", "We came and saw.")]


def test_a_letter_of_a_joint_inspection_by_three_inspectorates_is_read_though_its_title_is_a_drawing() -> None:
    police = "This joint inspection was carried out by Ofsted, the Care Quality Commission and HMICFRS."
    schools = "This joint inspection was carried out by Ofsted and the Care Quality Commission."
    found = ["**Strengths", "", "Plans are good.", "", "**What needs to improve?", "", "Meetings.", *CLOSING]
    assert is_jtai_letter([page_of([*OPENING, police, "", *found])])
    assert not is_jtai_letter([page_of([*OPENING, schools, "", *found])])
    assert not is_jtai_letter([page_of([*OPENING, police, "", "**Strengths", "", "Plans are good.", *CLOSING])])


@pytest.mark.parametrize("shows", [{"size": 10}, {"x0": LEFT + 30}])
def test_a_case_study_without_a_box_ends_where_text_is_set_as_before_it(shows: dict[str, Any]) -> None:
    texts = [*OPENING, *SHORT_TITLE, "We came.", "", "**Main findings", "", "Plans are good.", ""]
    texts += ["**Case study: effective practice", "", "Ali was helped.", "", "Ali is well.", "", "Meetings are short."]
    page = page_of([*texts, *CLOSING])
    study = tuple(line._replace(**shows) if line.text.startswith("Ali") else line for line in page.lines)
    assert outline(sections_of(replace(page, lines=study)))[1:] == [
        ("main_findings", "Plans are good.\nMeetings are short."),
        ("case_study", "Ali was helped.\nAli is well."),
    ]
    assert rules_of(replace(page, lines=study)) == []
    assert rules_of(page) == ["case_study_without_box"]


def test_a_list_in_larger_print_than_most_of_the_letter_is_no_row_of_headings() -> None:
    small = ["Leaders know the children of the area well, and they listen to their families too.", ""] * 6
    item = ["* The timeliness of the police response to children who are missing from home", "or from care"]
    texts = [
        *OPENING,
        *SHORT_TITLE,
        "We came.",
        "",
        "**What needs to improve?",
        "",
        *item,
        "",
        *item,
        "",
        "**Main findings",
    ]
    page = page_of([*texts, "", *small, *CLOSING])
    sized = tuple(line._replace(size=10) if line.text == small[0] else line for line in page.lines)
    whole = " ".join(item).removeprefix("* ")
    assert outline(sections_of(replace(page, lines=sized)))[1] == ("needs_to_improve", f"{whole}\n{whole}")
