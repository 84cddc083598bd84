"""Whether a paragraph is what is printed in its box: its words, its form, and no more than one paragraph."""

from __future__ import annotations

import polars as pl

from expectations.text.printed_lines import EDGES, PARAGRAPH_KEY, cased_letters_of, numbers_of

LEAST_MARKED_SHARE = 0.5
"""Where fewer of a letter's bullets have a mark in the text layer, the marks are drawn."""
MOST_LINE_STEPS = 1.6
"""Lines of one paragraph are not as far apart, in the usual steps of the letter's lines."""
FEWEST_MARKED = 2
"""A glyph that opens so many bullets of a letter is a list mark."""
LEADING_NUMBER = r"^\W*[A-Z]?\d{1,3}(?:\.\d{1,2})*[.)\]]?\s"
LEADING_LABEL = r"^\W*(?:(?:o|[A-Z]\d{1,2}|[^\x00-\x7F])\s|[(\[]?(?:[A-Za-z]|[ivx]{1,5}|[IVX]{1,5})[.)\]]\s)"
"""A letter as list mark, of any font, or before a numbered item."""
WORD = r"\S*\p{L}\S*"
AFTER_QUOTE = r"([’”])(\p{L}{2})"
"""A space here may be drawn so close that the text layer has none."""
PLACE_POINTS = 6
"""An edge of a paragraph may be so far from that of its lines."""
FARTHEST_MARK = 6
"""So many times as far may the left one be, beside a drawn mark or a first letter several lines high."""
LABEL_ALONE = r"^(?:[(\[]?(?:\d{1,3}|[A-Za-z]|[ivx]{1,5}|[IVX]{1,5})[.)\]]|[^\p{L}\p{N}\s])$"
NUMBER_ALONE = r"^\d{1,2}$"
CAPITAL_LINES = 1.5
SAME_EDGE_POINTS = 1
HYPHEN_AT_END = r"[-/–\x{2010}\x{2011}\x{ad}]$"
"""Where the word before a line's end may go on in the next line."""
NOTE_LETTER = r"([.,;:!?])[a-z](\s|$)"
"""A raised letter that refers to a footnote."""
NOTE_NUMERAL = r"[ivx]{1,4}([\s.,;:!?)]|$)"
"""A raised Roman numeral that does, where the notes are counted so, or the same letters at the end of a word."""
ROMAN_MARKER = r"^[ivx]+$"


def compare_with_print(paragraphs: pl.DataFrame, placed: pl.DataFrame, footnotes: pl.DataFrame) -> pl.DataFrame:
    """For each paragraph, by its key, what is printed in its box where that is something else.

    Columns: `printed_otherwise`, other words; `printed_apart`, words in its box that begin
    another paragraph; `printed_form`, where it is not its form; `is_in_print_order` within its section;
    `is_at_its_place`: whether its box is that of its lines. A letter none of whose lines are known is not compared.
    """
    placed = _mark_openings(placed)
    texts = placed.group_by(PARAGRAPH_KEY, maintain_order=True).agg(
        printed=_join_lines(),
        printed_mark=pl.coalesce(pl.col("line").filter(_is_mark()).first(), pl.col("list_mark").first()),
        first_line=pl.struct("page", "line_number").first(),
        hyphen_count=pl.col("line").str.contains(HYPHEN_AT_END).sum(),
        is_at_its_place=_is_at_its_place(),
    )
    markers = footnotes.group_by("report_id").agg(markers=pl.col("marker"))
    joined = (
        paragraphs.select(*PARAGRAPH_KEY, "section_number", "form", "text")
        .join(texts, on=PARAGRAPH_KEY, how="left", maintain_order="left")
        .join(_find_apart(placed, paragraphs), on=PARAGRAPH_KEY, how="left", maintain_order="left")
        .join(markers, on="report_id", how="left", maintain_order="left")
        .with_columns(pl.col("markers").fill_null([]), pl.col("printed").fill_null(""))
    )
    return joined.select(
        *PARAGRAPH_KEY,
        "printed_apart",
        "is_at_its_place",
        printed_otherwise=pl.when(
            pl.col("report_id").is_in(placed["report_id"].unique().to_list()),
            ~(_has_same_letters() & _has_same_numbers() & _has_as_many_words()),
        ).then("printed"),
        printed_form=_name_printed_form(),
        is_in_print_order=_is_in_print_order(),
    )


def _is_mark() -> pl.Expr:
    """Whether a line is a list mark; a number alone may be in a badge, of which there need be no more on the page."""
    return pl.col("is_label") & ~pl.col("line").str.contains(NUMBER_ALONE)


def _mark_openings(placed: pl.DataFrame) -> pl.DataFrame:
    """Add whether a line `is_label`, a list mark alone, or `is_capital`, a first letter several lines high.

    Both may be drawn after the words that they open, but no line inside a paragraph is a mark.
    """
    height = pl.col("line_bottom") - pl.col("line_top")
    box = (*PARAGRAPH_KEY, "page", *EDGES)
    number = pl.int_range(pl.len()).over(box)
    is_first_or_last = (number == 0) | (number == pl.len().over(box) - 1)
    is_leftmost = pl.col("line_x0") < pl.col("line_x0").min().over(box) + SAME_EDGE_POINTS
    is_set_out = is_leftmost & (is_leftmost.sum().over(box) == 1)
    return placed.with_columns(
        is_label=is_first_or_last
        & (
            (is_leftmost & pl.col("line").str.contains(LABEL_ALONE))
            | (is_set_out & pl.col("line").str.contains(NUMBER_ALONE))
        ),
        is_capital=pl.col("line").str.contains(r"^\p{Lu}$")
        & (height > CAPITAL_LINES * height.min().over(PARAGRAPH_KEY)),
    )


def _join_lines() -> pl.Expr:
    """Join the lines of a paragraph, each opening where it belongs."""
    capital = pl.col("line").filter("is_capital").first().fill_null("")
    return capital + pl.col("line").filter(~(pl.col("is_capital") | pl.col("is_label"))).str.join(" ")


def _has_same_letters() -> pl.Expr:
    has_roman_notes = pl.col("markers").list.eval(pl.element().str.contains(ROMAN_MARKER)).list.any()
    text, printed = (
        pl.when(has_roman_notes).then(each.str.replace_all(NOTE_NUMERAL, "$1")).otherwise(each)
        for each in (pl.col("text"), pl.col("printed").str.replace_all(NOTE_LETTER, "$1$2"))
    )
    letters, unlabelled = cased_letters_of(text), cased_letters_of(printed.str.replace(LEADING_LABEL, ""))
    return (letters == cased_letters_of(printed)) | (letters == unlabelled)


def _has_as_many_words() -> pl.Expr:
    """Whether text and print have as many words, but for those that a hyphen at a line's end breaks."""
    words, printed, unlabelled = (
        text.str.replace_all(AFTER_QUOTE, "$1 $2").str.count_matches(WORD).cast(pl.Int64)
        for text in (pl.col("text"), pl.col("printed"), pl.col("printed").str.replace(LEADING_LABEL, ""))
    )
    fewest_other = pl.min_horizontal((words - printed).abs(), (words - unlabelled).abs())
    return fewest_other <= pl.col("hyphen_count").fill_null(0)


def _has_same_numbers() -> pl.Expr:
    """Whether text and print have the same numbers, but for a number before them and the marks of footnotes."""
    text, printed = (numbers_of(pl.col(name).str.replace(LEADING_NUMBER, "")) for name in ("text", "printed"))
    lost = printed.list.set_difference(text).list.set_difference("markers")
    invented = text.list.set_difference(printed)
    return (lost.list.len() == 0) & (invented.list.len() == 0)


def _is_at_its_place() -> pl.Expr:
    """Whether the box that a paragraph begins in is around its lines there, and no larger."""
    box = pl.struct("page", *EDGES)
    is_first = (box == box.first()) & ~pl.col("is_capital")
    ends = {"x0": pl.Expr.min, "top": pl.Expr.min, "x1": pl.Expr.max, "bottom": pl.Expr.max}
    far = [
        (pl.col(edge).first() - end(pl.col(f"line_{edge}").filter(is_first))).abs()
        > PLACE_POINTS * (FARTHEST_MARK if edge == "x0" else 1)
        for edge, end in ends.items()
    ]
    return ~pl.any_horizontal(far)


def _find_apart(placed: pl.DataFrame, paragraphs: pl.DataFrame) -> pl.DataFrame:
    """For each paragraph in whose box another one begins, that other one's first line."""
    marked = placed.join(paragraphs.select(*PARAGRAPH_KEY, "form"), on=PARAGRAPH_KEY).with_columns(
        is_first=pl.int_range(pl.len()).over(PARAGRAPH_KEY) == 0,
        step=(pl.col("line_top") - pl.col("line_top").shift(1)).over([*PARAGRAPH_KEY, "page"]),
    )
    opens_bullet = pl.col("is_first") & (pl.col("form") == "bullet") & pl.col("list_mark").is_not_null()
    uses = opens_bullet.sum().over("report_id", "list_mark")
    usual = pl.col("step").filter(pl.col("step") > 1).median().over("report_id")
    is_marked = ~pl.col("is_first") & pl.col("list_mark").is_not_null() & (uses >= FEWEST_MARKED)
    is_far = pl.col("step") > MOST_LINE_STEPS * usual
    return marked.filter(is_marked | is_far).group_by(PARAGRAPH_KEY).agg(printed_apart=pl.col("line").first())


def _name_printed_form() -> pl.Expr:
    """Name the form that a list mark, or none, shows; null where that is the paragraph's form."""
    is_bullet, has_mark = pl.col("form") == "bullet", pl.col("printed_mark").is_not_null()
    marked_share = (is_bullet & has_mark).sum().over("report_id") / is_bullet.sum().over("report_id")
    is_used = (is_bullet & has_mark).sum().over("report_id", "printed_mark") >= FEWEST_MARKED
    return (
        pl.when(is_bullet & ~has_mark & (marked_share >= LEAST_MARKED_SHARE))
        .then(pl.lit("paragraph"))
        .when(~is_bullet & has_mark & is_used)
        .then(pl.lit("bullet"))
    )


def _is_in_print_order() -> pl.Expr:
    line = pl.col("first_line").struct.field("page") * 10_000 + pl.col("first_line").struct.field("line_number")
    previous = line.shift(1).over("report_id", "section_number", order_by="paragraph_number")
    return (line >= previous).fill_null(True)
