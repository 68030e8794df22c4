"""Forms for records, and the way from words of a text to a record."""
