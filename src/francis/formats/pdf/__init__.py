"""PDF files: HTML and a style sheet in, one tagged PDF/UA out."""

__all__ = [
    "document",
    "tags",
]
