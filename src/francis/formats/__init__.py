"""Formats: HTML and rows in, files out, and what a file says when it is read back. Nothing here knows the record."""

__all__ = [
    "addresses",
    "charts",
    "colour",
    "dates",
    "excel",
    "html",
    "markdown",
    "office_archive",
    "pdf",
    "reading_back",
    "text",
    "vocabulary",
    "web_page",
    "word",
]
