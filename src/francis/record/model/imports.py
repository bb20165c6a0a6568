"""How a table from outside is read: answers that an officer gave once, and that hold for the next file too."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Literal

from francis.record.model.base import Locate, Name, nowhere, record

DateOrder = Literal["day-first", "month-first"]
LEAVE_OUT = "leave out"
"""What stands for a column or a value that is not to be taken over."""


@record
class TableReading:
    """How a table is read that somebody else made.

    `columns` are its headings, each with the key of the record that it holds; `dates` says which number of 03/04/13
    is the day. `values` are, for each key, words of the table with what the record says instead. `leave out` stands for a column
    or a value that is not taken over.
    """

    format: int
    columns: Mapping[str, Name] = field(default_factory=dict)
    dates: DateOrder | None = None
    values: Mapping[Name, Mapping[str, str]] = field(default_factory=dict)
    at: Locate = field(default=nowhere, compare=False, repr=False)
