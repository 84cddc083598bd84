with case_studies as (
    select * from {{ ref('stg_case_studies') }}
),

sections as (
    select
        report_id,
        section_number,
        text,
    from {{ ref('int_sections') }}
),

case_studies_with_text as (
    select
        case_studies.*,
        sections.text,
    from case_studies
    left join sections
        on case_studies.report_id = sections.report_id and case_studies.section_number = sections.section_number
)

select * from case_studies_with_text -- noqa: AM04
