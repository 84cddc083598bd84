{% macro compared_names() -%}
    {#- Each compared column with its table: `['inspections.urn', 'sections.text']`. -#}
    {% set names = [] %}
    {% for table_name, columns in compared_columns().items() %}
        {% for column in columns %}{% do names.append(table_name ~ '.' ~ column) %}{% endfor %}
    {% endfor %}
    {{ return(names) }}
{%- endmacro %}
