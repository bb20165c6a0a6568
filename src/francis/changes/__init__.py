"""Changes: what changed between two stock-takes, and how it is said."""

__all__ = [
    "compare",
    "history",
    "pairs",
    "reports",
    "sentences",
    "wording",
]
