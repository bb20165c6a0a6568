"""The record: what is kept, how it is read, and how it is written."""

__all__ = [
    "audience",
    "days",
    "figures",
    "model",
    "numbers",
    "paper_kinds",
    "prose",
    "reading",
    "register",
    "schema",
    "search",
    "status",
    "writing",
]
