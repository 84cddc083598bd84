{{ previous_letter_rows('footnotes') }}
