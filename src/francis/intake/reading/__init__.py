"""Tables of Word, workbooks, CSV and saved pages, each in one shape: rows of cells, with their text as Markdown and their places."""

__all__ = ["grid", "pages", "tables", "word", "workbooks"]
