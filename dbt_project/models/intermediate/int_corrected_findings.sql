with corrected_findings as (
    {{ corrected('findings') }}
),

corrected_sections as (
    {{ corrected('sections') }}
),

sections_with_kind as (
    {{ kinds_of_findings('corrected_sections') }}
),

extracted_findings as (
    select
        report_id,
        finding_number,
        kind,
        heading,
        polarity,
    from {{ ref('int_findings') }}
),

-- A corrected section corrects its findings, but for the cells that a correction of their own is about.
findings as (
    select
        corrected_findings.* replace (
            case
                when corrected_findings.kind is distinct from extracted_findings.kind then corrected_findings.kind
                else sections_with_kind.kind
            end as kind,
            case
                when corrected_findings.heading is distinct from extracted_findings.heading
                    then corrected_findings.heading
                else sections_with_kind.heading
            end as heading,
            case
                when corrected_findings.polarity is distinct from extracted_findings.polarity
                    then corrected_findings.polarity
                when corrected_findings.is_itemised or sections_with_kind.is_case_study
                    then sections_with_kind.polarity
            end as polarity
        ),
    from corrected_findings
    inner join extracted_findings
        on
            corrected_findings.report_id = extracted_findings.report_id
            and corrected_findings.finding_number = extracted_findings.finding_number
    inner join sections_with_kind
        on
            corrected_findings.report_id = sections_with_kind.report_id
            and corrected_findings.section_number = sections_with_kind.section_number
)

select * from findings -- noqa: AM04
