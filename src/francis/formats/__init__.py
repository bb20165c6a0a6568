"""Formats: HTML and rows in, files out, and what a file says when it is read back. Nothing here knows the record."""

__all__ = [
    "addresses",
    "charts",
    "colour",
    "dates",
    "excel",
    "html",
    "markdown",
    "measures",
    "office_archive",
    "pdf",
    "reading_back",
    "vocabulary",
    "web_page",
    "word",
]
