"""Change the record."""
