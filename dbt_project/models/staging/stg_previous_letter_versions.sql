{{ previous_rows('letter_versions', {
    'report_id': 'varchar',
    'file_sha256': 'varchar',
    'local_authority': 'varchar',
    'publication_date': 'date',
    'report_url': 'varchar',
    'first_released': 'varchar',
    'last_released': 'varchar',
    'withdrawal_reason': 'varchar',
    'acknowledged_by': 'varchar',
    'acknowledged_on': 'date',
}) }}
