{{ previous_letter_rows('sections') }}
