{#-
    What generic models must know of a mart's columns is `meta` beside each column in the mart's YAML, read from dbt's
    graph: https://docs.getdbt.com/reference/dbt-jinja-functions/graph
    The graph is empty while dbt parses, and in unit tests, which override these macros.
-#}

{% macro compared_columns() -%}
    {#- By table, the columns in which a release is compared with the previous one: all without `compared: false`. -#}
    {{ return(mart_columns('compared', true)) }}
{%- endmacro %}

{% macro correctable_columns() -%}
    {#- By table, the columns that a hand correction may change: those with `correctable: true`. -#}
    {{ return(mart_columns('correctable', false)) }}
{%- endmacro %}

{% macro mart_columns(flag, default) -%}
    {#- By table about letters, the data type of each column whose `meta` has a flag, or `default` where it is silent. -#}
    {%- set tables = {} -%}
    {%- for table_name in letter_tables() -%}
        {%- set types = {} -%}
        {%- for column in (graph.nodes['model.jtai.' ~ table_name].columns.values() if graph else []) -%}
            {%- if column.config.meta.get(flag, default) -%}
                {%- do types.update({column.name: column.data_type}) -%}
            {%- endif -%}
        {%- endfor -%}
        {%- do tables.update({table_name: types}) -%}
    {%- endfor -%}
    {{ return(tables) }}
{%- endmacro %}
