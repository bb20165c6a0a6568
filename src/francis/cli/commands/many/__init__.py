"""Commands for many bodies: the record as data, and one report of all."""
