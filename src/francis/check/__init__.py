"""The check: the rules that judge a record, and how their findings are reported."""

__all__ = [
    "all_rules",
    "body_by_body",
    "case",
    "file_faults",
    "phrases",
    "reports",
    "rule",
]
