{{ previous_rows('extraction_problems', {'problem_key': 'varchar', 'first_seen': 'timestamp'}) }}
