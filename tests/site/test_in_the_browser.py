"""The public site in a real browser: for everybody, at any width, in any colours, with a keyboard alone, and without script."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.shared.accessibility import bad_looks, violations

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

EXAMPLE = "example-ccg/francis-2013"
KINDS = (
    "", EXAMPLE, f"{EXAMPLE}/132", f"{EXAMPLE}/recommendations", f"{EXAMPLE}/actions", f"{EXAMPLE}/actions/A16",
    f"{EXAMPLE}/commitments", f"{EXAMPLE}/providers", f"{EXAMPLE}/providers/royal", f"{EXAMPLE}/changes",
    f"{EXAMPLE}/changes/2014", f"{EXAMPLE}/papers", f"{EXAMPLE}/data", f"{EXAMPLE}/about", f"{EXAMPLE}/contact",
    f"{EXAMPLE}/accessibility", "barnet-ccg/francis-2013",
)  # fmt: skip
"""Every kind of page, and the first of a body that has rated nothing."""
PAPER: Any = {"width": 680, "height": 960}
"""What A4 leaves between its margins."""
PHONE: Any = {"width": 320, "height": 640}
DESK: Any = {"width": 1280, "height": 900}


@pytest.fixture(scope="module")
def opened(browser: Browser, site: Path) -> Iterator[Callable[..., Page]]:
    """Return what opens a page of the site from its folder, and fails if a browser complains or asks elsewhere."""
    contexts: dict[Any, Page] = {}

    def open_page(name: str, size: Any = DESK, **settings: Any) -> Page:
        key = repr((size, settings))
        if key not in contexts:
            tab = browser.new_context(viewport=size, **settings).new_page()
            tab.on("console", lambda message: complaints.append(message.text))
            tab.on("pageerror", lambda error: complaints.append(str(error)))
            tab.on("request", lambda request: asked.append(request.url))
            contexts[key] = tab
        complaints: list[str] = []
        asked: list[str] = []
        tab = contexts[key]
        tab.goto((site / name / "index.html").as_uri())
        assert complaints == []
        assert all(url.startswith((site.as_uri(), "data:")) for url in asked)
        return tab

    yield open_page
    for tab in contexts.values():
        tab.context.close()


@pytest.mark.parametrize("name", KINDS)
def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(
    opened: Callable[..., Page], name: str
) -> None:
    """WCAG 2.2 AA and good practice: light on a telephone, dark at a desk.

    What depends on colours and sizes is looked at in every other way too: each width in light, in dark and in the
    reader's own colours, and on paper.
    """
    schemes: tuple[Any, Any] = ("light", "dark")
    for size, scheme, other in ((PHONE, *schemes), (DESK, *schemes[::-1])):
        tab = opened(name, size, color_scheme=scheme, bypass_csp=True)
        tab.emulate_media(forced_colors="none", media="screen", color_scheme=scheme)
        assert violations(tab) == [], (size, scheme)
        assert tab.evaluate("document.documentElement.scrollWidth") <= size["width"]
        tab.emulate_media(color_scheme=other)
        assert bad_looks(tab, "target-size") == [], size
        tab.emulate_media(forced_colors="active")
        assert bad_looks(tab, "target-size") == [], (size, "forced colours")
    tab.emulate_media(forced_colors="none", media="print")
    tab.set_viewport_size(PAPER)
    assert bad_looks(tab) == [], "print"
    tab.set_viewport_size(DESK)


def test_a_keyboard_alone_reaches_all_and_shows_where_it_is(opened: Callable[..., Page]) -> None:
    """The first stop skips to the text; each stop is seen; what is folded up opens."""
    tab = opened(EXAMPLE)
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.textContent") == "Skip to the text"
    box = tab.locator(".skip-link").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    tab.keyboard.press("Enter")
    assert tab.evaluate("document.activeElement.id") == "main"
    seen = set()
    for _ in range(40):
        tab.keyboard.press("Tab")
        seen.add(tab.evaluate("document.activeElement.tagName"))
        outline = tab.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline not in ("none", ""), tab.evaluate("document.activeElement.outerHTML")
    assert seen >= {"A", "SUMMARY"}
    tab.locator("summary").first.focus()
    tab.keyboard.press("Enter")
    assert tab.locator("details").first.get_attribute("open") is not None


def shown(tab: Page) -> list[str]:
    return tab.locator(".entry:not([hidden]) b").all_inner_texts()


def test_the_search_finds_what_any_year_says_and_filters_narrow_it(
    opened: Callable[..., Page],
) -> None:
    """From a folder, without a server; whatever the capitals. Other pages are listed below."""
    tab = opened(f"{EXAMPLE}/recommendations")
    assert len(shown(tab)) == 22
    tab.get_by_label("Search in all of it").fill("LOCKED medicine trolleys")
    assert shown(tab) == ["132"]
    assert tab.locator(".found").inner_text().startswith("1 of 22 recommendation")
    tab.get_by_label("Search in all of it").fill("dashboard")
    assert "132" in shown(tab)
    assert "A16 Dashboard of all contracts" in tab.locator("section.others a").all_inner_texts()
    tab.get_by_label("Search in all of it").fill("")
    tab.get_by_label("Rating").select_option("Red")
    assert shown(tab) == ["124", "138"]
    tab.get_by_label("Lead").select_option("Head of Contracting")
    assert shown(tab) == ["124"]
    tab.get_by_label("Lead").select_option("")
    tab.get_by_label("Rating").select_option("")
    tab.get_by_label("Acceptance").select_option("not accepted")
    assert shown(tab) == ["134"]
    tab.get_by_label("Acceptance").select_option("")
    tab.get_by_label("Theme").select_option("Commissioning for standards")
    assert shown(tab)[-1] == "138"
    tab.get_by_label("Search in all of it").fill("no such words")
    assert shown(tab) == []
    assert tab.locator("section.others").is_hidden()


def test_without_script_all_of_it_is_there_to_read(opened: Callable[..., Page]) -> None:
    """The form that needs one is not; lists by rating, acceptance and lead stand in its place."""
    tab = opened(f"{EXAMPLE}/recommendations", java_script_enabled=False)
    assert tab.locator(".entry").count() == 22
    assert tab.locator("form.filter").is_hidden()
    by_rating = tab.locator("noscript details").first
    assert by_rating.locator("summary").inner_text() == "By rating"
    by_rating.locator("summary").click()
    assert by_rating.get_by_role("link", name="124").is_visible()


def test_a_newcomer_finds_in_three_clicks_what_happened_to_a_recommendation(
    opened: Callable[..., Page],
) -> None:
    """From the first page of the site, and from there its data."""
    tab = opened("")
    tab.get_by_role("link", name="Exampleshire CCG and the Francis Report").click()
    tab.get_by_role("link", name="132 Monitoring tools").first.click()
    assert "30 June 2013" in tab.locator("#years + ul").inner_text()
    with tab.expect_download() as download:
        tab.get_by_role("link", name="every year’s position (CSV)").click()
    assert download.value.suggested_filename == "132.csv"
    tab.get_by_role("link", name="every recommendation", exact=True).click()
    with tab.expect_download() as download:
        tab.get_by_role("link", name="CSV of positions").click()
    assert download.value.suggested_filename == "positions.csv"


def test_it_prints_with_what_is_folded_up(opened: Callable[..., Page], tmp_path: Path) -> None:
    """Of every year the whole position, which a screen shows on demand."""
    from tests.shared.file_text import pdf_pages

    tab = opened(f"{EXAMPLE}/132")
    file = tmp_path / "printed.pdf"
    tab.pdf(path=file, format="A4")
    words = " ".join(" ".join(pdf_pages(file)).split())
    assert "Monitoring tools" in words
    position = (Path(__file__).parents[2] / "standards/example-ccg/2013/132.yaml").read_text()
    sentence = position.partition("text: |\n")[2].strip().partition(".")[0].split("\n")[0].strip()
    assert sentence in words
    assert "Skip to the text" not in words
