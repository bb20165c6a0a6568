"""What is told of providers: their story, how much they worry and why, what is not answered, and what comes next."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import pytest

from francis.record.queries.measure_charts import rare_events
from francis.record.queries.provider_standing import (
    ProviderStanding,
    came_of,
    concern_standing,
    decisions,
    done,
    most_worrying,
    not_answered,
    standings,
)
from francis.record.queries.provider_story import StoryRow, charted_story, story_of, story_of_all
from francis.record.reading.loading import load
from francis.record.register import Register
from tests.shared.provider_files import COMMON_LOG, CONCERN, FOLDER, provider_files


@cache
def register(*logs: str, concern: str = CONCERN, common: str = COMMON_LOG) -> Register:
    """Return a year to 31 March 2021; with another log, or concern, of its provider."""
    changed = {"log": f"format: 1\n{logs[0]}"} if logs else {}
    found = load(provider_files(concern=concern, common=common, **changed))
    assert found.problems == ()
    return found.registers[-1]


def royal(*logs: str, concern: str = CONCERN) -> ProviderStanding:
    """Return how its provider stands."""
    (found,) = standings(register(*logs, concern=concern))
    return found


CALM = "format: 1\nnumber: C2\nwhat: Late clinic letters\nsince: 2020-05-01\n"
CLOSED = f"{CALM}closed: [{{on: 2020-08-01, because: Kept}}]\n"
ASKED = "requests:\n  - {{id: R1, what: A plan, {}}}\n"
SEEN = "entries:\n  - {id: V1, kind: visit, what: To a ward, on: 2020-07-01, found: All well}\n"
LATE = ASKED.format("asked: 2020-05-01, due: 2020-06-30")
WEAK = ASKED.format("answered: {on: 2020-06-01}, judged: {value: in part, reason: no nights}")
LONG = CONCERN.replace(", evidence: [V1, royal/L1]", "")
"""A concern in two years that rests on nothing in the log."""


def told(rows: Iterable[StoryRow]) -> list[str]:
    """Return the rows of a story as lines; a star stands before what the body did."""
    return [
        f"{'*' * row.order}{row.on}: {row.step}: {row.what}"
        + (f" [{row.approved_by}]" if row.approved_by else "")
        for row in rows
    ]


STORY = """\
2020-02-11: Concern C2 opened: Late clinic letters. Patients may be at risk.
*2020-03-01: Informal talk (C2):\x20
*2020-04-01: Contract query notice (C2): No answer. [Director of Quality]
*2020-04-24: Shared with the Quality Surveillance Group (C2): We: Unsafe. They: Watch. We did: Visit. They did: Wait.
*2020-05-02: Clinical harm review (C2): Found: 2 of 60.
2020-05-09: Request R1: We ask: Its review (internal). By 28 June 2020. Chased on 26 July 2020.
2020-06-01: C2: They sent facts. The provider’s reply: corrected (internal: Their lawyers wrote; to be looked at again on 31 March 2021).
2020-07-02: Promise kept (C2): Letters in 5 days.
*2020-08-01: Concern C2 closed: Kept. [The Board]
*2020-09-01: Concern C2 opened again: Late again.
2020-09-20: Request R1 answered: Answered: 31 of 38 questions.
2020-10-11: Intelligence L1, joined to C2: Letters are late (GPs) (restricted: The practices asked for it; to be looked at again on 30 March 2021). [Quality Manager]
*2020-11-01: End (C2):\x20 [The Board]
2021-01-10: Request R2: The coroner asks us: Numbers. By February 2021.
2021-02-01: Request R2 refused: Not held.
*2021-02-01: Eased (C2):\x20
*2021-02-03: Visit V1: Unannounced visit. Found: Call bells answered.
"""


def test_the_story_of_a_provider_is_all_that_happened_in_the_order_of_days() -> None:
    """Requests and what came of them, entries, steps, promises that were met, and turns of a concern."""
    view = royal().view
    assert told(story_of(view)) == STORY.splitlines()
    about = concern_standing(register(), "royal", "C2")
    assert told(about.story) == [
        line for line in STORY.splitlines() if "C2" in line and "L1" not in line
    ]
    assert told(story_of_all(register())) == ["None: Workshop W1: With all providers."]


@pytest.mark.parametrize(
    ("request_", "lines"),
    [
        (
            "{id: R1, what: A plan., asked: 2020-05, chased: [2020-09-01, 2020-08-01, 2020-07]}",
            ["2020-05: Request R1: We ask: A plan. Chased in July 2020, on 1 August 2020 and on 1 September 2020."],
        ),
        (
            "{id: R1, what: A plan, answered: {on: 2020-06-01, what: All}, judged: {value: sufficient}}",
            ["None: Request R1: We ask: A plan.", "2020-06-01: Request R1 judged sufficient: Answered: All."],
        ),
        (
            "{id: R1, what: A plan, asked: 2020-05-01, answered: {on: 2020-06-01}, "
            "judged: {value: in part, reason: no nights, on: 2020-06-01, by: Head}}",
            [
                "2020-05-01: Request R1: We ask: A plan.",
                "2020-06-01: Request R1 judged in part: Answered. No nights.",
            ],
        ),
        (
            "{id: R1, what: A plan, asked: 2020-05-01, answered: {on: 2020-06-01}, "
            "judged: {value: in part, on: 2020-07-01, by: Head, reason: no nights}}",
            [
                "2020-05-01: Request R1: We ask: A plan.",
                "2020-06-01: Request R1 answered: Answered.",
                "2020-07-01: Request R1 judged in part: no nights. [Head]",
            ],
        ),
        (
            "{id: R1, what: A plan, asked: 2020-05-01, answered: {on: 2020-06-01}, "
            "judged: {value: sufficient, on: 2020-07-01}}",
            [
                "2020-05-01: Request R1: We ask: A plan.",
                "2020-06-01: Request R1 answered: Answered.",
                "2020-07-01: Request R1 judged sufficient: ",
            ],
        ),
        (
            "{id: R1, what: A plan, asked: 2020-05-01, refused: {on: 2020-06}}",
            ["2020-05-01: Request R1: We ask: A plan.", "2020-06: Request R1 refused: Refused."],
        ),
    ],
)  # fmt: skip
def test_what_came_of_a_request_is_told_once(request_: str, lines: list[str]) -> None:
    """A judgement of the same day, or of no day, stands with the answer."""
    of = register(f"requests:\n  - {request_}\n", concern=CALM)
    view = of.provider("royal")
    assert view is not None
    assert [line for line in told(story_of(view)) if "R1" in line] == lines


@pytest.mark.parametrize(
    ("log", "concern", "worry", "trend", "why", "step"),
    [
        ("", f"{CALM}patients_at_risk: true\n", "high", "new",
         "Late clinic letters. Patients may be at risk.", ("No step taken", "")),
        ("", f"{CALM}patients_at_risk: false\n", "raised", "new", "Late clinic letters.", ("No step taken", "")),
        ("", CLOSED, "routine", "new", "Late clinic letters. Closed on 1 August 2020: Kept.",
         ("No concern open", "")),
        (LATE, CLOSED, "raised", "new",
         "No concern is open. Not answered, or not sufficiently: A plan.", ("No concern open", "")),
        (WEAK, CLOSED, "raised", "same",
         "No concern is open. Not answered, or not sufficiently: A plan.", ("No concern open", "")),
        ("", LONG.replace("patients_at_risk: true", "patients_at_risk: false"), "raised", "same",
         "Late clinic letters. Closed before, opened again on 1 September 2020: Late again.",
         ("Eased", "1 Feb 2021")),
        ("", LONG.replace("suspension}", "suspension, patients_at_risk: false}").replace("2021-06-01", "2021-03"),
         "raised", "better",
         "Late clinic letters. Closed before, opened again on 1 September 2020: Late again.",
         ("Service suspended", "Mar 2021")),
        ("", LONG.replace("patients_at_risk: true", "patients_at_risk: false")
         .replace("step: ease", "step: ease, patients_at_risk: true"), "high", "worse",
         "Late clinic letters. Patients may be at risk. Closed before, opened again on 1 September 2020: Late again.",
         ("Eased", "1 Feb 2021")),
    ],
)  # fmt: skip
def test_how_much_a_provider_worries_and_why(
    log: str, concern: str, worry: str, trend: str, why: str, step: tuple[str, str]
) -> None:
    """Open concerns before requests, patients before both; and which way that went since the year before."""
    of = royal(log or "entries: []\n", concern=concern)
    assert (of.worry.key, of.trend, of.why, of.step) == (worry, trend, why, step)
    assert most_worrying([of]) == ((of,) if worry in ("high", "raised") else ())
    assert (of.was and of.was.key) == {
        "new": "unknown", "same": worry, "better": "high", "worse": "raised"
    }[trend]  # fmt: skip


def test_the_grounds_for_the_gravest_concern() -> None:
    """What was promised and not kept, who did not agree, and a review that nobody held."""
    assert royal().grounds == (
        "Late clinic letters. Promised for 30 June 2020 and kept late: Letters in 5 days. "
        "Others did not agree: Watch. Its review was due on 20 March 2021."
    )
    bare = f"{CALM}promised: [{{what: Letters in 5 days, due: 2020-06}}]\nnext_review: 2021-03-31\n"
    assert royal(concern=bare).grounds == (
        "Late clinic letters. No step was taken. Promised for June 2020 and not kept: Letters in 5 days."
    )
    assert royal(concern=CLOSED).grounds == ""


def test_of_several_that_did_not_agree_the_last_is_among_the_grounds() -> None:
    """And of several promises that were broken, the first; without a view only that they did not."""
    shared = "events:\n" + "".join(
        f"  - {{on: 2020-0{n}-01, shared_with: {who}, our_view: Unsafe, agreed: {agreed}}}\n"
        for n, who, agreed in ((6, "One", "false"), (7, "Two", "false"), (8, "Three", "true"))
    )
    promised = "promised: [{what: Letters, due: 2020-06}, {what: Calls, due: 2020-07}]\n"
    assert royal(concern=CALM + shared + promised).grounds == (
        "Late clinic letters. No step was taken. Promised for June 2020 and not kept: Letters. Two did not agree."
    )


REQUESTS = """\
requests:
  - {id: R1, what: Late, asked: 2020-05-01, due: 2021-03-01}
  - {id: R2, what: Later, asked: 2020-05-01, due: 2021-02, chased: [2021-03-03, 2021-03-02]}
  - {id: R3, what: To come, asked: 2020-05-01, due: 2021-03-31}
  - {id: R4, what: No day, asked: 2020-05}
  - {id: R5, what: Never, asked: 2020-05-01, refused: {on: 2020-06-01, reason: not held}}
  - {id: R6, what: Some, answered: {on: 2020-06-01}, judged: {value: in part, reason: no nights}}
  - {id: R7, what: Little, answered: {on: 2020-06-01}, judged: {value: not sufficient, reason: thin}, then: Asked again}
  - {id: R8, what: All, answered: {on: 2020-06-01}, judged: {value: sufficient}}
  - {id: R9, what: To judge, answered: {on: 2020-06-01}}
  - {id: R10, what: Not said}
  - {id: R11, what: Theirs, asked: 2020-05-01, due: 2021-01-01, received_from: The coroner}
  - {id: R12, what: No why, asked: 2020-05-01, refused: {on: 2020-06-01}, then: We went elsewhere}
"""
UNANSWERED = {
    "R2": "Asked on 1 May 2020; 31 days late; chased twice, last on 3 March 2021.",
    "R1": "Asked on 1 May 2020; 30 days late; no chase is recorded.",
    "R4": "Asked in May 2020; no chase is recorded.",
    "R5": "Refused on 1 June 2020: not held.",
    "R6": "Judged in part: no nights.",
    "R7": "Judged not sufficient: thin. Asked again.",
    "R10": "Asked on a day that is not stated; no chase is recorded.",
    "R12": "Refused on 1 June 2020.",
}


def test_what_is_not_answered_and_what_came_of_it() -> None:
    """What is longest overdue first; what is not due yet, or enough, is no worry, nor is what others ask."""
    common = f"format: 1\n{ASKED.format('asked: 2021-01-01, due: 2021-03-30')}"
    of = register(REQUESTS, concern=CALM, common=common)
    listed = not_answered(of)
    (all_,) = (each for each in listed if not each.folder)
    assert listed.index(all_) == 2, "one day late"
    assert (all_.key, all_.provider, all_.judgement) == ("R1", "All", None)
    own = [each for each in listed if each.folder]
    assert {each.key: came_of(each.request) for each in own} == {
        f"royal/{key}": words for key, words in UNANSWERED.items()
    }
    assert [each.key.removeprefix("royal/") for each in own] == list(UNANSWERED)
    assert {each.provider for each in own} == {"The Royal"}
    assert [each.judgement for each in own if each.judgement] == ["in part", "not sufficient"]


def test_what_is_to_be_decided() -> None:
    """Nothing is asked for of which the record says that somebody has decided it."""
    risky = f"{CALM}patients_at_risk: true\n"
    of = royal(REQUESTS, concern=risky)
    assert [(each.provider, each.text) for each in decisions([of])] == [
        ("The Royal", text)
        for text in (
            "Set a review date for C2: it has none.",
            "Decide on a step for C2: patients may be at risk, and none was taken.",
            "Chase R1: 30 days late, and no chase is recorded.",
            "Decide what follows the refusal of R5.",
            "Decide what follows the answer to R6, which was judged in part.",
            "Decide what follows the refusal of R12.",
        )
    ]  # fmt: skip
    about = concern_standing(register(concern=risky), "royal", "C2")
    assert about.asked == (
        "Set a review date for C2: it has none.",
        "Decide on a step for C2: patients may be at risk, and none was taken.",
    )
    assert [each.text for each in decisions([royal()])] == [
        "Set a review date for C2: its review was due on 20 March 2021."
    ]
    assert not any(decisions([royal(concern=f"{CALM}next_review: 2021-03-31\n")]))


@pytest.mark.parametrize(
    ("log", "concern", "due"),
    [
        ("entries: []\n", CLOSED, None),
        (REQUESTS, CLOSED, ("2021-03-31", "an answer to R3")),
        (ASKED.format("received_from: The coroner, due: 2021-04"), CLOSED, ("2021-04-30", "our answer to R1")),
        ("entries: []\n", f"{CALM}next_review: 2021-03-31\n", ("2021-03-31", "review of C2")),
        ("entries: []\n", f"{CALM}next_review: 2021-03-30\n", None),
        ("entries: []\n", f"{CALM}promised: [{{what: Letters, due: 2021-04}}, {{what: Calls}}]\n",
         ("2021-04-30", "promised: Letters")),
        ("entries: [{id: V1, kind: visit, what: a, review: 2021-03-31}]\n", CLOSED, ("2021-03-31", "review of V1")),
        ("entries: [{id: V1, kind: visit, what: a, review: 2021-03-30}]\n", CLOSED, None),
    ],
)  # fmt: skip
def test_what_comes_next(log: str, concern: str, due: tuple[str, str] | None) -> None:
    """From the day of the year on; what was due before it is told elsewhere."""
    found = royal(log, concern=concern).next
    assert (found and (str(found.on), found.what)) == due


def test_what_the_body_did_since_the_year_before() -> None:
    """The latest first, and the steps that have no day too; what the provider did is not among it."""
    own = [line[1:] for line in STORY.splitlines() if line.startswith("*")]
    since = [line for line in own if line > "2020-03-31"]
    texts = [each.text for each in done(register())]
    assert {each.provider for each in done(register())} == {"The Royal"}
    assert len(texts) == len(since) == len(own) - 1
    assert texts[0] == "Visit V1, 3 February 2021: Unannounced visit. Found: Call bells answered."
    assert texts[-1] == "Contract query notice (C2), 1 April 2020: No answer."
    undated = f"{CALM}events: [{{step: informal}}]\n"
    assert [each.text for each in done(register("entries: []\n", concern=undated))] == [
        "Informal talk (C2), date not stated."
    ]


def test_one_concern_stands_as_its_provider_tells() -> None:
    """Its state on its ladders, its views, and the sources that may be told."""
    about = concern_standing(register(), "royal", "C2")
    assert about.state == "Open: Talk"
    assert [source.kind for source in about.sources] == ["GP feedback"]
    assert [event.our_view for event in about.views] == ["Unsafe"]
    assert concern_standing(register(concern=CALM), "royal", "C2").state == "Open"
    closed = concern_standing(register(concern=CLOSED), "royal", "C2")
    assert closed.state == "Closed on 1 August 2020"


def test_what_worries_most_stands_first() -> None:
    """Patients, then other concerns, the higher the earlier, then what is not answered, then what nobody knows."""
    folders = {
        "calm": {"log": f"format: 1\n{SEEN}"},
        "blank": {},
        "low": {"concerns/C1": CALM.replace("C2", "C1")},
        "high": {"concerns/C1": CALM.replace("C2", "C1") + "events: [{on: 2020-06-01, step: informal}]\n"},
        "late": {"log": f"format: 1\n{LATE}"},
        "later": {"log": f"format: 1\n{LATE.replace('2020-06-30', '2020-06-29')}"},
    }  # fmt: skip
    files = provider_files()
    for name, texts in folders.items():
        for path, text in {"provider": f"format: 1\nname: {name}\n", **texts}.items():
            files[f"{FOLDER}/{name}/{path}.yaml"] = text.encode()
    found = load(files)
    assert found.problems == ()
    ordered = standings(found.registers[-1])
    assert [(of.view.name, of.worry.key) for of in ordered] == [
        ("royal", "high"), ("high", "raised"), ("later", "raised"), ("late", "raised"), ("low", "raised"),
        ("blank", "unknown"), ("calm", "routine"),
    ]  # fmt: skip
    assert [of.name for of in most_worrying(ordered)] == ["The Royal"]
    assert [of.name for of in most_worrying(ordered[1:])] == ["high", "later", "late", "low"]
    assert most_worrying(ordered[5:]) == most_worrying(()) == ()
    by_name = {of.name: of for of in ordered}
    assert by_name["blank"].why == "Nothing is recorded by which to tell."
    assert by_name["calm"].why == "No concern is recorded."
    assert by_name["late"].step == by_name["calm"].step == ("None recorded", "")


def test_of_concerns_that_are_over_the_one_closed_last_is_told() -> None:
    """Whatever their order in the record."""
    files = provider_files(log="format: 1\nentries: []\n", concern=CLOSED)
    again = CLOSED.replace("C2", "C3").replace("Late clinic", "Lost").replace("08-01", "07-01")
    files[f"{FOLDER}/royal/concerns/C3.yaml"] = again.encode()
    found = load(files)
    assert found.problems == ()
    (of,) = standings(found.registers[-1])
    assert of.why == "Late clinic letters. Closed on 1 August 2020: Kept."


DAYS = """\
measure,period,value
falls,2020-05-01,1
falls,2020-05-11,0
falls,2020-05-31,2
letters,2021-01,92
"""


def test_days_on_which_something_rare_happened_are_told_with_the_days_between() -> None:
    """Of measures of days alone; a day on which nothing happened is none of them."""
    found = load(provider_files(measures=DAYS)).registers[-1]
    (rare,) = rare_events(found.providers[0])
    assert rare.name == "Falls with harm"
    assert [(str(day), int(value), gap) for day, value, gap in rare.rows] == [
        ("2020-05-01", 1, None),
        ("2020-05-31", 2, 30),
    ]
    assert rare.since == 304
    assert rare_events(register().providers[0]) == ()


def test_what_is_not_chance_has_the_same_letter_in_the_chart_and_in_the_story() -> None:
    """In the order of days, over all charts."""
    months = [f"{2018 + n // 12}-{n % 12 + 1:02}" for n in range(27)]
    falls = [5, 6, 4, 5, 7, 5, 6, 4, 5, 6, 5, 4] * 3
    letters = [90, 92, 91, 93, 90, 92, 91, 92, 90, 91, 92, 90] * 3
    falls[14], letters[24] = 30, 40
    rows = [
        f"{name},{month},{value}\n"
        for name, values in (("letters", letters), ("falls", falls))
        for month, value in zip(months, values, strict=False)
    ]
    found = load(provider_files(measures="measure,period,value\n" + "".join(rows))).registers[-1]
    charts, story = charted_story(found, found.providers[0])
    lettered = [(row.letter, str(row.on), row.what[:5]) for row in story if row.letter]
    assert lettered == [
        ("A", "2019-02", "Falls"),
        ("B", "2019-03", "Falls"),
        ("C", "2019-12", "Lette"),
        ("D", "2020-01", "Lette"),
        ("E", "2020-03", "Falls"),
    ]
    assert [chart.letters for chart in charts] == [{13: "A", 14: "B", 26: "E"}, {23: "C", 24: "D"}]
    assert [row for row in story if not row.letter] == list(story_of(found.providers[0]))
