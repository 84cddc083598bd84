{% macro previous_rows(table_name, columns) -%}
    {#-
        The rows of a table of the previous release, with `columns` (each with its type) whatever its version released:
        a column that it lacks is null, and a table that it lacks is empty.
    -#}
    {%- set declared = source('previous', table_name) -%}
    {%- set released = load_relation(declared) if execute else none -%}
    {%- set released_columns = adapter.get_columns_in_relation(released) | map(attribute='name') | list if released else [] -%}
    select
        {%- for column, type in columns.items() %}
            {{ column if column in released_columns else 'null' }}::{{ type }} as {{ column }},
        {%- endfor %}
    {% if released -%}
        from {{ released }}
    {%- else -%}
        where false
    {%- endif %}
{%- endmacro %}

{% macro previous_letter_rows(table_name) -%}
    {#- The keys and compared columns of a table about letters in the previous release. -#}
    {%- set columns = {'report_id': 'varchar'} -%}
    {%- set row_key = letter_tables()[table_name].row_key -%}
    {%- if row_key -%}{%- do columns.update({row_key: 'integer'}) -%}{%- endif -%}
    {%- do columns.update(compared_columns()[table_name]) -%}
    {{ previous_rows(table_name, columns) }}
{%- endmacro %}
