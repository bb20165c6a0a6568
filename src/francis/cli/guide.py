"""The officers' guide on a terminal: its pages, by their headings."""

from __future__ import annotations

import re
from typing import NamedTuple

from francis.errors import FrancisError
from francis.workspace import packaged

GUIDE = "docs/officers-guide.md"
"""The guide, as it comes with the program."""
WIDEST_PAGE = 100
"""The most characters of a line, however wide the terminal is."""


class Topic(NamedTuple):
    """A page of the guide: the name by which it is asked for, its heading, and its Markdown."""

    name: str
    heading: str
    text: str


def guide_pages() -> tuple[Topic, ...]:
    """Return the pages of the guide in their order; the first is what stands before all headings."""
    try:
        guide = (packaged() / GUIDE).read_text(encoding="utf-8")
    except OSError as error:
        raise FrancisError(f"The guide did not come with this installation: {error}.") from error
    first, *rest = re.split(r"^## ", guide, flags=re.MULTILINE)
    title, _, text = first.removeprefix("# ").partition("\n")
    pages = [Topic("introduction", title, text)]
    for page in rest:
        heading, _, text = page.partition("\n")
        name = re.sub(r"[^a-z0-9]+", "-", heading.lower().replace("’", "").replace("'", ""))
        pages.append(Topic(name, heading, text))
    return tuple(pages)


def print_page(topic: Topic) -> None:
    """Print a page, with pictures told in words, and links within the guide as words."""
    from rich.console import Console
    from rich.markdown import Markdown
    from rich.text import Text

    text = re.sub(r"!\[([^\]]*)\]\([^)]*\)", r"*Picture: \1*", topic.text)
    text = re.sub(r"\[([^\]]*)\]\((?!https?:)[^)]*\)", r"\1", text)
    console = Console(highlight=False)
    console.width = min(console.width, WIDEST_PAGE)
    # Not a Markdown heading: lower versions of rich set those in the middle of the line.
    console.print(Text(topic.heading, style="bold"))
    console.print()
    console.print(Markdown(text, code_theme="ansi_dark", hyperlinks=False))
