"""The words in which papers, messages and the terminal say what the record does not hold."""

from __future__ import annotations

NOT_STATED = "not stated"
"""Printed where the record has nothing."""
WHOLE_RESPONSE = "the whole response"
"""Printed of an action that serves no single recommendation."""
