-- A letter in a new layout should not hold up the others, so this only warns.
{{ config(severity='warn', meta={'dagster': {'ref': {'name': 'findings'}}}) }}

with parents as (
    select
        report_id,
        finding_number,
        level,
    from {{ ref('findings') }}
),

misplaced_findings as (
    select
        findings.report_id,
        'finding ' || findings.finding_number as place,
    from {{ ref('findings') }} as findings
    left join {{ ref('inspections') }} as inspections
        on findings.report_id = inspections.report_id
    left join parents
        on
            findings.report_id = parents.report_id
            and findings.parent_finding_number = parents.finding_number
    where
        coalesce(findings.page not between 1 and findings.end_page, true)
        or coalesce(findings.end_page > inspections.page_count, true)
        or (findings.end_page > findings.page and findings.end_top is null)
        or (findings.level > 1) <> (findings.parent_finding_number is not null)
        or (findings.parent_finding_number is not null and coalesce(parents.level >= findings.level, true))
),

misplaced_footnotes as (
    select
        footnotes.report_id,
        'footnote ' || footnotes.footnote_number as place,
    from {{ ref('footnotes') }} as footnotes
    left join {{ ref('inspections') }} as inspections
        on footnotes.report_id = inspections.report_id
    where
        coalesce(footnotes.reference_page not between 1 and inspections.page_count, false)
        or coalesce(footnotes.page not between footnotes.reference_page and inspections.page_count, false)
),

misplaced as (
    select * from misplaced_findings
    union all
    select * from misplaced_footnotes
)

select * from misplaced
