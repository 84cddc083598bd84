{% macro generate_schema_name(custom_schema_name, node) -%}
    {#- Schemas are named exactly as configured: `marts`, never `main_marts`. -#}
    {{ custom_schema_name or target.schema }}
{%- endmacro %}
