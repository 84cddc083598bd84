{% macro correctable_columns() -%}
    {#-
        What a hand correction may change in each table: where the cells are read from, what numbers a report's rows,
        and the columns with their types. Keys, places on the page and what the source itself lists are not for hands.
    -#}
    {{ return({
        'inspections': {'model': 'stg_letters', 'row_key': none, 'columns': {
            'title': 'varchar',
            'family': 'varchar',
            'letter_date': 'date',
            'inspection_start_date': 'date',
            'inspection_end_date': 'date',
            'inspection_dates_quote': 'varchar',
            'is_inspection_year_inferred': 'boolean',
            'theme': 'varchar',
            'theme_quote': 'varchar',
            'deep_dive_focus': 'varchar',
            'priority_action_areas_stated_none': 'boolean',
            'written_statement_required': 'boolean',
            'written_statement_lead': 'varchar',
            'written_statement_due_date': 'date',
            'written_statement_quote': 'varchar',
            'inspectorates': 'varchar',
            'signatory_offices': 'varchar',
        }},
        'sections': {'model': 'stg_sections', 'row_key': 'section_number', 'columns': {
            'kind': 'varchar',
            'heading': 'varchar',
            'polarity': 'varchar',
            'start_page': 'integer',
            'end_page': 'integer',
            'text': 'varchar',
            'summary': 'varchar',
        }},
        'findings': {'model': 'stg_findings', 'row_key': 'finding_number', 'columns': {
            'kind': 'varchar',
            'text': 'varchar',
            'page': 'integer',
        }},
        'case_studies': {'model': 'stg_case_studies', 'row_key': 'case_study_number', 'columns': {
            'title': 'varchar',
            'polarity': 'varchar',
            'text': 'varchar',
            'start_page': 'integer',
            'end_page': 'integer',
        }},
        'footnotes': {'model': 'stg_footnotes', 'row_key': 'footnote_number', 'columns': {
            'marker': 'varchar',
            'text': 'varchar',
            'page': 'integer',
            'reference_page': 'integer',
            'reference_quote': 'varchar',
        }},
    }) }}
{%- endmacro %}
