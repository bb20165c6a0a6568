"""Writing the record: changes that leave every other line of a file as it is."""

__all__ = [
    "edits",
    "locks",
    "mending",
    "new_workspace",
    "new_year",
    "updates",
    "whole_files",
]
