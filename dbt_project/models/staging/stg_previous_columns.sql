-- A column that the previous release lacks is not compared: an upgrade would change every letter.
{%- set released = source('previous', 'inspections') %}

select
    table_name,
    column_name,
from duckdb_columns()
where database_name = '{{ released.database }}' and schema_name = '{{ released.schema }}'
