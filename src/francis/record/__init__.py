"""The record: what is kept, how it is read, and how it is written."""

__all__ = [
    "audience",
    "model",
    "paper_kinds",
    "prose",
    "reading",
    "register",
    "schema",
    "status",
    "writing",
]
