"""The action plan as a workbook: the register becomes plain rows."""

__all__ = [
    "book",
    "overview",
]
