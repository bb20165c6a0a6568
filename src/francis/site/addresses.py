"""Where the pages of a site lie: addresses that never change, and links between them that need no server."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from urllib.parse import quote

from francis.record.numbers import slug

INDEX = "index.html"
STYLES, SCRIPT = "site.css", "site.js"
"""The style sheet and the script that all pages share, at the top of the site."""
TAKEN = (
    "about",
    "accessibility",
    "actions",
    "changes",
    "commitments",
    "contact",
    "data",
    "papers",
    "providers",
    "recommendations",
)
"""The folders beside those of the recommendations, which no recommendation may take."""


@dataclass(frozen=True)
class Addresses:
    """The paths of the pages of one body and set, from the top of the site: `body/set/7/index.html`."""

    body_id: str
    set_id: str

    @property
    def base(self) -> str:
        """Return the folder of all of them."""
        return f"{self.body_id}/{self.set_id}"

    @property
    def home(self) -> str:
        """Return the path of the first page."""
        return f"{self.base}/{INDEX}"

    def page(self, *names: str) -> str:
        """Return the path of a page by the names of its folders."""
        return "/".join((self.base, *names, INDEX))

    def file(self, *names: str) -> str:
        """Return the path of a file that is no page."""
        return "/".join((self.base, *names))

    def recommendation(self, number: str) -> str:
        """Return the path of the page of a recommendation."""
        name = slug(number)
        is_taken = name.casefold() in TAKEN
        return self.page("recommendations", name) if is_taken else self.page(name)

    def recommendation_data(self, number: str, form: str) -> str:
        """Return the path of a file of data beside the page of a recommendation."""
        return f"{posixpath.dirname(self.recommendation(number))}/{slug(number)}.{form}"

    def action(self, name: str) -> str:
        """Return the path of the page of an action."""
        return self.page("actions", slug(name))

    def provider(self, name: str) -> str:
        """Return the path of the page of a provider."""
        return self.page("providers", name)


def link(target: str, page: str) -> str:
    """Return the relative address of a path of the site, which may have a place after #, from a page of it."""
    path, mark, place = target.partition("#")
    way = posixpath.relpath(path, posixpath.dirname(page) or ".")
    return quote(way, safe="/.") + mark + place


def published(target: str, address: str) -> str:
    """Return the web address of a path of the site, which is published at `address`; of a page without its file's name."""
    return f"{address.rstrip('/')}/{quote(target.removesuffix(INDEX), safe='/.#')}"
