"""Faults that stop a file, or a year, from being used: their names, and what each means.

They are found while the record is read. They are always errors, and no body can silence them.
"""

from __future__ import annotations

from collections.abc import Mapping

ABOUT: Mapping[str, str] = {
    "address": "A web address does not begin with http:// or https://.",
    "colour": "A colour is not written as # and six hexadecimal digits, in quotes.",
    "comment": "A # after a value begins a comment, so the rest of the line would be left out.",
    "commitment": "A commitment is not in its text, word for word.",
    "conflict": "git could not merge two versions of the file, and left both in it.",
    "control-character": "The file has a character that cannot be printed.",
    "csv": "A table of readings has a column that does not belong there, lacks one, or has a row that cannot be read.",
    "date": "A date does not exist, or is not written like 2013-04-25 (or 2013-06 where a month is allowed).",
    "duplicate-key": "A key, an id or a number appears twice, and one would hide the other.",
    "empty": "A file is empty, or a key has no value.",
    "encoding": "The file is not saved as UTF-8.",
    "repeats": "An action that repeats has no first turn, has extensions, or ends before it begins.",
    "extension": "An extension is to the date that applies already, or its approval is incomplete.",
    "figure": "A narrative uses a figure that does not exist.",
    "file-name": "A file or a folder has a name that cannot be used.",
    "file-place": "A file is in the wrong folder.",
    "folder": "A folder does not have the file that says what it is.",
    "form": "More than the boxes of a form was changed.",
    "format": "The file has a format that this version of francis does not read.",
    "future": "Something is dated after the as-at date of the year.",
    "id": "The id of an action has characters that are not allowed.",
    "key": "A key is not a word.",
    "link": "A text or a list names a recommendation, an action, or something of a provider that does not exist.",
    "list": "A list in a text is nested too deeply for a paper, or its points would be printed in one line.",
    "missing-key": "A required key is missing.",
    "nhs-number": "An NHS number is in the file: in a value, a comment or the file's name. It identifies one patient. "
    "Of other numbers of ten digits, one in eleven passes the same check; only an amount of money and an ISBN are known by the "
    "sign or the word right before them. If you have looked at a number and it is not a patient's, turn the rule off for that file.",
    "no-year": "A body has no year, so no papers can be made.",
    "not-final": "A final paper was asked for, but the record is a draft or is not committed.",
    "numbers": "A year says that it answers numbers which its set does not hold, or says one twice.",
    "number-differs": "The number in a file is not the one in its name.",
    "position-missing": "A recommendation has no position.",
    "position-strange": "A position does not answer any recommendation of the set.",
    "sequence": "Something is dated before what it follows: an answer before its request, or a closing before its concern.",
    "set-empty": "A set has no recommendations.",
    "set-unknown": "A year answers a set that does not exist.",
    "syntax": "The file is not YAML.",
    "tag": "A value has a YAML tag, which the record does not use.",
    "theme": "A recommendation is in no theme of its set, or in two.",
    "too-deep": "Values are nested too deeply.",
    "too-large": "The file is too large.",
    "too-long": "A value has more characters than there is room for.",
    "too-many": "The file has too many values, usually because of aliases.",
    "total": "The total of a set is smaller than the number of its recommendations.",
    "type": "A value is not of the kind that the key takes, such as text, a list or a block of keys.",
    "unknown-key": "A key does not exist here.",
    "value": "A value is not one of those that the key takes.",
    "verified": "An action was verified before it was completed.",
    "year-order": "The years of a set do not follow each other one by one, in the order of their as-at dates.",
    "year-unknown": "A year follows one that does not exist.",
}
"""The meaning of each problem, by the name in brackets after its message."""
