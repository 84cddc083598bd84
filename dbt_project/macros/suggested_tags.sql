{% macro suggested_tags(tag, patterns, points_needed) -%}
    {#-
        SQL: the tags that patterns suggest for findings, one row per finding and tag, with the words that decided it.
        `tag` is the name of the tag's column in the seed `patterns`, whose `rule` says what a match does:

        - `decides`: the finding gets the tag.
        - `hints`: a point for each match, and one more where the first is in the opening sentence. `points_needed`
          decide. A finding that would have no tag gets the one with most points.
        - `otherwise`: as a hint without points, for findings that would have no tag.
        - `ignores`: the words do not count for this tag, nor for any where the tag is empty.

        The patterns are written into the SQL, since DuckDB compiles a pattern once only where it is a constant. Most
        findings match nothing that a tag looks for, so `candidates` asks that first, with one search. Steps are
        materialized, since DuckDB would otherwise match each pattern again for each later use.
    -#}
    {%- set rules = tag_rules(tag, ref(patterns)) -%}
    {%- set for_all_tags = rules.pop('', {}) -%}
    with searched_texts as materialized (
        select
            report_id,
            finding_number,
            {{ without_ignored_words("regexp_replace(text, '\\s+', ' ', 'g')", for_all_tags) }} as text,
        from {{ ref('findings') }}
    ),

    candidates as materialized (
        select
            *,
            unnest([
                {%- for value, rule in rules.items() %}
                case when {{ has_match(rule.decides, rule.hints, rule.otherwise) }} then '{{ value }}' end,
                {%- endfor %}
            ]) as {{ tag }},
        from searched_texts
    ),

    matches as materialized (
        {%- for value, rule in rules.items() %}
        select
            report_id,
            finding_number,
            {{ tag }},
            {{ first_match(rule.get('decides', []) + rule.get('acts', [])) }} as deciding_words,
            {{ "regexp_extract_all(text, " ~ pattern_literal(rule.hints) ~ ")" if rule.hints else "[]::varchar[]" }} as hints,
            contains(split_part(text, '.', 1), hints[1]) as opens_with_hint,
            {{ first_match(rule.otherwise) }} as words_otherwise,
        from (
            select
                report_id,
                finding_number,
                {{ tag }},
                {{ without_ignored_words('text', rule) }} as text,
            from candidates
            where {{ tag }} = '{{ value }}'
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
    ),

    suggestions as (
        select
            report_id,
            finding_number,
            {{ tag }},
            matched_text,
        from scored_matches
        -- A condition in a `where` would be moved before the steps above and match all patterns there again.
        qualify
            points >= least({{ points_needed }}, max(points) over (partition by report_id, finding_number))
            and matched_text <> ''
    )

    select * from suggestions
{%- endmacro %}

{% macro tag_rules(tag, patterns) -%}
    {#-
        By tag and rule, the patterns of a seed. A pattern for all tags may name agencies by `{agency}`. Where it
        decides, that is any hint of the tag that it is tried for; it is kept apart as `acts`, since it matches only
        where a hint does. Where it ignores, that is any hint of any tag and a plural noun after it ("police officers"):
        such names are then put between underscores. While dbt parses there is nothing to read, and one tag without
        patterns.
    -#}
    {%- if not execute -%}{{ return({'': {}, 'none': {}}) }}{%- endif -%}
    {%- set name = '{' ~ tag ~ '}' -%}
    {%- set query -%}
        select
            coalesce({{ tag }}, '') as {{ tag }},
            rule,
            if(rule = 'ignores', replace(pattern, '{{ name }}', '_[^_]+_( _?\w+s_?)?'), pattern) as pattern,
            rule = 'ignores' and contains(pattern, '{{ name }}') as has_names,
        from {{ patterns }}
    {%- endset -%}
    {%- set rules = {} -%}
    {%- for value, rule, pattern, has_names in run_query(query).rows -%}
        {%- do rules.setdefault(value, {}).setdefault(rule, []).append(pattern) -%}
        {%- if has_names -%}{%- do rules[value].update({'names': []}) -%}{%- endif -%}
    {%- endfor -%}
    {%- if 'names' in rules.get('', {}) -%}
        {%- do rules[''].update({'names': rules.values() | map(attribute='hints') | select | sum(start=[])}) -%}
    {%- endif -%}
    {%- for pattern in rules.get('', {}).pop('decides', []) -%}
        {%- for rule in rules.values() if rule.hints -%}
            {%- set own_names = '(' ~ rule.hints | join('|') ~ ')' -%}
            {%- do rule.setdefault('acts', []).append(pattern.replace(name, own_names)) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(rules) }}
{%- endmacro %}

{% macro without_ignored_words(text, rule) -%}
    {#-
        SQL: the text without what a rule ignores. Underscores are around agencies' names meanwhile, since the names
        themselves, repeated in a pattern, make it slow; to a pattern they are letters, so words end where they did.
    -#}
    {%- if rule.names -%}
        {%- set text = "regexp_replace(" ~ text ~ ", " ~ pattern_literal(rule.names) ~ ", '_\\0_', 'g')" -%}
    {%- endif -%}
    {%- if rule.ignores -%}
        {%- set text = "regexp_replace(" ~ text ~ ", " ~ pattern_literal(rule.ignores) ~ ", '…', 'g')" -%}
    {%- endif -%}
    {{- "replace(" ~ text ~ ", '_', '')" if rule.names else text -}}
{%- endmacro %}

{% macro has_match() -%}
    {#-
        SQL: whether a text matches any of some lists of patterns. Those for its beginning are tried apart, since the
        search for all together would have too many states.
    -#}
    {%- set patterns = varargs | select | sum(start=[]) -%}
    {%- set groups = {true: [], false: []} -%}
    {%- for pattern in patterns -%}{%- do groups[pattern.startswith('^')].append(pattern) -%}{%- endfor -%}
    {%- set searches = [] -%}
    {%- for group in groups.values() if group -%}
        {%- do searches.append("regexp_matches(text, " ~ pattern_literal(group) ~ ")") -%}
    {%- endfor -%}
    {{- searches | join(' or ') or 'false' -}}
{%- endmacro %}

{% macro first_match(patterns) -%}
    {#- SQL: the first words of a text that match a pattern, without the end of the sentence before; else none. -#}
    {{- "ltrim(regexp_extract(text, " ~ pattern_literal(patterns) ~ "), '.;: ')" if patterns else "''" -}}
{%- endmacro %}

{% macro pattern_literal(patterns) -%}
    {#- Patterns, joined, as an SQL literal that ignores case. -#}
    {{- "'(?i)(?:" ~ (patterns | join(')|(?:')) | replace("'", "''") ~ ")'" -}}
{%- endmacro %}
