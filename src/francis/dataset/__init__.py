"""The public record as a dataset: tables with a published schema, and files of them.

`tables` says what each table holds, `rows` makes its rows of a stock-take, and `files` makes CSV, JSON or
Parquet of these.
"""

__all__ = ["files", "rows", "tables"]
