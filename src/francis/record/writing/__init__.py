"""Writing the record: changes that leave every other line of a file as it is."""

__all__ = [
    "edits",
    "new_workspace",
    "new_year",
    "updates",
]
