"""A council's own Word file as the house of a paper: what of its look is settled, and its form filled in."""

__all__ = [
    "form",
    "look",
]
