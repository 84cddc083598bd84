"""The page's charts: drawn by Altair as SVG when a release is made, each with its numbers as a table.

Colours are those of the page's style sheet (`var(--…)`), so a chart follows the reader's light or dark mode; each is as
wide as a phone, and a wide screen shows them side by side. https://altair-viz.github.io/
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from io import StringIO
from typing import Any

import altair as alt
import duckdb
import polars as pl
from markupsafe import Markup

from publishers.text import normalise_text, pluralise

WIDTH, LABELS, MARGIN, ROW = 380, 152, 6, 28
INK, SOFT, ACCENT, PALE = "var(--ink)", "var(--soft)", "var(--accent)", "var(--pale)"
CONFIG: dict[str, Any] = {
    "aria": False,
    "background": "transparent",
    "font": "system-ui, sans-serif",
    "view": {"stroke": None},
    "text": {"color": INK, "fontSize": 11},
    "axis": {"domain": False, "ticks": False, "grid": False, "title": None, "labelColor": INK, "labelFontSize": 10.5},
    "axisY": {"labelLimit": LABELS, "labelPadding": 6, "labelLineHeight": 11.5},
    "axisX": {"labelAngle": 0, "labelColor": SOFT},
    "title": {"anchor": "start", "color": INK, "fontSize": 12, "fontWeight": 600, "offset": 4},
}
LABEL_LINES = "split(datum.label, '\\n')"
SHORT_YEAR = "'’' + slice(datum.label, 2)"

FINDING_KINDS = {
    "strengths": ("Strengths", "var(--good)"),
    "to_improve": ("To improve", ACCENT),
}

THEMES_BY_YEAR = """
SELECT coalesce(theme, 'not known') AS theme, year(publication_date)::INTEGER AS year, count(*) AS letters
FROM inspections GROUP BY ALL ORDER BY year, theme
"""
COVERAGE = """
SELECT
    coalesce(region_name, 'not known') AS region,
    count(*) FILTER (urn IN (SELECT urn FROM inspections)) AS inspected,
    count(*) AS authorities,
    coalesce(string_agg(
        local_authority || if(unlisted_letter_count > 0, ' (letter known but not listed)', ''), ', '
        ORDER BY local_authority
    ) FILTER (urn NOT IN (SELECT urn FROM inspections)), '') AS without_letter
FROM local_authorities WHERE urn IS NOT NULL GROUP BY ALL ORDER BY inspected / authorities DESC, region
"""
# A letter without a section of a kind is left out of that kind's average.
FINDINGS_BY_YEAR = """
SELECT
    coalesce(family, 'not known') AS layout,
    year(publication_date)::INTEGER AS year,
    count(*) AS letters,
    sum(strengths)::INTEGER AS strengths, round(avg(strengths), 1) AS average_strengths,
    sum(to_improve)::INTEGER AS to_improve, round(avg(to_improve), 1) AS average_to_improve
FROM inspections JOIN finding_counts USING (report_id)
GROUP BY ALL ORDER BY layout, year
"""


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing, what it shows in a sentence, and its numbers: a row's first cell is its heading."""

    name: str
    title: str
    summary: str
    svg: Markup
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]


def draw_charts(con: duckdb.DuckDBPyConnection) -> list[Chart]:
    """Draw the charts of the released database that `con` reads; none of letters where there are none."""
    themes, coverage, findings = (con.sql(query).pl() for query in (THEMES_BY_YEAR, COVERAGE, FINDINGS_BY_YEAR))
    drawn = [(themes, draw_themes), (coverage, draw_coverage), (findings, draw_findings)]
    return [draw(frame) for frame, draw in drawn if not frame.is_empty()]


def draw_themes(letters: pl.DataFrame) -> Chart:
    """Draw how many letters there are of each theme in each year. Columns: theme, year, letters."""
    years = list_years(letters)
    themes = letters.group_by("theme", maintain_order=True).agg(total=pl.col("letters").sum())
    most = themes.sort("total", descending=True, maintain_order=True).row(0, named=True)
    by_year = {(theme, year): count for theme, year, count in letters.iter_rows()}
    return Chart(
        name="themes",
        title="Letters by year and theme",
        summary=f"{pluralise(sum(by_year.values()), 'letter')} from {years[0]} to {years[-1]}; "
        f"most common theme: {normalise_text(most['theme'])} ({pluralise(most['total'], 'letter')}).",
        svg=render_svg(plot_themes(letters, years)),
        headings=["Theme", *map(str, years), "All years"],
        rows=[
            [normalise_text(theme), *(str(by_year.get((theme, year), 0)) for year in years), str(total)]
            for theme, total in themes.iter_rows()
        ],
    )


def plot_themes(letters: pl.DataFrame, years: Sequence[int]) -> alt.LayerChart:
    """Plot a tile for each theme and year, darker the more letters it has."""
    values = wrap_labels(letters, "theme")
    labels = values["theme"].unique(maintain_order=True).to_list()
    base = alt.Chart(values).encode(
        x=year_axis(years), y=alt.Y("theme:N", sort=labels, axis=alt.Axis(labelExpr=LABEL_LINES))
    )
    shade = alt.FillOpacity("letters:Q", scale=alt.Scale(range=[0.18, 0.45]), legend=None)
    tiles = base.mark_rect(cornerRadius=3, fill=ACCENT).encode(fillOpacity=shade)
    return place_beside_labels(tiles + base.mark_text().encode(text="letters:Q"), len(labels))


def draw_coverage(regions: pl.DataFrame) -> Chart:
    """Draw how many authorities of each region have a letter.

    Columns: region, inspected, authorities, without_letter.
    """
    inspected, authorities = regions.select(pl.col("inspected", "authorities").sum()).row(0)
    return Chart(
        name="coverage",
        title="Authorities inspected, by region",
        summary=f"{inspected} of {pluralise(authorities, 'authority', 'authorities')} have a letter; "
        f"the {authorities - inspected} without one are named below.",
        svg=render_svg(plot_coverage(regions)),
        headings=["Region", "Inspected", "Of", "Without a letter"],
        rows=[[normalise_text(str(value)) for value in row] for row in regions.iter_rows()],
    )


def plot_coverage(regions: pl.DataFrame) -> alt.LayerChart:
    """Plot a bar for each region: its authorities, and before them those with a letter."""
    values = wrap_labels(regions, "region").with_columns(
        label=pl.format("{} of {}", pl.col("inspected"), pl.col("authorities"))
    )
    # Room for the label at the end of the longest bar.
    scale = alt.Scale(domainMax=max(regions["authorities"].to_list()) * 1.22, nice=False)
    base = alt.Chart(values).encode(y=alt.Y("region:N", sort=None, axis=alt.Axis(labelExpr=LABEL_LINES)))
    authorities = alt.X("authorities:Q", axis=None, scale=scale)
    layers = (
        base.mark_bar(height=16, color=PALE).encode(x=authorities)
        + base.mark_bar(height=16, color=ACCENT).encode(x=alt.X("inspected:Q", axis=None, scale=scale))
        + base.mark_text(align="left", dx=5).encode(x=authorities, text="label:N")
    )
    return place_beside_labels(layers, regions.height)


def draw_findings(years: pl.DataFrame) -> Chart:
    """Draw how many findings of each kind a letter lists, each layout of letters by itself.

    Columns: layout, year, letters, and for each kind its sum and average. What a letter of one layout lists in bullets,
    one of the other says in a paragraph, so no bar of one may stand beside bars of the other on one scale.
    """
    layouts = years.partition_by("layout", maintain_order=True)
    return Chart(
        name="findings",
        title="Findings listed in a letter, by layout",
        summary="The layout of letters changed after 2020, and with it what is a finding of its own: "
        "compare years within one layout only.",
        svg=render_svg(plot_findings(layouts)),
        headings=["Layout and year", "Letters", *(label for label, _ in FINDING_KINDS.values())],
        rows=[
            [f"{layout}: {year}", str(letters), *map(format_count, sums)]
            for layout, year, letters, *sums in years.select("layout", "year", "letters", *FINDING_KINDS).iter_rows()
        ],
    )


def format_count(count: int | None) -> str:
    """Write a count; null where no letter has such a section."""
    return "no list" if count is None else str(count)


def plot_findings(layouts: Sequence[pl.DataFrame]) -> alt.VConcatChart:
    """Plot a row of panels for each layout, and in it one panel for each kind."""
    rows = [
        alt.hconcat(*(plot_kind(years, kind, label, colour) for kind, (label, colour) in FINDING_KINDS.items()))
        for years in layouts
    ]
    return alt.vconcat(*rows, spacing=18).properties(padding=MARGIN)


def plot_kind(years: pl.DataFrame, kind: str, label: str, colour: str) -> alt.LayerChart:
    """Plot the average of one kind of finding in each year of one layout."""
    values = years.select("year", average=f"average_{kind}")
    scale = alt.Scale(domain=[0, (max(values["average"].drop_nulls().to_list(), default=0) or 1) * 1.25], nice=False)
    base = alt.Chart(values).encode(x=year_axis(list_years(years)), y=alt.Y("average:Q", axis=None, scale=scale))
    bars = base.mark_bar(color=colour, width=alt.RelativeBandSize(0.7))
    numbers = base.mark_text(baseline="bottom", dy=-2).encode(text="average:Q")
    panel: alt.LayerChart = bars + numbers
    title = f"{label}, {years['layout'][0]}"
    return panel.properties(title=title, width=WIDTH / len(FINDING_KINDS) - 3 * MARGIN, height=84)


def place_beside_labels(chart: alt.LayerChart, rows: int) -> alt.LayerChart:
    """Give a chart room for so many rows and a fixed room for their labels, whatever fonts the machine has."""
    padding = {"left": LABELS, "right": MARGIN, "top": MARGIN, "bottom": 24}
    size = {"width": WIDTH - LABELS - MARGIN, "height": ROW * rows}
    return chart.properties(**size, padding=padding, autosize=alt.AutoSizeParams(type="none"))


def year_axis(years: Sequence[int]) -> alt.X:
    """Put years along the bottom, also those without a letter."""
    scale = alt.Scale(domain=list(years), padding=0.08)
    return alt.X("year:O", scale=scale, axis=alt.Axis(labelExpr=SHORT_YEAR))


def list_years(frame: pl.DataFrame) -> list[int]:
    """List every year from the first to the last, also those without a letter."""
    years = frame["year"].to_list()
    return list(range(min(years), max(years) + 1))


def wrap_labels(frame: pl.DataFrame, column: str) -> pl.DataFrame:
    """Break the labels of a column into lines as wide as the room beside a chart."""
    return frame.with_columns(pl.col(column).map_elements(wrap_label, return_dtype=pl.String))


def wrap_label(label: str) -> str:
    """Break one label into two lines at most."""
    return "\n".join(textwrap.wrap(normalise_text(label[:1].upper() + label[1:]), 26, max_lines=2, placeholder="…"))


def render_svg(chart: alt.TopLevelMixin) -> Markup:
    """Render a chart as an SVG element, which vl-convert does without a browser; it escapes the text in it."""
    svg = StringIO()
    chart.configure(**CONFIG).save(svg, format="svg")
    return Markup(svg.getvalue())  # noqa: S704
