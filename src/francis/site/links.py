"""Links of a site: every one leads to a file and a place that are there, and nothing is loaded from anywhere else."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

from francis.formats.addresses import is_address

_LOADED = {"link": "href", "script": "src", "img": "src", "iframe": "src", "source": "src"}
"""The elements that load what an attribute names."""


class PageLinks(NamedTuple):
    """What a page offers to links, and what it asks for: its ids, where links lead, what it loads, and what is wrong with it."""

    ids: frozenset[str]
    links: tuple[str, ...]
    loaded: tuple[str, ...]
    faults: tuple[str, ...]


def links_of(root: Any, policy: str | None = None) -> PageLinks:
    """Return the links of a parsed page, which has to bear the content security `policy` if one is given."""
    ids = Counter(element.get("id") for element in root.iter() if element.get("id"))
    faults = [f"the id {name!r} appears {n} times" for name, n in ids.items() if n > 1]
    faults += [
        f"it has the attribute {name!r}, which runs a script"
        for name in sorted({str(a) for e in root.iter("*") for a in e.keys() if a.startswith("on")})  # noqa: SIM118
    ]
    stated = root.xpath("head/meta[@http-equiv='Content-Security-Policy']/@content")
    if policy is not None and stated != [policy]:
        faults.append("it lacks the line {{ site.policy }}, which says what a browser may load")
    named = [*root.xpath("//@aria-labelledby"), *root.xpath("//@aria-describedby")]
    named += root.xpath("//label/@for")
    faults += [
        f"it names the id {name!r}, which is not there"
        for name in dict.fromkeys(name for names in named for name in names.split())
        if name not in ids
    ]
    loaded = tuple(
        e.get(key)
        for tag, key in _LOADED.items()
        for e in root.iter(tag)
        if e.get(key) and not (tag == "link" and e.get("rel") in ("alternate", "canonical"))
    )
    return PageLinks(frozenset(ids), tuple(root.xpath("//a/@href")), loaded, tuple(faults))


def broken(pages: Mapping[str, PageLinks], files: Iterable[str]) -> Iterator[str]:
    """Yield what is wrong in the pages of a site, whose other files are `files`: a sentence for each, with the page."""
    there = {*files, *pages}
    for page, found in pages.items():
        yield from (f"{page}: {fault}." for fault in found.faults)
        for href in dict.fromkeys(found.loaded):
            if not href.startswith("data:") and _target(page, href)[0] not in there:
                yield f"{page}: it loads {href!r}, which is not a file of the site."
        for href in dict.fromkeys(found.links):
            if is_address(href):
                continue
            path, place = _target(page, href)
            if path not in there:
                yield f"{page}: the link {href!r} leads to no file of the site."
            elif place and path in pages and place not in pages[path].ids:
                yield f"{page}: the link {href!r} leads to no place on that page."


def _target(page: str, href: str) -> tuple[str | None, str]:
    """Return the path of the file to which an address on a page leads, and the place; None for one outside the site."""
    try:
        parts = urlsplit(href)
    except ValueError:
        return None, ""
    if parts.scheme or parts.netloc or parts.path.startswith("/"):
        return None, ""
    path = unquote(parts.path)
    folder = posixpath.dirname(page)
    return posixpath.normpath(posixpath.join(folder, path)) if path else page, unquote(
        parts.fragment
    )
