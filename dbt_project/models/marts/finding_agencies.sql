with suggestions as (
    {{ suggested_tags('agency', 'agency_patterns', points_needed=2) }}
),

-- Where nobody is named, the agencies together are meant.
findings_that_name_nobody as (
    select
        findings.report_id,
        findings.finding_number,
        'partnership' as agency,
        null::varchar as matched_text,
    from {{ ref('findings') }} as findings
    anti join suggestions
        on findings.report_id = suggestions.report_id and findings.finding_number = suggestions.finding_number
),

finding_agencies as (
    select
        report_id,
        finding_number,
        agency,
        matched_text,
    from suggestions
    union all
    select * from findings_that_name_nobody
)

select * from finding_agencies
