"""Frames of case studies of which only the corners, or the upper and the lower edge, are drawn."""

from __future__ import annotations

from pathlib import Path

import pytest

from drawn_letters import write_markup
from extractors.letters import LetterFile, LetterRows
from extractors.letters.reading import read_with

LETTER = """
#set page(width: 595pt, height: 842pt, margin: 70pt, header: [HEADER], footer: [FOOTER])
#set text(font: "Sample Sans", size: 11pt)
#show heading: set text(size: 11pt)
#let corners(body) = block(width: 100%, inset: 8pt, {
  body
  for (at, dx, dy) in ((top + left, 0, 0), (top + right, -1, 0), (bottom + left, 0, -1), (bottom + right, -1, -1)) {
    let (across, down) = (if dx == 0 { 14pt } else { -14pt }, if dy == 0 { 14pt } else { -14pt })
    let (x, y) = (if dx == 0 { -8pt } else { 8pt }, if dy == 0 { -8pt } else { 8pt })
    place(at, dx: x, dy: y, curve(stroke: 1.5pt, curve.move((across, 0pt)), curve.line((0pt, 0pt)),
      curve.line((0pt, down))))
  }
})
#let rules(body) = block(width: 100%, inset: (y: 8pt), stroke: (top: 1pt, bottom: 1pt), body)
#let over(body) = [#v(RAISE) #line(length: 100%) #body #line(length: 100%)]
#let broken(body) = [#v(RAISE) #rules(body)]
#let rule(at, dy) = place(at, dy: dy, line(length: 100%))
#let twice(body) = rules(rule(top, -8pt) + body + rule(bottom, 8pt))
#let first(body) = block(width: 100%, inset: (y: 8pt), stroke: (top: 1pt), body)
24 July 2026

Dear Westshire Safeguarding Children Partnership

= Joint targeted area inspection of Westshire

This letter summarises the findings of the joint targeted area inspection (JTAI) of early help in Westshire.

= Main findings

Leaders know the children of the area well. They listen to families and learn from them.

#FRAME[
== Practice study: highly effective practice

Ali was helped by the same social worker for two years, who met him
at home and at school each week and knew his family well.

His school knew whom to ask when he stayed away, and the police told the
social worker each time that they saw him in the town.
]

Schools value the meetings that take place each term.

#pagebreak()

Health services know the children whom they see.

= Next steps

We ask Westshire Council to prepare a written statement of action.

Yours sincerely

National Director, Ofsted
"""


def read(path: Path, frame: str, rule: str = "") -> LetterRows:
    markup = LETTER.replace("FRAME", frame).replace("HEADER", rule).replace("FOOTER", rule).replace("RAISE", "0pt")
    return read_with("pdfium", LetterFile("letter", write_markup(path, markup), ""))


@pytest.mark.parametrize("rule", ["", "#line(length: 100%)"])
@pytest.mark.parametrize("frame", ["corners", "rules", "twice"])
def test_a_case_study_ends_where_its_open_frame_does(frame: str, rule: str, tmp_path: Path) -> None:
    rows = read(tmp_path / "letter.pdf", frame, rule)

    study = next(section for section in rows.sections if section.kind == "case_study")
    texts = [each.text for each in rows.paragraphs if each.section_number == study.section_number]
    assert [text.split()[0] for text in texts] == ["Ali", "His"]
    assert rows.problems == []


@pytest.mark.parametrize("frame", ["over", "broken"])
def test_a_case_study_between_two_rules_may_run_over_the_page(frame: str, tmp_path: Path) -> None:
    markup = LETTER.replace("FRAME", frame).replace("HEADER", "").replace("FOOTER", "").replace("RAISE", "495pt")
    rows = read_with("pdfium", LetterFile("letter", write_markup(tmp_path / "letter.pdf", markup), ""))

    study = next(section for section in rows.sections if section.kind == "case_study")
    assert (study.start_page, study.end_page) == (1, 2)
    texts = [each.text for each in rows.paragraphs if each.section_number == study.section_number]
    assert [text.split()[0] for text in texts] == ["Ali", "His"]
    assert rows.problems == []


def test_a_rule_above_a_case_study_alone_frames_nothing(tmp_path: Path) -> None:
    rows = read(tmp_path / "letter.pdf", "first", "#line(length: 100%)")

    assert [problem.rule for problem in rows.problems] == ["case_study_without_box"]
