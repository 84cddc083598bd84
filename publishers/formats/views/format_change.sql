with itemised as (
    select
        report_id,
        count(*) as finding_count,
        sum(length(string_split(text, ' '))) as word_total,
    from findings
    where is_itemised
    group by report_id
)

select
    inspections.family,
    count(*) as letter_count,
    min(inspections.publication_date) as first_published,
    max(inspections.publication_date) as last_published,
    round(avg(finding_counts.strengths), 1) as strengths_per_letter,
    round(
        avg(
            coalesce(
                finding_counts.to_improve + finding_counts.priority_actions,
                finding_counts.to_improve,
                finding_counts.priority_actions
            )
        ),
        1
    ) as criticisms_per_letter,
    round(sum(itemised.word_total) / sum(itemised.finding_count), 1) as words_per_finding,
    case inspections.family
        when '2016 to 2020'
            then
                'Lists of strengths and of areas for improvement hold nearly all that inspectors found, a paragraph'
                || ' each.'
        when '2022 on'
            then
                'Lists hold the main points alone, a sentence each; the rest is in main findings, which no heading'
                || ' calls praise or criticism.'
    end as note,
from inspections
inner join finding_counts on inspections.report_id = finding_counts.report_id
left join itemised on inspections.report_id = itemised.report_id
where inspections.unread_reason is null
group by inspections.family
