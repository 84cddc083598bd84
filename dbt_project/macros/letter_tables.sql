{% macro letter_tables() -%}
    {#-
        The marts that hold what letters say: where their cells are extracted, before hand corrections, and which column
        tells the rows of one report apart (none where a report has one row).
    -#}
    {{ return({
        'inspections': {'extracted': 'stg_letters', 'row_key': none},
        'sections': {'extracted': 'int_sections', 'row_key': 'section_number'},
        'findings': {'extracted': 'int_findings', 'row_key': 'finding_number'},
        'case_studies': {'extracted': 'int_case_studies', 'row_key': 'case_study_number'},
        'footnotes': {'extracted': 'stg_footnotes', 'row_key': 'footnote_number'},
        'signatories': {'extracted': 'stg_signatories', 'row_key': 'position'},
    }) }}
{%- endmacro %}

{% macro row_key_of(table_name) -%}
    {#- The key of a row within its report, as text; empty for the inspection itself. -#}
    {%- set row_key = letter_tables()[table_name].row_key -%}
    {{ row_key ~ '::varchar' if row_key else "''" }}
{%- endmacro %}
