"""The open data of a site: the tables of the dataset that a body and set give, as CSV and JSON, with their schema."""

from __future__ import annotations

from francis.dataset.files import csv_bytes, json_bytes, schema_bytes
from francis.dataset.rows import public_rows
from francis.dataset.tables import tables
from francis.site.pages import DataFile
from francis.site.scopes import PublicScope

SCHEMA = "schema.json"
"""The file that says what the columns of all tables hold."""


def open_data(scope: PublicScope) -> tuple[list[DataFile], dict[str, bytes]]:
    """Return the tables as the page on data lists them, and their files by path from the top of the site.

    Tables without a row are left out.
    """
    rows, at = public_rows(scope.register, drafts=True), scope.addresses
    listed: list[DataFile] = []
    files = {at.file("data", SCHEMA): schema_bytes()}
    for name, table in tables().items():
        if rows[name]:
            paths = {form: at.file("data", f"{name}.{form}") for form in ("csv", "json")}
            files[paths["csv"]] = csv_bytes(table, rows[name])
            files[paths["json"]] = json_bytes(table, rows[name])
            listed.append(DataFile(name, table.about, len(rows[name]), paths))
    return listed, files
