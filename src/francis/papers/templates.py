"""Templates: a register becomes the HTML from which every format is made.

Templates run in a sandbox, escape what they print, and stop at a name that does not exist. They see
the records themselves, and the few words that `_environment` adds.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, partial
from pathlib import Path
from types import CodeType, SimpleNamespace
from typing import TYPE_CHECKING, Any

from francis import workspace
from francis.changes import reports, sentences
from francis.changes.compare import compare
from francis.changes.history import count_hidden, told_years
from francis.changes.wording import groups_of
from francis.errors import FrancisError
from francis.formats.colour import ink
from francis.papers import limits
from francis.papers.markdown import anchor, markdown, numbered, point, with_levels
from francis.papers.sources import sources
from francis.record.audience import is_left_out, is_visible, leaves_out
from francis.record.days import day_in_few_words, day_in_words
from francis.record.figures import (
    FIGURE,
    Counts,
    due_by_name,
    figure_name,
    figure_names,
    rating_name,
)
from francis.record.model import STATES
from francis.record.model.timing import due_in_words, on_in_words, when_in_words
from francis.record.numbers import slug
from francis.record.paper_kinds import ConcernSubject, OneSubject, RequestSubject
from francis.record.prose import (
    NO_OUTCOME,
    NOT_STATED,
    RESPONSE_AS_A_WHOLE,
    WHOLE_RESPONSE,
    first_upper,
    with_article,
)
from francis.record.queries import provider_standing, provider_story, withholding
from francis.record.queries.measure_charts import charts_of, rare_events
from francis.record.queries.request_letters import request_letter
from francis.record.register import OFTEN, STALE, Register

if TYPE_CHECKING:
    from jinja2 import BytecodeCache
    from jinja2.sandbox import SandboxedEnvironment


def paper(
    template: str,
    register: Register,
    folders: Sequence[Path],
    *,
    provenance: str,
    made: datetime.datetime,
    version: str,
    final: bool = False,
    name: str = "",
    subject: OneSubject | None = None,
) -> str:
    """Return the HTML of a paper, marked as a draft unless it is `final`.

    `folders` are searched for the template in order. `provenance` says where the record comes from,
    and `made` is the moment that the files' properties name. `name` is that of the paper,
    if it is not the template's, and `subject` the one thing that it is about, if it is.
    """
    words: dict[str, Any] = {
        "paper": name or template.partition(".")[0],
        "provenance": provenance,
        "made": made,
        "version": version,
        "final": final,
    }
    if isinstance(subject, ConcernSubject):
        words["concern"] = provider_standing.concern_standing(register, *subject)
    elif isinstance(subject, RequestSubject):
        words["letter"] = request_letter(register, subject)
    elif subject is not None:
        words["number"] = subject.number
        words["told_years"] = told = told_years(register, *subject)
        words["left_out"] = count_hidden((year.register for year in told), subject.number)
    return render(template, folders, words | register_words(register))


def register_words(register: Register) -> dict[str, Any]:
    """Return what every template on a register sees of it, by name."""
    return {
        "register": register,
        "body": register.body,
        "year": register.year,
        "set": register.set,
        "changes": compare(register.earlier, register) if register.earlier else None,
        "told": _told(),
    }


def render(template: str, folders: Sequence[Path], words: Mapping[str, Any]) -> str:
    """Return what a template writes that sees these `words`, within the limits; its sub-headings have their levels.

    `folders` are searched for the template in order. Raise FrancisError with its line where it fails.
    """
    from jinja2 import TemplateError

    environment = _environment(tuple(folders))
    try:
        found = environment.get_template(template)
        with limits.time_limit(limits.MOST_SECONDS):
            html = limits.joined(found.generate(words), limits.MOST_CHARACTERS)
            return with_levels(html)
    except FrancisError:
        raise
    except Exception as error:  # a template can fail in any way that Python can
        is_plain = isinstance(error, TemplateError | limits.LimitError)
        said = _OBJECT.sub(r"this \1", str(error))
        if isinstance(error, RecursionError):
            said = "it uses itself, or goes deeper than the program can follow."
        elif not is_plain:
            said = f"{type(error).__name__}: {said}"
        raise FrancisError(
            f"{_template_line(error, template)}: {said}\n"
            "Correct the template, or remove your copy to use the one that comes with francis."
        ) from error


_OBJECT = re.compile(r"'francis(?:\.\w+)*\.(\w+) object'")
"""What the library calls a record: by the module in which it is defined."""


def _told() -> SimpleNamespace:
    """Return what templates can say of changes, as `told` does, with days as papers write them."""
    return SimpleNamespace(
        headlines=reports.headlines,
        position=partial(sentences.position, counts=False),
        what_changed=sentences.what_changed,
        outcome=lambda change: first_upper(sentences.fulfilment(change.now)),
        mark=lambda register, name: reports.mark(name, figure_names(register.body)),
        action=lambda change: sentences.action(change, day_in_words),
        planned=lambda change: sentences.planned(change, day_in_words),
        slippage=lambda change: sentences.slippage(change, day_in_words),
        heading=sentences.heading,
        fate=sentences.fate,
        made_in=sentences.made_in,
        files=lambda changes: reports.files_told(changes, day_in_words),
    )


def _standing() -> SimpleNamespace:
    """Return what templates can ask of providers: see `provider_standing`."""
    names = (
        "standings",
        "worries",
        "most_worrying",
        "not_answered",
        "done",
        "ladders",
        "decisions",
        "came_of",
    )
    return SimpleNamespace(
        charted_story=provider_story.charted_story,
        story_of_all=provider_story.story_of_all,
        count_withheld=withholding.count_withheld,
        why_withheld=withholding.why_withheld,
        **{name: getattr(provider_standing, name) for name in names},
    )


def _template_line(error: BaseException, template: str) -> str:
    """Return the template and the line in which `error` arose."""
    name, line = getattr(error, "name", None), getattr(error, "lineno", None)
    trace = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        if code.co_filename.endswith(".j2"):
            name, line = code.co_filename, trace.tb_lineno
        trace = trace.tb_next
    return f"templates/{name or template}:{line}" if line else f"templates/{name or template}"


def _text_of(name: str, folders: Iterable[Path]) -> str:
    """Return the text of a template; refuse one that is not saved as UTF-8."""
    data = workspace.template(name, folders)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise FrancisError(
            f"templates/{name}:{line}: the file is not saved as UTF-8: the byte 0x{data[error.start]:02X} is not valid.\n"
            "Open the file in your editor and save it with the encoding UTF-8."
        ) from error


_USED = re.compile(r"{%-?\s*(?:from|import|include|extends)\s+[\"']([^\"']+)[\"']")


def place_of(clues: Iterable[str], template: str, folders: Sequence[Path]) -> str:
    """Return the template and the line at which something of a paper's HTML was written.

    It is the one place, among the template and those that it uses, with the first of the `clues` that
    stands there once. Without such a place, as for what a template computes, it is the template alone.
    """
    used: dict[str, str] = {}
    waiting = [template]
    while waiting:
        name = waiting.pop()
        if name not in used:
            used[name] = _text_of(name, folders)
            waiting += _USED.findall(used[name])
    for clue in clues:
        places = [(name, text.index(clue)) for name, text in used.items() if text.count(clue) == 1]
        if len(places) == 1 and sum(clue in text for text in used.values()) == 1:
            ((name, start),) = places
            return f"templates/{name}:{used[name].count(chr(10), 0, start) + 1}"
    return f"templates/{template}"


@cache
def _sandbox() -> type[SandboxedEnvironment]:
    """Return the class of the environment, whose library is imported where a template runs."""
    from jinja2.exceptions import SecurityError
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    class Environment(ImmutableSandboxedEnvironment):
        """The library's sandbox, without expressions that take all memory, or print a file as it was read."""

        intercepted_binops = frozenset(["**", "*", "%"])

        def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
            """Return whether a template may see an attribute; where a record was read is not for it.

            It holds the whole text of the file, and with it what is not for the readers of the paper.
            """
            return attr != "at" and super().is_safe_attribute(obj, attr, value)

        def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
            """Return the result of a calculation with numbers; there is no other in a paper."""
            if operator != "*" or not all(isinstance(side, int | float) for side in (left, right)):
                raise SecurityError(f"{operator} can only multiply two numbers")
            return super().call_binop(context, operator, left, right)

    return Environment


@cache
def _compiled() -> BytecodeCache:
    """Return what keeps what templates compile to, which takes ten times as long as to run them.

    It is the same in all environments, which differ only in where templates are looked for.
    """
    from jinja2 import BytecodeCache
    from jinja2.bccache import Bucket

    class Compiled(BytecodeCache):
        """Keeps by the text of a template what it compiles to."""

        def __init__(self) -> None:
            self._known: dict[tuple[str, str], CodeType | None] = {}

        def load_bytecode(self, bucket: Bucket) -> None:
            """Give a template what the same text compiled to before, if it is known."""
            bucket.code = self._known.get((bucket.key, bucket.checksum))

        def dump_bytecode(self, bucket: Bucket) -> None:
            """Keep what a template compiled to."""
            self._known[bucket.key, bucket.checksum] = bucket.code

    return Compiled()


@cache
def _environment(folders: tuple[Path, ...]) -> SandboxedEnvironment:
    """Return the environment in which the templates of `folders` run."""
    from jinja2 import FunctionLoader, StrictUndefined

    # Templates are read anew whenever they are asked for, and compiled if their text is another.
    def load(name: str) -> tuple[str, str, Callable[[], bool]]:
        return _text_of(name, folders), name, lambda: False

    environment = _sandbox()(
        loader=FunctionLoader(load),
        bytecode_cache=_compiled(),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= _filters()
    environment.tests["visible_to"] = is_visible
    environment.tests["left_out"] = is_left_out
    environment.tests["leaving_out"] = leaves_out
    environment.globals |= {
        "states": STATES,
        "not_stated": NOT_STATED,
        "no_outcome": NO_OUTCOME,
        "whole_response": WHOLE_RESPONSE,
        "response_as_a_whole": RESPONSE_AS_A_WHOLE,
        "sources": sources,
        "standing": _standing(),
        "charts_of": charts_of,
        "rare_events": rare_events,
        "stale": STALE.days,
        "often": OFTEN,
    }
    return environment


def _filters() -> dict[str, Callable[..., Any]]:
    """Return what templates can do with a value, by name."""
    return {
        "day": day_in_words,
        "due": due_in_words,
        "short_day": day_in_few_words,
        "short_due": partial(due_in_words, day=day_in_few_words),
        "when": when_in_words,
        "on": on_in_words,
        "short_when": partial(when_in_words, day=day_in_few_words),
        "point": point,
        "first_upper": first_upper,
        "with_article": with_article,
        "anchor": anchor,
        "slug": slug,
        "figure_name": figure_name,
        "rating_name": rating_name,
        "due_by_name": due_by_name,
        "ink": ink,
        "markdown": markdown,
        "numbered": numbered,
        "with_figures": with_figures,
        "quoted": sentences.quoted,
        "grouped": groups_of,
    }


def with_figures(html: str, counts: Counts) -> Any:
    """Return HTML with the figures of the record where a narrative names them: `{{ counts.overdue }}`.

    Each is marked with its name, so that what a file says in its place can be compared with the record.
    """
    from markupsafe import Markup

    def marked(found: re.Match[str]) -> str:
        return f'<span class="fact" data-figure="{found[1]}">{counts.figures[found[1]]:,}</span>'

    return Markup(FIGURE.sub(marked, html))  # noqa: S704 - a name of the record's own, and its number
