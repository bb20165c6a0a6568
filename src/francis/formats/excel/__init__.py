"""Excel: plain rows in, a workbook out."""

__all__ = [
    "workbook",
]
