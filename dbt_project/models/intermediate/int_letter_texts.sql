{%- set kinds_with_text = [
    'introduction', 'context', 'headline_findings', 'strengths', 'needs_to_improve', 'areas_for_improvement',
    'priority_action', 'main_findings', 'next_steps',
] -%}
{%- set kinds_with_summary = [
    'headline_findings', 'strengths', 'needs_to_improve', 'areas_for_improvement', 'priority_action', 'case_study',
] -%}

with sections as (
    {{ corrected('sections') }}
),

case_studies as (
    {{ corrected('case_studies') }}
),

repeated_kinds as (
    select
        report_id,
        kind,
    from sections
    group by report_id, kind
    having count(*) > 1
),

-- Most letters have one section of a kind. Only the others are aggregated: to aggregate all texts takes several times
-- their size in memory.
texts_of_a_kind as (
    select
        report_id,
        kind,
        text,
        summary,
    from sections
    where (report_id, kind) not in (from repeated_kinds)
    union all
    select
        report_id,
        kind,
        string_agg(text, e'\n\n' order by section_number) as text,
        string_agg(summary, e'\n\n' order by section_number) as summary,
    from sections
    where (report_id, kind) in (from repeated_kinds)
    group by report_id, kind
),

letters as (
    select distinct report_id
    from sections
),

section_texts as (
    select
        letters.report_id,
        {% for kind in kinds_with_text %}
            {{ kind }}.text as {{ kind }},
        {% endfor %}
        {% for kind in kinds_with_summary %}
            {{ kind }}.summary as {{ kind }}_summary,
        {% endfor %}
    from letters
    {% for kind in kinds_with_text + ['case_study'] %}
        left join texts_of_a_kind as {{ kind }}
            on
                letters.report_id = {{ kind }}.report_id
                and {{ kind }}.kind = '{{ kind }}'
    {% endfor %}
),

case_study_texts as (
    select
        report_id,
        string_agg(title, '; ' order by case_study_number) as case_study_titles,
        string_agg(title || e'\n' || text, e'\n\n' order by case_study_number) as case_studies,
    from case_studies
    group by report_id
),

other_section_texts as (
    select
        report_id,
        string_agg(concat_ws(e'\n', heading, nullif(text, '')), e'\n\n' order by section_number) as other_sections,
    from sections
    where kind = 'other'
    group by report_id
),

letter_texts as (
    select
        section_texts.*,
        other_section_texts.other_sections,
        case_study_texts.case_study_titles,
        case_study_texts.case_studies,
    from section_texts
    left join case_study_texts
        on section_texts.report_id = case_study_texts.report_id
    left join other_section_texts
        on section_texts.report_id = other_section_texts.report_id
)

select * from letter_texts
