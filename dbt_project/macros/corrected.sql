{% macro corrected(table_name) -%}
    {#- The rows of a table as extracted, with the corrected value in each cell that a hand correction applies to. -#}
    {%- set table = letter_tables()[table_name] -%}
    {%- set columns = correctable_columns()[table_name] %}
        select extracted.*{% if columns %} replace (
            {%- for column, type in columns.items() %}
            if(
                map_contains(by_hand.corrected_values, '{{ column }}'),
                by_hand.corrected_values['{{ column }}']::{{ type }},
                extracted.{{ column }}
            ) as {{ column }}{{ ',' if not loop.last }}
            {%- endfor %}
        ){% endif %}
        from {{ ref(table.extracted) }} as extracted
        left join (
            select
                report_id,
                row_key,
                map_from_entries(list((column_name, corrected_value))) as corrected_values
            from {{ ref('int_corrections') }}
            where table_name = '{{ table_name }}' and status = 'applied'
            group by report_id, row_key
        ) as by_hand
            on extracted.report_id = by_hand.report_id and {{ row_key_of(table_name) }} = by_hand.row_key
{%- endmacro %}
