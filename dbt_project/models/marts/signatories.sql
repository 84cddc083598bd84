with corrected_signatories as (
    {{ corrected('signatories') }}
),

signatories as (
    select
        report_id,
        position,
        office,
        organisation,
    from corrected_signatories
    where report_id in (select inspections.report_id from {{ ref('inspections') }} as inspections)
)

select * from signatories
