select
    local_authorities.region_name,
    count(distinct local_authorities.urn) as authority_count,
    count(distinct inspections.urn) as inspected_authority_count,
    count(inspections.report_id) as letter_count,
    max(inspections.publication_date) as last_published,
from local_authorities
left join inspections on local_authorities.urn = inspections.urn
where local_authorities.urn is not null
group by local_authorities.region_name
