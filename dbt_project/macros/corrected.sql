{% macro corrected(table_name) -%}
    {#- The rows of a table as extracted, with the right value in each cell that a hand correction applies to. -#}
    {%- set table = correctable_columns()[table_name] %}
        select extracted.* replace (
            {%- for column, type in table.columns.items() %}
            if(
                map_contains(by_hand.right_values, '{{ column }}'),
                by_hand.right_values['{{ column }}']::{{ type }},
                extracted.{{ column }}
            ) as {{ column }}{% if not loop.last %},{% endif %}
            {%- endfor %}
        )
        from {{ ref(table.model) }} as extracted
        left join (
            select
                report_id,
                row_key,
                map_from_entries(list((column_name, right_value))) as right_values
            from {{ ref('int_corrections') }}
            where table_name = '{{ table_name }}' and status = 'applied'
            group by report_id, row_key
        ) as by_hand
            on extracted.report_id = by_hand.report_id and {{ row_key_of(table) }} = by_hand.row_key
{%- endmacro %}

{% macro row_key_of(table) -%}
    {#- The number of a row of a correctable table as text; empty for the inspection itself. -#}
    {{ table.row_key ~ '::varchar' if table.row_key else "''" }}
{%- endmacro %}
