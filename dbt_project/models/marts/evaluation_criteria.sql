-- A finding touches a criterion where it has the topic and, if the criterion names one, the agency.
with touched_criteria as (
    select distinct
        finding_topics.report_id,
        finding_topics.finding_number,
        criteria.criterion_number,
    from {{ ref('finding_topics') }} as finding_topics
    inner join {{ ref('criteria_of_topics') }} as criteria
        on finding_topics.topic = criteria.topic
    left join {{ ref('finding_agencies') }} as finding_agencies
        on
            finding_topics.report_id = finding_agencies.report_id
            and finding_topics.finding_number = finding_agencies.finding_number
            and criteria.agency = finding_agencies.agency
    where criteria.agency is null or finding_agencies.agency is not null
),

finding_counts as (
    select
        criterion_number,
        count(*)::integer as finding_count,
    from touched_criteria
    group by criterion_number
),

evaluation_criteria as (
    select
        criteria.criterion_number,
        criteria.criterion,
        coalesce(finding_counts.finding_count, 0) as finding_count,
    from {{ ref('evaluation_criteria_2019') }} as criteria
    left join finding_counts
        on criteria.criterion_number = finding_counts.criterion_number
)

select * from evaluation_criteria
