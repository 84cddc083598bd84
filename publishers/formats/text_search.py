"""Text search inside the released database: two table macros in plain SQL, so a reader needs nothing but the file.

A query is words, "phrases in quotes", OR between alternatives, and a minus before what must not occur. A word finds
every word that begins with it; the words of a phrase, or of a compound such as self-harm, are found in this order with
any spaces and punctuation between them. Both the query and the texts are reduced to lower-case words with one space
before each, so that a term is found by `contains` and no character of a query has a meaning of its own.
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from publishers.duckdb_helpers import quote_text


@dataclass(frozen=True, slots=True)
class Search:
    """A table whose column `text` can be searched, the column that numbers its rows in a letter, and the macro.

    `facts` are the facts of its letter that the table itself lacks.
    """

    table_name: str
    number: str
    comment: str
    facts: tuple[str, ...] = ()

    @property
    def macro_name(self) -> str:
        """The name of the macro."""
        return f"search_{self.table_name}"


HOW_TO_ASK = (
    'Give words (all must occur, at least as the beginning of a word), "phrases in quotes", OR between alternatives, '
    "and a minus before a word or phrase that must not occur."
)
SEARCHES: tuple[Search, ...] = (
    Search("findings", "finding_number", f"Findings that match a query, best first. {HOW_TO_ASK}"),
    Search(
        "sections",
        "section_number",
        f"Sections that match a query, best first. {HOW_TO_ASK} "
        "A section of level 1 holds its subsections, so both may be found.",
        ("local_authority", "publication_date", "theme"),
    ),
)

# The score is BM25 with its usual k = 1.2 and b = 0.75: rare terms, many occurrences and short texts count most.
# A snippet is the twelve words before the first match and the 24 after it, with every match marked.
MACRO = r"""
CREATE MACRO {macro}(query) AS TABLE
WITH tokens AS (
    SELECT unnest(found) AS token, generate_subscripts(found, 1) AS position
    FROM (SELECT regexp_extract_all(regexp_replace(query, '[“”„]', '"', 'g'), '-?"[^"]*"?|[^\s"]+') AS found)
),
terms AS (
    SELECT DISTINCT alternative, term, is_excluded
    FROM (
        SELECT
            token,
            rtrim(regexp_replace(' ' || lower(token), '[^\p{{L}}\p{{N}}]+', ' ', 'g')) AS term,
            regexp_matches(token, '^-["\p{{L}}\p{{N}}]') AS is_excluded,
            count(*) FILTER (lower(token) = 'or') OVER (ORDER BY position) AS alternative
        FROM tokens
    )
    WHERE lower(token) <> 'or' AND token <> 'AND' AND term <> ''
),
texts AS (
    SELECT report_id, {number}, regexp_replace(' ' || lower(text), '[^\p{{L}}\p{{N}}]+', ' ', 'g') AS words
    FROM {table}
),
matches AS (
    SELECT
        report_id, {number}, alternative, term, is_excluded, length(words) AS size,
        (length(words) - length(replace(words, term, ''))) / length(term) AS occurrences,
        count(*) OVER (PARTITION BY alternative, term, is_excluded) AS matching_texts
    FROM texts JOIN terms ON contains(words, term)
),
scored AS (
    SELECT report_id, {number}, alternative, sum(
        ln((text_count - matching_texts + 0.5) / (matching_texts + 0.5) + 1)
        * occurrences * 2.2 / (occurrences + 1.2 * (0.25 + 0.75 * size / average_size))
    ) AS score
    FROM matches
    CROSS JOIN (SELECT count(*) AS text_count, avg(length(words)) AS average_size FROM texts)
    GROUP BY report_id, {number}, alternative
    HAVING
        count(*) = (SELECT count(*) FROM terms WHERE terms.alternative = matches.alternative AND NOT is_excluded)
        AND NOT bool_or(is_excluded)
),
ranked AS (
    SELECT report_id, {number}, max(score) AS score FROM scored GROUP BY report_id, {number}
),
-- For each row DuckDB compiles the pattern again, a hundred times slower with classes such as \p{{L}}.
pattern AS (
    SELECT '(?i)(^|[^a-z0-9à-ž])((?:' || string_agg(
        replace(ltrim(term), ' ', '[^a-z0-9à-ž]+'), '|' ORDER BY length(term) DESC
    ) || ')[a-z0-9à-ž]*)' AS marked
    FROM terms WHERE NOT is_excluded
),
split_texts AS (
    SELECT
        ranked.*, marked, regexp_replace(trim(text), '\s+', ' ', 'g') AS line, string_split(line, ' ') AS words,
        length(string_split(split_part(regexp_replace(line, marked, '\1**'), '**', 1), ' ')) AS first_match
    FROM ranked JOIN {table} USING (report_id, {number}) CROSS JOIN pattern
)
SELECT
    score,
    if(first_match > 13, '… ', '') || regexp_replace(
        array_to_string(words[greatest(first_match - 12, 1):first_match + 24], ' '), marked, '\1**\2**', 'g'
    ) || if(length(words) > first_match + 24, ' …', '') AS snippet,
    {facts}{table}.*
FROM split_texts JOIN {table} USING (report_id, {number}) JOIN inspections USING (report_id)
ORDER BY score DESC, report_id, {number}
"""


def add_search(con: duckdb.DuckDBPyConnection) -> None:
    """Add the macros to the database that `con` writes."""
    for search in SEARCHES:
        facts = "".join(f"inspections.{fact}, " for fact in search.facts)
        con.execute(MACRO.format(macro=search.macro_name, table=search.table_name, number=search.number, facts=facts))
        con.execute(f"COMMENT ON MACRO TABLE {search.macro_name} IS {quote_text(search.comment)}")
