from inspections
where is_latest
