"""Forms: out to the leads, and their answers back into the record."""

__all__ = ["drafts", "owed", "questions", "word", "workbook"]
