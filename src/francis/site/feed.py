"""What readers and search engines follow: an Atom feed of what changed, and the list of all pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

from francis.changes import sentences
from francis.changes.compare import Changes
from francis.record.days import Day, day_in_words
from francis.record.register import Register
from francis.site.addresses import published
from francis.site.scopes import PublicScope


class News(NamedTuple):
    """Something that is new on a day of the record: the path of the page that tells it, its title, and what happened."""

    path: str
    year: str
    day: Day
    title: str
    said: str


def feed(scope: PublicScope, address: str) -> bytes:
    """Return the Atom feed of a body and set, whose site is published at an address; the latest news first.

    Its days are those at which the record is true. An entry's id is the address of its page with the year, so it
    stays the same as long as that does.
    """
    home = published(scope.addresses.home, address)
    itself = published(scope.addresses.file("feed.xml"), address)
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en-GB">',
        f"<title>{escape(scope.name)}</title>",
        f"<id>{escape(home)}</id>",
        f"<updated>{_moment(scope.register.as_at)}</updated>",
        f"<author><name>{escape(scope.register.body.name)}</name></author>",
        f"<link href={quoteattr(home)}/>",
        f'<link rel="self" href={quoteattr(itself)}/>',
    ]
    for news in _news(scope):
        page = published(news.path, address)
        lines += [
            "<entry>",
            f"<title>{escape(news.title)}</title>",
            f"<id>{escape(page)}#{escape(news.year)}</id>",
            f"<updated>{_moment(news.day)}</updated>",
            f"<link href={quoteattr(page)}/>",
            f"<summary>{escape(news.said)}</summary>",
            "</entry>",
        ]
    return ("\n".join([*lines, "</feed>"]) + "\n").encode()


def sitemap(pages: Iterable[str]) -> bytes:
    """Return the list of pages for search engines, by their web addresses."""
    listed = "".join(f"<url><loc>{escape(page)}</loc></url>\n" for page in pages)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{listed}</urlset>\n'
    ).encode()


def _moment(day: Day) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _news(scope: PublicScope) -> Iterator[News]:
    """Yield what is new: of each year the stock-take itself, then each position and action that changed."""
    for year in scope.years:
        yield _published(scope, year)
        if year.year_id in scope.changes:
            yield from _changed(scope, scope.changes[year.year_id])


def _published(scope: PublicScope, year: Register) -> News:
    words = year.body.words.item
    return News(
        scope.addresses.page("changes", year.year_id) if year.earlier else scope.addresses.home,
        year.year_id,
        year.as_at,
        f"Stock-take as at {day_in_words(year.as_at)}",
        f"Where {year.body.short_name} stands on {len(year.numbers)} {words.word(len(year.numbers))}.",
    )


def _changed(scope: PublicScope, changes: Changes) -> Iterator[News]:
    year, at = changes.new, scope.addresses
    for position in changes.positions:
        if position.number in scope.numbers:
            title = f"{position.number} {sentences.heading(changes, position.number)}"
            said = " ".join(sentences.position(position))
            page = at.recommendation(position.number)
            yield News(page, year.year_id, year.as_at, title, said)
    for action in changes.actions:
        of = action.new or action.old
        if action.events and of:
            said = " ".join(sentences.action(action, day_in_words))
            page = at.action(action.id)
            yield News(page, year.year_id, year.as_at, f"{action.id} {of.name}", said)
