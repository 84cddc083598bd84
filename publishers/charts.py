"""The page's charts: what was counted, drawn as SVG when a release is made, each with its figures as a table.

Vega-Lite draws them. Colours are those of the page's style sheet (`var(--…)`), so a chart follows the reader's
light or dark mode; each is as wide as a phone, and a wide screen shows them side by side.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

import duckdb
import vl_convert
from markupsafe import Markup

from publishers.records import Row
from publishers.tables import records
from publishers.wording import counted, printable

Spec = dict[str, object]

WIDTH, LABELS, MARGIN, ROW = 380, 152, 6, 28
INK, SOFT, ACCENT, PALE = "var(--ink)", "var(--soft)", "var(--accent)", "var(--pale)"
CONFIG: Spec = {
    "aria": False,
    "background": None,
    "font": "system-ui, sans-serif",
    "view": {"stroke": None},
    "text": {"color": INK, "fontSize": 11},
    "axis": {"domain": False, "ticks": False, "grid": False, "title": None, "labelColor": INK, "labelFontSize": 10.5},
    "axisY": {"labelLimit": LABELS, "labelPadding": 6, "labelLineHeight": 11.5},
    "axisX": {"labelAngle": 0, "labelColor": SOFT},
    "title": {"anchor": "start", "color": INK, "fontSize": 12, "fontWeight": 600, "offset": 4},
}
SHORT_YEAR = {"labelExpr": "'’' + slice(datum.label, 2)"}

KINDS = {
    "strengths": ("Strengths", "var(--good)"),
    "to_improve": ("To improve", ACCENT),
    "priority_action": ("Priority action", "var(--action-ink)"),
}

THEMES_BY_YEAR = """
SELECT coalesce(theme, 'not known') AS theme, year(publication_date) AS year, count(*) AS letters
FROM inspections GROUP BY ALL ORDER BY year, theme
"""
COVERAGE = """
SELECT
    coalesce(region_name, 'not known') AS region,
    count(*) FILTER (urn IN (SELECT urn FROM inspections)) AS inspected,
    count(*) AS authorities,
    coalesce(string_agg(local_authority, ', ' ORDER BY local_authority)
        FILTER (urn NOT IN (SELECT urn FROM inspections)), '') AS never
FROM local_authorities GROUP BY ALL ORDER BY inspected / authorities DESC, region
"""
FINDINGS_BY_YEAR = """
SELECT
    year(publication_date) AS year,
    count(DISTINCT report_id) AS letters,
    count(*) FILTER (kind = 'strengths') AS strengths,
    count(*) FILTER (kind IN ('needs_to_improve', 'areas_for_improvement')) AS to_improve,
    count(*) FILTER (kind = 'priority_action') AS priority_action
FROM inspections LEFT JOIN (FROM findings WHERE level = 1) AS findings USING (report_id)
GROUP BY ALL ORDER BY year
"""


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing, what it shows in a sentence, and its figures: a row's first cell is its heading."""

    name: str
    title: str
    summary: str
    svg: Markup
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]


def read_charts(con: duckdb.DuckDBPyConnection) -> list[Chart]:
    """The charts of the released database that `con` reads; none of letters where there are none."""
    themes, coverage, findings = (records(con.sql(query)) for query in (THEMES_BY_YEAR, COVERAGE, FINDINGS_BY_YEAR))
    charts = [_themes_chart(themes), _findings_chart(findings)] if themes else []
    return [*charts[:1], _coverage_chart(coverage), *charts[1:]] if coverage else charts


def _themes_chart(found: Sequence[Row]) -> Chart:
    years, counts = _years(found), {(str(row["theme"]), _int(row["year"])): _int(row["letters"]) for row in found}
    themes = list(dict.fromkeys(theme for theme, _ in counts))
    totals = {theme: sum(count for (of, _), count in counts.items() if of == theme) for theme in themes}
    most = max(themes, key=lambda theme: totals[theme])
    return Chart(
        name="themes",
        title="Letters by year and theme",
        summary=f"{counted(sum(totals.values()), 'letter')} from {years[0]} to {years[-1]}; "
        f"the theme of most, {totals[most]}, is {printable(most)}.",
        svg=_drawn(_themes_spec(counts, themes, years)),
        headings=["Theme", *map(str, years), "All years"],
        rows=[
            [printable(theme), *(str(counts.get((theme, year), 0)) for year in years), str(totals[theme])]
            for theme in themes
        ],
    )


def _themes_spec(counts: dict[tuple[str, int], int], themes: Sequence[str], years: Sequence[int]) -> Spec:
    values = [{"theme": _wrapped(theme), "year": year, "letters": count} for (theme, year), count in counts.items()]
    tile = {"type": "rect", "cornerRadius": 3, "fill": ACCENT}
    shade = {"field": "letters", "type": "quantitative", "scale": {"range": [0.18, 0.45]}, "legend": None}
    axis = {"labelExpr": "split(datum.label, '\\n')"}
    return {
        **_beside_labels(len(themes)),
        "data": {"values": values},
        "encoding": {
            "x": _year_axis(years),
            "y": {"field": "theme", "type": "nominal", "sort": [_wrapped(theme) for theme in themes], "axis": axis},
        },
        "layer": [
            {"mark": tile, "encoding": {"fillOpacity": shade}},
            {"mark": "text", "encoding": {"text": {"field": "letters"}}},
        ],
    }


def _coverage_chart(found: Sequence[Row]) -> Chart:
    inspected, authorities = (sum(_int(row[name]) for row in found) for name in ("inspected", "authorities"))
    return Chart(
        name="coverage",
        title="Authorities inspected, by region",
        summary=f"{inspected} of {counted(authorities, 'authority', 'authorities')} have a letter; "
        f"the {authorities - inspected} without one are named below.",
        svg=_drawn(_coverage_spec(found)),
        headings=["Region", "Inspected", "Of", "Never inspected"],
        rows=[
            [
                printable(str(row["region"])),
                str(row["inspected"]),
                str(row["authorities"]),
                printable(str(row["never"])),
            ]
            for row in found
        ],
    )


def _coverage_spec(found: Sequence[Row]) -> Spec:
    values = [
        {
            "region": _wrapped(str(row["region"])),
            "inspected": row["inspected"],
            "authorities": row["authorities"],
            "said": f"{row['inspected']} of {row['authorities']}",
        }
        for row in found
    ]
    scale = {"domainMax": max(_int(row["authorities"]) for row in found) * 1.22, "nice": False}
    x = {"type": "quantitative", "axis": None, "scale": scale}
    bar = {"type": "bar", "height": 16}
    axis = {"labelExpr": "split(datum.label, '\\n')"}
    return {
        **_beside_labels(len(found)),
        "data": {"values": values},
        "encoding": {"y": {"field": "region", "type": "nominal", "sort": None, "axis": axis}},
        "layer": [
            {"mark": bar | {"color": PALE}, "encoding": {"x": x | {"field": "authorities"}}},
            {"mark": bar | {"color": ACCENT}, "encoding": {"x": x | {"field": "inspected"}}},
            {
                "mark": {"type": "text", "align": "left", "dx": 5},
                "encoding": {"x": x | {"field": "authorities"}, "text": {"field": "said"}},
            },
        ],
    }


def _findings_chart(found: Sequence[Row]) -> Chart:
    last = found[-1]
    return Chart(
        name="findings",
        title="Findings in a letter, by kind",
        summary=f"A letter of {last['year']} lists {_average(last, 'strengths')} strengths and "
        f"{_average(last, 'to_improve')} things to improve on average.",
        svg=_drawn(_findings_spec(found)),
        headings=["Year", "Letters", *(said for said, _ in KINDS.values())],
        rows=[[str(row["year"]), str(row["letters"]), *(str(row[kind]) for kind in KINDS)] for row in found],
    )


def _findings_spec(found: Sequence[Row]) -> Spec:
    years = _years(found)
    panels = [_findings_panel(found, kind, said, colour, years) for kind, (said, colour) in KINDS.items()]
    return {"vconcat": panels, "spacing": 14, "padding": MARGIN}


def _findings_panel(found: Sequence[Row], kind: str, said: str, colour: str, years: Sequence[int]) -> Spec:
    values = [{"year": row["year"], "average": float(_average(row, kind))} for row in found]
    highest = max(float(value["average"]) for value in values) or 1  # type: ignore[arg-type]
    y = {
        "field": "average",
        "type": "quantitative",
        "axis": None,
        "scale": {"domain": [0, highest * 1.25], "nice": False},
    }
    return {
        "title": f"{said}, on average",
        "width": WIDTH - 2 * MARGIN,
        "height": 66,
        "data": {"values": values},
        "encoding": {"x": _year_axis(years), "y": y},
        "layer": [
            {"mark": {"type": "bar", "color": colour, "width": {"band": 0.7}}},
            {"mark": {"type": "text", "baseline": "bottom", "dy": -2}, "encoding": {"text": {"field": "average"}}},
        ],
    }


def _beside_labels(rows: int) -> Spec:
    """Room for so many rows and a fixed room for their labels, which no font of the machine that draws may change."""
    padding = {"left": LABELS, "right": MARGIN, "top": MARGIN, "bottom": 24}
    return {"width": WIDTH - LABELS - MARGIN, "height": ROW * rows, "padding": padding, "autosize": {"type": "none"}}


def _year_axis(years: Sequence[int]) -> Spec:
    return {"field": "year", "type": "ordinal", "scale": {"domain": list(years), "padding": 0.08}, "axis": SHORT_YEAR}


def _years(found: Sequence[Row]) -> list[int]:
    """Every year from the first to the last, also those without a letter."""
    years = [_int(row["year"]) for row in found]
    return list(range(min(years), max(years) + 1))


def _average(row: Row, kind: str) -> str:
    return f"{_int(row[kind]) / _int(row['letters']):.1f}"


def _wrapped(text: str) -> str:
    """A label in lines as wide as the room beside a chart."""
    return "\n".join(textwrap.wrap(printable(text[:1].upper() + text[1:]), 26, max_lines=2, placeholder="…"))


def _int(value: object) -> int:
    if not isinstance(value, int):
        raise TypeError(f"{value!r} is no count")
    return value


def _drawn(spec: Spec) -> Markup:
    """A chart as an SVG element; the library escapes the text in it."""
    return Markup(vl_convert.vegalite_to_svg(spec | {"config": CONFIG}))  # noqa: S704
