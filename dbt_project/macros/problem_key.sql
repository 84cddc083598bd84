{% macro problem_key() -%}
    {#- Fingerprint of a problem, the same from run to run while nothing changes. -#}
    md5(concat_ws(
        '|', gate, expectation, coalesce(report_id, ''), table_name, coalesce(column_name, ''),
        coalesce(row_key, ''), coalesce(seen, '')
    ))
{%- endmacro %}
