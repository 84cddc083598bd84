"""Findings in the rows of a table or in boxes of their own: flagged only where it is unclear which they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from drawn_letters import write_markup
from extractors.letters import LetterFile, LetterRows
from extractors.letters.reading import read_with

FINDINGS = (
    "The timeliness of the police response to children who go missing, and of interviews when they return home.",
    "The quality of referrals to the multi-agency safeguarding hub, including those from general practitioners.",
    "Oversight by managers of decisions about children who need help outside office hours and at weekends.",
)
LETTER = """
#set page(width: 595pt, height: 842pt, margin: 70pt)
#set text(font: "Sample Sans", size: 11pt)
#show heading: set text(size: 11pt)
24 July 2026

Dear Westshire Safeguarding Children Partnership

= Joint targeted area inspection of Westshire

This letter summarises the findings of the joint targeted area inspection (JTAI) of early help in Westshire.

This inspection took place from 1 to 5 June 2026. It was carried out by inspectors from Ofsted.

= Headline findings

Most children get the help that they need when they need it.

= What needs to improve?

{findings}

= Main findings

Leaders know the children of the area well. They listen to families and learn from them.

= Next steps

We ask Westshire Council to prepare a written statement of action and to send it by 9 October 2026.

Yours sincerely

National Director, Ofsted
"""
NUMBERED = "#table(columns: (30pt, 1fr), {})".format(", ".join(f"[{at}], [{x}]" for at, x in enumerate(FINDINGS, 1)))
HEADED = "#table(columns: (30pt, 1fr), [*No.*], [*Area*], {})".format(
    ", ".join(f"[{at}], [{x}]" for at, x in enumerate(FINDINGS, 1))
)
ONE_COLUMN = "#table(columns: 1fr, {})".format(", ".join(f"[{x}]" for x in FINDINGS))
CARDS = "\n".join(f"#block(fill: luma(225), inset: 8pt, width: 100%)[{x}]" for x in FINDINGS)
TWO_COLUMNS = "#table(columns: (30pt, 1fr, 1fr), {})".format(
    ", ".join(f"[{at}], [{x}], [{x}]" for at, x in enumerate(FINDINGS, 1))
)
HALF_BOXED = f"{FINDINGS[0]}\n\n#block(fill: luma(225), inset: 8pt, width: 100%)[{FINDINGS[1]}]\n\n{FINDINGS[2]}"


def read(path: Path, findings: str) -> LetterRows:
    return read_with("pdfium", LetterFile("letter", write_markup(path, LETTER.replace("{findings}", findings)), ""))


@pytest.mark.parametrize("findings", [NUMBERED, ONE_COLUMN, CARDS], ids=["numbered", "one column", "cards"])
def test_findings_in_rows_or_boxes_of_their_own_are_read_without_a_warning(findings: str, tmp_path: Path) -> None:
    rows = read(tmp_path / "letter.pdf", findings)

    assert tuple(paragraph.text for paragraph in rows.paragraphs if paragraph.is_itemised) == FINDINGS
    assert rows.problems == []


@pytest.mark.parametrize(
    ("findings", "rule"),
    [(HEADED, "findings_in_table"), (TWO_COLUMNS, "findings_in_table"), (HALF_BOXED, "box_without_heading")],
    ids=["a row heads the table", "two cells for each number", "a box for some of them"],
)
def test_findings_are_warned_of_where_cells_or_boxes_may_mean_something_else(
    findings: str, rule: str, tmp_path: Path
) -> None:
    assert [problem.rule for problem in read(tmp_path / "letter.pdf", findings).problems] == [rule]


SIDE_BY_SIDE = """#{kind}(columns: (1fr, 1fr), inset: 6pt, align: top, [
= What needs to improve?
{improve}
], [
= Strengths
{strengths}
])"""


@pytest.mark.parametrize("kind", ["table", "grid"])
def test_lists_side_by_side_are_read_one_after_the_other(kind: str, tmp_path: Path) -> None:
    improve, strengths = ("\n".join(f"- {text}" for text in texts) for texts in (FINDINGS, FINDINGS[::-1]))
    lists = SIDE_BY_SIDE.format(kind=kind, improve=improve, strengths=strengths)
    markup = LETTER.replace("= What needs to improve?\n\n{findings}", lists)
    rows = read_with("pdfium", LetterFile("letter", write_markup(tmp_path / "letter.pdf", markup), ""))

    kinds = {section.section_number: section.kind for section in rows.sections}
    assert [(kinds[each.section_number], each.text) for each in rows.paragraphs if each.is_itemised] == [
        *(("needs_to_improve", text) for text in FINDINGS),
        *(("strengths", text) for text in FINDINGS[::-1]),
    ]
    assert rows.problems == []
