"""Texts that a spreadsheet may take for a formula."""

FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")
"""What a text may not begin with, or a program may take it for a formula once somebody edits it."""
