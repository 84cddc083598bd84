{{ config(meta={'dagster': {'ref': {'name': 'findings'}}}) }}

with sections as (
    select
        sections.report_id,
        sections.section_number,
        sections.text,
        section_kinds.holds_findings,
    from {{ ref('sections') }} as sections
    inner join {{ ref('section_kinds') }} as section_kinds
        on sections.kind = section_kinds.kind
    where sections.kind <> 'sub_section' and sections.text <> ''
),

-- The section around a subsection has its words too.
sections_around as (
    select
        report_id,
        section_number,
        case when kind = 'sub_section' then parent_section_number else section_number end as around_section_number,
    from {{ ref('sections') }}
),

texts_of_rows as (
    select
        report_id,
        section_number,
        text,
        true as is_finding,
    from {{ ref('findings') }}
    union all
    select
        report_id,
        section_number,
        text,
        false as is_finding,
    from {{ ref('stg_paragraphs') }}
    where form = 'heading'
),

counts_of_rows as (
    select
        texts_of_rows.report_id,
        sections_around.around_section_number as section_number,
        count(*) as rows_found,
        count_if(texts_of_rows.is_finding) as findings_found,
        sum(length(string_split(texts_of_rows.text, ' '))) as words_found,
    from texts_of_rows
    inner join sections_around
        on
            texts_of_rows.report_id = sections_around.report_id
            and texts_of_rows.section_number = sections_around.section_number
    group by texts_of_rows.report_id, sections_around.around_section_number
),

-- A corrected text may rightly have other words than its section.
reports_with_corrected_text as (
    select report_id
    from {{ ref('corrections') }}
    where status = 'applied' and column_name = 'text'
),

sections_that_do_not_add_up as (
    select
        sections.report_id,
        sections.section_number,
        length(string_split(sections.text, e'\n')) as paragraph_count,
        coalesce(counts_of_rows.rows_found, 0) as row_count,
        length(string_split(replace(sections.text, e'\n', ' '), ' ')) as word_count,
        coalesce(counts_of_rows.words_found, 0) as word_count_of_rows,
    from sections
    left join counts_of_rows
        on sections.report_id = counts_of_rows.report_id and sections.section_number = counts_of_rows.section_number
    anti join reports_with_corrected_text
        on sections.report_id = reports_with_corrected_text.report_id
    where
        if(
            sections.holds_findings,
            paragraph_count <> row_count or word_count <> word_count_of_rows,
            coalesce(counts_of_rows.findings_found, 0) > 0
        )
)

select * from sections_that_do_not_add_up
