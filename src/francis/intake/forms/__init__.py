"""Forms: out to the leads, and their answers back into the record."""

__all__ = ["drafts", "merging", "owed", "questions", "returned", "word", "workbook"]
