{{ previous_rows('release_figures', {
    'release_name': 'varchar',
    'figure': 'varchar',
    'kind': 'varchar',
    'value': 'double',
}) }}
