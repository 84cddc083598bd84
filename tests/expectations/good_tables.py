"""Tables that every gate lets through: three invented letters of two invented authorities, as lists of rows.

Rows are plain dicts so that a test can damage one cell; `frames` makes of them what a gate is given.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import date, timedelta

import polars as pl

from expectations import Gate, PreviousRelease
from expectations.previous_release import LETTERS, PROVIDERS, PUBLICATIONS
from extractors.frames import COLUMN_TYPES, schema_of
from extractors.records import (
    FINDINGS_KINDS,
    CaseStudy,
    Discovery,
    Footnote,
    Letter,
    Paragraph,
    Provider,
    Publication,
    ReadingProblem,
    ReportFile,
    Section,
    Signatory,
    Theme,
)
from section_texts import join_texts

Row = dict[str, object]
Rows = dict[str, list[Row]]

NORTHMOOR, SOUTHMOOR = 90001, 90002
LABEL = "Joint targeted area inspection"
OLD, NEW, OTHER = "old-letter", "new-letter", "other-letter"
"""Northmoor's letters of 2018 and 2023, and Southmoor's of 2024."""
VISIT_LABEL = "Children's services inspection"
VISIT = "visit-90010"
"""A document of another kind."""
NOTE = "The board is made of all who work with the children of the moor"

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
    "reading_problems": ReadingProblem,
    "themes": Theme,
}

# kind, level, number of the section it is in, first page, last page, bullets, sub-bullets
NEW_LAYOUT = (
    ("introduction", 1, None, 1, 1, 0, 0),
    ("headline_findings", 1, None, 1, 1, 0, 0),
    ("needs_to_improve", 1, None, 1, 2, 2, 1),
    ("strengths", 1, None, 2, 2, 2, 0),
    ("main_findings", 1, None, 2, 4, 0, 0),
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
        publications=publications(),
        report_files=report_files(),
        themes=[Theme("neglect", ""), Theme("early help", "")],
        letters=letters(),
        sections=[*sections(OLD, OLD_LAYOUT), *sections(NEW, NEW_LAYOUT), *sections(OTHER, NEW_LAYOUT)],
        paragraphs=[*paragraphs(OLD, OLD_LAYOUT), *paragraphs(NEW, NEW_LAYOUT), *paragraphs(OTHER, NEW_LAYOUT)],
        case_studies=[CaseStudy(report, 1, 7, "Case study: a family", "strength", 3, 3) for report in (NEW, OTHER)],
        footnotes=[
            Footnote(OLD, 1, "1", NOTE, 1, 1, "board"),
            Footnote(OLD, 2, "2", "The plan of the moor was last seen to a year before", 2, 2, "plan"),
        ],
        signatories=[
            Signatory(report, position, office, inspectorate)
            for report in (OLD, NEW, OTHER)
            for position, (office, inspectorate) in enumerate(SIGNED, start=1)
        ],
        reading_problems=[],
    ) | {"local_authorities": local_authorities()}


def published() -> Rows:
    """The marts that would be built on the same letters."""
    raw = extracted()
    documents = [{**row, "left_out_reason": None} for row in raw["publications"]]
    inspections = [inspection(row, documents) for row in raw["letters"]]
    sections = [{**row, "text": texts_of(row["report_id"])[row["section_number"]]} for row in raw["sections"]]
    outcomes = [outcome(row, sections) for row in inspections]
    return {
        "publications": documents,
        "inspections": inspections,
        "sections": sections,
        "findings": [row for row in raw["paragraphs"] if row["is_itemised"]],
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
    }


def previous_release() -> PreviousRelease:
    """What the previous release held: the same letters and documents."""
    listed, raw, marts = discovered(), extracted(), published()
    counts = {
        f"{one}_count": Counter(row["report_id"] for row in rows)
        for one, rows in (
            ("section", raw["sections"]),
            ("finding", marts["findings"]),
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
    )


GOOD: dict[Gate, Callable[[], Rows]] = {"discovered": discovered, "extracted": extracted, "published": published}


def frames(gate: Gate, rows: Rows) -> dict[str, pl.DataFrame]:
    """Frames as a gate is given them; a table without rows keeps its columns."""
    return {name: pl.DataFrame(table, schema=schema_for(gate, name)) for name, table in rows.items()}


def schema_for(gate: Gate, table: str) -> pl.Schema:
    """The declared columns of a raw table, or those that the good rows of a mart have."""
    if gate != "published" and table in RAW_TYPES:
        return schema_of(RAW_TYPES[table])
    good = GOOD[gate]()[table]
    values = {name: next((row[name] for row in good if row[name] is not None), "") for name in good[0]}
    return pl.Schema({name: COLUMN_TYPES[type(value)] for name, value in values.items()})


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


def letters() -> list[Letter]:
    return [
        letter(OLD, date(2018, 7, 9), date(2018, 8, 23), family="2016 to 2020", theme="neglect", is_none=True),
        letter(NEW, date(2023, 2, 6), date(2023, 3, 31)),
        letter(OTHER, date(2024, 7, 15), date(2024, 9, 6)),
    ]


def letter(
    report: str, start: date, dated: date, *, family: str = "2022 on", theme: str = "early help", is_none: bool = False
) -> Letter:
    end, due = start + timedelta(days=4), dated + timedelta(days=100)
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
        placed_character_count=placed_characters(report),
        title="Joint targeted area inspection",
        letter_date=dated,
        inspection_start_date=start,
        inspection_end_date=end,
        inspection_dates_quote=f"This inspection took place from {start:%d %B} to {end:%d %B %Y}.",
        is_inspection_year_inferred=False,
        theme=theme,
        theme_quote="the response",
        deep_dive_focus=None,
        priority_action_areas_stated_none=is_none,
        written_statement_required=True,
        written_statement_lead="the council",
        written_statement_due_date=due,
        written_statement_quote=f"by {due:%d %B %Y}",
        inspectorates="; ".join(inspectorate for _, inspectorate in SIGNED),
    )


def placed_characters(report: str) -> int:
    """The letters and digits printed in the sections of a letter."""
    parts = [part for part in sections(report, LAYOUTS[report]) if part.level == 1 or part.kind == "case_study"]
    texts = texts_of(report)
    return sum(character.isalnum() for part in parts for character in f"{part.heading} {texts[part.section_number]}")


def texts_of(report: str) -> Mapping[int, str]:
    """The texts of a letter's sections by their numbers."""
    return join_texts(sections(report, LAYOUTS[report]), paragraphs(report, LAYOUTS[report]))


def lines_of(report: str, number: int, count: int = 2) -> list[str]:
    """Paragraphs that no other section has, at least two."""
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
            heading=kind.replace("_", " ").capitalize(),
            polarity="strength" if kind == "case_study" else None,
            start_page=first,
            end_page=last,
            summary="\n".join(lines_of(report, number)),
            paragraph_count=1,
            bullet_count=bullets,
            sub_bullet_count=subs,
        )
        for number, (kind, level, parent, first, last, bullets, subs) in enumerate(layout, start=1)
    ]


def paragraphs(report: str, layout: tuple[tuple[object, ...], ...]) -> list[Paragraph]:
    rows: list[Paragraph] = []
    for number, (kind, _, _, first, _, bullets, subs) in enumerate(layout, start=1):
        parent = None
        for at, text in enumerate(lines_of(report, number, bullets + subs)):
            level = 2 if bullets and at >= bullets else 1
            parent = len(rows) + 1 if level == 1 else parent
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
                    page=first,
                    x0=72.0,
                    top=100.0,
                    x1=520.0,
                    bottom=140.0,
                    end_page=first,
                )
            )
    return rows


def inspection(row: Row, documents: list[Row]) -> Row:
    document = next(one for one in documents if one["report_id"] == row["report_id"])
    number = document["urn"] - 90000
    return {
        **row,
        **{name: document[name] for name in ("urn", "label", "publication_date", "report_url")},
        "local_authority": {1: "Northmoor", 2: "Southmoor"}[number],
        "la_code": f"{number:03}",
        "ltla23cd": f"E0600000{number}",
        "region_code": "NM",
        "region": "The Moors",
        "is_latest": row["report_id"] != OLD,
        "extraction_status": "passed",
        "unread_reason": None,
    }


def outcome(row: Row, sections: list[Row]) -> Row:
    texts = {one["kind"]: one["text"] for one in sections if one["report_id"] == row["report_id"]}
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
        "summary_priority_action": texts.get("priority_action"),
        "summary_improvement": texts.get("areas_for_improvement"),
        "summary_key_strengths": texts.get("strengths"),
        "summary_headline_findings": texts.get("headline_findings"),
        "summary_needs_to_improve": texts.get("needs_to_improve"),
        "summary_case_study": texts.get("case_study"),
        "case_study_title": "Case study: a family" if "case_study" in texts else None,
        "key_strengths": texts.get("strengths"),
        "case_studies": texts.get("case_study"),
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
    return [authority(NORTHMOOR, "Northmoor", "001"), authority(SOUTHMOOR, "Southmoor", "002")]


def authority(urn: int, name: str, code: str) -> Row:
    return {
        "urn": urn,
        "local_authority": name,
        "la_code": code,
        "ltla23cd": f"E06000{code}",
        "old_la_code": code,
        "new_la_code": f"E06000{code}",
        "la_name": name,
        "region_code": "NM",
        "region_name": "The Moors",
        "region_gss_code": "E12000099",
    }
