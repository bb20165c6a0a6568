"""The public record as a dataset: tables with a published schema, and files of them.

`tables` says what each table holds, `rows` makes its rows of a stock-take, and `files` makes CSV, JSON or
Parquet of these. `extract` does that for bodies of a workspace, and `store` keeps a folder of it up to date.
"""

__all__ = ["extract", "files", "rows", "store", "tables"]
