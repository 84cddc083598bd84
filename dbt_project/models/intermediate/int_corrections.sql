with corrections as (
    select * from {{ ref('stg_hand_corrections') }}
),

reports_listed as (
    select report_id from {{ ref('stg_publications') }}
),

correctable_columns as (
    {% for table_name in letter_tables() %}
        select
            '{{ table_name }}' as table_name,
            unnest([
                {%- for column, type in correctable_columns()[table_name].items() %}
                    {column_name: '{{ column }}', data_type: '{{ type }}'}{{ ',' if not loop.last }}
                {%- endfor %}
            ], recursive := true),
        {{ 'union all' if not loop.last }}
    {% endfor %}
),

extracted_cells as (
    {% for table_name in letter_tables() %}
        {{ extracted_cells(table_name) }}
        {{ 'union all' if not loop.last }}
    {% endfor %}
),

compared_corrections as (
    select
        corrections.*,
        reports_listed.report_id is not null as is_listed,
        correctable_columns.data_type,
        extracted_cells.report_id is not null as is_extracted,
        extracted_cells.cell_value as extracted_value,
        coalesce(extracted_cells.cell_value, '') = coalesce(corrections.original_value, '') as is_still_original,
        coalesce(extracted_cells.cell_value, '') = coalesce(corrections.corrected_value, '') as is_corrected_already,
        coalesce(corrections.corrected_value, '') = coalesce(case correctable_columns.data_type
            when 'date' then try_cast(corrections.corrected_value as date)::varchar
            when 'boolean' then try_cast(corrections.corrected_value as boolean)::varchar
            when 'integer' then try_cast(corrections.corrected_value as integer)::varchar
            else corrections.corrected_value
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

explained_corrections as (
    select
        *,
        case
            when not is_listed then 'the source does not list this report'
            when data_type is null
                then 'no cell that can be corrected: ' || concat_ws('.', table_name, column_name)
            when not is_extracted
                then concat_ws(' ', 'no such row was read:', table_name, row_key)
            when not is_of_its_type
                then concat_ws(' ', 'the corrected value is not written as a', data_type || ':', corrected_value)
            when not (is_still_original or is_corrected_already)
                then
                    concat(
                        'extracted now: ', coalesce(extracted_value, 'nothing'),
                        '; original value: ', coalesce(original_value, 'nothing'),
                        '; corrected value: ', coalesce(corrected_value, 'nothing')
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
        original_value,
        corrected_value,
        reason,
        corrected_by,
        corrected_on,
        case
            when not is_listed then 'not_listed'
            when status_detail is not null then 'rejected'
            when is_corrected_already then 'no_longer_needed'
            else 'applied'
        end as status,
        status_detail,
    from explained_corrections
)

select * from corrections_with_status
