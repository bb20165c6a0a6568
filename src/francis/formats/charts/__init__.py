"""Charts: a figure of the HTML, read off its own table, and drawn."""

__all__ = [
    "bars",
    "canvas",
    "control_limits",
    "figure",
    "native",
    "svg",
]
