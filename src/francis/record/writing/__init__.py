"""Writing the record: changes that leave every other line of a file as it is."""

__all__ = [
    "additions",
    "beginnings",
    "editor_settings",
    "edits",
    "locks",
    "made_lists",
    "measure_rows",
    "mending",
    "new_workspace",
    "new_year",
    "provider_files",
    "skeletons",
    "updates",
    "whole_files",
]
