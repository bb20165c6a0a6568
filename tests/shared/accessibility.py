"""What axe-core finds wrong in a page, as a browser shows it now."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
"""The groups of rules: WCAG 2.2 AA, and good practice."""
CONTRAST = "color-contrast"
"""The rule that takes most of the time: it looks at what is painted behind each word."""

_FIND = """
async ([rules, contrast, more]) => {
    // Of elements that look alike all have the same contrast: the first stands for them.
    const looks = new Map(), first = new Set(), alike = new Map();
    const look = element => {
        if (!element || element.nodeType !== Node.ELEMENT_NODE) return "";
        if (!looks.has(element)) {
            const s = getComputedStyle(element);
            looks.set(element, [
                s.backgroundColor, s.backgroundImage, s.opacity, s.position, s.mixBlendMode, s.filter, s.display,
                look(element.parentElement),
            ].join());
        }
        return looks.get(element);
    };
    for (const element of document.querySelectorAll("body *")) {
        const words = [...element.childNodes].some(n => n.nodeType === Node.TEXT_NODE && n.data.trim());
        if (!words && !element.matches("input, select, textarea, button")) continue;
        const s = getComputedStyle(element);
        const key = [look(element), s.color, s.fontSize, s.fontWeight, s.textShadow, s.visibility].join();
        if (!alike.has(key)) { alike.set(key, element); first.add(element); }
    }
    const found = [];
    const run = async (context, only, without) => found.push(...(await axe.run(context, {
        runOnly: only, resultTypes: ["violations"], rules: without,
    })).violations);
    if (rules.length) await run(document, rules, {[contrast]: {enabled: false}});
    if (more.length) await run(document, {type: "rule", values: more}, {});
    if (first.size) await run([...first], {type: "rule", values: [contrast]}, {});
    return found.map(rule => [rule.id, rule.nodes.map(node => node.html.slice(0, 200))]);
}
"""


def violations(tab: Page) -> list[tuple[str, Any]]:
    """Return what axe-core finds: each rule that is broken, and where.

    axe-core is put in as a script of the test's own, so the page's policy is bypassed for it alone.
    """
    return _found(tab, RULES, [])


def bad_looks(tab: Page, *more: str) -> list[tuple[str, Any]]:
    """Return what it finds in colours alone, and by more rules, such as that on the sizes of targets."""
    return _found(tab, [], ["link-in-text-block", *more])


def _found(tab: Page, rules: Sequence[str], more: Sequence[str]) -> list[tuple[str, Any]]:
    from axe_playwright_python.sync_playwright import Axe

    if not tab.evaluate("'axe' in window"):
        tab.evaluate(Axe().axe_script)
    return [(name, where) for name, where in tab.evaluate(_FIND, [rules, CONTRAST, more])]
