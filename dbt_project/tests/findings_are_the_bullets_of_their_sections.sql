-- A letter in a new layout should not hold up the others, so this only warns.
{{ config(severity='warn', meta={'dagster': {'ref': {'name': 'findings'}}}) }}

with bullets as (
    select
        sections.report_id,
        sections.kind,
        sum(sections.bullet_count) as bullet_count,
    from {{ ref('sections') }} as sections
    inner join {{ ref('inspections') }} as inspections
        on sections.report_id = inspections.report_id
    where
        sections.level = 1
        and sections.kind in ('strengths', 'needs_to_improve', 'areas_for_improvement', 'priority_action')
        and not (sections.kind = 'priority_action' and inspections.priority_action_areas_stated_none is true)
    group by sections.report_id, sections.kind
    having min(sections.bullet_count) > 0
),

top_level_findings as (
    select
        report_id,
        kind,
        count(*) as finding_count,
    from {{ ref('findings') }}
    where level = 1 and is_itemised
    group by report_id, kind
),

bullets_that_are_no_findings as (
    select
        bullets.report_id,
        bullets.kind,
        bullets.bullet_count,
        top_level_findings.finding_count,
    from bullets
    left join top_level_findings
        on
            bullets.report_id = top_level_findings.report_id
            and bullets.kind = top_level_findings.kind
    where bullets.bullet_count is distinct from top_level_findings.finding_count
)

select * from bullets_that_are_no_findings
