"""TableReading the record: from the bytes of files to registers, with every problem and its place."""

__all__ = [
    "folders",
    "loading",
    "nhs_numbers",
    "nodes",
    "providers",
    "record_file",
    "references",
    "scope",
    "syntax",
    "validation",
    "workspaces",
    "years",
]
