with corrected_case_studies as (
    {{ corrected('case_studies') }}
),

case_studies as (
    select
        report_id,
        case_study_number,
        section_number,
        title,
        polarity,
        text,
        start_page,
        end_page,
    from corrected_case_studies
    where report_id in (select inspections.report_id from {{ ref('inspections') }} as inspections)
)

select * from case_studies
