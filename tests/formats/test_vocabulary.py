"""The contract of papers: what is refused is refused in every format, in the same words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from francis.errors import FrancisError
from francis.formats import web_page
from francis.formats.html import Page, PageError
from francis.formats.pdf import document as pdf
from francis.formats.word import document as word
from tests.formats.charts.test_figure import BARS

TEMPLATES = Path(__file__).parents[2] / "templates"
STYLES = (TEMPLATES / "house.css").read_text(encoding="utf-8")
HOUSE = (TEMPLATES / "house.docx").read_bytes()
WRITERS: dict[str, Callable[[str], bytes]] = {
    "docx": lambda html: word.to_word(html, HOUSE),
    "pdf": lambda html: pdf.to_pdf(html, STYLES, [TEMPLATES]),
    "html": lambda html: web_page.to_page(html, STYLES, ""),
}


def paper(text: str, *, head: str = "<title>Paper</title>", around: str = "") -> str:
    return (
        f'<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8">{head}</head>'
        f'<body>{around}<main id="paper"><h1>Paper</h1>{text}</main></body></html>'
    )


def table(rows: str, caption: str = "<caption>Key</caption>") -> str:
    return f'<table class="key">{caption}{rows}</table>'


ROW = '<tr><th scope="row">a</th><td>b</td></tr>'

ADDRESSES = [
    "javascript:alert(1)", "JavaScript:alert(1)", " javascript:alert(1)", "java\tscript:alert(1)",
    "&#106;avascript:alert(1)", "javascript&colon;alert(1)", "\u00a0https://example.org/",
    "file:///etc/passwd", "FILE:///etc/passwd", "data:text/html,x", "vbscript:x", "ftp://example.org/",
    "//example.org/x", "/x", "x.html", "?x", "http:", "http://", "http:///x", "https:example.org",
    "http://[", "http://exa mple.org/", "https://example.org/\\x", " https://example.org/", "mailto:",
    "mailto:x", "mailto:a@b c", "#nowhere", "#", "#%70aper", "https", "",
]  # fmt: skip

HOSTILE = {
    **{f"link {address!r}": f'<p><a href="{address}">x</a></p>' for address in ADDRESSES},
    "no href": "<p><a>x</a></p>",
    "link without words": '<p><a href="#paper"> </a></p>',
    "link in a link": '<p><a href="#paper">x<strong><a href="#paper">y</a></strong></a></p>',
    "id twice": '<p id="x">a</p><p id="x">b</p>',
    "id of two words": '<p id="x y">a</p>',
    "script": "<script>alert(1)</script>",
    "style": "<style>p {}</style>",
    "style attribute": '<p style="color: red">x</p>',
    "handler": '<p onclick="x()">x</p>',
    "image": '<p><img src="https://example.org/a.png" alt="x"></p>',
    "frame": '<iframe src="https://example.org/"></iframe>',
    "object": '<object data="file:///etc/passwd"></object>',
    "attachment": '<p><a rel="attachment" href="https://example.org/">x</a></p>',
    "base": '<base href="https://example.org/"><p>x</p>',
    "aside": "<aside>x</aside>",
    "quotation": "<blockquote>x</blockquote>",
    "language": '<p lang="cy">x</p>',
    "too deep": "<section>" * 70 + "<p>x</p>" + "</section>" * 70,
    "far too deep": "<section>" * 3000,
    "heading skipped": "<h3>x</h3>",
    "heading without words": "<h2> </h2>",
    "item without words": "<ul><li> </li></ul>",
    "ten levels": "<ul><li>x" * 10 + "</li></ul>" * 10,
    "start": '<ol start="-1"><li>x</li></ol>',
    "no caption": table(ROW, ""),
    "empty caption": table(ROW, "<caption> </caption>"),
    "no row": table(""),
    "no header": table("<tr><td>a</td><td>b</td></tr>"),
    "header below": table(f"<tbody>{ROW}</tbody><thead>{ROW}</thead>"),
    "short row": table(ROW + "<tr><td>a</td></tr>"),
    "third column": table(ROW.replace("</tr>", "<td>c</td></tr>")),
    "rowspan": table(ROW.replace("<td>", '<td rowspan="2">')),
    "colspan": table(ROW.replace("<td>", '<td colspan="0">')),
    "width": table(f"<colgroup><col><col></colgroup>{ROW}"),
    "scope": table(ROW.replace('"row"', '"all"')),
    "chart of nothing": BARS.replace("<td>5</td>", "<td>many</td>"),
    "chart without words": BARS.replace("What Standards at each rating shows.", " "),
    "chart without table": '<figure class="chart" data-chart="bars" data-description="x"></figure>',
    "change of nobody": "<p><ins>x</ins></p>",
    "loose text": "x",
    "rating": '<p><span class="rating" style="--colour: red">x</span></p>',
    "number": '<div class="numbered"><p>x</p></div>',
}
PAPERS = {
    **{name: paper(text) for name, text in HOSTILE.items()},
    "control character": paper("<p>\x01</p>"),
    "nothing": "",
    "no title": paper("<p>x</p>", head=""),
    "empty title": paper("<p>x</p>", head="<title> </title>"),
    "no language": paper("<p>x</p>").replace(' lang="en-GB"', ""),
    "refresh": paper("<p>x</p>", head='<title>x</title><meta http-equiv="refresh" content="0">'),
    "no date": paper("<p>x</p>", head='<title>x</title><meta name="dcterms.modified" content="1">'),
    "link in a footer": paper(
        "<p>x</p>", around='<footer class="page-footer"><p><a href="#paper">x</a></p></footer>'
    ),
    "two footers": paper("<p>x</p>", around='<footer class="page-footer"><p>x</p></footer>' * 2),
}


@pytest.mark.parametrize("html", PAPERS.values(), ids=PAPERS.keys())
def test_every_format_refuses_the_same_in_the_same_words(html: str) -> None:
    """The words are those of the one check, and name no module."""
    with pytest.raises(PageError) as one:
        Page(html)
    for write in WRITERS.values():
        with pytest.raises(PageError) as other:
            write(html)
        assert str(other.value) == str(one.value)
    assert ".py" not in str(one.value)


def test_all_that_is_wrong_is_said_at_once() -> None:
    """And in the order of the checks, not one fault a build."""
    with pytest.raises(PageError) as caught:
        Page(paper('<p><a href="#a">x</a><a href="x:y">y</a></p><h4>z</h4>'))
    assert len(caught.value.faults) == 3


@pytest.mark.parametrize(
    "address",
    [
        "#paper",
        "https://example.org/",
        "HTTP://example.org/é?a=1&amp;b#c",
        "mailto:a.b@example.org",
    ],
)
@pytest.mark.parametrize("form", WRITERS)
def test_every_format_takes_the_same_links(form: str, address: str) -> None:
    """A place in the paper, http, https and mailto."""
    assert WRITERS[form](paper(f'<p><a href="{address}">x</a></p>'))


def test_elements_as_deep_as_papers_may_be_reach_every_format() -> None:
    """The limit is one that each format can bear."""
    deep = paper("<section>" * 56 + "<p>x</p>" + "</section>" * 56)
    for write in WRITERS.values():
        assert write(deep)


@settings(max_examples=400, deadline=None)
@given(st.text("jJavascript:fFile/dDhHtTpPsmailo#@. \t\n\x01\\[]%09", max_size=14))
def test_a_link_that_passes_leads_where_it_says(address: str) -> None:
    """Whatever is written, what passes is a place that is there, or an address of the schemes allowed."""
    from lxml.html import document_fromstring, tostring

    page = document_fromstring(paper("<p><a>x</a></p>"))
    if "\x01" not in address:
        page.find(".//a").set("href", address)
    try:
        root = Page(tostring(page, encoding="unicode")).root
    except PageError:
        return
    (link,) = root.iter("a")
    scheme = link.get("href", "").partition(":")[0].lower()
    assert link.get("href") == "#paper" or scheme in ("http", "https", "mailto")


@pytest.mark.parametrize(
    "odd", ["</style>", "</STYLE >", "</style\n>", "<!--", "--> x", "/* </StYle> */", "</ style>"]
)
@pytest.mark.parametrize("form", ["pdf", "html"])
def test_styles_cannot_leave_their_element(form: str, odd: str) -> None:
    """A page would show the rest as text, or run it."""
    styles = f"p {{}}\n\n{odd}<script>alert(1)</script>"
    write: Callable[[], bytes] = {
        "pdf": lambda: pdf.to_pdf(paper("<p>x</p>"), styles, [TEMPLATES]),
        "html": lambda: web_page.to_page(paper("<p>x</p>"), styles, ""),
    }[form]
    with pytest.raises(FrancisError, match=r"templates/house\.css:3: "):
        write()
