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
from tests.formats.charts.test_figure import BARS, figure
from tests.formats.word.test_tracked_changes import AUTHOR, DATE

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


WHOSE = f"<title>Paper</title>{AUTHOR}{DATE}"
CONTENTS = '<nav class="contents" aria-labelledby="c"><h2 id="c">Contents</h2>{}</nav>'
NUMBERED = '<div class="numbered"><p>{}</p></div>'
NUMBER = '<span class="paragraph-number">1</span>'
PLACE = '<a href="#paper">x</a>'
KEY = table(ROW)


def chart(heads: int = 2, kind: str = "bars", cell: str = "1", more: str = "") -> str:
    """Return a chart with as many columns, and a figure in its last cell; more rows can follow."""
    cells = ["a", *["1"] * (heads - 2), cell][-heads:]
    made = figure(kind, [f"H{place}" for place in range(heads)], [[*cells]], "C")
    return made.replace("</tbody>", f"{more}</tbody>")


def changed(text: str) -> str:
    return paper(text, head=WHOSE)


REASONS: dict[str, dict[str, str]] = {
    "papers cannot have this element": {"rule": paper("<p>x</p><hr>")},
    "papers cannot have the attribute type": {
        "form of numbers": paper('<ol type="i"><li>x</li></ol>')
    },
    "papers cannot have metadata with this name": {
        "metadata": paper("<p>x</p>", head='<title>x</title><meta name="viewport" content="x">')
    },
    "it has text outside a paragraph": {"no-break space": paper("\u00a0")},
    "cannot be in any file": {
        f"character U+{ord(odd):04X}": paper(f"<p>x{odd}</p>")
        for odd in "\x00\x08\x0b\x0e\x1f\ud800\udfff\ufffe\uffff"
    },
    "it has no body": {"no body": '<html lang="en"><head><title>x</title></head></html>'},
    "it needs one <head>": {
        "no head": "<!DOCTYPE html><html lang='en'><body><main><p>x</p></main></body></html>"
    },
    "it needs one <main>": {
        "no main": '<html lang="en"><head><title>x</title></head><body> </body></html>',
        "two mains": paper("<p>x</p></main><main>"),
    },
    "it has more than one <header>": {
        "two headers": paper("", around='<header class="page-header"><p>x</p></header>' * 2)
    },
    "it has more than one <colgroup>": {
        "two column groups": paper(
            table('<colgroup><col style="width: 50%"></colgroup>' * 2 + f"<tbody>{ROW}</tbody>")
        )
    },
    "it has more than one <thead>": {"two heads": paper(table(f"<thead>{ROW}</thead>" * 2))},
    "it does not belong in <header>": {
        "heading in a header": paper("", around='<header class="page-header"><h2>x</h2></header>')
    },
    "it does not belong in <footer>": {
        "heading in a footer": paper("", around='<footer class="page-footer"><h2>x</h2></footer>')
    },
    "it does not belong in <ul>": {"list in a list": paper("<ul><ul><li>x</li></ul></ul>")},
    "it does not belong in <div>": {
        "table in a numbered paragraph": paper(
            NUMBERED.format(NUMBER).replace("</div>", KEY + "</div>")
        )
    },
    "it does not belong in <nav>": {"paragraph in contents": paper(CONTENTS.format("<p>x</p>"))},
    "it does not belong in <li>": {"table in an item": paper(f"<ul><li>x{KEY}</li></ul>")},
    "it does not belong in <td>": {
        "table in a table": paper(table(ROW.replace(">b<", f">{KEY}<")))
    },
    "it does not belong in <strong>": {
        "section in words": paper("<p><strong>x<section></section></strong></p>")
    },
    "it does not belong in <caption>": {
        "paragraph in a caption": paper(table(ROW, "<caption>x<p>y</p></caption>"))
    },
    "it does not belong in <figure>": {
        "chart of another table": paper(chart().replace('class="figures"', 'class="list"'))
    },
    "its id is empty": {
        "id with %": paper('<p id="x%20y">x</p>'),
        "no id": paper('<p id="">x</p>'),
    },
    "names an id that does not exist": {
        "label of nothing": paper(
            CONTENTS.format(f"<ol><li>{PLACE}</li></ol>").replace(
                'labelledby="c"', 'labelledby="d"'
            )
        )
    },
    "the link leads nowhere": {"no address": paper('<p><a href="">x</a></p>')},
    "it links neither": {"mail to nobody": paper('<p><a href="mailto:@example.org">x</a></p>')},
    "a rating needs style=": {
        "named colour": paper(
            '<p><span class="rating" style="--colour: red; --ink: #000000">x</span></p>'
        ),
        "named ink": paper(
            '<p><span class="rating" style="--colour: #ff0000; --ink: red">x</span></p>'
        ),
    },
    "only a rating has a shape: tick, circle, triangle, diamond, dash": {
        "shape of another word": paper('<p><span class="label" data-shape="tick">x</span></p>'),
        "shape that there is not": paper('<p><span class="outlined" data-shape="box">x</span></p>'),
    },
    "only a rating can have its own colours": {
        "colour of a label": paper(
            '<p><span class="label" style="--colour: #ff0000; --ink: #000000">x</span></p>'
        )
    },
    "it must be empty": {
        "number of a page": paper(
            "",
            around='<footer class="page-footer"><p><span class="page-number">7</span></p></footer>',
        )
    },
    "changes can be marked only in the text": {
        "changed caption": changed(table(ROW, "<caption><ins>x</ins></caption>")),
        "changed heading of a row": changed(table(ROW.replace(">a<", "><ins>a</ins><"))),
        "changed contents": changed(CONTENTS.format(f"<ol><li><del>x</del>{PLACE}</li></ol>")),
        "changed header": paper(
            "", head=WHOSE, around='<header class="page-header"><p><ins>x</ins></p></header>'
        ),
        "changed footer": paper(
            "", head=WHOSE, around='<footer class="page-footer"><p><ins>x</ins></p></footer>'
        ),
        "changed chart": changed(chart(cell="<ins>1</ins>")),
    },
    "it is a change inside a change": {
        "change in a change": changed("<p><ins>x<strong><del>y</del></strong></ins></p>")
    },
    "a page number cannot be a change": {
        "changed number": changed('<p><ins>x<span class="page-count"></span></ins></p>')
    },
    "revision.date is not a date": {
        "change of no day": paper("<p><ins>x</ins></p>", head=WHOSE.replace("2014-", "20-"))
    },
    "its start is not a number": {
        f"start {start!r}": paper(f'<ol start="{start}"><li>x</li></ol>')
        for start in ("", "123456", "\u0661", "1.5")
    },
    "the list is empty": {"contents of nothing": paper(CONTENTS.format(""))},
    "it does not belong in a contents list": {
        "paragraph in an entry": paper(CONTENTS.format(f"<ol><li><p>{PLACE}</p></li></ol>"))
    },
    "only a left and a right paragraph": {
        "three feet": paper(
            "", around='<footer class="page-footer">' + "<p>x</p>" * 3 + "</footer>"
        )
    },
    "it is empty": {"numbered nothing": paper('<div class="numbered"> </div>')},
    "a numbered paragraph must begin with its number": {
        "numbered list": paper(f'<div class="numbered"><ul><li>{NUMBER}x</li></ul></div>'),
        "no number": paper(NUMBERED.format("")),
        "number after words": paper(NUMBERED.format(f"x{NUMBER}")),
        "label for a number": paper(NUMBERED.format('<span class="label">1</span>x')),
        "emphasis on a number": paper(NUMBERED.format(NUMBER.replace("1", "1<em>a</em>"))),
        "empty number": paper(NUMBERED.format(NUMBER.replace("1", " ") + "x")),
    },
    "its colspan is not a number": {
        "colspan 01": paper(table(ROW.replace("<td>", '<td colspan="01">'))),
        "colspan 100": paper(
            table(
                "<colgroup>" + '<col style="width: 1%">' * 100 + "</colgroup>"
                '<tr><th colspan="100">x</th></tr>'
            )
        ),
    },
    "a column needs style=": {
        f"width {width!r}": paper(
            table(f'<colgroup><col style="{width}"><col style="width: 50%"></colgroup>{ROW}')
        )
        for width in ("width: 50", "width: 5.%", "width: 1000%", "width: 0%", "color: red")
    },
    "its data-chart must be one of": {"chart of a pie": paper(chart(kind="pie"))},
    "a chart needs a table with one row of headings": {
        "chart without figures": paper(chart().replace("<tr><td>a</td><td>1</td></tr>", "")),
        "chart of two heads": paper(
            chart().replace("<thead>", "<thead><tr><th>a</th><th>b</th></tr>")
        ),
    },
    "bars need one column of figures": {
        "bars of two columns": paper(chart(3)),
        "bars of none": paper(chart(1)),
        "stack of nine": paper(chart(10, "stacked")),
    },
    "a cell of a chart's table cannot fill two columns": {
        "wide cell in a chart": paper(chart(more='<tr><td colspan="2">1</td></tr>'))
    },
    "it does not belong in a chart's table": {
        "paragraph in a chart": paper(chart(cell="<p>1</p>"))
    },
    "each row and column of a chart needs a name": {
        "nameless row": paper(chart(more="<tr><td> </td><td>1</td></tr>")),
        "nameless column": paper(chart().replace("H1", " ")),
    },
    "a figure of a chart must be a whole number": {
        f"figure {cell!r}": paper(chart(cell=cell))
        for cell in ("", "-1", "1.5", "1234567", "1,000")
    },
}
"""What is refused for one reason alone, by that reason: each check of the vocabulary has one here or above."""
ONE_REASON = [(html, reason) for reason, papers in REASONS.items() for html in papers.values()]
PAPERS |= {name: html for papers in REASONS.values() for name, html in papers.items()}


@pytest.mark.parametrize(
    ("html", "reason"), ONE_REASON, ids=[name for papers in REASONS.values() for name in papers]
)
def test_what_is_refused_is_told_why(html: str, reason: str) -> None:
    """Not for another reason by chance, which would hide that nobody looks for this one."""
    with pytest.raises(PageError) as caught:
        Page(html)
    assert [fault.reason for fault in caught.value.faults if reason not in fault.reason] == []


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


@settings(max_examples=400)
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
