"""How each format is read back."""

from __future__ import annotations

from collections.abc import Callable

from francis.formats.html import parse
from francis.formats.reading_back.contents import Contents
from francis.formats.reading_back.markdown import read_markdown
from francis.formats.reading_back.page import read_html
from francis.formats.reading_back.pdf import read_pdf
from francis.formats.reading_back.word import read_word
from francis.formats.reading_back.workbook import read_workbook

READERS: dict[str, Callable[[bytes], Contents]] = {
    "docx": read_word,
    "pdf": read_pdf,
    "html": lambda data: read_html(parse(data.decode())),
    "md": read_markdown,
    "xlsx": read_workbook,
}
"""How each format is read, by its file extension."""
