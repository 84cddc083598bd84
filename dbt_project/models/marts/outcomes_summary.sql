with latest_outcomes as (
    select
        urn,
        la_code,
        region_code,
        ltla23cd,
        local_authority,
        inspection_start_date,
        inspection_theme,
        summary_priority_action,
        summary_improvement,
        summary_key_strengths,
        summary_headline_findings,
        summary_needs_to_improve,
        case_study_title,
        summary_case_study,
        publication_date,
        inspection_link,
    from {{ ref('outcomes_expanded') }}
    where is_latest
)

select * from latest_outcomes
