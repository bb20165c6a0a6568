"""Questions to the whole record: how things stand, where it says something, and what a cover says."""

__all__ = [
    "cover_answers",
    "measure_charts",
    "mine",
    "provider_standing",
    "provider_story",
    "request_letters",
    "search",
    "shared_words",
    "status",
    "updates",
    "withholding",
]
