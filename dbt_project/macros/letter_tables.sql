{% macro letter_tables() -%}
    {#-
        The marts that hold what letters say: where their cells are extracted, before hand corrections, which column
        numbers the rows of one report (none where a report has one row), and which holds the words that a row is
        recognised by, whatever its number.
    -#}
    {{ return({
        'inspections': {'extracted': 'stg_letters', 'row_key': none, 'words': none},
        'sections': {'extracted': 'int_sections', 'row_key': 'section_number', 'words': 'text'},
        'findings': {'extracted': 'int_findings', 'row_key': 'finding_number', 'words': 'text'},
        'case_studies': {'extracted': 'int_case_studies', 'row_key': 'case_study_number', 'words': 'text'},
        'footnotes': {'extracted': 'stg_footnotes', 'row_key': 'footnote_number', 'words': 'text'},
        'signatories': {'extracted': 'stg_signatories', 'row_key': 'position', 'words': 'office'},
    }) }}
{%- endmacro %}

{% macro row_key_of(table_name) -%}
    {#- The key of a row within its report, as text; empty for the inspection itself. -#}
    {%- set row_key = letter_tables()[table_name].row_key -%}
    {{ row_key ~ '::varchar' if row_key else "''" }}
{%- endmacro %}
