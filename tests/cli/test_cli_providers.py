"""`francis note`, `francis add provider` and the rest: from a GP's letter to the end of a concern."""

from __future__ import annotations

from pathlib import Path

import pytest

from francis.record.days import Day, When
from francis.record.model.providers import Judgement, ProviderLog, RequestAnswer, Withholding
from francis.record.reading.loading import load
from francis.workspace import read_files
from tests.cli.test_cli import run
from tests.cli.test_completion import offered
from tests.shared.provider_files import CONCERN, FOLDER, LOG, provider_files
from tests.shared.workspaces import record_files, write_files

REQUEST = """\
format: 1
# What was asked.
requests:
  - id: R1
    # As agreed.
    what: Its review
    asked: 2020-05-09
    due: 2020-06-28
    lead: Head of Quality
"""
OPEN = """\
format: 1
number: C2
what: Late letters
since: 2020-02-11
lead: Head of Quality
next_review: 2021-03-20
promised:
  - what: A system
    due: 2021-02
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a workspace with a provider, a request and an open concern."""
    return write_files(tmp_path, provider_files(log=REQUEST, concern=OPEN))


def text(root: Path, path: str) -> str:
    return (root / FOLDER / path).read_text()


def test_what_a_provider_has_is_listed_in_the_order_of_people(tmp_path: Path) -> None:
    """C2 before C10."""
    more = {f"royal/concerns/C{n}": OPEN.replace("C2", f"C{n}") for n in (10, 3)}
    files = provider_files(log=REQUEST, concern=OPEN)
    files |= {f"{FOLDER}/{name}.yaml": data.encode() for name, data in more.items()}
    root = write_files(tmp_path, files)
    done = run("act", "royal/C9", "--close", "Over", root=root)
    assert "Choose from: R1, C2, C3, C10." in done.stderr


def log_of(root: Path) -> ProviderLog:
    """Return what the log of the provider says, once all is read without a problem."""
    found = load(read_files(root))
    assert found.problems == ()
    assert found.registers[-1].dossiers is not None
    return found.registers[-1].dossiers.providers["royal"].log


def test_a_line_of_intelligence_is_noted(root: Path) -> None:
    """In one line, with the day and whatever else is given; every other line of the file stays."""
    result = run("note", "royal", "Letters are late", "--source", "GPs", "--soft", "--on", "2021-02-01", "--classification", "restricted", "--concern", "C2", root=root)  # fmt: skip
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines() == [f"{FOLDER}/royal/log.yaml", "royal/L1 was noted."]
    assert text(root, "royal/log.yaml").startswith(REQUEST)
    (entry,) = log_of(root).entries
    assert (entry.id, entry.kind, entry.what) == ("L1", "intelligence", "Letters are late")
    assert (entry.on, entry.source, entry.soft) == (When(Day(2021, 2, 1)), "GPs", True)
    assert entry.classification == "restricted"
    assert entry.triage is not None
    why = ("--because", "A small team", "--until", "2021-06-30", "--classification", "internal")
    assert (
        run("note", "royal", "Nurses are few", "--on", "2021-02-02", *why, root=root).exit_code == 0
    )
    assert log_of(root).entries[1].withheld == Withholding("A small team", Day(2021, 6, 30))
    alone = run("note", "royal", "Nurses are few", *why[:4], root=root)
    assert (alone.exit_code, "belong together" in alone.output) == (2, True)
    assert entry.triage.concern == "C2"
    run("note", "royal", "A visit", "--kind", "visit", "--found", "All well", "--review", "2021-05-01", root=root)  # fmt: skip
    assert [entry.id for entry in log_of(root).entries] == ["L1", "L2", "V1"]


def test_a_note_of_all_providers_begins_their_log(tmp_path: Path) -> None:
    """Under the name that references have for it."""
    files = provider_files()
    del files[f"{FOLDER}/log.yaml"]
    root = write_files(tmp_path, files)
    result = run("note", "log", "A workshop", "--kind", "workshop", root=root)
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines() == [f"{FOLDER}/log.yaml", "log/W1 was noted."]
    assert text(root, "log.yaml").startswith("# yaml-language-server: $schema=../../.schemas/")


def test_a_provider_a_concern_and_a_request_are_added(tmp_path: Path) -> None:
    """To a body that had none; the ids are the next ones."""
    root = write_files(tmp_path, record_files())
    done = run("add", "provider", "royal", "--name", "The Royal", "--kind", "acute trust", "--also", "Royal", root=root)  # fmt: skip
    assert done.exit_code == 0, done.output
    assert text(root, "royal/provider.yaml") == (
        "# yaml-language-server: $schema=../../../.schemas/provider.json\n"
        "format: 1\nname: The Royal\nkind: acute trust\nalso:\n  - Royal\n"
    )
    done = run("add", "concern", "royal", "--what", "Late letters", "--source", "GPs", "--at-risk", "--since", "2021-02-01", "--review", "2021-03-01", "--lead", "Head", root=root)  # fmt: skip
    assert done.exit_code == 0, done.output
    assert "royal/C1 was added." in done.stdout
    concern = text(root, "royal/concerns/C1.yaml")
    assert "what: Late letters\nsince: 2021-02-01\npatients_at_risk: true\nlead: Head\n" in concern
    done = run("add", "request", "royal", "--what", "Its review", "--due", "2021-05", "--for", "1", "--asked", "2021-02-02", root=root)  # fmt: skip
    assert done.exit_code == 0, done.output
    assert done.stdout.endswith("royal/R1 was added.\n")
    done = run("add", "request", "royal", "--what", "More", "--from", "The coroner", root=root)
    assert done.stdout.endswith("royal/R2 was added. It has no date by which an answer is due.\n")
    assert [r.id for r in log_of(root).requests] == ["R1", "R2"]
    assert load(read_files(root)).problems == ()


def test_a_request_is_chased_answered_and_judged(root: Path) -> None:
    """Each on its day, and nothing else of the file is touched."""
    for words in (
        ("--chase", "--on", "2020-07-26"),
        ("--chase", "--on", "2020-09-06"),
        ("--answer", "31 of 38", "--on", "2020-09-20"),
        ("--judged", "in part", "--reason", "No nights", "--approved-by", "Board", "--on", "2020-10-01"),
    ):  # fmt: skip
        done = run("act", "royal/R1", *words, root=root)
        assert done.exit_code == 0, done.output
    assert done.stdout.splitlines() == [f"{FOLDER}/royal/log.yaml", "royal/R1: judged in part."]
    (request,) = log_of(root).requests
    assert request.chased == (When(Day(2020, 7, 26)), When(Day(2020, 9, 6)))
    assert request.answered == RequestAnswer(When(Day(2020, 9, 20)), "31 of 38")
    assert request.judged == Judgement("in part", "No nights", "Board", When(Day(2020, 10, 1)))
    assert "# What was asked.\n" in text(root, "royal/log.yaml")
    assert "    # As agreed.\n    what: Its review\n" in text(root, "royal/log.yaml")


def test_a_concern_takes_steps_is_closed_and_comes_back(root: Path) -> None:
    """The whole way, in its own file."""
    note = ("note", "royal", "Seen", "--kind", "visit", "--found", "Well", "--on", "2021-02-20")
    assert run(*note, root=root).exit_code == 0
    for words in (
        ("--step", "informal", "--on", "2021-01-05", "--progress", "They will look"),
        ("--step", "contract-query-notice", "--approved-by", "Director", "--reason", "No answer", "--on", "2021-01-20"),
        ("--share", "The council", "--on", "2021-01-21", "--review", "2021-04-01", "--at-risk"),
        ("--no-risk", "--on", "2021-02-24"),
        ("--close", "Kept", "--evidence", "V1", "--approved-by", "The Board", "--on", "2021-02-25"),
        ("--reopen", "Late again", "--on", "2021-03-01"),
    ):  # fmt: skip
        done = run("act", "royal/C2", *words, root=root)
        assert done.exit_code == 0, done.output
    found = load(read_files(root))
    assert found.problems == ()
    (view,) = found.registers[-1].providers
    (concern,) = view.concerns
    steps = ["informal", "contract-query-notice", None, None]
    assert [event.step for event in concern.story] == steps
    assert [e.patients_at_risk for e in concern.story] == [None, None, True, False]
    assert concern.at_risk is False
    assert concern.story[0].what == "They will look"
    assert concern.story[1].approved_by == "Director"
    assert concern.shared[0].shared_with == "The council"
    assert concern.concern.closed[0].by == "The Board"
    assert concern.concern.closed[0].evidence == ("V1",)
    assert concern.is_open
    assert concern.concern.next_review == Day(2021, 4, 1)
    assert text(root, "royal/concerns/C2.yaml").startswith(OPEN[: OPEN.index("next_review")])


def test_what_is_only_known_as_a_month_or_not_at_all_is_written_so(root: Path) -> None:
    """By every command that writes when something was; today stands only where nothing is said."""
    for words in (
        ("note", "royal", "Letters are late", "--on", "2021-01"),
        ("note", "royal", "They are lost", "--on", "Not stated"),
        ("add", "request", "royal", "--what", "How many", "--asked", "2020-12", "--due", "2021-06"),
        ("add", "concern", "royal", "--what", "Lost letters", "--since", "not stated"),
        ("act", "royal/R1", "--chase", "--on", "2020-07"),
        ("act", "royal/C2", "--step", "informal", "--on", "not stated"),
    ):
        done = run(*words, root=root)
        assert done.exit_code == 0, done.output
    log = log_of(root)
    assert [entry.on for entry in log.entries] == [When.of_month(2021, 1), None]
    assert [request.asked for request in log.requests][1] == When.of_month(2020, 12)
    assert log.requests[0].chased == (When.of_month(2020, 7),)
    assert "since" not in text(root, "royal/concerns/C3.yaml")
    assert "events:\n  - step: informal\n" in text(root, "royal/concerns/C2.yaml")
    assert "chased:\n      - 2020-07\n" in text(root, "royal/log.yaml")


@pytest.mark.parametrize(
    ("words", "said", "code"),
    [
        ("act royal/R1 --answer x --on 'not stated'", "When a request was chased, answered or judged has to be known: write a day or a month", 2),
        ("act royal/C2 --close x --on 'not stated'", "When a concern was closed has to be known: write a day or a month, such as --on 2014-03.", 2),
        ("note royal x --on soon", "--on 'soon' is not a date", 2),
        ("note royal x --on 3021-01", "--on 3021-01 is not from 1900 to 2200", 2),
        ("note nobody x", "body has no provider 'nobody'. Choose from: royal, log.", 1),
        ("note royal x --concern C9", "royal has no 'C9'. Choose from: R1, C2.", 1),
        ("note royal ' '", "TEXT is empty", 2),
        ("note royal 943-476-5919", "TEXT holds a valid NHS number", 2),
        ("act royal/C2 --progress '943 476 5919'", "concerns/C2.yaml:9:11: error: there is a valid NHS number here.", 1),
        ("act royal/R1 --answer 9434765919", "log.yaml:12:13: error: there is a valid NHS number here.", 1),
        ("add concern nobody --what x", "has no provider", 1),
        ("add concern log --what x", "A concern is about a provider.", 1),
        ("add concern royal --what x --number C2", "is called C3", 1),
        ("add provider royal --name x", "is there already", 1),
        ("add provider Royal --name x", "is there already", 1),
        ("add provider a/b --name x", "cannot be named 'a/b'", 1),
        ("add provider log --name x", "cannot be named 'log'", 1),
        ("add request royal --what x --for 9", "--for '9' does not exist", 2),
        ("add request royal --what x --due soon", "--due 'soon'", 2),
        ("add request royal --what x --id R1", "'R1' appears twice", 1),
        ("act royal/R1 --judged sufficient", "royal/R1 is not answered yet", 1),
        ("act royal/R1 --answer x --judged 'in part'", "needs a --reason", 2),
        ("act royal/R1 --answer x --judged well", "--judged 'well' does not exist", 2),
        ("act royal/R1 --step informal", "royal/R1 is a request, of which --step says nothing", 2),
        ("act royal/R1 --no-risk", "royal/R1 is a request, of which --at-risk says nothing", 2),
        ("act royal/R1", "Say what happened to royal/R1, with one of --chase, --answer, --judged", 2),
        ("act royal/C2 --chase", "royal/C2 is a concern, of which --chase says nothing", 2),
        ("act royal/C2 --step infrmal", "Did you mean informal?", 1),
        ("act royal/C2 --step informal --evidence R1", "--evidence needs --close", 2),
        ("act royal/C2 --needs-met x --progress y", "--needs-met needs --step", 2),
        ("act royal/C2 --step end --needs-met 'Somebody els'", "--needs-met 'Somebody els' does not exist. Choose from: Somebody else. Did you mean Somebody else?", 2),
        ("act royal/R1 --chase --needs-met x", "royal/R1 is a request, of which --needs-met says nothing", 2),
        ("act royal/C2 --close x --evidence V9", "royal has no 'V9'", 1),
        ("act royal/C2 --reopen x", "royal/C2 is open already", 1),
        ("act royal/C9 --chase", "royal has no 'C9'", 1),
        ("act ryal/C2 --chase", "has no provider 'ryal'. Choose from: royal, log. Did you mean royal?", 1),
        ("act A1 --chase", "--chase is for a request or a concern of a provider", 2),
        ("act royal/C2 royal/R1 --chase", "one request or concern of a provider at a time", 2),
        ("act royal/C2 --rate green", "of which --rate says nothing", 2),
    ],
)  # fmt: skip
def test_what_cannot_be_written_is_refused(root: Path, words: str, said: str, code: int) -> None:
    """With what is there, and nothing is written."""
    import shlex

    before = read_files(root)
    result = run(*shlex.split(words), root=root)
    assert result.exit_code == code, result.output
    assert said in " ".join(result.output.split())
    assert read_files(root) == before


def test_a_last_resort_is_taken_with_what_it_needs(root: Path) -> None:
    """And its approval; without either it would break a rule."""
    step = ("act", "royal/C2", "--step", "end", "--reason", "Not safe", "--on", "2021-02-01")
    without = run(*step, "--approved-by", "The Board", root=root)
    assert without.exit_code == 1
    assert "royal/C2 came to “End” without: Somebody else." in without.output
    done = run(*step, "--approved-by", "The Board", "--needs-met", "Somebody else", root=root)
    assert done.exit_code == 0, done.output
    assert "    needs_met:\n      - Somebody else\n" in text(root, "royal/concerns/C2.yaml")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            "act royal/C2 --step contract-query-notice",
            "royal/concerns/C2.yaml:9:11: warning: royal/C2 went to “Contract query notice” without",
        ),
        (
            "act royal/C2 --step contract-query-notice --on 2021-01-20",
            "To make the change anyway, edit the file: standards/body/providers/royal/concerns/C2.yaml",
        ),
        ("act royal/C2 --close Kept", "royal/concerns/C2.yaml:11:5: warning: royal/C2 was closed on"),
        ("act royal/C2 --progress 'Ask x.y@example.org'", "royal/concerns/C2.yaml:9:11: "),
        ("act royal/R1 --answer 'Ask x.y@example.org'", "royal/log.yaml:12:13: "),
        ("note royal 'Ask x.y@example.org'", "royal/log.yaml:13:11: "),
        ("note log 'Ask x.y@example.org'", "providers/log.yaml:"),
        ("add request royal --what 'Ask x.y@example.org'", "royal/log.yaml:"),
        ("add concern royal --what 'Ask x.y@example.org'", "royal/concerns/"),
        ("add provider north --name 'Ask x.y@example.org'", "north/provider.yaml:"),
    ],
)  # fmt: skip
def test_what_would_break_a_rule_is_refused(root: Path, words: str, said: str) -> None:
    """With the place where it would stand, whether it happened before the day of the year or since."""
    import shlex

    before = read_files(root)
    result = run(*shlex.split(words), root=root)
    assert result.exit_code == 1, result.output
    assert said in result.output
    assert "Nothing was written, because the change would break a rule" in result.output
    assert read_files(root) == before


def test_a_rule_is_kept_with_a_reason_or_silenced_by_the_body(root: Path) -> None:
    """And what was wrong before does not stand in the way."""
    step = ("act", "royal/C2", "--step", "contract-query-notice")
    assert run(*step, "--reason", "No answer", root=root).exit_code == 0
    body = root / "standards/body/body.yaml"
    silent = "checks: [{rule: email-address, level: 'off', reason: Our own}]\n"
    body.write_text(body.read_text() + silent)
    assert run("note", "royal", "Ask x.y@example.org", root=root).exit_code == 0
    body.write_text(body.read_text().replace(silent, ""))
    assert run("note", "royal", "A second line", root=root).exit_code == 0


def test_what_is_next_is_said_and_does_not_stand_in_the_way(root: Path) -> None:
    """An answer is written before it is judged."""
    result = run("act", "royal/R1", "--answer", "All", "--on", "2021-01-02", root=root)
    assert result.exit_code == 0, result.output
    assert "Still to do:\n" in result.stderr
    assert "royal/log.yaml:11:" in result.stderr
    assert "(request-not-judged)" in result.stderr
    result = run("act", "royal/R1", "--judged", "sufficient", root=root)
    assert result.stderr == ""
    review = ("--progress", "x", "--on", "2021-01-02", "--review", "2021-02-16")
    result = run("act", "royal/C2", *review, root=root)
    assert result.stderr == "", (
        "the day of the year is after the review, but that of the act is not"
    )


def test_a_body_without_a_year_has_notes_too(tmp_path: Path) -> None:
    """No rule can be asked, as no year is there."""
    kept = ("body/body.yaml", "royal/provider.yaml", "schemas", "francis-2013/", "set/")
    files = {p: d for p, d in provider_files().items() if any(each in p for each in kept)}
    root = write_files(tmp_path, files)
    result = run("note", "royal", "A line", root=root)
    assert result.exit_code == 0, result.output
    assert "royal/L1 was noted." in result.stdout


def test_what_was_done_is_not_done_twice(root: Path) -> None:
    """Nor is a closed concern taken further, or an answer chased."""
    for news in (("--answer", "x"), ("--judged", "sufficient")):
        assert run("act", "royal/R1", *news, root=root).exit_code == 0
    assert run("note", "royal", "x", "--kind", "visit", "--found", "x", root=root).exit_code == 0
    assert run("act", "royal/C2", "--close", "x", "--evidence", "V1", root=root).exit_code == 0
    cases: tuple[tuple[tuple[str, ...], str], ...] = (
        (("royal/R1", "--answer", "y"), "royal/R1 was already answered"),
        (("royal/R1", "--chase"), "so it cannot be chased"),
        (("royal/R1", "--judged", "sufficient"), "royal/R1 is already judged sufficient"),
        (("royal/C2", "--step", "informal"), "say why with --reopen first"),
    )
    for words, said in cases:
        result = run("act", *words, root=root)
        assert result.exit_code == 1
        assert said in result.output


def test_what_came_to_the_body_is_not_chased(tmp_path: Path) -> None:
    """It is answered."""
    root = write_files(tmp_path, provider_files())
    result = run("act", "royal/R2", "--chase", root=root)
    assert result.exit_code == 1
    assert "royal/R2 came to you from The coroner. Answer it with --answer." in result.output
    assert run("act", "royal/R2", "--answer", "We have none", root=root).exit_code == 0


def test_a_file_with_mistakes_is_not_added_to(root: Path) -> None:
    """They are told first."""
    (root / FOLDER / "royal/log.yaml").write_text(REQUEST + "    chaised: []\n")
    result = run("note", "royal", "x", root=root)
    assert result.exit_code == 1
    assert "'chaised' is not a key here" in result.output
    assert f"Correct {FOLDER}/royal/log.yaml first." in result.output


def test_the_body_is_the_one_that_has_the_provider(tmp_path: Path) -> None:
    """And if none has, all providers are named."""
    other = {
        path.replace("/body/", "/other/"): data
        for path, data in record_files().items()
        if "/body/" in path
    }
    root = write_files(tmp_path, provider_files(log=REQUEST, concern=OPEN) | other)
    assert run("note", "royal", "x", root=root).exit_code == 0
    result = run("note", "ryal", "x", root=root)
    assert result.exit_code == 2
    assert (
        "PROVIDER 'ryal' does not exist. Choose from: royal. Did you mean royal?" in result.output
    )
    assert "--body" in run("note", "log", "x", root=root).output


def test_what_a_post_has_to_do(root: Path) -> None:
    """Its actions, and what is due of providers: what is overdue first."""
    run("note", "royal", "x", "--kind", "visit", "--on", "2021-01-01", root=root)
    log = root / FOLDER / "royal/log.yaml"
    log.write_text(log.read_text() + "    lead: Head of Quality\n    review: 2021-04-05\n")
    result = run("status", "--mine", "Head of Quality", root=root)
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines() == [
        "Head of Quality, Test Body, as at 31 March 2021",
        "Overdue",
        "  28 June 2020: royal/R1, get an answer: Its review",
        "  28 February 2021: royal/C2, see that it was kept: A system",
        "  20 March 2021: royal/C2, review it: Late letters",
        "Due by 30 April 2021",
        "  5 April 2021: royal/V1, look again: x",
    ]
    run("act", "royal/R1", "--answer", "All", "--on", "2021-01-02", root=root)
    shown = run("status", "--mine", "Head of Quality", "--due", "0", root=root).stdout
    assert "2 January 2021: royal/R1, judge the answer: Its review" in shown
    assert "Due by 31 March 2021: nothing" in shown
    plan = run("status", "--mine", "Head of Contracts", root=root).stdout
    assert "A2, complete it: Do A2." in plan


def test_whose_list_is_asked_for_must_be_known(root: Path) -> None:
    """And it is a list to read."""
    result = run("status", "--mine", "Head of Qualty", root=root)
    assert result.exit_code == 2
    assert "Did you mean Head of Quality?" in result.output
    for more in (("--format", "json"), ("--lead", "x")):
        assert run("status", "--mine", "Head of Quality", *more, root=root).exit_code == 2


def test_what_is_not_for_a_reader_is_not_in_the_list(tmp_path: Path) -> None:
    """A note stands in its place."""
    log = LOG.replace("    judged: {value: in part, reason: Nothing on nights, by: Director, on: 2021-05-02}\n", "").replace("    then: Asked again\n", "")  # fmt: skip
    root = write_files(tmp_path, provider_files(log=log, concern=CONCERN))
    shown = run("status", "--mine", "Head of Quality", "--audience", "public", root=root).stdout
    assert "royal/R1, judge the answer: [internal]" in shown


def test_providers_are_offered_while_one_types(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With their names; what can be acted on, and the steps of the ladders."""
    monkeypatch.chdir(root)
    assert offered("zsh", "francis note ") == {"royal": "The Royal Hospital"}
    assert offered("zsh", "francis act ro") == {
        "royal/R1": "Its review",
        "royal/C2": "Late letters",
    }
    assert offered("zsh", "francis act royal/C2 --step ta") == {"talk": "Talk"}
    assert offered("zsh", "francis act royal/C2 --step end --needs-met So") == {
        "Somebody else": "End"
    }
    assert "harm-review" in offered("zsh", "francis act royal/C2 --step h")
    assert "Head of Quality" in offered("zsh", "francis status --mine Head")


def test_search_finds_what_is_said_of_providers_and_who_may_read_it(tmp_path: Path) -> None:
    """By the names of their folders."""
    root = write_files(tmp_path, provider_files())
    found = run("search", "letters are late", root=root).output
    assert f"{FOLDER}/royal/log.yaml:30: royal log, entries L1, what" in found
    hidden = run("search", "letters are late", "--audience", "internal", root=root).output
    assert "0 places found." in hidden
    assert "royal C2, what" in run("search", "late clinic", root=root).output
    assert (
        "0 places" in run("search", "whistleblower", "--audience", "restricted", root=root).output
    )
    provider = root / FOLDER / "royal/provider.yaml"
    why = "internal\n    withheld: {because: A small ward, review: 2021-06-30}\n"
    provider.write_text(
        provider.read_text()
        .replace("classification: public\n", f"classification: {why}")
        .replace("    counts_people: true\n", "")
    )
    assert (
        "royal provider, measures falls, withheld" in run("search", "small ward", root=root).output
    )
    for words in ("small ward", "Its report", "A new form"):
        assert "0 places" in run("search", words, "--audience", "public", root=root).output
    provider.write_text(provider.read_text() + "classification: restricted\n")
    assert "0 places" in run("search", "Royal Hospital", "--audience", "internal", root=root).output
    assert "0 places" in run("search", "late clinic", "--audience", "internal", root=root).output
