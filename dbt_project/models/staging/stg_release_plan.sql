select
    release_name,
    release_before,
from {{ source('raw', 'release_plan') }}
