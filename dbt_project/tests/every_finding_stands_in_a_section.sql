{{ config(meta={'dagster': {'ref': {'name': 'findings'}}}) }}

select
    findings.report_id,
    findings.finding_number,
    findings.section_number,
from {{ ref('findings') }} as findings
left join {{ ref('sections') }} as sections
    on
        findings.report_id = sections.report_id
        and findings.section_number = sections.section_number
where sections.section_number is null
