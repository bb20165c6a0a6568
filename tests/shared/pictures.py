"""The pictures of a terminal in the documentation: `make pictures` draws them from what is really printed."""

from __future__ import annotations

import io
import tempfile
from html import escape
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

from tests.shared.walkthrough import Terminal, follow

DOCS = Path(__file__).parents[2] / "docs"
WIDTH = 100
"""In letters: as wide as a page of a code host can show without making them small."""
THEME = TerminalTheme(
    (243, 245, 247),
    (32, 38, 46),
    [(0, 0, 0), (190, 20, 20), (0, 110, 40), (140, 85, 0), (0, 75, 160), (130, 0, 130), (0, 100, 120), (90, 90, 90)],
)  # fmt: skip
"""Dark letters on a light ground, each colour with a contrast of at least 4.5 to 1 (WCAG 2.2, 1.4.3)."""
FORM = """\
<svg viewBox="0 0 {width} {height}" role="img" xmlns="http://www.w3.org/2000/svg">
<title>TYPED</title>
<style>
.{unique_id}-matrix {{ font: {char_height}px/{line_height}px "DejaVu Sans Mono", Menlo, Consolas, monospace; white-space: pre; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal"><rect width="{terminal_width}" height="{terminal_height}"/></clipPath>
{lines}
</defs>
<rect width="100%" height="100%" rx="8" fill="#f3f5f7"/>
<g transform="translate(9, 24)" class="{unique_id}-matrix">
{backgrounds}
{matrix}
</g>
</svg>
"""
"""As rich's own form, but without a window around it and without letters that a browser would have to fetch."""


def picture_of(terminal: Terminal) -> str:
    """Return an SVG of what was typed and said."""
    console = Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True)
    for line in terminal.typed.splitlines():
        console.print(Text(f"$ {line}", style="bold"))
    console.print(Text.from_ansi(terminal.said.strip()))
    form = FORM.replace("TYPED", escape(terminal.typed.strip()))
    return console.export_svg(theme=THEME, code_format=form, unique_id="t")


def main() -> None:
    """Draw each picture that the guide shows."""
    guide = (DOCS / "officers-guide.md").read_text()
    with tempfile.TemporaryDirectory() as folder:
        for path, terminal in follow(guide, Path(folder)).items():
            (DOCS / path).write_text(picture_of(terminal))


if __name__ == "__main__":
    main()
