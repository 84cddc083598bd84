select
    source,
    source = 'bundled sample' as is_bundled_sample,
from {{ source('raw', 'discoveries') }}
