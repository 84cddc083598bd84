"""Signatures: cells beside or below each other, offices over several lines, and the inspectorates they speak for."""

from __future__ import annotations

import pytest

from extractors.letters.content.signatures import signatory_rows
from extractors.letters.layout.lines import Gap, Line
from extractors.letters.vocabulary.inspectorates import inspectorate_of, inspectorates_in

LEFT, RIGHT, CHARACTER = 70.0, 305.0, 5.7
CONSTABULARY = "HM Inspectorate of Constabulary"
FIRE = "HM Inspectorate of Constabulary and Fire & Rescue Services"


def line(at: float, left: str, right: str = "", *, is_bold: bool = False, is_one_run: bool = False) -> Line:
    """A line of one cell or of two; in one run, the reader saw no gap between them."""
    text = f"{left} {right}".strip()
    left_end, right_end = LEFT + CHARACTER * len(left), RIGHT + CHARACTER * len(right)
    x0, x1 = LEFT if left else RIGHT, right_end if right else left_end
    is_gap = bool(left and right) and not is_one_run
    gaps = (Gap(len(left) + 1, left_end, RIGHT),) if is_gap else ()
    return Line(1, text, x0, at - 10, x1, at + 3, at, 12, is_bold, gaps=gaps)


def signed(*lines: Line, named: tuple[str, ...] = ()) -> list[tuple[str, str | None]]:
    rows = signatory_rows("report", [line(100, "Yours sincerely"), *lines], named)
    assert [row.position for row in rows] == list(range(1, len(rows) + 1))
    return [(row.office, row.organisation) for row in rows]


@pytest.mark.parametrize("is_one_run", [False, True])
def test_cells_are_read_row_by_row_each_under_its_inspectorate(is_one_run: bool) -> None:
    assert signed(
        line(140, "Ofsted", "Care Quality Commission", is_bold=True, is_one_run=is_one_run),
        line(220, "Ann Ash", "Bo Birch"),
        line(235, "National Director, Social Care", "Deputy Chief Inspector"),
        line(260, "HMI Constabulary and Fire & Rescue", "HMI Probation", is_bold=True),
        line(275, "Services", is_bold=True),
        line(350, "Cy Cedar", "Di Dale"),
        line(365, "HMI Constabulary and Fire & Rescue", "Assistant Chief Inspector", is_one_run=is_one_run),
        line(380, "Services"),
        named=("Ofsted", FIRE),
    ) == [
        ("National Director, Social Care", "Ofsted"),
        ("Deputy Chief Inspector", "Care Quality Commission"),
        ("HMI Constabulary and Fire & Rescue Services", FIRE),
        ("Assistant Chief Inspector", "HM Inspectorate of Probation"),
    ]


def test_headings_need_neither_be_bold_nor_stand_apart() -> None:
    assert signed(
        line(140, "Ofsted", "Care Quality Commission"),
        line(155, "Ann Ash", "Bo Birch"),
        line(170, "National Director, Social Care", "Deputy Chief Inspector"),
        line(185, "HMI Constabulary", "HMI Probation"),
        line(200, "Cy Cedar", "Di Dale"),
        line(215, "HMI Constabulary", "Assistant Chief Inspector"),
    ) == [
        ("National Director, Social Care", "Ofsted"),
        ("Deputy Chief Inspector", "Care Quality Commission"),
        ("HMI Constabulary", CONSTABULARY),
        ("Assistant Chief Inspector", "HM Inspectorate of Probation"),
    ]


def test_an_inspectorate_may_be_broken_over_lines() -> None:
    office = [line(220, "Ann Ash"), line(235, "National Director, Social Care, Of-"), line(250, "sted")]
    assert signed(*office) == [("National Director, Social Care", "Ofsted")]


def test_cells_of_one_row_may_begin_at_different_heights() -> None:
    assert signed(
        line(220, "", "Bo Birch"),
        line(226, "Ann Ash"),
        line(235, "", "Deputy Chief Inspector"),
        line(241, "National Director"),
    ) == [("National Director", None), ("Deputy Chief Inspector", None)]


def test_an_office_may_come_before_its_name_or_without_one() -> None:
    assert signed(
        line(140, "Ofsted", "HMI Probation", is_bold=True),
        line(220, "National Director", "Chief Inspector"),
        line(235, "Ann Ash"),
        line(300, "HMI Constabulary", is_bold=True),
        line(380, "Cy Cedar"),
        line(395, "Her Majesty’s Inspector of Constabulary"),
    ) == [
        ("National Director", "Ofsted"),
        ("Chief Inspector", "HM Inspectorate of Probation"),
        ("Her Majesty’s Inspector of Constabulary", CONSTABULARY),
    ]


def test_signatures_below_each_other_name_their_inspectorate_after_a_comma_or_not_at_all() -> None:
    assert signed(
        line(220, "Ann Ash"),
        line(235, "National Director Regulation and Social Care, Ofsted"),
        line(320, "Dr Bo Birch BSc"),
        line(335, "Chief Inspector of Hospitals and Interim Chief Inspector of Primary"),
        line(350, "Medical Services, Care Quality Commission"),
        line(420, "Cy Cedar OBE"),
        line(435, "His Majesty’s Inspector of Constabulary"),
        line(450, "His Majesty’s Inspector of Fire & Rescue Services"),
        line(520, "Di Dale"),
        line(535, "Chief Inspector of Healthcare"),
        named=("Ofsted", FIRE),
    ) == [
        ("National Director Regulation and Social Care", "Ofsted"),
        (
            "Chief Inspector of Hospitals and Interim Chief Inspector of Primary Medical Services",
            "Care Quality Commission",
        ),
        ("His Majesty’s Inspector of Constabulary; His Majesty’s Inspector of Fire & Rescue Services", FIRE),
        ("Chief Inspector of Healthcare", None),
    ]


def test_signatures_without_space_between_them_are_separated() -> None:
    assert signed(
        line(220, "Ann Ash"),
        line(235, "National Director"),
        line(250, "Ofsted"),
        line(265, "Dr Bo Birch"),
        line(280, "Chief Inspector of Health Care, CQC"),
    ) == [("National Director", "Ofsted"), ("Chief Inspector of Health Care", "Care Quality Commission")]


def test_an_annex_after_the_signatures_is_not_signed() -> None:
    assert signed(
        line(220, "Ann Ash"),
        line(235, "National Director, Ofsted"),
        line(400, "Annex: about inspections", is_bold=True),
        line(420, "The Chief Inspector publishes a letter after each inspection."),
        line(440, "The Director of the programme"),
    ) == [("National Director", "Ofsted")]


@pytest.mark.parametrize("opening", ["cc: Chief Executive", "Copied to: Head of Probation", "Distribution list"])
def test_those_who_are_sent_a_copy_did_not_sign(opening: str) -> None:
    lines = [line(100, "Jane Smith"), line(114, "National Director, Ofsted"), line(150, opening)]
    assert signed(*lines, line(164, "Chief Officer, Anywhere Trust")) == [("National Director", "Ofsted")]


def test_signatures_of_no_size_are_read_without_a_fault() -> None:
    nothing = line(140, "National Director")._replace(size=0, x0=0, x1=2)
    assert signed(nothing, nothing._replace(x0=1, x1=1)) == [("National Director", None)] * 2


@pytest.mark.parametrize(
    "lines",
    [
        ["Ann Ash OBE, National Director, Social Care, Ofsted", "Bo Birch, Deputy Chief Inspector, CQC"],
        ["Ann Ash", "National Director, Social Care (Ofsted)", "Bo Birch", "Deputy Chief Inspector (CQC)"],
        ["National Director, Social Care, Ofsted", "Dr Ann Ash", "Deputy Chief Inspector, CQC", "Bo Birch CBE"],
        [
            *("On behalf of Ofsted", "Ann Ash", "National Director, Social Care"),
            *("For and on behalf of CQC", "Bo Birch", "Deputy Chief Inspector"),
        ],
        ["Ann Ash", "National Director, Social Care", "Ofsted", "Bo Birch", "Deputy Chief Inspector", "CQC"],
    ],
    ids=["on one line", "in brackets", "the office first", "on behalf of", "on a line below"],
)
def test_names_and_inspectorates_beside_an_office_are_no_part_of_it(lines: list[str]) -> None:
    assert signed(*[line(140 + 15 * at, text) for at, text in enumerate(lines)]) == [
        ("National Director, Social Care", "Ofsted"),
        ("Deputy Chief Inspector", "Care Quality Commission"),
    ]


def test_a_letter_that_nobody_signed_has_no_signatories() -> None:
    assert signed() == []
    assert signatory_rows("report", [], ()) == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "Ofsted, the Care Quality Commission (CQC), HMI Constabulary (HMIC) and HMI Probation (HMI Prob)",
            ["Ofsted", "Care Quality Commission", CONSTABULARY, "HM Inspectorate of Probation"],
        ),
        (
            "Ofsted, HMI Constabulary and Fire & Rescue services (HMICFRS), HMIP and CQC",
            ["Ofsted", FIRE, "HM Inspectorate of Probation", "Care Quality Commission"],
        ),
        ("His Majesty’s Inspectorate of Constabulary, Fire and Rescue Services", [FIRE]),
        ("HMIC, since July part of HMICFRS", [FIRE]),
        ("Her Majesty’s Chief Inspector of Education, Children’s Services and Skills (HMCI)", ["Ofsted"]),
    ],
)
def test_inspectorates_are_named_in_the_letters_order_and_as_at_its_time(text: str, names: list[str]) -> None:
    assert inspectorates_in(text) == names


def test_a_signature_names_its_inspectorate_by_the_name_it_has_in_the_letter() -> None:
    assert inspectorate_of("Her Majesty’s Inspector of Constabulary", [FIRE]) == FIRE
    assert inspectorate_of("Her Majesty’s Inspector of Constabulary", [CONSTABULARY]) == CONSTABULARY
    assert inspectorate_of("National Director", [FIRE]) is None


def test_an_office_may_be_broken_inside_a_word() -> None:
    assert signed(
        line(140, "Ann Ash", is_bold=True),
        line(155, "National Director, Social Care, Of\u2010"),
        line(170, "sted"),
        line(200, "Bo Birch", is_bold=True),
        line(215, "Chief Inspector of Health Care, Care Quality Com-"),
        line(230, "mission"),
    ) == [("National Director, Social Care", "Ofsted"), ("Chief Inspector of Health Care", "Care Quality Commission")]


def test_a_cell_may_name_an_inspectorate_of_his_majesty_by_its_whole_name() -> None:
    assert signed(
        line(140, "Care Quality Commission", "HM Inspectorate of Probation", is_bold=True),
        line(220, "Ann Ash", "Bo Birch"),
        line(235, "Deputy Chief Inspector", "Assistant Chief Inspector"),
    ) == [
        ("Deputy Chief Inspector", "Care Quality Commission"),
        ("Assistant Chief Inspector", "HM Inspectorate of Probation"),
    ]


@pytest.mark.parametrize("stop", ["", ";"])
def test_two_offices_of_one_person_are_two_where_the_first_fills_its_line(stop: str) -> None:
    assert signed(
        line(140, "Ann Ash"),
        line(155, f"His Majesty’s Inspector of Constabulary{stop}"),
        line(170, "His Majesty’s Inspector of Fire & Rescue"),
        line(185, "Services"),
        named=(FIRE,),
    ) == [("His Majesty’s Inspector of Constabulary; His Majesty’s Inspector of Fire & Rescue Services", FIRE)]


def test_a_name_after_a_gap_is_no_part_of_the_office_above() -> None:
    assert signed(
        line(140, "Ann Ash"),
        line(155, "HMI Constabulary and Fire & Rescue Services"),
        line(178, "Bo Birch"),
        line(193, "Assistant Chief Inspector"),
    ) == [("HMI Constabulary and Fire & Rescue Services", FIRE), ("Assistant Chief Inspector", None)]


def test_cells_that_nearly_touch_are_cut_where_the_column_begins() -> None:
    office, beside = "National Director Regulation and Illicit Skills", "Chief Inspector of Filling"
    touching = line(155, office, beside, is_one_run=True)._replace(x1=RIGHT + 130)
    assert signed(line(140, "Ann Ash", "Bo Birch"), touching)[1] == (beside, None)


def test_a_cell_that_touches_the_next_is_cut_also_where_a_third_stands_apart() -> None:
    offices = "National Director, Regulation and", "Chief Inspector of Healthcare"
    touching = line(155, *offices, is_one_run=True)._replace(x1=RIGHT + CHARACTER * len(offices[1]) + 100)
    text = f"{touching.text} Deputy Chief Inspector"
    third = Gap(len(touching.text) + 1, RIGHT + CHARACTER * len(offices[1]), RIGHT + 250)
    three = touching._replace(text=text, x1=RIGHT + 380, gaps=(third,))
    below = line(170, "Social Care")
    assert [office for office, _ in signed(line(140, "Ann Ash", "Bo Birch"), three, below)] == [
        "National Director, Regulation and Social Care",
        "Chief Inspector of Healthcare",
        "Deputy Chief Inspector",
    ]


def test_the_heading_of_an_annex_begins_no_column_of_signatures() -> None:
    annex = line(400, "", "Annex A: about inspections", is_bold=True)
    office = "National Director, Regulation and Social Care of Children"
    assert signed(line(220, "Ann Ash"), line(235, office), annex, line(420, "We publish letters.")) == [(office, None)]


def test_a_cell_may_be_cut_by_the_foot_of_a_page_and_a_name_there_begins_a_signature() -> None:
    assert signed(
        line(720, "Ann Ash", "Bo Birch"),
        line(735, "National Director, Regulation and Social", "Chief Inspector of Healthcare"),
        line(100, "Care", "Care Quality Commission")._replace(page=2),
        line(115, "Ofsted")._replace(page=2),
        line(150, "Cy Cedar")._replace(page=2),
        line(165, "Assistant Chief Inspector")._replace(page=2),
    ) == [
        ("National Director, Regulation and Social Care", "Ofsted"),
        ("Chief Inspector of Healthcare", "Care Quality Commission"),
        ("Assistant Chief Inspector", None),
    ]
    above = [line(720, "Ann Ash"), line(735, "National Director, Social Care")]
    below = [line(100, "Bo Birch"), line(115, "Chief Inspector of Healthcare")]
    assert [office for office, _ in signed(*above, *(each._replace(page=2) for each in below))] == [
        "National Director, Social Care",
        "Chief Inspector of Healthcare",
    ]


def test_an_office_may_go_on_over_the_page_and_for_whom_it_signs_over_lines() -> None:
    assert signed(
        line(220, "Ann Ash"),
        line(235, "His Majesty’s"),
        line(250, "Inspector of Constabulary and"),
        line(100, "Fire & Rescue Services")._replace(page=2),
        line(140, "Bo Birch")._replace(page=2),
        line(155, "Chief Inspector of Healthcare")._replace(page=2),
        line(170, "on behalf of Care Quality")._replace(page=2),
        line(185, "Commission")._replace(page=2),
        named=(FIRE,),
    ) == [
        ("His Majesty’s Inspector of Constabulary and Fire & Rescue Services", FIRE),
        ("Chief Inspector of Healthcare", "Care Quality Commission"),
    ]
