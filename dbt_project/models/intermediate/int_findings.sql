with paragraphs as (
    select * from {{ ref('stg_paragraphs') }}
),

sections as (
    select
        report_id,
        section_number,
        parent_section_number,
        kind,
        heading,
        polarity,
    from {{ ref('stg_sections') }}
),

section_kinds as (
    select * from {{ ref('section_kind_definitions') }}
),

-- What a subsection says is of the kind of the section around it.
sections_with_kind as (
    select
        sections.report_id,
        sections.section_number,
        coalesce(sections.heading, around.heading) as heading,
        section_kinds.kind,
        coalesce(sections.polarity, section_kinds.polarity) as polarity,
        section_kinds.kind = 'case_study' as is_case_study,
    from sections
    left join sections as around
        on
            sections.report_id = around.report_id
            and sections.parent_section_number = around.section_number
            and sections.kind = 'sub_section'
    inner join section_kinds
        on coalesce(around.kind, sections.kind) = section_kinds.kind
    where section_kinds.holds_findings
),

-- Itemised findings come first, so that their numbers do not depend on the running text around them.
numbered_paragraphs as (
    select
        paragraphs.*,
        sections_with_kind.heading,
        nullif(sections_with_kind.kind, 'other') as kind,
        case
            when paragraphs.is_itemised or sections_with_kind.is_case_study then sections_with_kind.polarity
        end as polarity,
        row_number() over (
            partition by paragraphs.report_id order by not paragraphs.is_itemised, paragraphs.paragraph_number
        )::integer as finding_number,
    from paragraphs
    inner join sections_with_kind
        on
            paragraphs.report_id = sections_with_kind.report_id
            and paragraphs.section_number = sections_with_kind.section_number
    where paragraphs.form <> 'heading'
),

findings as (
    select
        numbered_paragraphs.*,
        parents.finding_number as parent_finding_number,
    from numbered_paragraphs
    left join numbered_paragraphs as parents
        on
            numbered_paragraphs.report_id = parents.report_id
            and numbered_paragraphs.parent_paragraph_number = parents.paragraph_number
)

select * from findings -- noqa: AM04
