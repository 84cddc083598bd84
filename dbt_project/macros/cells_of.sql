{% macro cells_of(relation, table_name, row_key, columns) -%}
    {#- One row per cell of the columns that a reader would call a change of the letter. -#}
    {% for column in columns %}
        select
            report_id,
            '{{ table_name }}' as table_name,
            {{ row_key }} as row_key,
            '{{ column }}' as column_name,
            {{ column }}::varchar as cell_value
        from {{ relation }}
        {% if not loop.last %}union all{% endif %}
    {% endfor %}
{%- endmacro %}
