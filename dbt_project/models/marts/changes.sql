with current_letters as (
    select
        report_id,
        local_authority,
    from {{ ref('inspections') }}
),

inspection_cells as (
    {{ cells_of(ref('inspections'), 'inspections', "''", compared_columns()['inspections']) }}
),

section_cells as (
    {{ cells_of(ref('sections'), 'sections', 'section_number::varchar', compared_columns()['sections']) }}
),

finding_cells as (
    {{ cells_of(ref('findings'), 'findings', 'finding_number::varchar', compared_columns()['findings']) }}
),

case_study_cells as (
    {{ cells_of(
        ref('case_studies'), 'case_studies', 'case_study_number::varchar', compared_columns()['case_studies']
    ) }}
),

footnote_cells as (
    {{ cells_of(ref('footnotes'), 'footnotes', 'footnote_number::varchar', compared_columns()['footnotes']) }}
),

current_cells as (
    select * from inspection_cells
    union all
    select * from section_cells
    union all
    select * from finding_cells
    union all
    select * from case_study_cells
    union all
    select * from footnote_cells
),

released_cells as (
    select * from {{ ref('stg_released_cells') }}
    where list_contains({{ compared_names() }}, table_name || '.' || column_name)
),

released_letters as (
    select
        report_id,
        max(cell_value) filter (where column_name = 'local_authority') as local_authority,
    from released_cells
    where table_name = 'inspections'
    group by report_id
),

letters as (
    select
        report_id,
        coalesce(current_letters.local_authority, released_letters.local_authority) as local_authority,
        case
            when released_letters.report_id is null then 'new'
            when current_letters.report_id is null then 'gone'
            else 'changed'
        end as change,
    from current_letters
    full outer join released_letters using (report_id)
),

cells_that_differ as (
    select
        report_id,
        table_name,
        row_key,
        column_name,
        released_cells.cell_value as old_value,
        current_cells.cell_value as new_value,
    from current_cells
    full outer join released_cells using (report_id, table_name, row_key, column_name)
    where current_cells.cell_value is distinct from released_cells.cell_value
),

letters_that_came_or_went as (
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
    where change <> 'changed'
),

cells_that_changed as (
    select
        letters.change,
        letters.report_id,
        letters.local_authority,
        cells_that_differ.table_name,
        nullif(cells_that_differ.row_key, '') as row_key,
        cells_that_differ.column_name,
        cells_that_differ.old_value,
        cells_that_differ.new_value,
    from letters
    inner join cells_that_differ
        on letters.report_id = cells_that_differ.report_id
    where letters.change = 'changed'
),

changes as (
    select * from letters_that_came_or_went
    union all
    select * from cells_that_changed
)

select * from changes
