"""TableReading the record: from the bytes of files to registers, with every problem and its place."""

__all__ = [
    "answers",
    "chains",
    "folders",
    "loading",
    "nhs_numbers",
    "nodes",
    "record_file",
    "references",
    "scope",
    "syntax",
    "validation",
    "year_numbers",
]
