with corrected_findings as (
    {{ corrected('findings') }}
),

findings as (
    select
        report_id,
        finding_number,
        section_number,
        kind,
        level,
        parent_finding_number,
        text,
        page,
        x0,
        top,
        x1,
        bottom,
    from corrected_findings
    where report_id in (select inspections.report_id from {{ ref('inspections') }} as inspections)
)

select * from findings
