"""Layout: what is printed on the pages of a PDF, where, and how it is set. No words are understood here."""
