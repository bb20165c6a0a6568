"""The preview: papers in a browser, refreshed while the record is edited."""

__all__ = [
    "server",
    "watch",
]
