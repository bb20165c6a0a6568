"""What comes in: tables of Word, Excel, CSV and saved pages, read as hostile until they are read, and put into the record."""

__all__ = [
    "archives",
    "files",
    "forms",
    "headings",
    "importing",
    "matching",
    "merging",
    "reading",
    "report",
    "targets",
    "values",
]
