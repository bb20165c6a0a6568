"""Word files: HTML and a house file in, one .docx out."""

__all__ = [
    "document",
    "elements",
    "house_file",
]
