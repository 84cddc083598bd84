with current_versions as (
    select
        inspections.report_id,
        inspections.file_sha256,
        inspections.local_authority,
        inspections.publication_date,
        inspections.report_url,
        release.release_name,
    from {{ ref('inspections') }} as inspections
    cross join {{ ref('int_release') }} as release
    where inspections.file_sha256 is not null
),

previous_versions as (
    select * from {{ ref('stg_previous_letter_versions') }}
),

withdrawals as (
    select * from {{ ref('stg_acknowledged_withdrawals') }}
),

versions as (
    select
        report_id,
        file_sha256,
        coalesce(current_versions.local_authority, previous_versions.local_authority) as local_authority,
        coalesce(current_versions.publication_date, previous_versions.publication_date) as publication_date,
        coalesce(current_versions.report_url, previous_versions.report_url) as report_url,
        coalesce(previous_versions.first_released, current_versions.release_name) as first_released,
        coalesce(current_versions.release_name, previous_versions.last_released) as last_released,
        current_versions.report_id is not null as is_current,
        report_id not in (select inspections.report_id from {{ ref('inspections') }} as inspections) as is_withdrawn,
        previous_versions.withdrawal_reason,
        previous_versions.acknowledged_by,
        previous_versions.acknowledged_on,
    from current_versions
    full outer join previous_versions using (report_id, file_sha256)
),

letter_versions as (
    select
        versions.report_id,
        versions.file_sha256,
        versions.local_authority,
        versions.publication_date,
        versions.report_url,
        versions.first_released,
        versions.last_released,
        versions.is_current,
        case
            when versions.is_current then 'current'
            when versions.is_withdrawn then 'withdrawn'
            else 'replaced'
        end as version_status,
        if(versions.is_withdrawn, coalesce(withdrawals.withdrawal_reason, versions.withdrawal_reason), null)
            as withdrawal_reason,
        if(versions.is_withdrawn, coalesce(withdrawals.acknowledged_by, versions.acknowledged_by), null)
            as acknowledged_by,
        if(versions.is_withdrawn, coalesce(withdrawals.acknowledged_on, versions.acknowledged_on), null)
            as acknowledged_on,
    from versions
    left join withdrawals
        on versions.report_id = withdrawals.report_id
)

select * from letter_versions
