{% macro extracted_cells(table_name) -%}
    {#- One row per cell of a table that a hand correction may change, as extracted and as text. -#}
    {%- set table = letter_tables()[table_name] -%}
    select
        report_id,
        '{{ table_name }}' as table_name,
        {{ row_key_of(table_name) }} as row_key,
        unnest([
            {%- for column in correctable_columns()[table_name] %}
                {column_name: '{{ column }}', cell_value: {{ column }}::varchar}{{ ',' if not loop.last }}
            {%- endfor %}
        ], recursive := true),
    from {{ ref(table.extracted) }}
{%- endmacro %}

{% macro changed_cells(table_name) -%}
    {#-
        One row per cell of a table in which this release and the previous one differ, as text. Rows are joined before
        they are taken apart into cells: to join the cells would take several times the memory.
    -#}
    select
        report_id,
        '{{ table_name }}' as table_name,
        row_key,
        unnest([
            {%- for column in compared_columns()[table_name] %}
                {
                    column_name: '{{ column }}',
                    old_value: previous_rows.{{ column }}::varchar,
                    new_value: current_rows.{{ column }}::varchar
                }{{ ',' if not loop.last }}
            {%- endfor %}
        ], recursive := true),
    from ({{ keyed_rows(table_name, ref(table_name)) }}) as current_rows
    full outer join ({{ previous_rows_by_current_key(table_name) }}) as previous_rows using (report_id, row_key)
{%- endmacro %}

{% macro keyed_rows(table_name, relation) -%}
    {#- The rows of a table, each with its number among those of its report that have the same words. -#}
    {%- set table = letter_tables()[table_name] -%}
    select
        *,
        {{ row_key_of(table_name) }} as row_key,
        {{ table.words or "''" }} as words,
        {%- if table.row_key %}
            row_number() over (partition by report_id, {{ table.words }} order by {{ table.row_key }}) as repetition,
        {%- else %}
            1 as repetition,
        {%- endif %}
    from {{ relation }}
{%- endmacro %}

{% macro previous_rows_by_current_key(table_name) -%}
    {#-
        The rows of the previous release with the key of the row that they are now: the one of the same words, else the
        one of the same number. Numbers move with the rows before them. A row that is gone and whose number is now
        another row's has a key of its own.
    -#}
    with current_rows as ({{ keyed_rows(table_name, ref(table_name)) }}),

    previous_rows as ({{ keyed_rows(table_name, ref('stg_previous_' ~ table_name)) }}),

    same_words as (
        select
            report_id,
            current_rows.row_key as new_key,
            previous_rows.row_key as old_key,
        from current_rows
        inner join previous_rows using (report_id, words, repetition)
    )

    select
        previous_rows.* exclude (row_key),
        case
            when kept.new_key is not null then kept.new_key
            when taken.new_key is not null then previous_rows.row_key || ' before'
            else previous_rows.row_key
        end as row_key,
    from previous_rows
    left join same_words as kept
        on previous_rows.report_id = kept.report_id and previous_rows.row_key = kept.old_key
    left join same_words as taken
        on previous_rows.report_id = taken.report_id and previous_rows.row_key = taken.new_key
{%- endmacro %}
