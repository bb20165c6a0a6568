"""An independent count: every figure, from the YAML alone, by the definitions of docs/the-record.md.

Nothing of the program is used here, so that a mistake in it is not made a second time. Each function
follows one row of the tables under “What is counted”.
"""

from __future__ import annotations

import calendar
import datetime
import hashlib
import re
from collections import Counter
from pathlib import Path
from typing import Any

import yaml

Data = dict[str, Any]
ACCEPTANCE = (
    *("accepted", "accepted in principle", "accepted in part", "not accepted"),
    *("under consideration", "not applicable"),
)
STATES = ("overdue", "open", "completed", "verified", "closed")
FATES = ("kept", "being kept", "on the way", "late", "no action", "replaced", "withdrawn")
PLACEHOLDERS = {
    *("not yet written", "to be written", "to be confirmed", "to follow", "tbc", "tbd"),
}


def read(path: Path) -> Data:
    """Return a YAML file with every value as text."""
    return dict(yaml.load(path.read_text(), yaml.BaseLoader))


def last_day(when: str) -> datetime.date:
    """Return the day, or the last of the month or quarter."""
    if "-Q" in when:
        year, quarter = when.split("-Q")
        months = int(year[:4]) * 12 + 3 * int(quarter) - 1 + 3 * ("/" in year)
        when = f"{months // 12}-{months % 12 + 1}"
    parts = [int(part) for part in when.split("-")]
    if len(parts) == 2:
        parts.append(calendar.monthrange(*parts)[1])
    return datetime.date(*parts)


def name(word: str, prefix: str = "") -> str:
    """Return the name of the figure that counts a word."""
    return prefix + re.sub("[^0-9a-z]+", "_", word.lower())


class StockTake:
    """A body's year as its files say it, and the years before it, by what `follows` names."""

    def __init__(self, folder: Path) -> None:
        self.id, self.root = folder.name, folder.parents[1]
        self.body = read(folder.parent / "body.yaml")
        self.year = read(folder / "year.yaml")
        self.day = last_day(self.year["as_at"])
        files = sorted(folder.glob("*.yaml"))
        self.positions = {
            path.stem: read(path) for path in files if path.stem not in ("year", "actions")
        }
        assert self.positions.keys() == self.numbers
        plan = folder / "actions.yaml"
        self.plan = read(plan) if plan.exists() else {"actions": []}
        self.covers = {path.stem: read(path) for path in sorted(folder.glob("papers/*.yaml"))}
        follows = self.year.get("follows")
        self.before = StockTake(folder.parent / follows) if follows else None

    @property
    def numbers(self) -> set[str]:
        """Return the numbers that the year answers: all of its set, or those that it lists."""
        held = {path.stem for path in (self.root / self.year["set"]).glob("*.yaml")} - {"set"}
        found = set()
        for entry in self.year.get("numbers", held):
            if isinstance(entry, str):
                found.add(entry)
            else:
                ends = range(int(entry["first"]), int(entry["last"]) + 1)
                found |= {number for number in held if number.isdigit() and int(number) in ends}
        return found

    @property
    def actions(self) -> dict[str, Data]:
        """Return the actions of the plan by their ids."""
        return {action["id"]: action for action in self.plan["actions"]}

    @property
    def chain(self) -> list[StockTake]:
        """Return this year and those before it, the latest first."""
        return [self, *(self.before.chain if self.before else [])]

    def steps(self, scheme: str) -> list[str]:
        """Return the keys of a scheme."""
        return [step["key"] for step in self.body[scheme]]

    def flagged(self, scheme: str, flag: str) -> set[str]:
        """Return the keys of the steps that have a flag."""
        return {step["key"] for step in self.body[scheme] if step.get(flag) == "true"}

    # Positions

    def digest(self, number: str) -> str:
        """Return the digest of the text of a recommendation."""
        text = read(self.root / self.year["set"] / f"{number}.yaml")["text"]
        return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:12]

    @staticmethod
    def said(position: Data) -> Data:
        """Return what a position says, whatever was done with it."""
        left_out = ("confirmed", "change", "answers", "notes")
        return {key: value for key, value in position.items() if key not in left_out}

    # Actions

    @staticmethod
    def due(action: Data) -> datetime.date | None:
        """Return the due date: of the last approved extension, or the original."""
        approved = [e["due"] for e in action.get("extensions", []) if "approved_by" in e]
        first = action.get("original_due")
        if "repeats" in action and isinstance(first, str):
            turns, upcoming = StockTake.turns(action)
            return turns[min(upcoming, len(turns) - 1)]
        dates = [*([first] if isinstance(first, str) else []), *approved]
        return last_day(dates[-1]) if dates else None

    @staticmethod
    def extensions(action: Data) -> list[Data]:
        """Return the extensions of an action; a date before the one that applied is brought forward."""
        later, applies = list[Data](), str(action.get("original_due"))
        for entry in action.get("extensions", []):
            if last_day(entry["due"]) > last_day(applies):
                later.append(entry)
            if "approved_by" in entry:
                applies = entry["due"]
        return later

    @staticmethod
    def turns(action: Data) -> tuple[list[datetime.date], int]:
        """Return some hundred turns of an action that repeats, and the place of the next one."""
        repeats, first = action["repeats"], last_day(action["original_due"])
        every, ends = repeats["every"], first.day == calendar.monthrange(first.year, first.month)[1]
        turns = [first]
        for number in range(1, 300):
            if every in ("week", "fortnight"):
                turn = first + datetime.timedelta(weeks=number * (1 + (every == "fortnight")))
            else:
                step = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}[every]
                months = first.year * 12 + first.month - 1 + step * number
                length = calendar.monthrange(months // 12, months % 12 + 1)[1]
                day = length if ends else min(first.day, length)
                turn = datetime.date(months // 12, months % 12 + 1, day)
            turns.append(turn)
        if "until" in repeats:
            turns = [turn for turn in turns if turn <= last_day(repeats["until"])]
        upcoming = 0
        for day_done in sorted(map(last_day, repeats.get("done", []))):
            left = turns[upcoming:]
            if not left:
                break
            if day_done > left[0]:
                nearest = min(left, key=lambda turn: (abs((turn - day_done).days), turn))
                upcoming = turns.index(nearest) + 1
            elif upcoming == 0 or day_done > turns[upcoming - 1]:
                upcoming += 1
        return turns, upcoming

    def state(self, action: Data) -> str:
        """Return in which of the five states an action is."""
        for key, state in (
            ("closure", "closed"),
            ("verified", "verified"),
            ("completed", "completed"),
        ):
            if key in action:
                return state
        due = self.due(action)
        return "overdue" if due and due < self.day and self.has_turn(action) else "open"

    def has_turn(self, action: Data) -> bool:
        """Return whether it is done once, or repeats and has a turn left."""
        if "repeats" not in action or self.due(action) is None:
            return True
        turns, upcoming = self.turns(action)
        return upcoming < len(turns)

    def is_open(self, action: Data) -> bool:
        """Return whether it is still to be done."""
        return self.state(action) in ("open", "overdue")

    def is_stale(self, action: Data) -> bool:
        """Return whether it is open, and nothing was noted for more than 90 days."""
        days = [note["date"] for note in action.get("progress", [])]
        days += filter(None, [action.get("since"), *action.get("repeats", {}).get("done", [])])
        if "repeats" in action and self.due(action) and self.state(action) == "open":
            return False
        earlier = next(
            (of.actions[action["id"]] for of in self.chain[1:] if action["id"] in of.actions), {}
        )
        if int(action.get("percent", 0)) != int(earlier.get("percent", 0)) and "percent" in action:
            return False
        return self.is_open(action) and (
            not days or (self.day - max(map(last_day, days))).days > 90
        )

    def due_by(self, day: datetime.date) -> int:
        """Return how many actions, not overdue, are due by a day."""
        return sum(
            self.state(a) == "open" and self.day <= (self.due(a) or datetime.date.max) <= day
            for a in self.actions.values()
        )

    # Commitments

    @property
    def commitments(self) -> list[tuple[str, Data]]:
        """Return each commitment of this year with where it was made."""
        made = {**self.positions, **self.covers}
        return [(where, c) for where, of in made.items() for c in of.get("commitments", [])]

    @property
    def ever_made(self) -> list[tuple[str, Data]]:
        """Return each commitment of this year and of all before it once, with where it was made, as it was last said."""
        last = {(where, c["text"]): c for year in self.chain[::-1] for where, c in year.commitments}
        return [(where, c) for (where, _), c in last.items()]

    def find(self, action: str) -> Data | None:
        """Return an action as this year's plan has it, or else the latest plan before."""
        return next((y.actions[action] for y in self.chain if action in y.actions), None)

    def fate(self, commitment: Data) -> str:
        """Return what became of a commitment: the first row of the table that holds."""
        outcome = commitment.get("outcome")
        if outcome and ("on" not in outcome or last_day(outcome["on"]) <= self.day):
            return str(outcome["value"])
        found = [self.find(name) for name in commitment.get("actions", [])]
        if not found or None in found:
            return "no action"
        answers = [a for a in found if a and not ("closure" in a and "completed" not in a)]
        given_up = [a for a in found if a and a not in answers]
        if not answers or any(a["closure"]["outcome"] != "superseded" for a in given_up):
            return "no action"
        continuing = commitment["kind"] == "continuing"
        own = last_day(commitment["due"]) if "due" in commitment else None
        first_dates = [
            (self.due(a) if "repeats" in a else None) or last_day(a["original_due"])
            for a in answers
            if isinstance(a.get("original_due"), str) and self.has_turn(a)
        ]
        date = own if own and not continuing else max(first_dates, default=None)
        undone = any("completed" not in a for a in answers)
        if undone and date and date < self.day:
            return "late"
        if continuing and (own is None or own >= self.day):
            return "being kept"
        return "on the way" if undone else "kept"

    @property
    def without_action(self) -> int:
        """Return how many commitments have no action."""
        return sum(self.fate(c) == "no action" for _, c in self.ever_made)

    @property
    def claiming(self) -> list[str]:
        """Return the ratings that claim that nothing is amiss."""
        claims = ("complete", "reported complete", "complete or ongoing", "on track")
        return [str(step["key"]) for step in self.body["ratings"] if step.get("claim") in claims]

    @property
    def less_sure(self) -> int:
        """Return how many positions have a lower assurance than in the year before."""
        judged = [
            k for k in self.steps("assurances") if k not in self.flagged("assurances", "blank")
        ]
        count = 0
        for number, position in self.positions.items():
            before = self.before.positions.get(number) if self.before else None
            steps = [p["assurance"]["value"] for p in (before, position) if p]
            if len(steps) == 2 and set(steps) <= set(judged):
                count += judged.index(steps[1]) > judged.index(steps[0])
        return count

    @property
    def places_without_action(self) -> set[str]:
        """Return where such commitments were made: the numbers of positions, and the names of papers."""
        return {where for where, c in self.ever_made if self.fate(c) == "no action"}

    def asks_for_later(self, action: Data) -> bool:
        """Return whether an extension of an action waits for a decision."""
        waiting = [e for e in action.get("extensions", []) if "approved_by" not in e][-1:]
        later = [e for e in self.extensions(action) if "approved_by" not in e][-1:]
        return "completed" not in action and "closure" not in action and waiting == later != []

    def rows_of_exceptions(self, exceptional: list[Data], told: list[Data]) -> int:
        """Return how many rows the table of exceptions has, of these positions and actions among others."""
        places = self.places_without_action | {p["number"] for p in exceptional}
        undone = [a for a in self.actions.values() if self.is_open(a)]
        rows = {a["id"] for a in told} | {a["id"] for a in undone if self.asks_for_later(a)}
        for lacking in (
            [a["id"] for a in undone if "lead" not in a],
            [a["id"] for a in undone if self.due(a) is None],
        ):
            rows |= set(lacking) if 2 * len(lacking) <= len(undone) else set()
        alone = [
            name
            for name in rows
            if not places & set(self.actions[name]["recommendations"]) & self.positions.keys()
        ]
        return len(places) + len(alone)

    def figures(self) -> dict[str, int]:
        """Return every figure of the stock-take."""
        positions, actions = list(self.positions.values()), list(self.actions.values())
        of_step = {
            prefix + field: Counter(record[field]["value"] for record in records)
            for prefix, field, records in (
                *(("", field, positions) for field in ("acceptance", "rating", "assurance")),
                ("action ", "rating", actions),
            )
        }
        states = Counter(map(self.state, actions))
        fates = Counter(self.fate(c) for _, c in self.ever_made)
        concern = self.flagged("ratings", "exception")
        unsure = self.flagged("assurances", "exception")
        often = [
            a for a in actions
            if self.is_open(a) and sum("approved_by" in e for e in self.extensions(a)) >= 2
        ]  # fmt: skip
        of_concern = [a for a in actions if self.is_open(a) and a["rating"]["value"] in concern]
        stale = list(filter(self.is_stale, actions))
        overdue = [a for a in actions if self.state(a) == "overdue"]
        exceptional = [
            p
            for p in positions
            if p["rating"]["value"] in concern or p["assurance"]["value"] in unsure
        ]
        declined = ("not accepted", "not applicable")
        judged = [p for p in positions if p["acceptance"]["value"] not in declined]
        met = self.plan.get("last_meeting")
        return {
            **{name(word): of_step["acceptance"][word] for word in ACCEPTANCE},
            **{name(key): of_step["rating"][key] for key in self.steps("ratings")},
            **{
                name(key, "assurance_"): of_step["assurance"][key]
                for key in self.steps("assurances")
            },
            **{
                name(key, "actions_"): of_step["action rating"][key]
                for key in self.steps("ratings")
            },
            **{name(state, "actions_"): states[state] for state in STATES},
            **{name(fate, "commitments_"): fates[fate] for fate in FATES},
            "positions": len(self.numbers),
            "unwritten": sum(
                " ".join(p["text"].split()).casefold().strip(" .…") in PLACEHOLDERS
                for p in positions
            ),
            "for_review": sum(
                p["answers"] != self.digest(number)
                for number, p in self.positions.items()
                if "answers" in p
            ),
            "carried": sum(
                self.said(p) == self.said(self.before.positions.get(number, {}))
                for number, p in self.positions.items()
                if self.before and "confirmed" not in p
            ),
            "actions": len(actions),
            "unrated": sum(
                p["rating"]["value"] in self.flagged("ratings", "blank") for p in judged
            ),
            "unassessed": sum(
                p["assurance"]["value"] in self.flagged("assurances", "blank") for p in judged
            ),
            "open_actions": states["open"] + states["overdue"],
            "open_without_date": sum(self.is_open(a) and self.due(a) is None for a in actions),
            "open_unrated": sum(
                self.is_open(a) and a["rating"]["value"] in self.flagged("ratings", "blank")
                for a in actions
            ),
            "actions_without_date": sum(self.due(a) is None for a in actions),
            "actions_without_lead": sum("lead" not in a for a in actions),
            "due_soon": self.due_by(self.day + datetime.timedelta(days=30)),
            "extensions_asked": sum(map(self.asks_for_later, actions)),
            "newly_completed": sum(
                "completed" in a and (met is None or last_day(a["completed"]) > last_day(met))
                for a in actions
            ),
            "extended_often": len(often),
            "without_progress": len(stale),
            "actions_of_concern": len(of_concern),
            "promises": len(self.ever_made),
            "unplanned": self.without_action,
            "on_course": sum(p["rating"]["value"] in self.claiming for p in positions),
            "less_sure": self.less_sure,
            "concerns": self.rows_of_exceptions(
                exceptional, [*overdue, *often, *stale, *of_concern]
            ),
            "exceptions": len(exceptional)
            + len({a["id"] for a in (*overdue, *often, *stale, *of_concern)})
            + self.without_action,
        }


def change(old: StockTake, new: StockTake) -> dict[str, int]:
    """Return every figure of change between two stock-takes."""
    moves: Counter[str] = Counter()
    blank = (old.flagged("ratings", "blank"), new.flagged("ratings", "blank"))
    for number in old.positions.keys() & new.positions.keys():
        was, now = (side.positions[number]["rating"]["value"] for side in (old, new))
        moves[_way(old, new, was, now, (was in blank[0], now in blank[1]))] += 1
    before, after = old.actions, new.actions
    slipped = 0
    for key, action in after.items():
        was_there = before.get(key, {"rating": None})
        known = was_there.get("extensions", [])
        later = any("approved_by" in e and e not in known for e in new.extensions(action))
        was_overdue = key in before and old.state(before[key]) == "overdue"
        slipped += later or (new.state(action) == "overdue" and not was_overdue)
    fates = Counter(new.fate(c) for _, c in new.ever_made)
    return {
        **{
            figure: moves[figure]
            for figure in (
                *("improved", "worsened", "unchanged", "newly_rated", "no_longer_rated"),
                "rated_otherwise",
            )
        },
        "started": len(after.keys() - before.keys()),
        "completed": sum(
            "completed" in action and "completed" not in before.get(key, {})
            for key, action in after.items()
        ),
        "slipped": slipped,
        **{name(fate): fates[fate] for fate in FATES},
    }


def _way(old: StockTake, new: StockTake, was: str, now: str, blank: tuple[bool, bool]) -> str:
    if was == now:
        return "unchanged"
    if blank == (True, False):
        return "newly_rated"
    if blank == (False, True):
        return "no_longer_rated"
    ways = set()
    for scheme in (old.steps("ratings"), new.steps("ratings")):
        if blank == (True, True) or was not in scheme or now not in scheme:
            return "rated_otherwise"
        ways.add("improved" if scheme.index(now) < scheme.index(was) else "worsened")
    return ways.pop() if len(ways) == 1 else "rated_otherwise"
