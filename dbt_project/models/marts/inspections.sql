with letters as (
    select * from {{ ref('int_documents') }}
    where left_out_reason is null
),

authorities as (
    select
        urn,
        local_authority,
        la_code,
        ltla23cd,
        region_code,
        region_name,
    from {{ ref('stg_local_authorities') }}
),

providers as (
    select
        urn,
        provider_name,
    from {{ ref('stg_providers') }}
),

reports_with_problems as (
    select distinct report_id
    from {{ ref('int_current_problems') }}
    where severity = 'warning' and is_open and report_id is not null
),

signatories_by_position as (
    {{ corrected('signatories') }}
),

signatories as (
    select
        report_id,
        string_agg(office, '; ' order by position) as signatory_offices,
    from signatories_by_position
    group by report_id
),

priority_actions as (
    select
        report_id,
        bool_or(is_itemised and kind = 'priority_action') as is_listed,
        bool_or(kind is null) as may_be_listed,
    from {{ ref('int_corrected_findings') }}
    group by report_id
),

lead_types as (
    select
        letters.report_id,
        coalesce(arg_min(types.lead_type, types.priority), 'other') as lead_type,
    from letters
    left join {{ ref('written_statement_lead_types') }} as types
        on regexp_matches(lower(letters.written_statement_lead), types.pattern)
    where letters.written_statement_lead is not null
    group by letters.report_id
),

reports_corrected as (
    select distinct report_id
    from {{ ref('int_corrections') }}
    where status = 'applied'
),

inspections as (
    select
        letters.report_id,
        letters.urn,
        coalesce(authorities.local_authority, providers.provider_name) as local_authority,
        authorities.la_code,
        authorities.ltla23cd,
        authorities.region_code,
        authorities.region_name as region,
        letters.publication_date,
        letters.letter_date,
        letters.inspection_start_date,
        letters.inspection_end_date,
        letters.theme,
        letters.theme_quote,
        letters.deep_dive_focus,
        letters.priority_action_areas_stated_none,
        letters.written_statement_required,
        letters.written_statement_lead,
        letters.written_statement_due_date,
        letters.page_count,
        letters.report_url,
        letters.file_sha256,
        row_number() over (
            partition by letters.urn
            order by letters.publication_date desc, letters.letter_date desc nulls last, letters.report_id desc
        ) = 1 as is_latest,
        case
            when letters.unread_reason is not null then 'unread'
            when reports_with_problems.report_id is not null then 'flagged'
            when reports_corrected.report_id is not null then 'corrected'
            else 'passed'
        end as extraction_status,
        letters.unread_reason,
        letters.family,
        letters.inspection_dates_quote,
        letters.is_inspection_year_inferred,
        letters.written_statement_quote,
        letters.inspectorates,
        signatories.signatory_offices,
        letters.title,
        letters.label,
        letters.reader,
        letters.extractor_version,
        letters.fetched_at,
        letters.word_count,
        letters.file_problem,
        letters.listed_inspection_date,
        case
            when letters.priority_action_areas_stated_none then false
            when priority_actions.is_listed then true
            -- All headings are known and all pages read.
            when not priority_actions.may_be_listed and not letters.priority_action_areas_stated_none then false
        end as has_priority_action,
        lead_types.lead_type as written_statement_lead_type,
        (letters.publication_date - letters.inspection_end_date)::integer as days_to_publication,
    from letters
    left join authorities
        on letters.urn = authorities.urn
    left join providers
        on letters.urn = providers.urn
    left join signatories
        on letters.report_id = signatories.report_id
    left join reports_with_problems
        on letters.report_id = reports_with_problems.report_id
    left join priority_actions
        on letters.report_id = priority_actions.report_id
    left join lead_types
        on letters.report_id = lead_types.report_id
    left join reports_corrected
        on letters.report_id = reports_corrected.report_id
)

select * from inspections
