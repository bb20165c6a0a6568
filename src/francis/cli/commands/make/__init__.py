"""Make papers."""
