"""The pages of a site: each made by a template in `templates/site/`, from a register as the public may see it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple

from francis import __version__
from francis.changes.sentences import fulfilment
from francis.changes.wording import Block, blocks_between
from francis.errors import FrancisError
from francis.formats import web_page
from francis.formats.charts import svg
from francis.formats.html import ARROWS, parse
from francis.formats.text import scripts
from francis.formats.vocabulary import kind_of
from francis.papers import templates
from francis.papers.markdown import anchor
from francis.papers.own_templates import SITE_FOLDER
from francis.record.numbers import slug
from francis.record.prose import first_upper
from francis.record.queries.provider_standing import standings
from francis.record.queries.shared_words import shared_word
from francis.record.queries.updates import last_update
from francis.record.register import ON_COURSE, Register
from francis.site.addresses import INDEX, SCRIPT, STYLES, link
from francis.site.links import PageLinks, links_of
from francis.site.scopes import PublicScope

POLICY = (
    "default-src 'none'; style-src 'self' file: 'unsafe-inline'; script-src 'self' file:; img-src data:; "
    "base-uri 'none'; form-action 'none'"
)
"""What a browser may load for a page: files of the site alone, also where it lies in a folder of a computer."""


class PaperFile(NamedTuple):
    """A file of a paper on the site: its path from the top, and its format."""

    path: str
    form: str


class SitePaper(NamedTuple):
    """A paper on the site: of which year it is, its name and title, and its files."""

    year: str
    name: str
    title: str
    files: tuple[PaperFile, ...]


class DataFile(NamedTuple):
    """A table of the open data: its name, what a row of it is, how many rows it has, and its files by format."""

    name: str
    about: str
    rows: int
    files: Mapping[str, str]


class FinishedPage(NamedTuple):
    """A page as it is written, and its links."""

    data: bytes
    links: PageLinks


class Pages:
    """All pages of one body and set.

    `folders` are those of templates, in the order in which they win; `papers` are those beside the pages, and `data`
    the files of open data by what each holds. `provenance` says where the record comes from. `address` is where
    the site is published, if that is known; `several` is whether the site shows other bodies or sets too.
    """

    def __init__(
        self,
        scope: PublicScope,
        folders: Sequence[Path],
        papers: Sequence[SitePaper] = (),
        data: Sequence[DataFile] = (),
        *,
        provenance: str = "",
        address: str | None = None,
        several: bool = False,
    ) -> None:
        self.scope, self.folders, self.papers, self.data = scope, tuple(folders), papers, data
        self.provenance, self.address, self.several = provenance, address, several

    def __iter__(self) -> Iterator[tuple[str, FinishedPage]]:
        """Yield each page with its path from the top of the site."""
        for path, template, words in self._planned():
            yield path, self.page(path, template, words)

    def page(self, path: str, template: str, words: Mapping[str, Any]) -> FinishedPage:
        """Return the page of a template at a path."""
        register: Register = words.get("register", self.scope.register)
        seen = {**templates.register_words(register), **self._words(path), **words}
        return written(template, path, self.folders, seen, self._places)

    def _planned(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        """Yield the path of each page, its template, and what that sees besides."""
        scope, at = self.scope, self.scope.addresses
        yield at.home, "home", {}
        yield at.page("recommendations"), "recommendations", _choices(scope.register)
        for number, register in scope.numbers.items():
            yield at.recommendation(number), "recommendation", {
                "number": number,
                "register": register,
                "told_years": [y for y in scope.years if number in y.positions],
                "made": [m for m in scope.commitments if m.promise.number == number],
            }  # fmt: skip
        yield at.page("actions"), "actions", {}
        for name, (action, register) in scope.actions.items():
            yield at.action(name), "action", {"action": action, "register": register}
        yield at.page("commitments"), "commitments", {"made": scope.commitments}
        if scope.register.providers:
            yield at.page("providers"), "providers", {}
            for of in standings(scope.register):
                yield at.provider(of.view.name), "provider", {"of": of}
        yield at.page("changes"), "changes", {"all_changes": scope.changes}
        for year, changes in scope.changes.items():
            words = {"register": changes.new, "changes": changes}
            yield at.page("changes", year), "change", words
        yield at.page("papers"), "papers", {}
        for name in ("data", "about", "contact", "accessibility"):
            yield at.page(name), name, {}

    def _words(self, path: str) -> dict[str, Any]:
        """Return what every page sees besides the record: how it links, and what the site is."""
        scope, to = self.scope, partial(_link, path)
        return {
            "to": to,
            "here": path,
            "at": scope.addresses,
            "site": SimpleNamespace(
                name=scope.name,
                policy=POLICY,
                styles=to(STYLES),
                script=to(SCRIPT),
                several=self.several,
                top=to(INDEX),
                latest=scope.register,
                numbers=tuple(scope.numbers),
                years=scope.years,
                drafts=sorted(scope.drafts),
                papers=self.papers,
                data=self.data,
                actions=scope.actions,
                has_feed=self.address is not None,
                address=self.address,
                said=scope.register.body.site,
            ),
            "provenance": self.provenance,
            "version": __version__,
            "on_course": ON_COURSE,
            "shared_word": shared_word,
            "words_changed": words_changed,
            "last_update": last_update,
            "became": lambda made: fulfilment(made.now),
        }

    @cached_property
    def _places(self) -> dict[str, str]:
        """Return where on the site is what papers hold under an id: of each recommendation, action, theme and provider."""
        scope, at = self.scope, self.scope.addresses
        themes = range(1, len(list(scope.register.themes)) + 1)
        return {
            **{anchor(number): at.recommendation(number) for number in scope.numbers},
            **{f"action-{slug(name)}": at.action(name) for name in scope.actions},
            **{f"theme-{n}": f"{at.page('recommendations')}#theme-{n}" for n in themes},
            **{f"provider-{slug(p.name)}": at.provider(p.name) for p in scope.register.providers},
            **{name: at.page(name) for name in ("actions", "commitments", "about")},
            "key": f"{at.page('about')}#key",
        }


def _choices(register: Register) -> dict[str, list[tuple[str, str]]]:
    """Return by what recommendations can be filtered: each value that one of them has, and its words."""
    positions = register.positions.values()
    leads = {lead.post for position in positions for lead in position.leads}
    return {
        "themes": [(theme.title, theme.title) for theme, _ in register.themes],
        "ratings": [
            (step.key, step.word)
            for step in register.body.ratings
            if register.counts.ratings[step.key]
        ],
        "acceptances": [
            (key, first_upper(key)) for key, count in register.counts.acceptance.items() if count
        ],
        "leads": [(post, post) for post in sorted(leads, key=str.casefold)],
    }


def _link(page: str, target: str, place: str = "") -> str:
    return link(f"{target}#{place}" if place else target, page)


def words_changed(register: Register, number: str) -> tuple[Block, ...]:
    """Return how the text of a position became that of a register from that of the year before, block by block."""
    before = register.earlier.positions.get(number) if register.earlier else None
    return blocks_between(before.text if before else "", register.positions[number].text)


def written(
    template: str,
    path: str,
    folders: Sequence[Path],
    words: Mapping[str, Any],
    places: Mapping[str, str],
) -> FinishedPage:
    """Return what a template of the site writes as a page at a path, whatever is wrong with its links."""
    name = f"{SITE_FOLDER}/{template}.html.j2"
    html = templates.render(name, folders, words)
    try:
        return finished(html, path, places)
    except FrancisError:
        raise
    except Exception as error:  # a chart in a template of one's own can be wrong in any way
        raise FrancisError(
            f"templates/{name}: the page {path} cannot be made: {type(error).__name__}: {error}\n"
            "Correct the template, or remove your copy to use the one that comes with francis."
        ) from error


def finished(html: str, path: str, places: Mapping[str, str]) -> FinishedPage:
    """Return the HTML of a template as a page at a path of the site.

    A link within a paper to what stands on another page of the site, by `places`, leads there; what is in another
    script says so; charts are drawn, and tables keep their meaning where a narrow screen stacks their cells.
    """
    from lxml import html as lxml_html

    root = parse(html)
    own = {element.get("id") for element in root.iter() if element.get("id")}
    for element in root.iter("a"):
        href = element.get("href", "")
        if href.startswith("#") and href[1:] not in own and href[1:] in places:
            element.set("href", link(places[href[1:]], path))
    if scripts.is_other(html):
        scripts.mark_scripts(root.find(".//main"))
    svg.draw(root)
    for span in root.iter("span"):
        if heard := ARROWS.get(kind_of(span)):
            span.attrib.update({"role": "img", "aria-label": heard})
    for table in root.iter("table"):
        web_page.keep_meaning(table)
    page: bytes = lxml_html.tostring(root, encoding="utf-8", doctype="<!DOCTYPE html>")
    return FinishedPage(_BLANK.sub(b"\n", page) + b"\n", links_of(root, POLICY))


_BLANK = re.compile(rb"\n\s*\n")
"""Lines without anything, which templates leave behind."""
