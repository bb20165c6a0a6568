"""Text, whatever its format: how wide it is, and the scripts that it is written in."""

__all__ = [
    "formulas",
    "measures",
    "scripts",
]
