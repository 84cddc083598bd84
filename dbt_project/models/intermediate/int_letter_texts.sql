with sections as (
    {{ corrected('sections') }}
),

case_studies as (
    {{ corrected('case_studies') }}
),

texts_of_a_kind as (
    select
        report_id,
        kind,
        string_agg(text, e'\n\n' order by section_number) as text,
        string_agg(summary, e'\n\n' order by section_number) as summary,
    from sections
    group by report_id, kind
),

section_texts as (
    select
        report_id,
        any_value(text) filter (where kind = 'introduction') as introduction,
        any_value(text) filter (where kind = 'context') as context,
        any_value(text) filter (where kind = 'headline_findings') as headline_findings,
        any_value(text) filter (where kind = 'strengths') as strengths,
        any_value(text) filter (where kind = 'needs_to_improve') as needs_to_improve,
        any_value(text) filter (where kind = 'areas_for_improvement') as areas_for_improvement,
        any_value(text) filter (where kind = 'priority_action') as priority_action,
        any_value(text) filter (where kind = 'main_findings') as main_findings,
        any_value(text) filter (where kind = 'next_steps') as next_steps,
        any_value(summary) filter (where kind = 'headline_findings') as headline_findings_summary,
        any_value(summary) filter (where kind = 'strengths') as strengths_summary,
        any_value(summary) filter (where kind = 'needs_to_improve') as needs_to_improve_summary,
        any_value(summary) filter (where kind = 'areas_for_improvement') as areas_for_improvement_summary,
        any_value(summary) filter (where kind = 'priority_action') as priority_action_summary,
        any_value(summary) filter (where kind = 'case_study') as case_study_summary,
    from texts_of_a_kind
    group by report_id
),

case_study_texts as (
    select
        report_id,
        string_agg(title, '; ' order by case_study_number) as case_study_titles,
        string_agg(title || e'\n' || text, e'\n\n' order by case_study_number) as case_studies,
    from case_studies
    group by report_id
),

letter_texts as (
    select
        section_texts.*,
        case_study_texts.case_study_titles,
        case_study_texts.case_studies,
    from section_texts
    left join case_study_texts
        on section_texts.report_id = case_study_texts.report_id
)

select * from letter_texts
