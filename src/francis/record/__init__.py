"""The record: what is kept, how it is read, and how it is written."""

__all__ = [
    "audience",
    "figures",
    "model",
    "paper_kinds",
    "prose",
    "reading",
    "register",
    "schema",
    "status",
    "words",
    "writing",
]
