"""Markdown of the record, made into HTML that a paper can hold; no word of it is lost."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from francis.formats.addresses import is_address
from francis.record.numbers import number_meant, slug
from francis.record.prose import TextPart, parts_of, plain

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token


def anchor(number: str) -> str:
    """Return the id of the place where the recommendation with this number stands."""
    return f"item-{slug(number)}"


def markdown(text: str, numbers: Collection[str] | None = None) -> Any:
    """Return Markdown as paragraphs, lists, quotations, sub-headings and tables, safe to print.

    Links to recommendations that are not among `numbers`, if these are given, become plain words.
    Nothing that is written disappears: raw HTML, pictures, code and the like are printed as they stand.
    A paragraph inside a list item would break the tags of a PDF, so items hold their text directly.
    A sub-heading is no heading yet: `with_levels` makes it one, when all of the paper is there.
    """
    from markupsafe import Markup

    return Markup("\n").join(_part(part, numbers) for part in parts_of(text))


def _part(part: TextPart, numbers: Collection[str] | None) -> Any:
    """Return a part of a text as HTML."""
    from markupsafe import Markup

    if part.kind == "heading":
        words = _inline(part.text, numbers)
        return Markup("<sub{0}>{1}</sub{0}>").format(part.level, words)
    if part.kind == "table":
        return _table(part.rows, numbers)
    html = _printed(_known(_tokens(part.text), numbers))
    return (
        Markup("<blockquote>\n{}\n</blockquote>").format(html) if part.kind == "quotation" else html
    )


def _table(rows: Sequence[Sequence[str]], numbers: Collection[str] | None) -> Any:
    """Return a table, its columns as wide as their words need."""
    from markupsafe import Markup

    names = ", ".join(filter(None, map(plain, rows[0])))
    columns = "".join(f'<col style="width: {width}%">' for width in _widths(rows))
    cells = [[_inline(cell, numbers) for cell in row] for row in rows]
    head, *body = (
        "".join(f"<{tag}>{cell}</{tag[:2]}>" for cell in row)
        for row, tag in zip(cells, ['th scope="col"', *["td"] * len(rows)], strict=False)
    )
    lines = "\n".join(f"<tr>{row}</tr>" for row in body)
    return Markup(
        '<table class="text" data-description="{}">\n<colgroup>{}</colgroup>\n'
        "<thead><tr>{}</tr></thead>\n<tbody>\n{}\n</tbody>\n</table>"
    ).format(
        f"A table with the columns: {names}.",
        Markup(columns),  # noqa: S704 - numbers
        Markup(head),  # noqa: S704 - what `_inline` made safe
        Markup(lines),  # noqa: S704
    )


NARROWEST, WIDEST = 6, 40
"""Between how many letters the width of a column is taken to be."""


def _widths(rows: Sequence[Sequence[str]]) -> list[float]:
    """Return the widths of columns in per cent: by the longest cell of each, as far as that is not far longer than others."""
    longest = [
        min(max(NARROWEST, *(len(plain(cell)) for cell in column)), WIDEST)
        for column in zip(*rows, strict=True)
    ]
    return [round(100 * letters / sum(longest), 2) for letters in longest]


_TAG = re.compile(r"<(/?)(h|sub)([1-6])\b")


def with_levels(html: str) -> str:
    """Return the HTML of a paper with its sub-headings as headings, a level below the heading that each stands under."""
    above = 1

    def levelled(found: re.Match[str]) -> str:
        nonlocal above
        closing, kind, number = found[1], found[2], int(found[3])
        if kind == "h":
            above = number
            return found[0]
        return f"<{closing}h{min(above + number, 6)}"

    return _TAG.sub(levelled, html) if "<sub" in html else html


def _inline(text: str, numbers: Collection[str] | None) -> Any:
    """Return Markdown of one line: its words with their links and emphasis."""
    tokens = _markdown().parseInline(_SIGNS.sub(r"\\*", text))
    make_printable(tokens)
    return _printed(_known(tokens, numbers))


def _known(tokens: list[Token], numbers: Collection[str] | None) -> list[Token]:
    """Return tokens without links to recommendations that are not among `numbers`, if these are given."""
    if numbers is not None:
        for token in tokens:
            token.children = token.children and _linked(token.children, numbers)
    return tokens


def _linked(tokens: Sequence[Token], numbers: Collection[str]) -> list[Token]:
    """Return the tokens of a line without links to recommendations that are not among `numbers`."""
    kept, gone = [], 0
    for token in tokens:
        target = str(token.attrs.get("href", ""))
        is_link = token.type == "link_open" and target.startswith("#")
        if is_link and number_meant(target[1:], numbers) is None:
            gone += 1
        elif token.type == "link_close" and gone:
            gone -= 1
        else:
            kept.append(token)
    return kept


def numbered(text: str, number: str) -> Any:
    """Return Markdown as a numbered paragraph of a paper, as committees number theirs: 10.5.

    The number stands before the first paragraph, and what follows belongs to it. A text that begins
    with a list, or is empty, has the number in a paragraph of its own.
    """
    from markupsafe import Markup

    html = markdown(text)
    label = Markup('<span class="paragraph-number">{}</span>').format(number)
    begun = Markup("<p>{} ").format(label)
    html = begun + html[3:] if html.startswith("<p>") else begun[:-1] + Markup("</p>\n") + html
    return Markup('<div class="numbered">\n{}\n</div>').format(html)


def _tokens(text: str) -> list[Token]:
    """Return what Markdown consists of, with the exceptions that papers make."""
    text = _YEARS.sub(r"\1\2\\\3", _ALONE.sub(r"\1\\\2", text))
    tokens = _markdown().parse(_SIGNS.sub(r"\\*", text))
    make_printable(tokens)
    _loosen(tokens)
    return tokens


def _printed(tokens: Sequence[Token]) -> Any:
    """Return the HTML of Markdown, safe to print because raw HTML is off."""
    from markupsafe import Markup

    parser = _markdown()
    return Markup(parser.renderer.render(tokens, parser.options, {}).strip())  # noqa: S704


def point(text: str) -> Any:
    """Return Markdown as a point of a list, safe to print; its paragraphs become lines, and tables and the like stay text."""
    from markupsafe import Markup

    lines = re.sub(r"</p>\s*<p>", "<br>\n", _printed(_tokens(text)))
    return Markup(f"<li>{re.sub('</?p>', '', lines)}</li>")  # noqa: S704 - what `_printed` made safe


_YEARS = re.compile(r"^([ \t]*(?:[-+*][ \t]+)*)([0-9]{3,})([.)])(?=\s|$)", re.MULTILINE)
"""Numbers that begin a line and are no numbers of a list: “2013. The year …” is text."""


_ALONE = re.compile(
    r"^((?:[ \t]*(?:[-+*]|[0-9]{1,9}[.)])(?=[ \t]))*[ \t]*[0-9]{0,9})([-+*.)])(?=[^\S\n]*$)",
    re.MULTILINE,
)
"""List markers with nothing after them: “-” as the answer to a question is text."""


_SIGNS = re.compile(r"(?<=\w)\*(?=\w)")
"""Asterisks between letters or figures, which multiply and do not stress: 5*3*2."""


@cache
def _markdown() -> MarkdownIt:
    """Return the parser: CommonMark without whatever papers have no use for."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("zero", {"xhtmlOut": False}).enable(
        ["list", "emphasis", "link", "escape", "newline", "balance_pairs"]
    )
    parser.validateLink = lambda url: _is_printed_as_link(url)  # type: ignore[method-assign]
    parser.core.ruler.before("block", "levels_of_lists", partial(_limit, 250))
    parser.core.ruler.before("inline", "levels_of_brackets", partial(_limit, 100))
    parser.add_render_rule("link_open", _link)
    return parser


def _limit(levels: int, state: Any) -> None:
    """Set how deep the parser goes, as each level takes some of Python's stack.

    Beyond it the library takes brackets for text, and leaves lists out in silence; but of these a paper has only
    nine levels.
    """
    state.md.options["maxNesting"] = levels


def _is_printed_as_link(href: str) -> bool:
    return href.startswith("#") or (not href.startswith("mailto:") and is_address(href))


def _link(renderer: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    """Return the opening tag of a link; `#7` leads to that recommendation."""
    from markupsafe import escape

    target = str(tokens[index].attrs["href"])
    if target.startswith("#"):
        target = "#" + anchor(target[1:])
    return f'<a href="{escape(target)}">'


def _loosen(tokens: Sequence[Token]) -> None:
    """Hide the paragraphs of list items, with a line break between two of one item."""
    from markdown_it.token import Token

    depth = 0
    for index, token in enumerate(tokens):
        depth += token.nesting if token.type in ("list_item_open", "list_item_close") else 0
        if depth and token.type in ("paragraph_open", "paragraph_close"):
            token.hidden = True
            if token.nesting == 1 and tokens[index - 1].type == "paragraph_close":
                children = tokens[index + 1].children or []
                children.insert(0, Token("hardbreak", "br", 0))


_STRESSED = {"em", "strong"}


def make_printable(tokens: Sequence[Token]) -> None:
    """Print links that lead nowhere, or have no words, as they stand; stress nothing twice."""
    for token in tokens:
        if token.children:
            token.children = list(_stressed_once(_with_links(token.children)))


def _with_links(children: Sequence[Token]) -> list[Token]:
    """Return the tokens of a text in which each link has words, and an address."""
    kept, opened = list(children), -1
    for place, token in enumerate(children):
        if token.type == "link_open":
            opened = place
        elif token.type == "link_close":
            words = "".join(inner.content for inner in children[opened:place])
            href = str(children[opened].attrs["href"])
            if not (href and words.strip()):
                kept[opened] = _words("[")
                kept[place] = _words(f"]({href})")
    return kept


def _words(text: str) -> Token:
    from markdown_it.token import Token

    return Token("text", "", 0, content=text)


def _stressed_once(children: Sequence[Token]) -> Iterator[Token]:
    """Yield the tokens of a text without emphasis inside the same emphasis, which looks the same.

    Hundreds of asterisks would nest elements deeper than a file can have them.
    """
    depth = dict.fromkeys(_STRESSED, 0)
    for token in children:
        if token.tag in _STRESSED:
            outermost = depth[token.tag] == (0 if token.nesting == 1 else 1)
            depth[token.tag] += token.nesting
            if not outermost:
                continue
        yield token
