"""Reading the record: from the bytes of files to registers, with every problem and its place."""

__all__ = [
    "loading",
    "record_file",
    "references",
]
