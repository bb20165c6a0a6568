"""The record: what is kept, how it is read, and how it is written."""

__all__ = [
    "audience",
    "concerns",
    "days",
    "figures",
    "model",
    "numbers",
    "paper_kinds",
    "prose",
    "queries",
    "reading",
    "register",
    "schema",
    "writing",
]
