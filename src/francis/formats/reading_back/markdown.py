"""Markdown read back: by a parser of the form that code hosts show (GFM), and so as the page that it becomes."""

from __future__ import annotations

from francis.formats.html import parse
from francis.formats.markdown import NO_CAPTION
from francis.formats.reading_back.contents import Contents
from francis.formats.reading_back.page import read_html


def read_markdown(data: bytes) -> Contents:
    """Return what Markdown says; the paragraph above a table is its caption, and an empty header is none."""
    from lxml import etree
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark").enable("table")
    html = parser.render(data.decode()).replace(NO_CAPTION, '<p class="none"></p>')
    root = parse(f"<html><body>{html}</body></html>")
    for table in root.find("body").iterchildren("table"):
        above, head = table.getprevious(), table.find("thead")
        if above is not None and above.tag == "p":
            caption = etree.Element("caption")
            caption.text = "".join(above.itertext())
            table.insert(0, caption)
            parent = above.getparent()
            assert parent is not None
            parent.remove(above)
        if head is not None and not "".join(head.itertext()).strip():
            table.remove(head)
    return read_html(root)
