with finding_counts as (
    select
        topic,
        count(*)::integer as finding_count,
    from {{ ref('finding_topics') }}
    group by topic
),

topics as (
    select
        definitions.topic,
        definitions.name,
        definitions.definition,
        definitions.includes,
        definitions.excludes,
        definitions.is_shown,
        coalesce(finding_counts.finding_count, 0) as finding_count,
    from {{ ref('topic_definitions') }} as definitions
    left join finding_counts
        on definitions.topic = finding_counts.topic
)

select * from topics
