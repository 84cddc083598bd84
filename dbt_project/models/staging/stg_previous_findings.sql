{{ previous_letter_rows('findings') }}
