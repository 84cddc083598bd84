with corrected_sections as (
    {{ corrected('sections') }}
),

sections as (
    select
        report_id,
        section_number,
        parent_section_number,
        level,
        kind,
        heading,
        polarity,
        start_page,
        end_page,
        text,
        bullet_count,
        sub_bullet_count,
        paragraph_count,
        summary,
    from corrected_sections
    where report_id in (select inspections.report_id from {{ ref('inspections') }} as inspections)
)

select * from sections
