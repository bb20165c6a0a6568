"""Completion at the tab key: bodies, sets, years, numbers, ratings, actions, papers and rules.

They are read from single files, without a check: a record that is being edited has errors, and the prompt is
not the place to report them. What cannot be read is not offered.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import wraps
from os import environ
from typing import Any

import click
from click.shell_completion import (
    BashComplete,
    CompletionItem,
    FishComplete,
    add_completion_class,
)

from francis.errors import excerpt

Offer = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]
Completions = Iterable[tuple[str, str]]
"""The words that can be typed, each with its description."""

LONGEST_DESCRIPTION = 72
"""The most characters of a description, so that it fits on one line of a terminal."""


class _Record:
    """The record as a command that is being typed means it: its body and year, if they are named yet."""

    def __init__(self, given: Mapping[str, Any]) -> None:
        from pathlib import Path

        from francis import workspace
        from francis.record.reading.scope import list_record

        root = given.get("root")
        self.root = Path(root).resolve() if root else workspace.find_root(Path.cwd())
        self.listing = list_record(self.root, given.get("body"))
        self.years = self.listing.years
        self.bodies = [b for b in self.years if given.get("body") in (None, b)]
        self.year, self.set_id = given.get("year"), given.get("set_id")

    def values(self, *path: str) -> dict[str, Any]:
        """Return what stands in a file of the record; nothing if it cannot be read."""
        from francis.record.reading.nodes import compose, plain_value
        from francis.workspace import RECORD, read_file

        try:
            data = read_file(self.root, f"{RECORD}/{'/'.join(path)}.yaml")
            found = plain_value(compose(data.decode("utf-8-sig")))
            return found if isinstance(found, dict) else {}
        except Exception:
            return {}

    def folders(self) -> Iterator[tuple[str, str]]:
        """Yield the bodies that are meant, each with its latest year of each set or the one that is named."""
        from francis.record.reading.years.chains import latest_of

        for body in self.bodies:
            names, read = self.years[body], self.listing.read_years(body)
            for year in latest_of(names, read) if self.year is None else (self.year,):
                if year in names and (year not in read or self.set_id in (None, read[year].set)):
                    yield body, year


def _items(values: Mapping[str, Any], key: str, name: str) -> Iterator[dict[str, Any]]:
    """Yield the blocks of a list, as far as they can be read; each has what names it under `name`."""
    found = values.get(key)
    for item in found if isinstance(found, tuple | list) else ():
        if isinstance(item, dict) and isinstance(item.get(name), str):
            yield item


def _offered(words: Callable[[_Record], Completions]) -> Offer:
    """Make of `words` what Click asks for: those that begin as typed and were not given before."""

    @wraps(words)
    def offer(context: click.Context, param: click.Parameter, typed: str) -> list[CompletionItem]:
        try:
            given = context.params.get(str(param.name))
            before = given if isinstance(given, tuple) else ()
            return [
                CompletionItem(word, help=excerpt(str(about), LONGEST_DESCRIPTION))
                for word, about in dict(words(_Record(context.params))).items()
                if word.startswith(typed) and word not in before
            ]
        except Exception:  # the command itself reports it
            return []

    return offer


@_offered
def bodies(record: _Record) -> Completions:
    """Offer the bodies, with their names."""
    return [(body, record.values(body, "body").get("name", "")) for body in record.years]


def bodies_or_folders(
    context: click.Context, param: click.Parameter, typed: str
) -> list[CompletionItem]:
    """Offer the bodies of the workspace where these are asked for, and otherwise folders."""
    if context.params.get("bodies"):
        return bodies(context, param, typed)
    return [CompletionItem(typed, type="dir")]


@_offered
def years(record: _Record) -> Completions:
    """Offer the years of the bodies that are meant, each behind the one that it follows, with their days."""
    from francis.record.reading.years.chains import in_chain_order

    for body in record.bodies:
        read = record.listing.read_years(body)
        for year in in_chain_order(record.years[body], read):
            if year not in read or record.set_id in (None, read[year].set):
                yield year, f"as at {record.values(body, year, 'year').get('as_at', '')}"


@_offered
def sets(record: _Record) -> Completions:
    """Offer the sets that the bodies which are meant answer, with their titles."""
    for body in record.bodies:
        for set_id in record.listing.sets_of(body):
            yield set_id, record.values(set_id, "set").get("title", "")


@_offered
def all_sets(record: _Record) -> Completions:
    """Offer the sets that the workspace holds, with their titles."""
    return [
        (name, record.values(name, "set").get("title", ""))
        for name in sorted(record.listing.set_names)
    ]


def body_kinds(context: click.Context, param: click.Parameter, typed: str) -> list[CompletionItem]:
    """Offer the kinds of body with which a record can begin, with what they are."""
    from francis.record.writing.beginnings import starting_kinds

    return [
        CompletionItem(name, help=kind.about)
        for name, kind in starting_kinds().items()
        if name.startswith(typed)
    ]


def sets_of_program(
    context: click.Context, param: click.Parameter, typed: str
) -> list[CompletionItem]:
    """Offer the sets that come with the program."""
    from francis.record.writing import new_workspace

    return [
        CompletionItem(name) for name in new_workspace.packaged_sets() if name.startswith(typed)
    ]


@_offered
def numbers(record: _Record) -> Completions:
    """Offer the recommendations that are answered, with their headings."""
    yield from ((number, about) for number, about, _ in _answers(record))


@_offered
def written_numbers(record: _Record) -> Completions:
    """Offer the recommendations that have a position of their own, with their headings."""
    for number, about, folder in _answers(record):
        if "answered_with" not in record.values(*folder, number):
            yield number, about


def _answers(record: _Record) -> Iterator[tuple[str, str, tuple[str, str]]]:
    """Yield the recommendations that are answered, each with its heading and the folder of its answer."""
    from francis.record.numbers import natural
    from francis.workspace import RECORD, names_in

    for folder in record.folders():
        asked = record.values(*folder, "year").get("set", "")
        held = names_in(record.root, "/".join((RECORD, *folder))).files
        names = {name.removesuffix(".yaml") for name in held if name.endswith(".yaml")}
        for number in sorted(names - {"year", "actions"}, key=natural):
            said = record.values(asked, number)
            yield number, said.get("short") or said.get("heading", ""), folder


@_offered
def unanswered_numbers(record: _Record) -> Completions:
    """Offer the recommendations of a set on which a year has no position, with their headings."""
    from francis.record.numbers import natural
    from francis.workspace import RECORD, names_in

    for body, year in record.folders():
        asked = str(record.values(body, year, "year").get("set", ""))
        held = names_in(record.root, f"{RECORD}/{asked}").files - {"set.yaml"}
        lacking = held - names_in(record.root, f"{RECORD}/{body}/{year}").files
        for name in sorted(lacking, key=natural):
            said = record.values(asked, name.removesuffix(".yaml"))
            if isinstance(number := said.get("number"), str):
                yield number, said.get("short") or said.get("heading", "")


@_offered
def actions(record: _Record) -> Completions:
    """Offer the actions of the plan, with what will be done."""
    for folder in record.folders():
        for action in _items(record.values(*folder, "actions"), "actions", "id"):
            yield action["id"], action.get("short") or action.get("description", "")


@_offered
def providers(record: _Record) -> Completions:
    """Offer the providers of the bodies that are meant, with their names."""
    for name, folder in _providers(record):
        yield name, record.values(*folder, "provider").get("name", "")


def _providers(record: _Record) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the providers of the bodies that are meant, each with the names of its folder."""
    from francis.record.reading.folders import PROVIDERS
    from francis.workspace import RECORD, names_in

    for body in record.bodies:
        if PROVIDERS in record.listing.folders[body].folders:
            for name in names_in(record.root, f"{RECORD}/{body}/{PROVIDERS}").folders:
                yield name, (body, PROVIDERS, name)


@_offered
def actions_and_concerns(record: _Record) -> Completions:
    """Offer the actions of the plan, and the requests and concerns of providers, with what each is about."""
    from francis.workspace import RECORD, names_in

    for place in record.folders():
        for action in _items(record.values(*place, "actions"), "actions", "id"):
            yield action["id"], action.get("short") or action.get("description", "")
    for name, folder in _providers(record):
        for request in _items(record.values(*folder, "log"), "requests", "id"):
            yield f"{name}/{request['id']}", request.get("what", "")
        if "concerns" in names_in(record.root, "/".join((RECORD, *folder))).folders:
            held = names_in(record.root, "/".join((RECORD, *folder, "concerns"))).files
            for file in sorted(held):
                said = record.values(*folder, "concerns", file.removesuffix(".yaml"))
                yield f"{name}/{said.get('number', '')}", said.get("what", "")


@_offered
def steps(record: _Record) -> Completions:
    """Offer the steps of the body's ladders, with their words."""
    yield from ((step["key"], step.get("word", "")) for step in _rungs(record))


@_offered
def needs(record: _Record) -> Completions:
    """Offer what the steps of the body's ladders need, each with the step."""
    for step in _rungs(record):
        listed = step.get("needs", ())
        for need in listed if isinstance(listed, tuple | list) else ():
            yield str(need), step.get("word", "")


def _rungs(record: _Record) -> Iterator[Mapping[str, Any]]:
    """Yield the steps of the body's ladders, as far as they can be read."""
    from francis.record.model import usual_ladders

    for body in record.bodies:
        found = record.values(body, "body").get("ladders", ())
        for ladder in found if isinstance(found, tuple | list) else ():
            if isinstance(ladder, str) and ladder in usual_ladders():
                yield from (vars(step) for step in usual_ladders()[ladder].steps)
            elif isinstance(ladder, dict):
                yield from _items(ladder, "steps", "key")


def requests(context: click.Context, param: click.Parameter, typed: str) -> list[CompletionItem]:
    """Offer the requests to providers."""
    of_providers = actions_and_concerns(context, param, typed)
    return [item for item in of_providers if re.fullmatch(r"[^/]+/R[^/]*", item.value)]


def numbers_and_concerns(
    context: click.Context, param: click.Parameter, typed: str
) -> list[CompletionItem]:
    """Offer the recommendations that are answered, and the concerns about providers."""
    of_providers = actions_and_concerns(context, param, typed)
    concerns = [item for item in of_providers if re.fullmatch(r"[^/]+/C[^/]*", item.value)]
    return [*numbers(context, param, typed), *concerns]


def numbers_and_actions(
    context: click.Context, param: click.Parameter, typed: str
) -> list[CompletionItem]:
    """Offer the recommendations that are answered, and the actions of the plan."""
    return [*numbers(context, param, typed), *actions(context, param, typed)]


@_offered
def posts(record: _Record) -> Completions:
    """Offer the posts that lead a position or an action, by the alphabet, and the committees of the body."""
    found: set[str] = set()
    for number, _, folder in _answers(record):
        found.update(_leads(record.values(*folder, number)))
    for folder in record.folders():
        for action in _items(record.values(*folder, "actions"), "actions", "id"):
            found.update(_leads(action))
    for _, place in _providers(record):
        log = record.values(*place, "log")
        for each in (*_items(log, "requests", "id"), *_items(log, "entries", "id")):
            found.update(_leads(each))
    yield from ((post, "") for post in sorted(found))
    for body in record.bodies:
        for one in _items(record.values(body, "body"), "committees", "name"):
            if one["name"] not in found:
                yield one["name"], "committee"


def _leads(values: Mapping[str, Any]) -> Iterator[str]:
    """Yield the posts that lead something, as far as they can be read."""
    if isinstance(values.get("lead"), str):
        yield values["lead"]
    yield from (lead["post"] for lead in _items(values, "lead", "post"))


@_offered
def ratings(record: _Record) -> Completions:
    """Offer the keys of the body's ratings, with their words and what they mean."""
    for body in record.bodies:
        for step in _items(record.values(body, "body"), "ratings", "key"):
            yield step["key"], f"{step.get('word', '')}: {step.get('meaning', '')}"


def rating_words(
    context: click.Context, param: click.Parameter, typed: str
) -> list[CompletionItem]:
    """Offer the rest of a rating of which some words are typed, each as a word of the command."""
    said = "".join(f"{word} " for word in context.params.get(str(param.name)) or ())
    return [
        CompletionItem(item.value.removeprefix(said), help=item.help)
        for item in ratings(context, param, said + typed)
    ]


@_offered
def papers(record: _Record) -> Completions:
    """Offer the papers that can be made, with what they are, and those of single covers, with their titles."""
    from francis.record.paper_kinds import PAPERS

    yield from ((paper.name, paper.about) for paper in PAPERS)
    kinds = {paper.name for paper in PAPERS}
    for body in record.bodies:
        for form in _items(record.values(body, "body"), "papers", "paper"):
            if form.get("like"):
                yield form["paper"], f"like {form['like']}"
    for body, year in record.folders():
        for name, _ in record.listing.covers(body, [year]):
            if name not in kinds:
                yield name, record.values(body, year, "papers", name).get("title", "")


def topics(_context: click.Context, _param: click.Parameter, typed: str) -> list[CompletionItem]:
    """Offer the pages of the guide, with their headings."""
    try:
        from francis.cli import guide

        pages = guide.guide_pages()
    except Exception:  # the command itself reports it
        return []
    return [CompletionItem(p.name, help=p.heading) for p in pages if p.name.startswith(typed)]


@_offered
def papers_with_cover(record: _Record) -> Completions:
    """Offer the papers that have a cover, with what they are."""
    from francis.record.paper_kinds import PAPERS

    covered = {paper.name: paper.about for paper in PAPERS if paper.has_cover}
    yield from covered.items()
    for body in record.bodies:
        for form in _items(record.values(body, "body"), "papers", "paper"):
            if form.get("like") in covered:
                yield form["paper"], f"like {form['like']}"


@_offered
def purposes(record: _Record) -> Completions:
    """Offer what papers go to meetings for: the body's own purposes, or those of most bodies."""
    from francis.record.model.cover import usual_purposes

    own = {
        item["key"]: item.get("word", "")
        for body in record.bodies
        for item in _items(record.values(body, "body"), "purposes", "key")
    }
    usual = (*usual_purposes("listed"), *usual_purposes("also"))
    return (own or {p.key: p.meaning or p.word for p in usual}).items()


@_offered
def templates(_record: _Record) -> Completions:
    """Offer the templates of the program."""
    from francis.papers.own_templates import program_templates

    return [(name.removesuffix(".html.j2"), "") for name in program_templates()]


@_offered
def rules(_record: _Record) -> Completions:
    """Offer the rules of the check, with what they find, and their groups."""
    from francis.check.all_rules import RULES
    from francis.check.rule import RULE_GROUPS

    return [*((rule.name, rule.about) for rule in RULES), *RULE_GROUPS.items()]


@_offered
def readings(record: _Record) -> Completions:
    """Offer the files that say how tables from outside are read."""
    from francis.record.reading.folders import IMPORTS
    from francis.workspace import RECORD, names_in

    if IMPORTS in record.listing.folders:
        for name in sorted(names_in(record.root, f"{RECORD}/{IMPORTS}").files):
            yield name.removesuffix(".yaml"), ""


# What Click leaves undone in two of the shells.


class _Bash(BashComplete):
    """Bash, which takes a word with a space for two unless it is told otherwise."""

    def format_completion(self, item: CompletionItem) -> str:
        """Return a word as it must be typed: behind a quotation mark as it is, else with backslashes.

        Each backslash is written twice, as Click's script reads them with a `read` that takes one.
        """
        words, place = environ["COMP_WORDS"].split("\n"), int(environ["COMP_CWORD"])
        begun = words[place] if place < len(words) else ""
        if item.type == "plain" and not begun.startswith(("'", '"')):
            item = CompletionItem(re.sub(r"([^\w@%+=:,./-])", r"\\\\\1", item.value))
        return super().format_completion(item)


class _Fish(FishComplete):
    """Fish, where Click's script ends a description at its first comma."""

    source_template = FishComplete.source_template.replace('split ","', 'split --max 1 ","')


for shell in (_Bash, _Fish):
    add_completion_class(shell)
