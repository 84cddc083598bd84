{% macro suggested_tags(tag, patterns, points_needed) -%}
    {#-
        SQL: the tags that patterns suggest for findings, one row per finding and tag, with the words that decided it.
        `tag` is the name of the tag's column in the seed `patterns`, whose `rule` says what a match does:

        - `decides`: the finding gets the tag.
        - `hints`: a point for each match, and one more where the first is in the opening sentence. `points_needed`
          decide. A finding that would have no tag gets the one with most points.
        - `otherwise`: as a hint without points, for findings that would have no tag.
        - `ignores`: the words do not count for this tag, nor for any where the tag is empty.

        The patterns are written into the SQL, since DuckDB compiles a pattern once only where it is a constant. The
        first steps are materialized, since DuckDB would otherwise match each pattern again for each later use.
    -#}
    {%- set rules = tag_rules(tag, ref(patterns)) -%}
    with judged_texts as materialized (
        select
            report_id,
            finding_number,
            regexp_replace(regexp_replace(text, '\s+', ' ', 'g'), {{ pattern_literal(rules.pop('', {}).ignores) }}, '…', 'g')
                as text,
        from {{ ref('findings') }}
    ),

    matches as materialized (
        {%- for value, rule in rules.items() %}
        select
            report_id,
            finding_number,
            '{{ value }}' as {{ tag }},
            regexp_extract(text, {{ pattern_literal(rule.decides) }}) as deciding_words,
            regexp_extract_all(text, {{ pattern_literal(rule.hints) }}) as hints,
            contains(split_part(text, '.', 1), hints[1]) as opens_with_hint,
            {{ "regexp_extract(text, " ~ pattern_literal(rule.otherwise) ~ ")" if rule.otherwise else "''" }} as words_otherwise,
        from (
            select
                report_id,
                finding_number,
                regexp_replace(text, {{ pattern_literal(rule.ignores) }}, '…', 'g') as text,
            from judged_texts
        )
        {% if not loop.last %}union all{% endif %}
        {%- endfor %}
    ),

    scored_matches as (
        select
            report_id,
            finding_number,
            {{ tag }},
            case
                when deciding_words <> '' then {{ points_needed }}
                when len(hints) > 0 then len(hints) + opens_with_hint::integer
                else 0
            end as points,
            coalesce(nullif(deciding_words, ''), nullif(array_to_string(hints, ' … '), ''), words_otherwise)
                as matched_text,
        from matches
        where deciding_words <> '' or len(hints) > 0 or words_otherwise <> ''
    ),

    suggestions as (
        select
            report_id,
            finding_number,
            {{ tag }},
            matched_text,
        from scored_matches
        qualify
            points >= least({{ points_needed }}, max(points) over (partition by report_id, finding_number))
    )

    select * from suggestions
{%- endmacro %}

{% macro tag_rules(tag, patterns) -%}
    {#-
        By tag and rule, one regular expression that joins the patterns of a seed. `{agency}` in a pattern of agencies
        stands for every name among the hints. While dbt parses there is nothing to read, and one tag without patterns.
    -#}
    {%- if not execute -%}{{ return({'': {}, 'none': {}}) }}{%- endif -%}
    {%- set joined_patterns -%}
        select
            coalesce({{ tag }}, '') as {{ tag }},
            rule,
            string_agg('(?:' || pattern || ')', '|') as pattern,
        from {{ patterns }}
        group by all
        order by all
    {%- endset -%}
    {%- set rows = run_query(joined_patterns).rows -%}
    {%- set names = [] -%}
    {%- for row in rows if row[1] == 'hints' -%}{%- do names.append(row[2]) -%}{%- endfor -%}
    {%- set rules = {} -%}
    {%- for row in rows -%}
        {%- set pattern = row[2] | replace('{' ~ tag ~ '}', '(?:' ~ names | join('|') ~ ')') -%}
        {%- do rules.setdefault(row[0], {}).update({row[1]: pattern}) -%}
    {%- endfor -%}
    {{ return(rules) }}
{%- endmacro %}

{% macro pattern_literal(pattern) -%}
    {#- A pattern as an SQL literal that ignores case; without one, what no text matches. -#}
    {{- "'(?i)" ~ (pattern or '[^\\s\\S]') | replace("'", "''") ~ "'" -}}
{%- endmacro %}
