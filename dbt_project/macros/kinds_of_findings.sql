{% macro kinds_of_findings(sections) -%}
    {#-
        SQL: the sections of a relation that hold findings, with the kind, heading and polarity of what they say. What a
        subsection says is of the kind of the section around it.
    -#}
    select
        sections.report_id,
        sections.section_number,
        coalesce(sections.heading, around.heading) as heading,
        nullif(section_kinds.kind, 'other') as kind,
        coalesce(sections.polarity, section_kinds.polarity) as polarity,
        section_kinds.kind = 'case_study' as is_case_study,
    from {{ sections }} as sections
    left join {{ sections }} as around
        on
            sections.report_id = around.report_id
            and sections.parent_section_number = around.section_number
            and sections.kind = 'sub_section'
    inner join {{ ref('section_kind_definitions') }} as section_kinds
        on coalesce(around.kind, sections.kind) = section_kinds.kind
    where section_kinds.holds_findings
{%- endmacro %}
