with corrected_findings as (
    select * from {{ ref('int_corrected_findings') }}
),

inspections as (
    select * from {{ ref('inspections') }}
),

findings as (
    select
        corrected_findings.report_id,
        corrected_findings.finding_number,
        corrected_findings.section_number,
        corrected_findings.kind,
        corrected_findings.level,
        corrected_findings.parent_finding_number,
        corrected_findings.text,
        corrected_findings.page,
        corrected_findings.x0,
        corrected_findings.top,
        corrected_findings.x1,
        corrected_findings.bottom,
        corrected_findings.polarity,
        corrected_findings.form,
        corrected_findings.is_itemised,
        corrected_findings.heading,
        corrected_findings.paragraph_number,
        corrected_findings.end_page,
        corrected_findings.end_x0,
        corrected_findings.end_top,
        corrected_findings.end_x1,
        corrected_findings.end_bottom,
        inspections.local_authority,
        inspections.region,
        inspections.theme,
        inspections.publication_date,
        -- A path of an archive opens at a page as an address does.
        inspections.report_url || '#page=' || corrected_findings.page as finding_url,
        inspections.family,
    from corrected_findings
    inner join inspections
        on corrected_findings.report_id = inspections.report_id
)

select * from findings
