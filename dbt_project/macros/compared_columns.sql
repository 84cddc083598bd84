{% macro compared_columns() -%}
    {#- What a letter says and where it stands; not how or when it was read, nor what follows from other rows. -#}
    {{ return({
        'inspections': [
            'urn', 'local_authority', 'la_code', 'ltla23cd', 'region_code', 'region', 'publication_date', 'letter_date',
            'inspection_start_date', 'inspection_end_date', 'theme', 'theme_quote', 'deep_dive_focus',
            'priority_action_areas_stated_none', 'written_statement_required', 'written_statement_lead',
            'written_statement_due_date', 'page_count', 'report_url',
            'file_sha256',
        ],
        'sections': ['kind', 'heading', 'polarity', 'text'],
        'findings': ['text'],
        'case_studies': ['title', 'polarity', 'text'],
        'footnotes': ['marker', 'text'],
    }) }}
{%- endmacro %}
