"""Reading back: what a built file says, as one reads it who has only the file.

Nothing here knows the record, or how a file was made. What a file is made from, HTML or the rows of a
workbook, is read into the same shape, and it alone has marks: what of the record stands where.
"""

__all__ = [
    "contents",
    "equality",
    "native_chart",
    "numbering",
    "page",
    "readers",
    "workbook",
]
