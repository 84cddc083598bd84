with inspections as (
    select * from {{ ref('inspections') }}
),

letter_texts as (
    select * from {{ ref('int_letter_texts') }}
),

outcomes as (
    select
        inspections.urn,
        inspections.la_code,
        inspections.region_code,
        inspections.ltla23cd,
        inspections.local_authority,
        inspections.inspection_start_date,
        inspections.theme as inspection_theme,
        letter_texts.priority_action_summary as summary_priority_action,
        letter_texts.areas_for_improvement_summary as summary_improvement,
        letter_texts.strengths_summary as summary_key_strengths,
        letter_texts.headline_findings_summary as summary_headline_findings,
        letter_texts.needs_to_improve_summary as summary_needs_to_improve,
        letter_texts.case_study_titles as case_study_title,
        letter_texts.case_study_summary as summary_case_study,
        inspections.publication_date,
        inspections.report_url as inspection_link,
        letter_texts.introduction,
        letter_texts.context,
        letter_texts.headline_findings,
        letter_texts.strengths as key_strengths,
        letter_texts.needs_to_improve,
        letter_texts.areas_for_improvement,
        letter_texts.priority_action,
        letter_texts.main_findings,
        letter_texts.next_steps,
        letter_texts.case_studies,
        letter_texts.other_sections,
        inspections.report_id,
        inspections.region,
        inspections.letter_date,
        inspections.inspection_end_date,
        inspections.theme_quote,
        inspections.deep_dive_focus,
        inspections.priority_action_areas_stated_none,
        inspections.written_statement_required,
        inspections.written_statement_lead,
        inspections.written_statement_due_date,
        inspections.page_count,
        inspections.file_sha256,
        inspections.is_latest,
        inspections.extraction_status,
        inspections.unread_reason,
        inspections.family,
        inspections.inspection_dates_quote,
        inspections.is_inspection_year_inferred,
        inspections.written_statement_quote,
        inspections.inspectorates,
        inspections.signatory_offices,
        inspections.title,
        inspections.label,
        inspections.reader,
        inspections.extractor_version,
        inspections.fetched_at,
        inspections.word_count,
    from inspections
    left join letter_texts
        on inspections.report_id = letter_texts.report_id
)

select * from outcomes
