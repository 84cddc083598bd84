{{ previous_letter_rows('inspections') }}
