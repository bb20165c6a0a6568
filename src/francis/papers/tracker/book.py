"""The action plan as a workbook: its sheets and their rows.

Each fact about an action is in one row of its own kind (the action, an extension, a note on its
progress, a piece of evidence), so that all of it can be filtered and sorted.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

from francis.formats.colour import ink
from francis.formats.excel.workbook import (
    MOST_LETTERS,
    Book,
    Cell,
    Choice,
    Column,
    Sheet,
    SheetScheme,
    date_width,
    letters_of,
)
from francis.papers.sources import Source, sources
from francis.papers.tracker.overview import overview
from francis.record.days import When, day_in_words
from francis.record.figures import FIGURE, Promise
from francis.record.model import STATES, Action, ExtensionFate, Outcome, Position, Step
from francis.record.model.own_fields import Owned, OwnField
from francis.record.model.schemes import acceptances_of
from francis.record.model.timing import ToBeSet, due_in_words
from francis.record.prose import (
    NOT_STATED,
    RESPONSE_AS_A_WHOLE,
    WHOLE_RESPONSE,
    first_upper,
    lines_of,
)
from francis.record.register import OFTEN, SOON, STALE, Register

OUTCOMES: dict[Outcome, str] = {
    "closed": "Nothing more to do.",
    "business as usual": "Continues as part of everyday work.",
    "superseded": "Replaced by another action or a later decision.",
    "not pursued": "Will not be done; the reason is given.",
}
"""The ways an action can leave the plan, and what each means."""
EXTENSION_FATES: dict[ExtensionFate, str] = {
    "approved": "The later date applies.",
    "requested": "Waiting for a decision; until then the earlier date applies.",
    "not approved": "Requested, but the action ended without it.",
}
"""What each outcome of an extension means."""
_OF_ANY_DATE: dict[ExtensionFate, str] = {
    "approved": "The new date applies.",
    "requested": "Waiting for a decision; until then the date before applies.",
    "not approved": "Requested, but the action ended without it.",
}
"""The same where some dates were brought forward."""
FIGURE_WORDS = {
    "due_soon": f"Actions due within {SOON.days} days",
    "extensions_asked": "Extensions requested",
    "newly_completed": "Actions completed since the last meeting",
    "promises": "Commitments",
    "unplanned": "Commitments with no action",
    "extended_often": f"Open actions extended {OFTEN} times or more",
    "without_progress": f"Open actions with no progress recorded in {STALE.days} days",
    "actions_of_concern": "Open actions with a rating that is an exception",
}
"""What a figure counts, where its name alone does not say so."""


def plan_workbook(
    register: Register,
    *,
    provenance: str,
    made: datetime.datetime,
    version: str,
    final: bool = False,
) -> Book:
    """Return the workbook of a register's action plan, marked as a draft unless it is `final`.

    `provenance` says where the record comes from, and `made` is the moment that the properties name.
    """
    body, year = register.body, register.year
    title = f"{body.short_name} action plan for {register.span(body.words.item)}"
    marks = [body.notice, "" if final else "Draft: this paper is not final"]
    if register.audience != "public":
        marks.append(f"{first_upper(register.audience)}: not for publication")
    about = _about(register, provenance, version)
    return Book(
        title=title,
        author=body.name,
        description=f"{title}, as at {day_in_words(year.as_at)}.",
        keywords=f"{register.set.short_title}, {body.short_name}, {register.year_id}",
        generator=f"francis {version}",
        made=made,
        marks=tuple(filter(None, marks)),
        foot=f"{register.set.short_title} · as at {day_in_words(year.as_at)} · {provenance}",
        unstated=NOT_STATED,
        sheets=(
            overview(register),
            *_plan(register),
            _commitments(register),
            _positions(register),
            _figures(register),
            about,
        ),
    )


# The words that columns allow


def _scheme(name: str, steps: Iterable[Step], *, shaped: bool = False) -> SheetScheme:
    """Return a scheme of the body's with its colours, and if they are `shaped`, its shapes."""
    return SheetScheme(
        name,
        tuple(
            Choice(
                s.word,
                s.meaning or NOT_STATED,
                s.colour,
                s.colour and ink(s.colour),
                s.drawn_shape if shaped else "",
            )
            for s in steps
        ),
    )


def _states() -> SheetScheme:
    return SheetScheme(
        "State",
        tuple(
            Choice(first_upper(state), meaning, urgent=state == "overdue")
            for state, meaning in STATES.items()
        ),
    )


def _outcomes() -> SheetScheme:
    return SheetScheme(
        "Outcome", tuple(Choice(first_upper(o), text) for o, text in OUTCOMES.items())
    )


def _fates(*, forward: bool) -> SheetScheme:
    """Return what became of extensions, in words that hold for dates brought forward if there are any."""
    return SheetScheme(
        "Extension",
        tuple(
            Choice(
                first_upper(fate),
                _OF_ANY_DATE[fate] if forward else meaning,
                urgent=fate == "requested",
            )
            for fate, meaning in EXTENSION_FATES.items()
        ),
    )


# The plan


def _plan(register: Register) -> Iterator[Sheet]:
    """Yield the sheets with the actions and what belongs to each."""
    dated = f"as at {day_in_words(register.as_at)}"
    yield _plan_sheet(register, dated)
    yield _details_sheet(register, dated)
    yield _extensions_sheet(register.actions, dated)
    if any(action.milestones for action in register.actions):
        yield _milestones_sheet(register, dated)
    yield _progress_sheet(register.actions, dated)
    yield _evidence_sheet(register.actions, dated)


def _plan_sheet(register: Register, dated: str) -> Sheet:
    """Return the main sheet: a row for each action."""
    actions, more = register.actions, _more_columns(register)
    return Sheet(
        "Action plan",
        f"{register.body.short_name} action plan {dated}",
        (
            Column("Reference", 10.5),
            Column("Serves", 10, fact="recommendations"),
            Column("Action", 34),
            Column("Measure", 24),
            Column("Lead", 15, fact="lead"),
            Column(
                "Original due",
                date_width([a.first_due for a in actions], 15),
                fact="original-due",
            ),
            Column("Times extended", 9.5, fact="extended"),
            Column("Due", date_width([a.due for a in actions], 15), fact="due"),
            Column("State", 11, _states(), "state"),
            Column(f"Days overdue {dated}", 16),
            Column("Rating", 10, _scheme("Rating", register.body.ratings, shaped=True), "rating"),
            *(column for column, _ in more),
            Column("Latest progress on", 12),
            Column("Latest progress", 32),
            Column("Evidence", 24),
            Column("Completed", 12, fact="completed"),
            Column("Verified", 12, fact="verified-on"),
            Column("Verified by", 15, fact="verified-by"),
        ),
        tuple(_action(register, action, more) for action in actions),
        rows_of="actions",
    )


def _details_sheet(register: Register, dated: str) -> Sheet:
    """Return the sheet with what else the record says of each action; a committee, if any is overseen by one."""
    overseen = any(action.oversight for action in register.actions)
    return Sheet(
        "Details",
        f"Origin, rating and outcome of each action, {dated}",
        (
            Column("Reference", 10.5),
            Column("Theme", 30),
            Column("In the plan since", 12),
            Column("Source", 34),
            Column("Reason for the rating", 50),
            Column("Outcome", 18, _outcomes()),
            Column("Closed on", 12),
            Column("Reason for closing", 50),
            Column("Classification", 14),
            *([Column("Oversight", 34)] if overseen else []),
        ),
        tuple(
            (*_details(register, action), *([action.oversight] if overseen else []))
            for action in register.actions
        ),
    )


def _extensions_sheet(actions: Iterable[Action], dated: str) -> Sheet:
    """Return the sheet with every extension, and every date brought forward: of these a column says so."""
    rows = tuple(row for action in actions for row in _extensions(action))
    forward = any(row[-1] for row in rows)
    return Sheet(
        "Extensions",
        f"Every extension requested, {dated}",
        (
            Column("Reference", 10.5),
            Column("Lead", 28),
            Column(
                "New date" if forward else "Extended to", date_width([row[2] for row in rows], 15)
            ),
            Column("Decision", 14, _fates(forward=forward)),
            Column("Reason", 70),
            Column("Requested on", 12),
            Column("Approved by", 28),
            Column("Approved on", 12),
            *([Column("Brought forward", 10)] if forward else []),
        ),
        tuple(row if forward else row[:-1] for row in rows),
        f"No extension is recorded, {dated}.",
    )


def _milestones_sheet(register: Register, dated: str) -> Sheet:
    """Return the sheet with every milestone."""
    held = [(action, milestone) for action in register.actions for milestone in action.milestones]
    return Sheet(
        "Milestones",
        f"Every milestone, {dated}",
        (
            Column("Reference", 10.5),
            Column("Milestone", 60),
            Column("Due", date_width([m.due for _, m in held], 15)),
            Column("Met", 12),
            Column("Standing", 50),
        ),
        tuple(
            (a.id, m.what, m.due, m.met or "", a.milestone_in_words(m, register.as_at))
            for a, m in held
        ),
    )


def _progress_sheet(actions: Iterable[Action], dated: str) -> Sheet:
    """Return the sheet with every note on progress."""
    return Sheet(
        "Progress",
        f"Every note on progress, {dated}",
        (
            Column("Reference", 10.5),
            Column("Date", 12),
            Column("Note", 110),
            Column("Classification", 14),
        ),
        tuple((a.id, n.date, n.text, n.classification) for a in actions for n in a.progress),
        f"No progress is recorded, {dated}.",
    )


def _evidence_sheet(actions: Iterable[Action], dated: str) -> Sheet:
    """Return the sheet with every piece of evidence."""
    return Sheet(
        "Evidence",
        f"Every piece of evidence, {dated}",
        (
            Column("Reference", 10.5),
            Column("Evidence", 60),
            Column("Date", 12),
            Column("Where it is kept", 60),
            Column("Classification", 14),
        ),
        tuple(
            (a.id, e.title, e.date or "", e.where or "", e.classification)
            for a in actions
            for e in a.evidence
        ),
        f"No evidence is recorded, {dated}.",
    )


_MoreColumns = tuple[tuple[Column, Callable[[Action], Cell]], ...]


def _more_columns(register: Register) -> _MoreColumns:
    """Return the columns that a plan has only if any of its actions has something there, with their cells."""
    columns: _MoreColumns = (
        (Column("Rating before", 10), partial(_rating_before, register)),
        (Column("Per cent done", 8, fact="percent"), lambda action: action.percent),
        (Column("Repeats", 30), lambda action: action.turns_in_words),
        *_own_columns(register, "action"),
    )
    return tuple(
        (column, cell)
        for column, cell in columns
        if any(cell(action) not in (None, "") for action in register.actions)
    )


def _rating_before(register: Register, rated: Position | Action) -> str:
    step = register.rating_before(rated)
    return step.word if step else ""


def _own_columns(
    register: Register, owned: Owned
) -> tuple[tuple[Column, Callable[[Any], Cell]], ...]:
    """Return a column for each field that the set or the body gives to recommendations, positions or actions."""
    return tuple(
        (Column(field.label, 18), partial(_own_cell, field)) for field in register.own_fields(owned)
    )


def _own_cell(field: OwnField, record: Any) -> Cell:
    value = record.fields.get(field.key, "")
    return field.cell(value) if str(value) else ""


def _action(register: Register, action: Action, more: _MoreColumns) -> tuple[Cell, ...]:
    """Return the row of an action on the main sheet, with its cells in some columns `more`."""
    latest, verified = action.latest, action.verified
    return (
        action.id,
        _number(", ".join(action.recommendations)) or WHOLE_RESPONSE,
        action.description,
        action.measure,
        action.led_by,
        _due(action.original_due),
        action.times_extended,
        _due(action.due_stated),
        first_upper(register.state(action)),
        register.days_overdue(action) or "",
        register.rating(action).word,
        *(cell(action) for _, cell in more),
        latest.date if latest else None,
        latest.text if latest else None,
        "\n".join(item.title for item in action.evidence) or None,
        action.completed,
        verified.date if verified else None,
        verified.by if verified else None,
    )


def _details(register: Register, action: Action) -> tuple[Cell, ...]:
    """Return the row of an action with what else the record says about it."""
    theme = next(theme for theme, those in register.by_theme if action in those)
    closure = action.closure
    return (
        action.id,
        theme.title if theme else RESPONSE_AS_A_WHOLE,
        action.since,
        action.source,
        action.rating.reason,
        first_upper(closure.outcome) if closure else "",
        closure.date if closure else "",
        (closure.reason or "") if closure else "",
        action.classification,
    )


def _extensions(action: Action) -> Iterator[tuple[Cell, ...]]:
    """Yield a row for each extension."""
    for extension in action.extensions:
        yield (
            action.id,
            action.led_by,
            extension.due,
            first_upper(action.fate(extension)),
            extension.reason,
            extension.asked_on,
            extension.approved_by or "",
            extension.approved_on or "",
            "yes" if action.is_forward(extension) else "",
        )


# What goes with the plan


def _commitments(register: Register) -> Sheet:
    return Sheet(
        "Commitments",
        "Commitments, and the actions for each",
        (
            Column("Made in", 34),
            Column("Commitment", 80),
            Column("Kind", 22),
            Column("Source", 30),
            Column("Actions", 16),
        ),
        tuple(
            (
                _made_in(register, promise),
                _filled(register, promise),
                promise.commitment.kind,
                promise.commitment.source or "",
                ", ".join(promise.commitment.actions) or "none",
            )
            for promise in register.made.values()
        ),
        "No commitment is recorded.",
    )


def _filled(register: Register, promise: Promise) -> str:
    """Return the words of a commitment; of one that a cover makes with the figures that it names."""
    words, figures = promise.commitment.text, register.when_made(promise).counts.figures
    if promise.paper is None:
        return words
    return FIGURE.sub(lambda found: f"{figures[found[1]]:,}", words)


def _made_in(register: Register, promise: Promise) -> str:
    then = f", {promise.year}" if promise.year else ""
    if promise.number is not None:
        return f"Position on {promise.number}{then}"
    return f"{register.when_made(promise).covers[promise.paper or ''].title}{then}"


def _positions(register: Register) -> Sheet:
    body = register.body
    themes = {r.number: theme.title for theme, those in register.themes for r in those}
    of_recommendations = _own_columns(register, "recommendation")
    of_positions = _own_columns(register, "position")
    if register.earlier:
        before = Column("Rating before", 12), partial(_rating_before, register)
        of_positions = before, *of_positions
    acceptances = SheetScheme(
        "Acceptance", tuple(Choice(first_upper(step.key), "") for step in acceptances_of(body))
    )
    return Sheet(
        "Positions",
        f"{first_upper(register.span(body.words.item))} as at {day_in_words(register.as_at)}",
        (
            Column("Number", 10.5),
            Column("Heading", 60),
            Column("Theme", 36),
            Column("Acceptance", 22, acceptances, "acceptance"),
            Column("Rating", 12, _scheme("Rating", body.ratings, shaped=True), "rating"),
            Column("Assurance", 16, _scheme("Assurance", body.assurances), "assurance"),
            Column("Lead", 34, fact="lead"),
            *(column for column, _ in (*of_recommendations, *of_positions)),
            Column(body.words.position_heading, 90),
        ),
        tuple(
            (
                _number(recommendation.number),
                recommendation.heading,
                themes[recommendation.number],
                first_upper(position.acceptance.value),
                register.rating(position).word,
                register.assurance(position).word,
                position.led_by,
                *(cell(recommendation) for _, cell in of_recommendations),
                *(cell(position) for _, cell in of_positions),
                _in_lines(position.text),
            )
            for recommendation in register.recommendations
            for position in [register.positions[recommendation.number]]
        ),
        rows_of="positions",
    )


def _in_lines(text: str) -> str:
    """Return a text line by line, a row of a table as its cells one after another."""
    lines = "\n".join(lines_of(text))
    return (
        lines if letters_of(lines) <= MOST_LETTERS else "Too long for a cell: see the stock-take."
    )


def _figures(register: Register) -> Sheet:
    names = tuple(register.counts.figures)
    return Sheet(
        "Figures",
        f"Every figure of the record as at {day_in_words(register.as_at)}",
        (
            Column("Figure", 40),
            Column("Number", 10, fact=names),
            Column("How to write it in a narrative", 44),
        ),
        tuple(
            (_figure_words(name), number, f"{{{{ counts.{name} }}}}")
            for name, number in register.counts.figures.items()
        ),
    )


def _figure_words(name: str) -> str:
    return FIGURE_WORDS.get(name, first_upper(name.replace("_", " ")))


def _about(register: Register, provenance: str, version: str) -> Sheet:
    """Return the sheet with the sources of the workbook, as the papers print them."""
    rows = [
        *((source.label, _in_a_cell(source)) for source in sources(register, provenance, version)),
        ("As at", day_in_words(register.as_at)),
        ("Last meeting to see the plan", _day_or_unstated(register.plan.last_meeting)),
        (
            "Changes",
            "Changes to this file do not change the record it was made from.",
        ),
        *(("Note", _in_lines(note)) for note in register.year.notes),
    ]
    return Sheet(
        "About",
        "Sources",
        (Column("About", 32), Column("Details", 120)),
        tuple(rows),
    )


def _in_a_cell(source: Source) -> Cell:
    """Return what a source says, with the address of its document in words: a cell has no links."""
    link = source.link
    return f"{source.text} {link.title}: {link.address}" if link else source.text


def _day_or_unstated(value: datetime.date | None) -> str:
    return NOT_STATED if value is None else day_in_words(value)


def _due(due: ToBeSet | When | None) -> Cell:
    """Return a due date as a date, or, if it is not set, by when it is to be."""
    return due_in_words(due) if isinstance(due, ToBeSet) else due


def _number(text: str) -> str | int:
    """Return a number that is written as one as a number, so that Excel does not complain of it."""
    return int(text) if text.isdecimal() and str(int(text)) == text else text
