"""Fields that a set or a body declares for its recommendations, positions and actions, and what papers print of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from francis.record.days import Day, day_in_words, parse_day

FieldValue = object
"""What stands in such a field: a text or a number, as `check_own_fields` holds it to the declaration."""
FieldType = Literal["text", "number", "day"]
Owned = Literal["recommendation", "position", "action"]
"""What can have such fields."""
EXACT_IN_CELL = 10**15
"""From here on a workbook does not hold every digit of a number."""


@dataclass(frozen=True)
class OwnField:
    """A field of its own: the key in the record, the label that papers print, and what may stand there.

    With `of` it is one of these words, whatever its type.
    """

    key: Annotated[str, 80]
    label: str
    type: FieldType = "text"
    of: tuple[str, ...] = ()

    def words(self, value: FieldValue) -> str:
        """Return a value as papers print it: 12,000, or 6 February 2013."""
        if isinstance(value, int | float):
            return f"{value:,}"
        return day_in_words(parse_day(value)) if self._is_day(value) else str(value)

    def cell(self, value: FieldValue) -> Day | int | str:
        """Return a value as a cell of a workbook holds it: a whole number, a day, or a text."""
        if self._is_day(value):
            return parse_day(value)
        if isinstance(value, int) and abs(value) < EXACT_IN_CELL:
            return value
        return self.words(value)

    def _is_day(self, value: FieldValue) -> bool:
        return self.type == "day" and value not in self.of


@dataclass(frozen=True)
class OwnFields:
    """The fields of its own that a set or a body declares, by what has them."""

    recommendation: tuple[OwnField, ...] = ()
    position: tuple[OwnField, ...] = ()
    action: tuple[OwnField, ...] = ()


def own_fields(owned: Owned, *declarations: OwnFields | None) -> tuple[OwnField, ...]:
    """Return the fields that some declarations give to recommendations, positions or actions, in their order."""
    return tuple(
        field for fields in declarations if fields is not None for field in getattr(fields, owned)
    )
