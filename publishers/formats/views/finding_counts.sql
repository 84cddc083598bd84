-- A finding of a subsection is of the kind of the section around it, so kinds are those of findings.
with listed as (
    select
        report_id,
        kind,
        count(*) as finding_count,
    from findings
    where level = 1 and is_itemised
    group by report_id, kind
),

of_sections as (
    select
        sections.report_id,
        sections.kind,
        coalesce(listed.finding_count, 0) as finding_count,
    from sections
    left join listed on sections.report_id = listed.report_id and sections.kind = listed.kind
    group by all
)

select
    inspections.report_id,
    (sum(of_sections.finding_count) filter (where of_sections.kind = 'strengths'))::integer as strengths,
    (
        sum(of_sections.finding_count) filter (where of_sections.kind in ('needs_to_improve', 'areas_for_improvement'))
    )::integer as to_improve,
    (sum(of_sections.finding_count) filter (where of_sections.kind = 'priority_action'))::integer as priority_actions,
from inspections
left join of_sections on inspections.report_id = of_sections.report_id
group by inspections.report_id
