with pairs as (
    select
        urn,
        local_authority,
        unnest(string_split(statistical_neighbours, ' ')) as neighbour_code,
        generate_subscripts(string_split(statistical_neighbours, ' '), 1) as neighbour_rank,
    from local_authorities
)

select
    pairs.urn,
    pairs.local_authority,
    pairs.neighbour_rank,
    neighbours.urn as neighbour_urn,
    neighbours.local_authority as neighbour,
    neighbours.latest_report_id,
    neighbours.latest_publication_date,
    inspections.theme as latest_theme,
from pairs
inner join local_authorities as neighbours on pairs.neighbour_code = neighbours.la_code
left join inspections on neighbours.latest_report_id = inspections.report_id
