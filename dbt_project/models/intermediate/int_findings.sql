with paragraphs as (
    select * from {{ ref('stg_paragraphs') }}
),

sections_with_kind as (
    {{ kinds_of_findings(ref('stg_sections')) }}
),

-- Itemised findings come first, so that their numbers do not depend on the running text around them.
numbered_paragraphs as (
    select
        paragraphs.*,
        sections_with_kind.heading,
        sections_with_kind.kind,
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
