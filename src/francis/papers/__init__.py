"""Papers: from a register through the templates to files that agree, and the folder they lie in."""

__all__ = [
    "agreement",
    "facts",
    "made_list",
    "making",
    "markdown",
    "one_recommendation",
    "output_folder",
    "own_templates",
    "templates",
    "tracker",
]
