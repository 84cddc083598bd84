select
    urn::integer as urn,
    provider_name,
from {{ source('raw', 'providers') }}
