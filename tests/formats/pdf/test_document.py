"""The PDF of a paper, judged by three checkers and read back tag by tag."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import outloud
import page as page_validation
import pdfua
import pikepdf
import pytest
from PIL import Image, ImageOps

from francis.errors import FrancisError
from francis.formats.html import Page
from francis.formats.pdf import document as pdf
from tests.formats.charts.test_figure import PAPER as CHARTS
from tests.formats.text.test_scripts import SENTENCES
from tests.formats.word.test_tracked_changes import AUTHOR, CHANGES, DATE
from tests.shared.file_text import pdf_pages

TEMPLATES = Path(__file__).parents[3] / "templates"
STYLES = (TEMPLATES / "house.css").read_text(encoding="utf-8")
FONTS = sorted((TEMPLATES / "fonts").glob("*.ttf"))
REGULAR = TEMPLATES / "fonts" / "LiberationSans-Regular.ttf"

pytestmark = pytest.mark.slow

HEAD = """<!DOCTYPE html>
<html lang="en-GB"><head><meta charset="utf-8"><title>Positions of the Example body</title>
<meta name="author" content="Example body"><meta name="description" content="Where it stood.">
<meta name="keywords" content="stock-take, example">
<meta name="dcterms.modified" content="2013-04-25T00:00:00Z">
<meta name="generator" content="francis"></head>
"""
FURNITURE = """<header class="page-header"><p>Example body</p></header>
<footer class="page-footer"><p>As at 25 April 2013</p>
<p>Page <span class="page-number"></span> of <span class="page-count"></span></p></footer>
"""


def document(content: str, body: str = 'class="landscape"') -> str:
    return f"{HEAD}<body {body}>{FURNITURE}<main><h1>Positions</h1>{content}</main></body></html>"


def table(rows: Sequence[str]) -> str:
    return (
        '<table class="positions" data-description="What is asked, and what was done.">'
        "<caption>Standards and positions</caption>"
        '<colgroup><col style="width: 38%"><col style="width: 62%"></colgroup>'
        '<thead><tr><th scope="col">Standard</th><th scope="col">Position</th></tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table>"
    )


def row(number: int, words: int) -> str:
    # Lines that are alike but for their figures look like running headers to a checker.
    chosen = random.Random(number)
    text = " ".join(chosen.choices(("much", "less", "said", "done", "read", "word"), k=words))
    return (
        f'<tr class="item"><td><h4 id="item-{number}"><span class="number">{number}</span> Heading'
        f"</h4><p>Asked: {text[: len(text) // 3]}.</p></td><td>"
        '<p class="status"><span class="label">Rating</span> <span class="rating"'
        ' style="--colour: #00703c; --ink: #ffffff">Green</span></p>'
        f"<p>Row {number} begins. {text}. Row {number} ends.</p></td></tr>"
    )


def theme(name: str) -> str:
    return f'<tr class="theme"><th scope="colgroup" colspan="2"><h3>{name}</h3></th></tr>'


STOCKTAKE = f"""<p class="subtitle">As at 25 April 2013</p><p class="banner">Not approved.</p>
<table class="facts"><caption>About this paper</caption><tbody>
<tr><th scope="row">Body</th><td>Example body</td></tr>
<tr><th scope="row">Licence</th><td><a href="https://example.org/licence">Open licence</a></td></tr>
</tbody></table>
<nav class="contents" aria-labelledby="contents"><h2 id="contents">Contents</h2><ol>
<li><a href="#positions">Positions</a><ol><li><a href="#item-1">1 Heading</a></li></ol></li>
<li><a href="#key">Key</a></li></ol></nav>
<section><h2 id="positions">Positions</h2>
{table([theme("First theme"), *(row(n, 200) for n in range(1, 9)), theme("Second"), row(9, 90)])}
<p>A note.</p><p class="incomplete">The source breaks off here.</p>
<p class="response"><span class="label">Response</span> accepted</p></section>
<section><h2 id="key">Key</h2><table class="key"><caption>Ratings</caption>
<thead><tr><th scope="col">Rating</th><th scope="col">Meaning</th></tr></thead><tbody>
<tr><td><span class="rating" style="--colour: #00703c; --ink: #ffffff">Green</span></td>
<td>On track.</td></tr><tr><td>Not rated</td><td>No rating was given.</td></tr></tbody></table>
<p>Made from the record.</p></section>"""

LISTS = """<ul><li>one<ul><li>one and a bit<ol><li>deep</li></ol></li></ul>after the inner list</li>
<li><p>two</p><p>two again</p></li></ul><ol><li>first</li><li>second</li></ol>"""

NUMBERED = f"""<h2>Report</h2><h3>A heading over it</h3><div class="numbered">
<p><span class="paragraph-number">10.5</span> It has {"a long text " * 20}</p>
<ul><li>one point</li></ul><p>More of it.</p></div><div class="numbered">
<p><span class="paragraph-number">10.12</span></p><ul><li>only points</li></ul></div>"""

LINKS = f"""<h2 id="here">Here</h2><p>Go <a href="#here">here</a>, or far away to
<a href="https://example.org/a">a {"long " * 60} <strong>address</strong></a>.</p>"""

PAPERS = {
    "draft": document(STOCKTAKE, 'class="landscape" data-mark="Draft"'),
    "final": document(STOCKTAKE),
    "upright": document(STOCKTAKE, 'class="upright" data-mark="Draft"'),
    "long rows": document(
        f"<h2>Two</h2>{table([theme('Theme'), *(row(n, 1200) for n in range(1, 5))])}"
    ),
    "lists": document(LISTS),
    "numbered": document(NUMBERED),
    "links": document(LINKS),
    "charts": CHARTS,
    "changes": document(CHANGES).replace("</head>", f"{AUTHOR}{DATE}</head>"),
}


def made(html: str) -> bytes:
    return pdf.to_pdf(html, STYLES, [TEMPLATES])


def opened(html: str, tmp_path: Path) -> pikepdf.Pdf:
    path = tmp_path / "paper.pdf"
    path.write_bytes(made(html))
    return pikepdf.open(path)


def tags(paper: pikepdf.Pdf) -> Iterator[Any]:
    """Yield the tags in the order in which they are read."""
    waiting = [paper.Root.StructTreeRoot.K[0]]
    while waiting:
        tag = waiting.pop()
        yield tag
        waiting += [kid for kid in reversed(kids(tag)) if "/S" in kid]


def kids(tag: Any) -> list[Any]:
    """Return the kids of a tag that are not numbers of marks."""
    return [kid for kid in tag.K if isinstance(kid, pikepdf.Dictionary)]


def roles(paper: pikepdf.Pdf) -> list[str]:
    return [str(tag.S)[1:] for tag in tags(paper)]


def outline(tag: Any) -> str:
    """Return a tag and what is in it, as in `L(LI(Lbl LBody))`."""
    inner = " ".join(outline(kid) for kid in kids(tag) if "/S" in kid)
    return str(tag.S)[1:] + (f"({inner})" if inner else "")


def of_role(paper: pikepdf.Pdf, role: str) -> list[Any]:
    return [tag for tag in tags(paper) if f"/{role}" == tag.S]


@pytest.mark.parametrize("html", PAPERS.values(), ids=PAPERS.keys())
def test_three_checkers_find_nothing(html: str, tmp_path: Path) -> None:
    """No checker of PDF/UA has an error or a warning."""
    path = tmp_path / "paper.pdf"
    path.write_bytes(made(html))
    report = page_validation.validate_pdf(path, profile="ua1")
    assert [(fault.rule_id, fault.message) for fault in report.failures] == []
    assert [(found.rule_id, found.message) for found in pdfua.validate(str(path)).findings] == []
    judged = outloud.check(str(path))
    assert (judged.error, judged.findings) == (None, [])


def test_a_table_over_many_pages_is_one_table(tmp_path: Path) -> None:
    """A table is one tag with one head; a row that breaks is one row with its two cells."""
    with opened(PAPERS["long rows"], tmp_path) as paper:
        assert len(paper.pages) > 5
        (only,) = of_role(paper, "Table")
        assert [str(kid.S) for kid in kids(only)] == ["/Caption", "/THead", "/TBody"]
        assert len(of_role(paper, "TR")) == 6
        assert {outline(tr) for tr in of_role(paper, "TR")[2:]} == {"TR(TD(H4 P) TD(P P))"}
        pages = {kid.Pg.objgen for kid in kids(of_role(paper, "P")[-1]) if "/MCID" in kid}
        assert pages, "the last paragraph goes on on another page"
        assert len(paper.pages) < 16, "no page is left empty before a long row"
        heads = [content_of(page).count(b"<</Type /Layout>>") for page in paper.pages]
        assert heads == [0, *[2] * (len(heads) - 1)], "each page but the first repeats two headers"
        assert only.A.Summary == "What is asked, and what was done."


def test_header_cells_have_their_scope(tmp_path: Path) -> None:
    """Headers of columns and of rows say so; a theme is a cell across both, with its heading."""
    with opened(PAPERS["final"], tmp_path) as paper:
        scopes = [str(cell.A.Scope) for cell in of_role(paper, "TH")]
        assert scopes == ["/Row", "/Row", *["/Column"] * 4]
        across = [cell for cell in of_role(paper, "TD") if "/A" in cell]
        assert [(outline(cell), cell.A.ColSpan) for cell in across] == [("TD(H3)", 2)] * 2


def test_changes_say_what_they_are(tmp_path: Path) -> None:
    """By their line to whoever sees it, by a tag with that line, and in words in their place."""
    with opened(PAPERS["changes"], tmp_path) as paper:
        lines = [str(tag.A.TextDecorationType) for tag in of_role(paper, "Span") if "/A" in tag]
        assert lines == ["/LineThrough", *["/Underline"] * 2, "/LineThrough", *["/Underline"] * 2, "/LineThrough"]  # fmt: skip
        remarks = [tag for tag in of_role(paper, "Span") if "/T" in tag]
        assert [str(tag.T) for tag in remarks] == ["Remark"] * (2 * 7 + 2)
    lines = pdf_pages(tmp_path / "paper.pdf")[0].splitlines()[1:-2]
    # Whether a space stands between two words of different looks is the reader's guess.
    assert [line.replace(" ", "") for line in lines] == [
        "Theratingis[deleted:red][inserted:green],all[inserted:of]it.",
        "[deleted:Gone.]",
        "Movedhere:[inserted:Stays.]",
        "•one",
        "•[inserted:new,linked]",
        "–inner",
        "Movedfromhere:[deleted:Stays.]",
    ]


def test_an_arrow_is_heard_as_a_word(tmp_path: Path) -> None:
    """And the shape of a rating not at all."""
    html = (
        '<p><span class="rating" style="--colour: #00703c; --ink: #ffffff" data-shape="circle">'
        'Green</span> <span class="up">↑</span> from Amber</p>'
    )
    with opened(document(html), tmp_path) as paper:
        spans = [tag for tag in of_role(paper, "Span") if "/ActualText" in tag]
        assert [str(tag.ActualText) for tag in spans] == ["up"]
        assert not [tag for tag in of_role(paper, "Span") if "/T" in tag]


def test_page_furniture_is_no_content(tmp_path: Path) -> None:
    """Repeated headers, page numbers and the running head are artifacts of their kind."""
    with opened(PAPERS["draft"], tmp_path) as paper:
        for number, page in enumerate(paper.pages):
            content = content_of(page)
            for kind in (b"Header", b"Footer"):
                assert b"/Artifact\n<</Type /Pagination/Subtype /" + kind + b">>\nBDC" in content
            parents = paper.Root.StructTreeRoot.ParentTree.Nums[2 * number + 1]
            marks = {int(mark) for mark in _marks(content)}
            tagged = {mark for mark, tag in enumerate(parents) if tag is not None}
            assert marks == tagged, "what is marked has a tag, and what has a tag is marked"


def content_of(page: pikepdf.Page) -> bytes:
    return page.Contents.read_bytes()


def _marks(content: bytes) -> Iterator[bytes]:
    for piece in content.split(b"<</MCID ")[1:]:
        yield piece.split(b">>")[0]


def test_a_draft_says_so_first_on_each_page_and_has_a_hatched_edge(tmp_path: Path) -> None:
    """The edge is 3 mm wide, in the right margin, and crosses no text; a final paper has neither."""
    for name, expected in (("draft", True), ("upright", True), ("final", False)):
        with opened(PAPERS[name], tmp_path) as paper:
            widths = [float(page.MediaBox[2]) for page in paper.pages]
        for page in pdf_pages(tmp_path / "paper.pdf"):
            marked = [line for line in page.splitlines() if line.startswith("Draft · ")]
            assert len(marked) == expected
        draw = ["pdftoppm", "-r", "72", "-gray", str(tmp_path / "paper.pdf"), str(tmp_path / name)]
        subprocess.run(draw, check=True)
        for picture, width in zip(sorted(tmp_path.glob(f"{name}-*.pgm")), widths, strict=True):
            with Image.open(picture) as drawn:
                margin = drawn.crop((round(width) - 45, 80, drawn.width, drawn.height - 80))
                box = ImageOps.invert(margin).point(lambda grey: 255 * (grey > 60)).getbbox()
            assert (box is not None) == expected
            if box is not None:
                left, above, right, below = box
                assert right - left <= 10, "3 mm are 8.5 points"
                assert (above, below) == (0, margin.height), "it is as high as the text"


def test_lists_are_read_as_they_are_written(tmp_path: Path) -> None:
    """Each item has its label and body, an inner list is inside the body, all in their order."""
    with opened(PAPERS["lists"], tmp_path) as paper:
        found = [outline(kid) for kid in kids(paper.Root.StructTreeRoot.K[0])]
        read = [int(kid) for tag in tags(paper) for kid in tag.K if isinstance(kid, int)]
        assert read == sorted(read), "the page is painted in the order in which it is read"
    inner = "Span L(LI(Lbl LBody(Span L(LI(Lbl LBody))))) Span"
    assert found[1:] == [
        f"L(LI(Lbl LBody({inner})) LI(Lbl LBody(P P)))",
        "L(LI(Lbl LBody) LI(Lbl LBody))",
    ]


def test_links_work_and_say_where_to(tmp_path: Path) -> None:
    """Links are printed, described and tied to their tag, on each line that they stand on."""
    with opened(PAPERS["links"], tmp_path) as paper:
        links = of_role(paper, "Link")
        parents = paper.Root.StructTreeRoot.ParentTree.Nums
        tree = dict(zip(map(int, parents[::2]), parents[1::2], strict=True))
        said = []
        for link in links:
            spots = [kid.Obj for kid in kids(link) if "/Obj" in kid]
            said.append(str(spots[0].Contents))
            for spot in spots:
                assert spot.F == 4
                assert tree[int(spot.StructParent)].objgen == link.objgen
        assert said[0] == "here"
        assert said[1].endswith("long address (https://example.org/a)")
        assert len([kid for kid in kids(links[1]) if "/Obj" in kid]) > 2
        (target,) = [paper.Root.Names.Dests.Names[0]]
        assert target == "here"
        assert {str(a.A.URI) for a in paper.pages[0].Annots if "/A" in a} == {
            "https://example.org/a"
        }


def test_the_file_says_what_it_is(tmp_path: Path) -> None:
    """Title, language, author, dates, bookmarks and embedded fonts are there."""
    with opened(PAPERS["draft"], tmp_path) as paper:
        root: Any = paper.Root
        info = paper.docinfo
        assert root.ViewerPreferences.DisplayDocTitle is True
        assert root.Lang == "en-GB"
        assert root.MarkInfo.Marked is True
        assert info["/Title"] == "Positions of the Example body"
        assert info["/Author"] == "Example body"
        assert info["/Subject"] == "Where it stood."
        assert info["/Keywords"] == "stock-take, example"
        assert info["/ModDate"] == "D:20130425000000Z"
        assert "/CreationDate" not in info
        with paper.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["dc:title"] == "Positions of the Example body"
            assert metadata["xmp:ModifyDate"] == "2013-04-25T00:00:00Z"
        with paper.open_outline() as bookmarks:
            (top,) = bookmarks.root
            assert [entry.title for entry in top.children] == ["Contents", "Positions", "Key"]
            themes = top.children[1].children
            assert [entry.title for entry in themes] == ["First theme", "Second"]
            assert themes[1].children[0].title == "9 Heading"
        for font in paper.pages[0].Resources.Font.values():
            descriptor = font.DescendantFonts[0].FontDescriptor
            assert "/FontFile2" in descriptor or "/FontFile3" in descriptor
            assert "+House-Sans" in str(descriptor.FontName), "a subset of our own font"
        assert [float(side) for side in paper.pages[0].MediaBox[2:]] == pytest.approx(
            [841.9, 595.3], abs=0.1
        )
    with opened(PAPERS["upright"], tmp_path) as paper:
        assert [float(side) for side in paper.pages[0].MediaBox[2:]] == pytest.approx(
            [595.3, 841.9], abs=0.1
        )


def test_a_theme_is_never_the_last_row_of_a_page(tmp_path: Path) -> None:
    """A theme stands on the page of the row that follows it."""
    rows = [part for n in range(1, 60) for part in (theme(f"Theme {n}"), row(n, 3 + n % 40))]
    with opened(document(f"<h2>Two</h2>{table(rows)}"), tmp_path) as paper:
        found = of_role(paper, "TR")[1:]
        pages = [first_page(tag) for tag in found]
        assert len(set(pages)) > 3
        assert [pages[i] for i in range(0, len(pages), 2)] == pages[1::2]


def first_page(tag: Any) -> Any:
    return next(t.Pg.objgen for t in walk(tag) if any(isinstance(k, int) for k in t.K))


def walk(tag: Any) -> Iterator[Any]:
    yield tag
    for kid in kids(tag):
        if "/S" in kid:
            yield from walk(kid)


def test_the_same_paper_is_the_same_bytes(tmp_path: Path) -> None:
    """Two processes with different hash seeds, times zones and locales make one file."""
    (tmp_path / "paper.html").write_text(PAPERS["draft"], encoding="utf-8")
    code = (
        "import sys, hashlib; from pathlib import Path; from francis.formats.pdf import document as pdf;"
        "html, folder = map(Path, sys.argv[1:]);"
        "css = (folder / 'house.css').read_text(encoding='utf-8');"
        "print(hashlib.sha256(pdf.to_pdf(html.read_text(encoding='utf-8'), css, [folder])).hexdigest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", code, str(tmp_path / "paper.html"), str(TEMPLATES)],
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone},
            capture_output=True, text=True, check=True, cwd=tmp_path,
        ).stdout
        for seed, zone in (("1", "UTC"), ("4711", "Asia/Tokyo"))
    }  # fmt: skip
    assert len(digests) == 1


IMAGE = 'body {{ background: url("{}") }}'


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:9/a.png",
        "https://example.org/a.png",
        "//example.org/a.png",
        "ftp://example.org/a.png",
        "file:///etc/passwd",
        "../secret.png",
        "%2e%2e/secret.png",
        "..%2fsecret.png",
        "/etc/passwd",
        "%2fetc/passwd",
        "link.png",
        "folder/secret.png",
        "missing.png",
        "fonts",
        "a%00.png",
        "data:image/png;base64,iVBORw0KGgo=",
        "javascript:alert(1)",
    ],
)
def test_nothing_but_templates_is_fetched(address: str, tmp_path: Path) -> None:
    """Network, other files, ways out and links are refused, and the paper is not made."""
    folder = tmp_path / "templates"
    (folder / "fonts").mkdir(parents=True)
    (tmp_path / "secret.png").write_bytes(PIXEL)
    (folder / "link.png").symlink_to(tmp_path / "secret.png")
    (folder / "folder").symlink_to(tmp_path)
    with pytest.raises(FrancisError, match="No PDF was made"):
        pdf.to_pdf(document("<p>x</p>"), IMAGE.format(address), [folder, TEMPLATES])


PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c63f8cfc0f01f00050001ffd1b4c3e20000000049454e44ae426082"
)


def test_the_first_folder_wins(tmp_path: Path) -> None:
    """A workspace's own template hides the packaged one; a folder may itself be a link."""
    own, packaged = tmp_path / "own", tmp_path / "packaged"
    for folder, content in ((own, PIXEL), (packaged, b"not an image")):
        folder.mkdir()
        (folder / "a.png").write_bytes(content)
    (tmp_path / "way").symlink_to(own)
    html, styles = document("<p>x</p>"), STYLES + IMAGE.format("a.png")
    assert pdf.to_pdf(html, styles, [tmp_path / "way", packaged, TEMPLATES]).startswith(b"%PDF-1.7")
    with pytest.raises(FrancisError, match="Failed to load image"):
        pdf.to_pdf(html, styles, [packaged, own, TEMPLATES])


@pytest.mark.parametrize(
    ("styles", "said"),
    [
        ('@import url("file:///etc/passwd"); ', "file:///etc/passwd"),
        ('@import url("http://127.0.0.1:9/a.css"); ', "127.0.0.1"),
        ('body { background: url("missing.png") }', "missing.png: there is no such file"),
        ('@font-face { font-family: X; src: url("fonts/Gone.ttf") } p { font-family: X }', "Gone"),
        ('@font-face { font-family: X; src: url("house.css") } p { font-family: X }', "Font-face"),
    ],
)
def test_what_styles_cannot_have_is_said(styles: str, said: str) -> None:
    """A style sheet's missing, broken or forbidden files stop the paper, by name."""
    with pytest.raises(FrancisError, match=said):
        pdf.to_pdf(document("<p>Text</p>"), styles, [TEMPLATES])


def test_without_its_libraries_the_remedy_is_said(tmp_path: Path) -> None:
    """Where pango cannot be loaded, one line says how to get it on this system."""
    (tmp_path / "sitecustomize.py").write_text(
        "import ctypes.util\nctypes.util.find_library = lambda name: None\n"
        "import cffi\ncffi.FFI.dlopen = lambda self, name, *flags: (_ for _ in ()).throw("
        "OSError(f'cannot load library {name!r}'))\n"
    )
    code = (
        "import sys; from francis.formats.pdf import document as pdf\n"
        "for sys.platform in ('linux', 'darwin', 'freebsd14'):\n"
        "    try: pdf.to_pdf('<html lang=en><head><title>x</title></head><body><main><p>x</p></main></body></html>', '', [])\n"
        "    except pdf.PdfUnavailable as error: print(error)\n"
    )
    source = Path(pdf.__file__).parents[3]
    run = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": f"{tmp_path}{os.pathsep}{source}"}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    linux, mac, other = run.stdout.splitlines()
    assert "sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0" in linux
    assert "brew install pango" in mac
    assert other == linux


def test_nothing_heavy_is_imported_before_it_is_needed() -> None:
    """`francis --help` does not wait for the PDF."""
    code = "import sys, francis.formats.pdf.document; print({'weasyprint', 'pydyf', 'lxml', 'fontTools'} & set(sys.modules))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "set()\n"


def test_characters_that_the_font_lacks_are_named() -> None:
    """They would be painted from another font, or as an empty box."""
    for html in PAPERS.values():
        assert pdf.hazards(Page(html), [REGULAR]) == []
    assert pdf.hazards(Page(document("<p>ก and ༀ, ༁ and 🙂</p>")), [REGULAR]) == [
        "The font has no “ༀ” (U+0F00, tibetan syllable om).",
        "The font has no “༁” (U+0F01, tibetan mark gter yig mgo truncated a).",
        "The font has no “🙂” (U+1F642, slightly smiling face).",
        "There is no font for Thai (“ก” (U+0E01, thai character ko kai)). Put NotoSansThai-Regular.ttf into templates/fonts.",
    ]


def test_a_script_without_a_font_is_one_message() -> None:
    """However many letters it has; with its font there is none."""
    page = Page(document("<p>本文件有中文版。</p>"))
    (message,) = pdf.hazards(page, FONTS)
    assert message.startswith(
        "There is no font for Chinese (“。” (U+3002, ideographic full stop), "
    )
    assert message.endswith(" and 2 more). Put NotoSansSC-Regular.ttf into templates/fonts.")
    (message,) = pdf.hazards(Page(document("<p>កម្ពុជា</p>")), FONTS)
    assert message.startswith("The font has no “ក” (U+1780, khmer letter ka), “ជ”")


@pytest.fixture(scope="module")
def in_scripts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a PDF with a paragraph, a heading, a point and bold words in each language."""
    path = tmp_path_factory.mktemp("scripts") / "paper.pdf"
    path.write_bytes(pdf.to_pdf(IN_SCRIPTS, STYLES, [TEMPLATES]))
    return path


IN_SCRIPTS = document(
    "".join(
        f"<h2>{words}</h2><p>{words} <strong>{words}</strong></p><p>In {code}: {words}, he said.</p>"
        f"<ul><li>{words}</li></ul><ol><li>{words}</li><li>{words}</li></ol>"
        f'<div class="numbered"><p><span class="paragraph-number">1.1</span> {words}</p></div>'
        for code, words in SENTENCES.items()
        if code != "zh"
    )
    + "<p>✓ ✔ ☐ ☑ ☒ ★ and 10‑12</p>",
    'class="x"',
)


def test_the_checkers_find_nothing_in_any_script(in_scripts: Path) -> None:
    """Each glyph has a character, and each stretch its language."""
    assert [
        f.message for f in page_validation.validate_pdf(in_scripts, profile="ua1").failures
    ] == []
    assert list(pdfua.validate(str(in_scripts)).findings) == []
    assert outloud.check(str(in_scripts)).findings == []
    assert pdf.hazards(Page(IN_SCRIPTS), FONTS) == []


def test_every_script_is_painted_from_its_own_font(in_scripts: Path) -> None:
    """And none from a font that this computer happens to have."""
    with pikepdf.open(in_scripts) as made:
        names = {
            str(font.BaseFont).partition("+")[2]
            for page in made.pages
            for font in page.Resources.Font.values()
        }
    assert {name for name in names if not name.startswith("House-")} == set()
    for key in ("arabic", "bengali", "gurmukhi", "gujarati", "tamil", "devanagari", "thai"):
        assert {f"House-{key}", f"House-{key}-Bold"} <= names
    assert "House-signs" in names


def test_a_stretch_is_heard_in_its_language_and_letter_by_letter(in_scripts: Path) -> None:
    """Whatever glyphs it is painted with, and in which order."""
    with pikepdf.open(in_scripts) as made:
        tags = [
            o for o in made.objects if isinstance(o, pikepdf.Dictionary) and o.get("/S") == "/Span"
        ]
        heard = {(str(tag.Lang), str(tag.ActualText)) for tag in tags if "/Lang" in tag}
    for code, words in SENTENCES.items():
        if code not in ("zh",):
            assert any(lang == code and text in words and len(text) > 9 for lang, text in heard), (
                code
            )


def test_a_paper_in_any_script_has_the_same_bytes_each_time() -> None:
    """As any other paper has."""
    assert pdf.to_pdf(IN_SCRIPTS, STYLES, [TEMPLATES]) == pdf.to_pdf(
        IN_SCRIPTS, STYLES, [TEMPLATES]
    )


def test_a_paper_without_other_scripts_has_none_of_their_fonts() -> None:
    """So that it is as small, and as fast to make, as before."""
    assert pdf._script_styles(Page(document("<p>“A – b’s” ½</p>")).root, [TEMPLATES]) == ""


def test_no_line_ends_at_a_hyphen_that_does_not_break() -> None:
    """The font has only the one that does; it is painted, and read back as the same."""
    words = "in the years 2010‑2012 " * 40
    lines = " ".join(pdf_pages_of(document(f"<p>{words}</p>"))).splitlines()
    assert not [line for line in lines if line.rstrip().endswith("-")]
    assert "2010-2012" in " ".join(lines)


def pdf_pages_of(html: str) -> list[str]:
    return [pdf_text(pdf.to_pdf(html, STYLES, [TEMPLATES]))]


def pdf_text(data: bytes) -> str:
    run = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=data, capture_output=True, check=True
    )
    return run.stdout.decode()
