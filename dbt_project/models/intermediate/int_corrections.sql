{{ config(materialized='table') }}

with corrections as (
    select
        report_id,
        table_name,
        coalesce(row_key, '') as row_key,
        column_name,
        wrong_value,
        right_value,
        reason,
        corrected_by,
        corrected_on,
    from {{ ref('hand_corrections') }}
),

reports_listed as (
    select report_id from {{ ref('stg_publications') }}
),

correctable_columns as (
    {% for table_name, table in correctable_columns().items() %}
        {% set is_last_table = loop.last %}
        {% for column, type in table.columns.items() %}
            select
                '{{ table_name }}' as table_name,
                '{{ column }}' as column_name,
                '{{ type }}' as data_type
            {% if not (loop.last and is_last_table) %}union all{% endif %}
        {% endfor %}
    {% endfor %}
),

extracted_cells as (
    {% for table_name, table in correctable_columns().items() %}
        {{ cells_of(ref(table.model), table_name, row_key_of(table), table.columns) }}
        {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

compared_corrections as (
    select
        corrections.*,
        reports_listed.report_id is not null as is_listed,
        correctable_columns.data_type,
        extracted_cells.report_id is not null as is_extracted,
        extracted_cells.cell_value as extracted_value,
        coalesce(extracted_cells.cell_value, '') = coalesce(corrections.wrong_value, '') as is_still_wrong,
        coalesce(extracted_cells.cell_value, '') = coalesce(corrections.right_value, '') as is_right_already,
        coalesce(corrections.right_value, '') = coalesce(case correctable_columns.data_type
            when 'date' then try_cast(corrections.right_value as date)::varchar
            when 'boolean' then try_cast(corrections.right_value as boolean)::varchar
            when 'integer' then try_cast(corrections.right_value as integer)::varchar
            else corrections.right_value
        end, '') as is_of_its_type,
    from corrections
    left join reports_listed
        on corrections.report_id = reports_listed.report_id
    left join correctable_columns
        on
            corrections.table_name = correctable_columns.table_name
            and corrections.column_name = correctable_columns.column_name
    left join extracted_cells
        on
            corrections.report_id = extracted_cells.report_id
            and corrections.table_name = extracted_cells.table_name
            and corrections.row_key = extracted_cells.row_key
            and corrections.column_name = extracted_cells.column_name
),

judged_corrections as (
    select
        *,
        case
            when not is_listed then 'the source does not list this report'
            when data_type is null
                then 'no cell that can be corrected: ' || concat_ws('.', table_name, column_name)
            when not is_extracted
                then concat_ws(' ', 'no such row was read:', table_name, row_key)
            when not is_of_its_type
                then concat_ws(' ', 'the right value is not written as a', data_type || ':', right_value)
            when not (is_still_wrong or is_right_already)
                then
                    concat(
                        'extracted now: ', coalesce(extracted_value, 'nothing'),
                        '; the wrong value was: ', coalesce(wrong_value, 'nothing'),
                        '; the right value is: ', coalesce(right_value, 'nothing')
                    )
        end as status_detail,
    from compared_corrections
),

corrections_with_status as (
    select
        report_id,
        table_name,
        row_key,
        column_name,
        wrong_value,
        right_value,
        reason,
        corrected_by,
        corrected_on,
        case
            when not is_listed then 'not_listed'
            when status_detail is not null then 'refused'
            when is_right_already then 'no_longer_needed'
            else 'applied'
        end as status,
        status_detail,
    from judged_corrections
)

select * from corrections_with_status
