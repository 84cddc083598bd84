{{ previous_letter_rows('case_studies') }}
