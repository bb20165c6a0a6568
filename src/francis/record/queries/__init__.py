"""Questions to the whole record: how things stand, and where it says something."""

__all__ = ["search", "status"]
