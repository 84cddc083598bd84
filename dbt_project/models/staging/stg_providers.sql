select
    urn::integer as urn,
    provider_name,
    is_closed,
    closed_on,
    successor_urns,
from {{ source('raw', 'providers') }}
