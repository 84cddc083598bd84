{{ config(meta={'dagster': {'ref': {'name': 'case_studies'}}}) }}

with case_study_sections as (
    select
        report_id,
        section_number,
    from {{ ref('sections') }}
    where kind = 'case_study'
),

unmatched_case_studies as (
    select
        report_id,
        section_number,
        case_studies.case_study_number,
    from {{ ref('case_studies') }} as case_studies
    full outer join case_study_sections using (report_id, section_number)
    where case_studies.report_id is null or case_study_sections.report_id is null
)

select * from unmatched_case_studies
