"""What keeps a file, or a year, from being used: the names of these problems, and what each means.

They are found while the record is read, are always errors, and no body can silence them.
"""

from __future__ import annotations

from collections.abc import Mapping

ABOUT: Mapping[str, str] = {
    "address": "An address of the web is written otherwise than with http:// or https:// before it.",
    "colour": "A colour is not written as # and six hexadecimal digits, in quotes.",
    "comment": "A # behind a value begins a comment, and would take the rest of the line out of the text.",
    "commitment": "The words of a commitment do not stand in the text that makes it.",
    "conflict": "git could not join two versions of the file, and left both in it.",
    "control-character": "A character stands in the file that no paper can print.",
    "date": "A date does not exist, or is not written as 2013-04-25, or as 2013-06 where a month will do.",
    "duplicate-key": "The same key, id or number stands twice, and one would hide the other.",
    "empty": "A file or a key that must say something is empty.",
    "encoding": "The file is not saved in the encoding UTF-8.",
    "extension": "An extension of an action contradicts what stands before it, or is approved by half.",
    "figure": "A narrative asks for a figure that the record does not count.",
    "file-name": "A file or a folder has a name by which it cannot be used.",
    "file-place": "A file lies where no file of the record belongs.",
    "folder": "A folder lacks the file that says what it is.",
    "format": "The file has a format that this version does not read.",
    "future": "Something is said to have happened after the day at which the year is true.",
    "id": "The id of an action has letters that cannot be part of a name.",
    "key": "A key is not a word.",
    "link": "A text or a list names a recommendation or an action that does not exist.",
    "list": "A list in a text is nested too deeply for a paper.",
    "missing-key": "A key that a file must have is not there.",
    "no-year": "A body has no year, so that there is nothing to make papers from.",
    "not-final": "A final paper was asked for, and the record is a draft, or is not committed.",
    "number-differs": "The number in a file is not the one in its name.",
    "position-missing": "A recommendation has no position.",
    "position-strange": "A position answers no recommendation of the set.",
    "set-empty": "A set holds no recommendation.",
    "set-unknown": "A year answers a set that does not exist.",
    "syntax": "The file is not YAML.",
    "tag": "A value carries a tag of YAML, which the record does not use.",
    "theme": "A recommendation lies in no theme of its set, or in two.",
    "too-deep": "Blocks or lists stand too deeply one inside the other.",
    "too-large": "The file is too large to be one of the record.",
    "too-many": "The file holds too many values, mostly because of aliases.",
    "total": "A set says that it has fewer recommendations than it holds.",
    "type": "A value is of another kind than the key takes: text, a list, or a block of keys.",
    "unknown-key": "A key does not exist here.",
    "value": "A value is none of those that the key takes.",
    "verified": "An action was verified before it was done.",
    "year-order": "A year follows itself, or one that is later.",
    "year-unknown": "A year follows one that does not exist.",
}
"""What each problem is, by the name that stands in brackets behind its message."""
