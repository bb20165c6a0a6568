"""The page: read by a real browser, at the widths of a telephone and of a desk, and printed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from francis.errors import FrancisError
from francis.formats import web_page
from tests.formats.charts.test_figure import PAPER as CHARTS
from tests.formats.word.test_tracked_changes import AUTHOR, CHANGES, DATE
from tests.shared.accessibility import bad_looks, violations

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

TEMPLATES = Path(__file__).parents[2] / "templates"
PHONE: Any = {"width": 360, "height": 740}
DESK: Any = {"width": 1280, "height": 900}

HTML = """<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8"><title>T</title></head><body><main id="paper">
<h1>T</h1><nav class="contents" aria-labelledby="c"><h2 id="c">Contents</h2><ol><li><a href="#i2">2</a></li></ol></nav>
<table class="positions"><caption>C</caption><thead><tr><th scope="col">Standard</th><th scope="col">Position</th></tr></thead>
<tbody><tr class="theme"><th scope="colgroup" colspan="2"><h2>One</h2></th></tr>
<tr class="item"><td><h3 id="i1">1</h3></td><td>Apples &amp; pears – GP’s</td></tr>
<tr class="theme"><th scope="colgroup" colspan="2"><h2>Two</h2></th></tr>
<tr class="item"><td><h3 id="i2">2</h3></td><td>Pears</td></tr></tbody></table></main></body></html>"""


SCRIPT = (TEMPLATES / "page.js").read_text()


def made(html: str = HTML, script: str = SCRIPT) -> bytes:
    return web_page.to_page(html, (TEMPLATES / "house.css").read_text(), script)


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Iterator[Callable[..., Page]]:
    """Return a function that opens a page and fails if it asks for anything or complains."""
    contexts = []

    def open_page(data: bytes, size: Any = DESK, **settings: Any) -> Page:
        file = tmp_path / "page.html"
        file.write_bytes(data)
        context = browser.new_context(viewport=size, **settings)
        contexts.append(context)
        tab = context.new_page()
        tab.on("request", lambda request: asked.append(request.url))
        tab.on("console", lambda message: complaints.append(message.text))
        tab.on("pageerror", lambda error: complaints.append(str(error)))
        asked: list[str] = []
        complaints: list[str] = []
        tab.goto(file.as_uri())
        assert asked == [file.as_uri()]
        assert complaints == []
        return tab

    yield open_page
    for context in contexts:
        context.close()


def test_axe_finds_nothing_in_any_paper(opened: Callable[..., Page], page_file: Path) -> None:
    """WCAG 2.2 AA and good practice on a telephone, where 1.4.10 says that nobody scrolls in two directions at 320 pixels.

    At a desk and as it prints, what its colours and sizes have to do with.
    """
    tab = opened(page_file.read_bytes(), {"width": 320, "height": 600}, bypass_csp=True)
    assert tab.evaluate("document.documentElement.scrollWidth") <= 320
    assert violations(tab) == []
    tab.set_viewport_size(DESK)
    assert bad_looks(tab, "target-size") == []
    tab.emulate_media(media="print")
    assert bad_looks(tab) == [], "in print"


@pytest.mark.parametrize(
    ("changed", "is_told"),
    [
        ("", False),
        ("tr:nth-child(n) td { color: #bbb }", True),
        ("tr:nth-child(4) td:nth-child(2) { color: #bbb }", True),
        ("tr:nth-child(4) { background: #444 }", True),
        ("tr:nth-child(4) td { opacity: 0.3 }", True),
        ("tr:nth-child(4) td { font-size: 30px; color: #888 }", False),
    ],
)
def test_one_of_many_that_is_hard_to_read_is_seen(
    opened: Callable[..., Page], changed: str, is_told: bool
) -> None:
    """Its colour, what is behind it, and its size make it unlike those that are looked at for it."""
    tab = opened(made(), bypass_csp=True)
    tab.add_style_tag(
        content=f"tr.item td {{ color: #222 }} {changed.replace('tr:', '.positions tbody tr:')}"
    )
    assert [name for name, _ in bad_looks(tab)] == ["color-contrast"] * is_told
    assert ("color-contrast" in [name for name, _ in violations(tab)]) == is_told


def test_on_a_telephone_cells_stand_below_each_other_and_name_their_column(
    opened: Callable[..., Page],
) -> None:
    """Each cell has the whole width, and the heading of its column before it."""
    tab = opened(made(), PHONE)
    first, second = (
        tab.locator("tr.item >> nth=0").locator("td").nth(i).bounding_box() for i in (0, 1)
    )
    assert first is not None
    assert second is not None
    assert second["y"] >= first["y"] + first["height"]
    label = "getComputedStyle(document.querySelectorAll('tr.item td')[1], '::before').content"
    assert tab.evaluate(label) == '"Position"'
    assert tab.locator("table").aria_snapshot().count("- cell") == 4


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["telephone", "desk"])
@pytest.mark.parametrize("medium", ["screen", "print"])
def test_axe_finds_nothing_in_charts(opened: Callable[..., Page], size: Any, medium: Any) -> None:
    """Nor is anything wider than the screen, or the type too small to read."""
    tab = opened(made(CHARTS), size, bypass_csp=True)
    tab.emulate_media(media=medium)
    assert violations(tab) == []
    assert tab.evaluate("document.documentElement.scrollWidth") <= size["width"]
    scale = tab.evaluate("document.querySelector('figure svg').getScreenCTM().a")
    assert scale >= 0.9 or medium == "print", "of type of 12 pixels"


@pytest.mark.parametrize("medium", ["screen", "print"])
def test_changes_are_told_to_all(opened: Callable[..., Page], medium: Any) -> None:
    """By lines and by hidden words, which take no place; axe finds nothing, colours included."""
    tab = opened(
        made(
            HTML.replace("</table>", "</table>" + CHANGES).replace(
                "</head>", f"{AUTHOR}{DATE}</head>"
            )
        ),
        PHONE,
        bypass_csp=True,
    )
    tab.emulate_media(media=medium)
    assert violations(tab) == []
    snapshot = tab.locator("main > p >> nth=0").aria_snapshot()
    assert '- deletion: "[deleted: red' in snapshot
    assert '- insertion: "[inserted: green' in snapshot
    box = tab.locator("del >> nth=0").bounding_box()
    assert box is not None
    assert box["width"] < 30, "no wider than the word"


def test_a_chart_is_read_once(opened: Callable[..., Page]) -> None:
    """As one image with its description, then the table; not bar by bar."""
    tab = opened(made(CHARTS))
    snapshot = tab.locator("figure >> nth=0").aria_snapshot()
    name = "Standards at each rating"
    assert f'- img "What {name} shows."\n' in snapshot
    assert f'- table "{name}":' in snapshot
    assert snapshot.count("Not rated") == 2, "a row and its cell"
    assert snapshot.count("- cell") == 12


def rows(tab: Page) -> list[str]:
    return [" ".join(text.split()) for text in tab.locator("tbody tr:visible").all_inner_texts()]


def test_the_filter_hides_rows_that_lack_a_word(opened: Callable[..., Page]) -> None:
    """Every word must be there; a heading goes with its rows; the number of rows is announced."""
    tab = opened(made())
    field, status = tab.get_by_role("searchbox"), tab.get_by_role("status")
    assert len(rows(tab)) == 4
    field.fill("pears apples")
    assert rows(tab) == ["One", "1 Apples & pears – GP’s"]
    assert status.inner_text() == "1 of 2 rows"
    field.fill("GP's")
    assert len(rows(tab)) == 2
    field.fill("plums")
    assert rows(tab) == []
    assert status.inner_text() == "0 of 2 rows"
    field.fill("")
    assert len(rows(tab)) == 4
    assert status.inner_text() == ""


FRUIT = {
    "One": ("Apples and pears – GP’s", "Pears"),
    "Two": ("Plums", "Two\n apples"),
    "Three": ("Figs",),
}
"""The rows of a long table, each under its heading."""
SOUGHT = {
    "pears": ["Apples and pears – GP’s", "Pears"],
    "  APPLES": ["Apples and pears – GP’s", "Two apples"],
    "pears\u00a0apples ": ["Apples and pears – GP’s"],
    "gp's": ["Apples and pears – GP’s"],
    "two": ["Two apples"],  # and no other row for what its heading says
    "figs plums": [],
}
"""What is typed into the filter, and the rows that have all of its words."""


def filter_faults(tab: Page) -> list[str]:
    """Return what the filter shows or says that it should not, for each of what is sought."""
    field, status = tab.get_by_role("searchbox"), tab.get_by_role("status")
    every = [" ".join(row.split()) for of in FRUIT.values() for row in of]
    found = []
    for typed, wanted in (SOUGHT | {"": every}).items():
        field.fill(typed)
        expected = []
        for heading, of in FRUIT.items():
            under = [row for row in (" ".join(words.split()) for words in of) if row in wanted]
            expected += [heading, *under] if under else []
        said = f"{len(wanted)} of {len(every)} rows" if typed else ""
        if rows(tab) != expected:
            found.append(f"“{typed}” shows {rows(tab)}, not {expected}")
        if status.inner_text() != said:
            found.append(f"“{typed}” says “{status.inner_text()}”, not “{said}”")
    return found


def fruit(script: str = SCRIPT) -> bytes:
    """Return a page with the long table."""
    body = "".join(
        f'<tr class="theme"><th scope="colgroup" colspan="2"><h2>{heading}</h2></th></tr>'
        + "".join(f'<tr class="item"><td colspan="2">{row}</td></tr>' for row in of)
        for heading, of in FRUIT.items()
    )
    before, after = HTML.partition("<tbody>")[0], HTML.partition("</tbody>")[2]
    without_link = before.replace('<a href="#i2">2</a>', "2")
    return made(f"{without_link}<tbody>{body}</tbody>{after}", script)


def test_the_filter_shows_and_counts_what_is_sought(opened: Callable[..., Page]) -> None:
    """Those rows and no others, each under its heading, whatever was sought before."""
    assert filter_faults(opened(fruit())) == []


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("words.every(", "words.some("),
        ("row.hidden = !found", "row.hidden = found"),
        ("row.hidden = !found", "row.hidden ||= !found"),
        ("if (found && heading) heading.hidden = false;", ""),
        ("heading.hidden = words.length > 0;", ""),
        ("all += 1", "all += found"),
        ("shown += found", "shown += 1"),
        ("words.length ? `", "shown ? `"),
        (".filter(Boolean)", ""),
        ('.replace(/[‘’]/g, "\'")', ""),
        ('.replace(/\\s+/g, " ")', ""),
        ('.toLocaleLowerCase("en-GB")', ""),
        ("return;", ""),
    ],
)
def test_a_fault_of_the_filter_is_seen(opened: Callable[..., Page], right: str, wrong: str) -> None:
    """Of each of its steps, so that what finds none would find it."""
    assert right in SCRIPT
    assert filter_faults(opened(fruit(SCRIPT.replace(right, wrong)))) != []


def test_a_link_to_a_hidden_row_shows_it_again(opened: Callable[..., Page]) -> None:
    """The contents always lead somewhere."""
    tab = opened(made())
    tab.get_by_role("searchbox").fill("apples")
    tab.get_by_role("link", name="2", exact=True).click()
    assert tab.locator("#i2").is_visible()
    assert len(rows(tab)) == 4


def test_the_first_stop_is_the_skip_link(opened: Callable[..., Page]) -> None:
    """It can be seen once it is reached, and leads to the paper."""
    tab = opened(made())
    tab.keyboard.press("Tab")
    link = tab.locator(":focus")
    assert link.inner_text() == "Skip to the paper"
    box = link.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["y"] >= 0
    link.press("Enter")
    assert tab.evaluate("location.hash") == "#paper"


def test_without_scripts_there_is_no_filter(opened: Callable[..., Page]) -> None:
    """A field that does nothing is not shown."""
    tab = opened(made(), java_script_enabled=False)
    assert not tab.get_by_role("searchbox").is_visible()


def test_the_filter_is_not_printed(opened: Callable[..., Page]) -> None:
    """Nor is the skip link."""
    tab = opened(made())
    tab.emulate_media(media="print")
    assert not tab.get_by_role("searchbox").is_visible()
    assert not tab.locator(".skip-link").is_visible()


def test_colours_are_printed_as_they_are(
    opened: Callable[..., Page], papers: dict[str, bytes]
) -> None:
    """A browser would leave out the hatched edge of a draft, and the colour of a rating."""
    tab = opened(papers["html"])
    tab.emulate_media(media="print")
    style = "getComputedStyle({}).getPropertyValue('print-color-adjust')"
    assert tab.evaluate(style.format("document.body, '::before'")) == "exact"
    assert tab.evaluate(style.format("document.querySelector('.rating')")) == "exact"


def test_of_a_rating_the_word_is_heard_and_of_an_arrow_its_way(opened: Callable[..., Page]) -> None:
    """The shape of a rating is drawn, for the eye alone."""
    rating = 'class="rating" style="--colour: #00703c; --ink: #ffffff" data-shape="circle"'
    moved = f'<span {rating}>Green</span> (<span class="up">↑</span> from Amber)'
    tab = opened(made(HTML.replace("<h1>T</h1>", f"<h1>T</h1><p>{moved}</p>")))
    heard = tab.locator("main > p >> nth=0").aria_snapshot()
    assert " ".join(heard.replace("- text:", "").split()).count("Green") == 1
    assert 'img "up"' in heard
    shape = "getComputedStyle(document.querySelector('.rating'), '::before').getPropertyValue('{}')"
    assert tab.evaluate(shape.format("content")) == '""'
    assert tab.evaluate(shape.format("border-top-left-radius")) == "50%"
    assert tab.evaluate(shape.format("background-color")) == "rgb(255, 255, 255)"


def test_a_printed_draft_has_its_edge_on_the_page(
    opened: Callable[..., Page], papers: dict[str, bytes]
) -> None:
    """A browser paints nothing in the margins; on the screen the banner says it."""
    tab = opened(papers["html"])
    style = "getComputedStyle(document.body, '::before').getPropertyValue('{}')"
    assert tab.evaluate(style.format("content")) == "none"
    tab.emulate_media(media="print")
    found = [tab.evaluate(style.format(name)) for name in ("position", "right", "top", "bottom")]
    assert found == ["fixed", "0px", "0px", "0px"]
    assert tab.evaluate(style.format("background-image")).startswith("linear-gradient")


def test_the_page_is_one_file(papers: dict[str, bytes]) -> None:
    """It names no other file, and its policy lets it load none."""
    text = papers["html"].decode()
    assert "default-src 'none'" in text
    for part in ("url(", "src=", "@import", "<link", "<img"):
        assert part not in text


def test_a_script_in_the_text_does_not_run(opened: Callable[..., Page]) -> None:
    """Even if a template let it through, the page's policy would stop it."""
    data = made(HTML).replace(b"Apples", b"<script>document.title = 'ran'</script>Apples")
    with pytest.raises(AssertionError, match="Content Security Policy"):
        opened(data)


@pytest.mark.parametrize(
    ("inserted", "told"),
    [
        ("/* </style> */", "</style"),
        ("/* </ STYLE */", "</ STYLE"),
        ("/* <!-- */", "<!--"),
        ("\0", "U+0000"),
        ("\ufffe", "U+FFFE"),
    ],
)
def test_what_would_leave_its_element_is_refused_with_its_line(inserted: str, told: str) -> None:
    """Of the styles and of the script, which both may be of the workspace's own."""
    with pytest.raises(FrancisError, match=rf"^templates/house\.css:2: .*{re.escape(told)}"):
        web_page.to_page(HTML, f"p {{}}\n{inserted}", "")
    script = inserted.replace("style", "script").replace("STYLE", "SCRIPT")
    with pytest.raises(FrancisError, match=r"^templates/page\.js:2: "):
        web_page.to_page(HTML, "", f"\n{script}")
