with topic_criteria as (
    select
        topic,
        criterion_number,
        agency,
    from {{ ref('criteria_of_topics') }}
)

select * from topic_criteria
