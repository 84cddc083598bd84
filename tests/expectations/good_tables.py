"""Tables that every gate lets through: three invented letters of two invented authorities, as lists of rows.

Rows are plain dicts so that a test can damage one cell; `frames` makes of them what a gate is given.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import date, timedelta
from functools import cache
from typing import get_args

import polars as pl

from expectations import Gate, PreviousRelease
from expectations.letter_traits import TRAIT_INPUTS, find_traits
from expectations.previous_release import LETTERS, PARTS, PROVIDERS, PUBLICATIONS, digest_letters
from extractors.frames import COLUMN_TYPES, schema_of
from extractors.records import (
    FINDINGS_KINDS,
    CaseStudy,
    Discovery,
    Footnote,
    Letter,
    Paragraph,
    PrintedLine,
    Provider,
    Publication,
    ReadingProblem,
    ReportFile,
    SampledWord,
    Section,
    SectionKind,
    Signatory,
    Theme,
)
from section_texts import join_texts

Row = dict[str, object]
Rows = dict[str, list[Row]]

NORTHMOOR, SOUTHMOOR = 90001, 90002
HARTLEPOOL, CUMBRIA = 80473, 90909
"""Authorities with real codes, of which there is no letter here; the second was abolished."""
LABEL = "Joint targeted area inspection"
OLD, NEW, OTHER = "old-letter", "new-letter", "other-letter"
"""Northmoor's letters of 2018 and 2023, and Southmoor's of 2024."""
VISIT_LABEL = "Children's services inspection"
VISIT = "visit-90010"
"""A document of another kind."""
NOTE = "The board is made of all who work with the children of the moor"
NOTES = (NOTE, "The plan of the moor was last seen to a year before")
"""The footnotes of Northmoor's letter of 2018, on its first pages."""

SIGNED = (("National Director", "Ofsted"), ("Chief Inspector of Health Care", "Care Quality Commission"))
PLACES = {OLD: "the moor in years gone by", NEW: "the moor of today", OTHER: "the southern dales"}
WORDS = (
    "panels", "plans", "partners", "visits", "records", "audits", "training", "thresholds", "referrals",
)  # fmt: skip

RAW_TYPES = {
    "providers": Provider,
    "publications": Publication,
    "discoveries": Discovery,
    "report_files": ReportFile,
    "letters": Letter,
    "sections": Section,
    "paragraphs": Paragraph,
    "case_studies": CaseStudy,
    "footnotes": Footnote,
    "signatories": Signatory,
    "printed_lines": PrintedLine,
    "sampled_words": SampledWord,
    "reading_problems": ReadingProblem,
    "themes": Theme,
}

# kind, level, number of the section it is in, first page, last page, bullets, sub-bullets
STUDY = "Case study: good help for a family"
HEADINGS = {
    "introduction": None,
    "headline_findings": "Headline findings",
    "needs_to_improve": "What needs to improve?",
    "strengths": "Key strengths",
    "main_findings": "Main findings",
    "sub_section": "Training of the staff",
    "case_study": STUDY,
    "areas_for_improvement": "Areas for improvement",
    "priority_action": "Areas for priority action",
    "next_steps": "Next steps",
}
LINE_HEIGHT, LINE_STEP, LEFT, RIGHT = 12.0, 20.0, 72.0, 520.0
FIRST_LINE, FOOT = 200.0, 760.0
NEW_LAYOUT = (
    ("introduction", 1, None, 1, 1, 0, 0),
    ("headline_findings", 1, None, 1, 1, 0, 0),
    ("needs_to_improve", 1, None, 1, 2, 2, 1),
    ("strengths", 1, None, 2, 2, 2, 0),
    ("main_findings", 1, None, 2, 3, 0, 0),
    ("sub_section", 2, 5, 3, 3, 0, 0),
    ("case_study", 2, 5, 3, 3, 0, 0),
    ("next_steps", 1, None, 4, 4, 0, 0),
)
OLD_LAYOUT = (
    ("introduction", 1, None, 1, 1, 0, 0),
    ("strengths", 1, None, 2, 3, 2, 0),
    ("areas_for_improvement", 1, None, 3, 4, 3, 0),
    ("priority_action", 1, None, 4, 4, 0, 0),
    ("next_steps", 1, None, 4, 4, 0, 0),
)
LAYOUTS = {OLD: OLD_LAYOUT, NEW: NEW_LAYOUT, OTHER: NEW_LAYOUT}


def discovered() -> Rows:
    """What a look at the report site found, had it three letters, one other document and 160 authorities."""
    providers = [Provider(NORTHMOOR, "Northmoor", None), Provider(SOUTHMOOR, "Southmoor", None)]
    providers += [Provider(90010 + number, f"Dale {number}", None) for number in range(158)]
    others = [
        Publication(
            f"visit-{one.urn}",
            one.urn,
            "Children's services inspection",
            date(2021, 5, 4),
            "https://r.example/v",
            is_jtai=False,
            is_known_label=True,
            may_be_jtai_label=False,
        )
        for one in providers[1:]
    ]
    documents = [*publications(), *others]
    return rows_of(
        providers=providers,
        publications=documents,
        discoveries=[Discovery("report site", len(providers), len(providers), len(documents), 2)],
        report_files=report_files(),
    ) | {
        "known_letters": [
            {"report_id": NEW, "local_authority": "Northmoor", "published": "2023-03-31", "source": "a list"},
            {"report_id": None, "local_authority": "Southmoor", "published": "2024", "source": "a newspaper"},
        ]
    }


def extracted() -> Rows:
    """What the reader made of three letters."""
    return rows_of(
        providers=[Provider(NORTHMOOR, "Northmoor", None), Provider(SOUTHMOOR, "Southmoor", None)],
        publications=publications(),
        report_files=report_files(),
        themes=[Theme("neglect", ""), Theme("early help", "")],
        letters=letters(),
        sections=[*sections(OLD, OLD_LAYOUT), *sections(NEW, NEW_LAYOUT), *sections(OTHER, NEW_LAYOUT)],
        paragraphs=[*paragraphs(OLD, OLD_LAYOUT), *paragraphs(NEW, NEW_LAYOUT), *paragraphs(OTHER, NEW_LAYOUT)],
        case_studies=[CaseStudy(report, 1, 7, STUDY, "strength", 3, 3) for report in (NEW, OTHER)],
        footnotes=[
            Footnote(OLD, number, str(number), text, number, number, text.split()[1])
            for number, text in enumerate(NOTES, start=1)
        ],
        signatories=[
            Signatory(report, position, office, inspectorate)
            for report in (OLD, NEW, OTHER)
            for position, (office, inspectorate) in enumerate(SIGNED, start=1)
        ],
        printed_lines=[line for report in (OLD, NEW, OTHER) for line in printed_lines(report)],
        sampled_words=[word for report in (OLD, NEW, OTHER) for word in sampled_words(report)],
        reading_problems=[],
    ) | {"local_authorities": local_authorities()}


def published() -> Rows:
    """The marts that would be built on the same letters, and the raw tables that they are compared with."""
    raw = extracted()
    documents = [{**row, "left_out_reason": None} for row in raw["publications"]]
    inspections = [inspection(row, documents) for row in raw["letters"]]
    sections = [{**row, "text": texts_of(row["report_id"])[row["section_number"]]} for row in raw["sections"]]
    outcomes = [outcome(row, sections) for row in inspections]
    texts = {(row["report_id"], row["section_number"]): row["text"] for row in sections}
    studies = [{**row, "text": texts[row["report_id"], row["section_number"]]} for row in raw["case_studies"]]
    compared = ("letters", "sections", "paragraphs", "case_studies", "footnotes", "signatories")
    return {
        "publications": documents,
        "inspections": inspections,
        "sections": sections,
        "findings": [finding(row, sections, inspections) for row in raw["paragraphs"] if is_finding(row, sections)],
        "case_studies": studies,
        "footnotes": raw["footnotes"],
        "signatories": raw["signatories"],
        "corrections": [
            {
                "report_id": "gone",
                "table_name": "inspections",
                "row_key": None,
                "column_name": "theme",
                "status": "rejected",
            }
        ],
        "section_kinds": [
            {"kind": kind, "holds_findings": kind in FINDING_POLARITIES, "polarity": FINDING_POLARITIES.get(kind)}
            for kind in get_args(SectionKind)
        ],
        "outcomes_expanded": outcomes,
        "outcomes_summary": [summary(row) for row in outcomes if row["is_latest"]],
        "extraction_problems": [
            {
                "report_id": NEW,
                "rule": "A theme is known.",
                "message": "Theme not known: sheep.",
                "severity": "critical",
                "row_key": None,
                "page": None,
                "seen": "sheep",
                "is_open": False,
            },
            {
                "report_id": OLD,
                "rule": "A heading is known.",
                "message": "Heading not known: Sheep.",
                "severity": "warning",
                "row_key": "2",
                "page": 2,
                "seen": "Sheep",
                "is_open": True,
            },
        ],
        "local_authorities": local_authorities(),
        **{f"raw.{name}": [dict(row) for row in raw[name]] for name in compared},
    }


FINDING_POLARITIES = {
    "headline_findings": None,
    "strengths": "strength",
    "needs_to_improve": "improvement",
    "areas_for_improvement": "improvement",
    "priority_action": "priority",
    "main_findings": None,
    "case_study": None,
    "other": None,
}


def is_finding(row: Row, sections: list[Row]) -> bool:
    return kind_around(row, sections) in FINDING_POLARITIES


def kind_around(row: Row, sections: list[Row]) -> str:
    """The kind of the section that a paragraph is in, of the one around where that is a subsection."""
    numbered = {one["section_number"]: one for one in sections if one["report_id"] == row["report_id"]}
    section = numbered[row["section_number"]]
    return str((numbered[section["parent_section_number"]] if section["kind"] == "sub_section" else section)["kind"])


def finding(row: Row, sections: list[Row], inspections: list[Row]) -> Row:
    kind = kind_around(row, sections)
    section = next(one for one in sections if all(one[key] == row[key] for key in ("report_id", "section_number")))
    letter = next(one for one in inspections if one["report_id"] == row["report_id"])
    is_shown = row["is_itemised"] or kind == "case_study"
    return {
        **row,
        "kind": kind,
        "heading": section["heading"],
        "polarity": (section["polarity"] or FINDING_POLARITIES[kind]) if is_shown else None,
        **{name: letter[name] for name in ("local_authority", "region", "theme", "publication_date")},
    }


@cache
def previous_release() -> PreviousRelease:
    """What the previous release held: the same letters and documents."""
    listed, raw, marts = discovered(), extracted(), published()
    counts = {
        f"{one}_count": Counter(row["report_id"] for row in rows)
        for one, rows in (
            ("section", raw["sections"]),
            ("finding", [row for row in marts["findings"] if row["is_itemised"]]),
            ("case_study", raw["case_studies"]),
        )
    }
    kept = [name for name in LETTERS if name not in counts]
    letters = [
        {name: row[name] for name in kept} | {name: count[row["report_id"]] for name, count in counts.items()}
        for row in marts["inspections"]
    ]
    documents = [row for row in listed["publications"] if row["is_jtai"] or row["report_id"] == VISIT]
    urns = {row["urn"] for row in documents if row["is_jtai"]}
    providers = [row for row in listed["providers"] if row["urn"] in urns]
    return PreviousRelease(
        providers=pl.DataFrame(providers).select(*PROVIDERS).cast(PROVIDERS),
        publications=pl.DataFrame(documents).select(*PUBLICATIONS).cast(PUBLICATIONS),
        letters=pl.DataFrame(letters, schema=LETTERS),
        digests=digest_letters(frames("published", {part: marts[part] for part in PARTS})),
        traits=find_traits(frames("published", {table: marts[table] for table in TRAIT_INPUTS})),
        extractors={row["report_id"]: row["extractor_version"] for row in raw["letters"]},
    )


GOOD: dict[Gate, Callable[[], Rows]] = {"discovered": discovered, "extracted": extracted, "published": published}


def frames(gate: Gate, rows: Rows) -> dict[str, pl.DataFrame]:
    """Frames as a gate is given them; a table without rows keeps its columns."""
    return {name: pl.DataFrame(table, schema=schema_for(gate, name)) for name, table in rows.items()}


@cache
def schema_for(gate: Gate, table: str) -> pl.Schema:
    """The declared columns of a raw table, or those that the good rows of a mart have."""
    if (gate != "published" and table in RAW_TYPES) or table.startswith("raw."):
        return schema_of(RAW_TYPES[table.removeprefix("raw.")])
    good = GOOD[gate]()[table]
    declared = {name: kind for row_type in RAW_TYPES.values() for name, kind in schema_of(row_type).items()}
    values = {name: next((row[name] for row in good if row[name] is not None), None) for name in good[0]}
    return pl.Schema(
        {
            name: COLUMN_TYPES[type(value)] if value is not None else declared.get(name, pl.String())
            for name, value in values.items()
        }
    )


def rows_of(**tables: list[object]) -> Rows:
    return {name: [asdict(row) for row in table] for name, table in tables.items()}  # type: ignore[call-overload]


def publications() -> list[Publication]:
    return [
        Publication(OLD, NORTHMOOR, LABEL, date(2018, 8, 24), "https://r.example/old", True, True, False),
        Publication(
            NEW, NORTHMOOR, LABEL, date(2023, 3, 31), "https://r.example/new", True, True, False, date(2023, 2, 6)
        ),
        Publication(OTHER, SOUTHMOOR, LABEL, date(2024, 9, 6), "https://r.example/other", True, True, False),
    ]


def sha256_of(report: str) -> str:
    return (report.encode().hex() * 8)[:64]


def report_files() -> list[ReportFile]:
    return [ReportFile(report, sha256_of(report), 250_000, None, None, None) for report in (OLD, NEW, OTHER)]


STARTS = {OLD: date(2018, 7, 9), NEW: date(2023, 2, 6), OTHER: date(2024, 7, 15)}
DATED = {OLD: date(2018, 8, 23), NEW: date(2023, 3, 31), OTHER: date(2024, 9, 6)}
THEMES = {OLD: "neglect", NEW: "early help", OTHER: "early help"}
TITLE = "Joint targeted area inspection"


def letters() -> list[Letter]:
    return [letter(OLD, family="2016 to 2020", is_none=True), letter(NEW), letter(OTHER)]


def dates_of(report: str) -> tuple[date, date]:
    """The last day of a letter's inspection, and the day on which its written statement is due."""
    return STARTS[report] + timedelta(days=4), DATED[report] + timedelta(days=100)


def letter(report: str, *, family: str = "2022 on", is_none: bool = False) -> Letter:
    end, due = dates_of(report)
    return Letter(
        report_id=report,
        file_sha256=sha256_of(report),
        extractor_version="1",
        reader="pdfium",
        status="read",
        status_detail=None,
        family=family,
        page_count=4,
        word_count=2000,
        unplaced_word_count=4,
        title=TITLE,
        letter_date=DATED[report],
        inspection_start_date=STARTS[report],
        inspection_end_date=end,
        inspection_dates_quote=introduction_of(report)[0],
        is_inspection_year_inferred=False,
        theme=THEMES[report],
        theme_quote=f"multi-agency response to {THEMES[report]}",
        deep_dive_focus=None,
        priority_action_areas_stated_none=is_none,
        written_statement_required=True,
        written_statement_lead="The council",
        written_statement_due_date=due,
        written_statement_quote=f"The council should prepare a written statement … by {due:%-d %B %Y}",
        inspectorates="; ".join(inspectorate for _, inspectorate in SIGNED),
    )


def introduction_of(report: str) -> list[str]:
    end, _ = dates_of(report)
    return [
        f"This inspection took place from {STARTS[report]:%-d %B} to {end:%-d %B %Y}.",
        "Ofsted and the Care Quality Commission looked at the multi-agency response to " + THEMES[report] + ".",
    ]


def texts_of(report: str) -> Mapping[int, str]:
    """The texts of a letter's sections by their numbers."""
    return join_texts(sections(report, LAYOUTS[report]), paragraphs(report, LAYOUTS[report]))


def lines_of(report: str, number: int, count: int = 2) -> list[str]:
    """The paragraphs of a section, at least two, that no other section has."""
    kind = LAYOUTS[report][number - 1][0]
    if kind == "introduction":
        return introduction_of(report)
    if kind == "next_steps":
        due = dates_of(report)[1]
        return ["The council should prepare a written statement.", f"It should send it by {due:%-d %B %Y}."]
    if kind == "priority_action":
        return ["There are no areas for priority action.", "More can be done."]
    good, better = WORDS[number], WORDS[number - 1]
    opening = f"Across {PLACES[report]}, {good} are good and {better} are getting better for children."
    return [opening, "More can be done.", *(f"The matter of {good} is seen to." for _ in range(2, count))]


def sections(report: str, layout: tuple[tuple[object, ...], ...]) -> list[Section]:
    return [
        Section(
            report_id=report,
            section_number=number,
            parent_section_number=parent,
            level=level,
            kind=kind,
            heading=HEADINGS[kind],
            polarity="strength" if kind == "case_study" else None,
            start_page=first,
            end_page=last,
            summary="\n".join(lines_of(report, number)),
            paragraph_count=sum(
                len(lines_of(report, at))
                for at, (_, _, around, _, _, listed, _) in enumerate(layout, start=1)
                if not listed and (at == number or (around == number and layout[at - 1][0] == "sub_section"))
            ),
            bullet_count=bullets,
            sub_bullet_count=subs,
        )
        for number, (kind, level, parent, first, last, bullets, subs) in enumerate(layout, start=1)
    ]


def paragraphs(report: str, layout: tuple[tuple[object, ...], ...]) -> list[Paragraph]:
    """Each paragraph on a line of its own; the last of a section is on its last page."""
    rows: list[Paragraph] = []
    used: Counter[int] = Counter()
    for number, (kind, _, _, first, last, bullets, subs) in enumerate(layout, start=1):
        parent = None
        texts = lines_of(report, number, bullets + subs)
        used[first] += 1  # the heading
        for at, text in enumerate(texts):
            level = 2 if bullets and at >= bullets else 1
            parent = len(rows) + 1 if level == 1 else parent
            page = last if at == len(texts) - 1 else first
            used[page] += 1
            top = FIRST_LINE + LINE_STEP * used[page]
            rows.append(
                Paragraph(
                    report_id=report,
                    paragraph_number=len(rows) + 1,
                    section_number=number,
                    form="bullet" if bullets else "paragraph",
                    level=level,
                    parent_paragraph_number=parent if level > 1 else None,
                    is_itemised=kind in FINDINGS_KINDS and bullets > 0,
                    text=text,
                    page=page,
                    x0=LEFT,
                    top=top,
                    x1=RIGHT,
                    bottom=top + LINE_HEIGHT,
                    end_page=page,
                )
            )
    return rows


def printed_lines(report: str) -> list[PrintedLine]:
    """What is printed on the pages of a letter: its opening, headings and paragraphs, notes, and its closing."""
    own = paragraphs(report, LAYOUTS[report])
    parts = {part.section_number: part for part in sections(report, LAYOUTS[report])}
    printed: list[tuple[int, float, str]] = [
        (1, FIRST_LINE - 2 * LINE_STEP, f"{DATED[report]:%-d %B %Y}"),
        (1, FIRST_LINE - LINE_STEP, TITLE),
    ]
    headed: set[int] = set()
    for row in own:
        heading = parts[row.section_number].heading
        if row.section_number not in headed and heading:
            printed.append((row.page, row.top - LINE_STEP, heading))
        headed.add(row.section_number)
        mark = {1: "• ", 2: "○ "}[row.level] if row.form == "bullet" else ""
        printed.append((row.page, row.top, f"{mark}{row.text}"))
    closing = ("Yours sincerely", *(office for office, _ in SIGNED))
    printed += [(4, FOOT - LINE_STEP * (4 - at), text) for at, text in enumerate(closing)]
    if report == OLD:
        printed += [(number, FOOT, f"{number} {text}") for number, text in enumerate(NOTES, start=1)]
    return [
        PrintedLine(report, page, number, text, LEFT, top, RIGHT, top + LINE_HEIGHT)
        for number, (page, top, text) in enumerate(sorted(printed), start=1)
    ]


def sampled_words(report: str) -> list[SampledWord]:
    """The words of the first page, each beside the other."""
    words = [
        (word, line, LEFT + position * (RIGHT - LEFT) / len(line.text.split()))
        for line in printed_lines(report)
        if line.page == 1
        for position, word in enumerate(line.text.split())
    ]
    return [
        SampledWord(report, 1, number, word, x0, line.top, x0 + 10, line.bottom)
        for number, (word, line, x0) in enumerate(words, start=1)
    ]


def inspection(row: Row, documents: list[Row]) -> Row:
    document = next(one for one in documents if one["report_id"] == row["report_id"])
    number = document["urn"] - 90000
    return {
        **row,
        **{name: document[name] for name in ("urn", "label", "publication_date", "report_url")},
        "local_authority": {1: "Northmoor", 2: "Southmoor"}[number],
        "la_code": f"{number:03}",
        "ltla23cd": f"E9900000{number}",
        "region_code": "NE",
        "region": "North East",
        "is_latest": row["report_id"] != OLD,
        "extraction_status": "passed",
        "unread_reason": None,
    }


def outcome(row: Row, sections: list[Row]) -> Row:
    own = [one for one in sections if one["report_id"] == row["report_id"]]
    texts = {one["kind"]: one["text"] for one in own}
    summaries = {one["kind"]: one["summary"] for one in own}
    kept = (
        "report_id",
        "urn",
        "la_code",
        "region_code",
        "ltla23cd",
        "local_authority",
        "publication_date",
        "is_latest",
    )
    return {
        **{name: row[name] for name in kept},
        "inspection_start_date": row["inspection_start_date"],
        "inspection_theme": row["theme"],
        "inspection_link": row["report_url"],
        "summary_priority_action": summaries.get("priority_action"),
        "summary_improvement": summaries.get("areas_for_improvement"),
        "summary_key_strengths": summaries.get("strengths"),
        "summary_headline_findings": summaries.get("headline_findings"),
        "summary_needs_to_improve": summaries.get("needs_to_improve"),
        "summary_case_study": summaries.get("case_study"),
        "case_study_title": STUDY if "case_study" in texts else None,
        "key_strengths": texts.get("strengths"),
        "case_studies": f"{STUDY}\n{texts['case_study']}" if "case_study" in texts else None,
        "other_sections": texts.get("other"),
        **{
            kind: texts.get(kind)
            for kind in (
                "introduction",
                "context",
                "headline_findings",
                "needs_to_improve",
                "areas_for_improvement",
                "priority_action",
                "main_findings",
                "next_steps",
            )
        },
    }


def summary(row: Row) -> Row:
    kept = ("urn", "la_code", "region_code", "ltla23cd", "local_authority", "inspection_start_date", "publication_date")
    return {
        name: row[name] for name in row if name.startswith(("summary_", "case_study_", "inspection_")) or name in kept
    }


def local_authorities() -> list[Row]:
    """The two invented authorities, a real one, and one that was abolished."""
    abolished = {"abolished_on": date(2023, 4, 1), "region_code": "NW", "region_name": "North West"}
    return [
        authority(NORTHMOOR, "Northmoor", "001", "E99000001"),
        authority(SOUTHMOOR, "Southmoor", "002", "E99000002"),
        authority(HARTLEPOOL, "Hartlepool", "805", "E06000001"),
        {**authority(CUMBRIA, "Cumbria", "909", "E10000006"), **abolished, "region_gss_code": "E12000002"},
    ]


def authority(urn: int, name: str, code: str, ons_code: str) -> Row:
    return {
        "urn": urn,
        "local_authority": name,
        "la_code": code,
        "ltla23cd": ons_code,
        "old_la_code": code,
        "new_la_code": ons_code,
        "la_name": name,
        "region_code": "NE",
        "region_name": "North East",
        "region_gss_code": "E12000001",
        "abolished_on": None,
    }
