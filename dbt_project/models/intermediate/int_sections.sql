with sections as (
    select * from {{ ref('stg_sections') }}
),

paragraphs as (
    select
        report_id,
        section_number,
        paragraph_number,
        text,
    from {{ ref('stg_paragraphs') }}
),

-- A section's text holds its subsections, but not the case studies inside it.
paragraphs_of_sections as (
    select * from paragraphs
    union all
    select
        paragraphs.report_id,
        subsections.parent_section_number as section_number,
        paragraphs.paragraph_number,
        paragraphs.text,
    from paragraphs
    inner join sections as subsections
        on paragraphs.report_id = subsections.report_id and paragraphs.section_number = subsections.section_number
    where subsections.kind = 'sub_section'
),

texts as (
    select
        report_id,
        section_number,
        string_agg(text, e'\n' order by paragraph_number) as text,
    from paragraphs_of_sections
    group by report_id, section_number
),

sections_with_text as (
    select
        sections.*,
        coalesce(texts.text, '') as text,
    from sections
    left join texts
        on sections.report_id = texts.report_id and sections.section_number = texts.section_number
)

select * from sections_with_text -- noqa: AM04
