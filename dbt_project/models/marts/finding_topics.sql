with suggestions as (
    {{ suggested_tags('topic', 'topic_patterns', points_needed=3) }}
),

finding_topics as (
    select
        report_id,
        finding_number,
        topic,
        matched_text,
    from suggestions
)

select * from finding_topics
