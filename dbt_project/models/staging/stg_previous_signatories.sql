{{ previous_letter_rows('signatories') }}
