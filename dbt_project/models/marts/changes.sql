with current_letters as (
    select
        report_id,
        local_authority,
    from {{ ref('inspections') }}
),

previous_letters as (
    select
        report_id,
        local_authority,
    from {{ ref('stg_previous_inspections') }}
),

letters as (
    select
        report_id,
        coalesce(current_letters.local_authority, previous_letters.local_authority) as local_authority,
        case
            when previous_letters.report_id is null then 'new'
            when current_letters.report_id is null then 'gone'
            else 'changed'
        end as change,
    from current_letters
    full outer join previous_letters using (report_id)
),

changed_cells as (
    {% for table_name in letter_tables() %}
        {{ changed_cells(table_name) }}
        {{ 'union all' if not loop.last }}
    {% endfor %}
),

-- A column that the previous release lacks is not compared: an upgrade would change every letter.
comparable_cells as (
    select changed_cells.*
    from changed_cells
    inner join {{ ref('stg_previous_columns') }} as previous_columns
        on
            changed_cells.table_name = previous_columns.table_name
            and changed_cells.column_name = previous_columns.column_name
    where changed_cells.old_value is distinct from changed_cells.new_value
),

whole_letters as (
    select
        change,
        report_id,
        local_authority,
        'inspections' as table_name,
        null::varchar as row_key,
        null::varchar as column_name,
        null::varchar as old_value,
        null::varchar as new_value,
    from letters
    where change in ('new', 'gone')
),

cells_of_letters as (
    select
        letters.change,
        letters.report_id,
        letters.local_authority,
        comparable_cells.table_name,
        nullif(comparable_cells.row_key, '') as row_key,
        comparable_cells.column_name,
        comparable_cells.old_value,
        comparable_cells.new_value,
    from letters
    inner join comparable_cells
        on letters.report_id = comparable_cells.report_id
    where letters.change = 'changed'
),

changes as (
    select * from whole_letters
    union all
    select * from cells_of_letters
)

select * from changes
