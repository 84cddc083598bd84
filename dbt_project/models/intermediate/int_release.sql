{%- set previous_release = env_var('JTAI_DBT_PREVIOUS_RELEASE_NAME', '') %}

with run as (
    select date_trunc('second', '{{ run_started_at }}'::timestamptz)::timestamp as refreshed_at
),

release as (
    select
        strftime(refreshed_at, '%Y-%m-%dT%H%M%SZ') as release_name,
        refreshed_at,
        nullif('{{ previous_release }}', '') as previous_release,
    from run
)

select * from release
