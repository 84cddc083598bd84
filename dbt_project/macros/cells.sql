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
    from (select *, {{ row_key_of(table_name) }} as row_key from {{ ref(table_name) }}) as current_rows
    full outer join
        (select *, {{ row_key_of(table_name) }} as row_key from {{ ref('stg_previous_' ~ table_name) }}) as previous_rows
        using (report_id, row_key)
{%- endmacro %}
