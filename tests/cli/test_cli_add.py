"""What is added to a record with a command: it stands in the right place, and passes the check."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from francis import workspace
from francis.cli import asking, main
from francis.record.reading import loading
from francis.record.register import Register
from tests.cli.test_cli import run
from tests.shared.workspaces import (
    BODY,
    COVER,
    FORM,
    POSITION,
    RED,
    action,
    plan,
    record_files,
    write_files,
)

ROOT = Path(__file__).parents[2]
YEAR_FOLDER = "standards/body/2021"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a workspace without a plan and without a cover."""
    return write_files(tmp_path / "déjà vu", record_files(body__body=BODY + FORM))


def register_of(root: Path, body: str = "body") -> Register:
    """Return the latest year of a body, without an error."""
    found = loading.load(workspace.read_files(root))
    assert [p for p in found.problems if p.level == "error"] == []
    return next(r for r in reversed(found.registers) if r.body_id == body)


def answered(monkeypatch: pytest.MonkeyPatch, root: Path, answers: str, *words: str) -> Result:
    """Run a command on a terminal where somebody answers."""
    monkeypatch.setattr(asking, "is_terminal", lambda: True)
    return CliRunner().invoke(main, [*words, "--root", str(root)], input=answers)


EVERY_KIND = {
    "cover": ("cover", "board-report", "--meeting", "The Board", "--purpose", "note"),
    "cover with all": (
        *("cover", "hwbb", "--meeting", "Board: one", "--purpose", "note", "--purpose", "approve"),
        *("--date", "2021-04", "--session", "private", "--title", "A # title", "--name", "july"),
    ),
    "action": ("action", "--description", "Do: it"),
    "action with all": (
        *("action", "--description", "Do it", "--for", "1-2", "--lead", "Head of Care"),
        *("--due", "2021-Q2", "--measure", "It is done", "--short", "It", "--rating", "Green"),
        *("--since", "2021-01-01", "--id", "B-7"),
    ),
    "evidence": ("evidence", "1", "--title", "Audit: March", "--date", "2021-03-01"),
    "evidence of an action": (
        *(
            "evidence",
            "A1",
            "--title",
            "Audit",
            "--where",
            "Drawer",
            "--classification",
            "internal",
        ),
    ),
    "progress": ("progress", "A1", "--text", "Begun.", "--on", "2021-03-01"),
    "committee": ("committee", "Quality Committee", "--also", "QC"),
}


@pytest.mark.parametrize("words", EVERY_KIND.values(), ids=EVERY_KIND)
def test_what_is_added_passes_the_check(root: Path, words: tuple[str, ...]) -> None:
    """Without an error; the file is named, and the rest of what was there stays as it was."""
    if "A1" in words:
        (root / YEAR_FOLDER / "actions.yaml").write_text("# Ours.\n" + plan("A1"))
    before = workspace.read_files(root)
    result = run("add", *words, root=root)
    assert result.exit_code == 0, result.stderr
    path = result.stdout.splitlines()[0]
    after = workspace.read_files(root)
    assert [name for name in after if after[name] != before.get(name)] == [path]
    kept = before.get(path, b"").decode().replace("actions: []\n", "")
    assert all(line in after[path].decode() for line in kept.splitlines())
    assert run("check", root=root).exit_code == 0
    register_of(root)


def test_a_cover_has_every_field_and_section_of_its_form(tmp_path: Path) -> None:
    """In order, each with its label; what comes from the cover itself is not asked for twice."""
    for name in ("barnet-ccg", "francis-2013"):
        source = workspace.read_files(ROOT, below=f"standards/{name}")
        write_files(tmp_path, source)
    place = tmp_path / "standards/barnet-ccg/2013/papers/hwbb.yaml"
    place.unlink()
    words = (
        "--meeting",
        "Health and Well-Being Board",
        "--purpose",
        "note",
        "--date",
        "2013-04-25",
    )
    assert run("add", "cover", "hwbb", *words, root=tmp_path).exit_code == 0
    register = register_of(tmp_path, "barnet-ccg")
    cover, form = register.covers["hwbb"], register.form("hwbb")
    assert len(form.fields) == 10
    assert [*cover.fields] == [e.key for e in form.fields if e.key not in ("meeting", "date")]
    assert [section.key for section in cover.sections] == [e.key for e in form.sections]
    assert len(cover.sections) == 14
    text = place.read_text()
    assert all(f"# {' '.join(e.label.split())}\n" in text for e in form.sections)
    told = run("check", "--body", "barnet-ccg", root=tmp_path).stdout
    assert "8 fields are empty: Subject, Report of" in told
    each = run("check", "--body", "barnet-ccg", "--verbose", root=tmp_path).stdout
    assert each.count("(paragraph-unwritten)") == 14
    assert run("build", "hwbb", "--format", "html", root=tmp_path).exit_code == 0


def test_a_second_cover_of_a_paper_has_a_name_of_its_own(root: Path) -> None:
    """The first is never written over; the second says which paper it is."""
    words = ("add", "cover", "board-report", "--meeting", "The Board", "--purpose", "note")
    assert run(*words, root=root).exit_code == 0
    (root / YEAR_FOLDER / "papers/board-report.yaml").write_text(COVER)
    again = run(*words, root=root)
    assert again.exit_code == 1
    assert f"{YEAR_FOLDER}/papers/board-report.yaml is there already" in again.stderr
    assert (root / YEAR_FOLDER / "papers/board-report.yaml").read_text() == COVER
    assert run(*words, "--name", "board-report-july", root=root).exit_code == 0
    assert register_of(root).covers["board-report-july"].paper == "board-report"
    for name, says in {"a/../b": "cannot be named", "july-draft": "july-draft"}.items():
        refused = run(*words, "--name", name, root=root)
        assert refused.exit_code == 1
        assert says in refused.stderr


def test_an_action_has_the_next_id_that_nobody_meant(root: Path) -> None:
    """Of all years, and beyond those that commitments name, whose actions are not there yet."""
    assert run("add", "action", "--description", "Do it", root=root).stdout == (
        f"{YEAR_FOLDER}/actions.yaml\nA01 was added. Still to be written: lead, measure, original_due.\n"
    )
    promised = POSITION.format(number=1).replace(
        "Position on 1.\n",
        "Position on 1.\ncommitments: [{text: Position on 1., kind: will, actions: [A02]}]\n",
    )
    (root / YEAR_FOLDER / "1.yaml").write_text(promised)
    assert "A03 was added" in run("add", "action", "--description", "Do it", root=root).stdout
    given = ("add", "action", "--description", "Do it", "--id", "A02", "--for", "1")
    assert run(*given, root=root).exit_code == 0
    assert [a.id for a in register_of(root).actions] == ["A01", "A03", "A02"]
    again = run(*given, root=root)
    assert again.exit_code == 1
    assert "there is an action A02 already" in again.stderr
    assert "it is called A04" in again.stderr  # not A03, which is taken


def test_without_a_terminal_all_that_is_missing_is_told_at_once(root: Path) -> None:
    """It is wrong use, and nothing is written."""
    before = workspace.read_files(root)
    result = run("add", "cover", "board-report", root=root)
    assert result.exit_code == 2
    assert "--meeting: The committee" in result.stderr
    assert "--purpose: What the paper" in result.stderr
    assert (
        "--meeting"
        not in run(*("add", "cover", "board-report", "--meeting", "x"), root=root).stderr.split(
            "too:"
        )[1]
    )
    assert workspace.read_files(root) == before


def test_on_a_terminal_it_is_asked_for(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty answer is asked for again; several answers have commas between them."""
    words = ("add", "cover", "board-report")
    result = answered(monkeypatch, root, " \nThe Board\nnote, approve\n", *words)
    assert result.exit_code == 0, result.output
    assert "Please write something" in result.stderr
    cover = register_of(root).covers["board-report"]
    assert (cover.meeting, cover.purposes) == ("The Board", ("note", "approve"))


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("cover", "board-reprt", "--meeting", "x", "--purpose", "note"), 2, "Did you mean board-report?"),
        (("cover", "stocktake", "--meeting", "x", "--purpose", "note"), 2, "Choose from: board-report, hwbb."),
        (("cover", "board-report", "--meeting", "x", "--purpose", "noot"), 1, "'purposes' is 'noot'"),
        (("cover", "board-report", "--meeting", "x", "--purpose", "note", "--date", "soon"), 2, "--date 'soon'"),
        (("cover", "board-report", "--meeting", " ", "--purpose", "note"), 2, "--meeting is empty"),
        (("action", "--description", "x", "--for", "3"), 2, "--for '3' does not exist. Choose from: 1, 2."),
        (("action", "--description", "x", "--for", "2-1"), 2, "begins with 2, which comes after 1. Write 1-2."),
        (("action", "--description", "x", "--rating", "gren"), 2, "Did you mean green?"),
        (("action", "--description", "x", "--short", "y" * 41), 1, "40"),
        (("evidence", "3", "--title", "x"), 2, "NUMBER|ACTION '3' does not exist."),
        (("evidence", "1-2", "--title", "x"), 2, "Name one recommendation, or one action."),
        (("evidence", "1", "--title", "x\x01"), 1, "cannot be printed"),
        (("progress", "A1", "--text", "x"), 2, "ACTION 'A1' does not exist."),
        (("committee", "QC"), 1, "lists 'QC' already, as 'Quality Committee'"),
        (("committee", " "), 2, "NAME is empty"),
        (("committee", "x", "--body", "bdy"), 2, "Did you mean body?"),
    ],
)  # fmt: skip
def test_what_cannot_be_added_is_refused(
    root: Path, words: tuple[str, ...], code: int, says: str
) -> None:
    """With what is allowed; nothing is written."""
    known = "committees:\n  - name: Quality Committee\n    also: [QC]\n"
    (root / "standards/body/body.yaml").write_text(BODY + known + FORM)
    before = workspace.read_files(root)
    result = run("add", *words, root=root)
    assert result.exit_code == code, result.stderr
    assert says in " ".join(result.stderr.split())
    assert workspace.read_files(root) == before


def test_build_says_which_command_writes_what_is_missing(root: Path) -> None:
    """For each paper that is asked for, and nothing is built; what it says to type works."""
    result = run("build", "stocktake", "hwbb", "action-plan", "progress", root=root)
    assert result.exit_code == 1
    assert result.stderr == (
        f"Error: hwbb cannot be made, because it has no cover in {YEAR_FOLDER}.\n"
        "To write one: francis add cover hwbb --body body\n"
        f"action-plan cannot be made, because there is no action in {YEAR_FOLDER}.\n"
        "To add the first: francis add action --body body\n"
        f"progress cannot be made, because {YEAR_FOLDER} follows no earlier year.\n"
        "It is made once there is a second one. To begin it: francis new-year YEAR --body body\n"
    )
    assert not (root / "output").exists()
    run("add", "cover", "hwbb", "--meeting", "x", "--purpose", "note", "--body", "body", root=root)
    run("add", "action", "--description", "x", "--body", "body", root=root)
    run("new-year", "2022", "--body", "body", root=root)
    words = ("stocktake", "action-plan", "progress")
    assert run("build", *words, "--format", "html", root=root).exit_code == 0
    assert run("build", "hwbb", "--year", "2021", "--format", "html", root=root).exit_code == 0


# Several at once


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """Return a workspace with three actions, one of which repeats, and a position that nobody rated."""
    actions = plan(
        action("A1", "milestones:\n  - {what: Tender out, due: 2021-02}\n"),
        action("A2", "original_due: 2021-04-30\nrepeats:\n  every: month\n  done: []"),
        "A3",
    )
    scheme = BODY.replace("  - key: not rated\n", RED + "  - key: not rated\n")
    second = POSITION.format(number=2).replace("value: green", "value: not rated")
    files = record_files(body__body=scheme, body__2021__2=second, body__2021__actions=actions)
    return write_files(tmp_path / "many", files)


def test_the_same_happens_to_several_actions(many: Path) -> None:
    """In one change: all of them, or none."""
    result = run("act", "A1-A2,A3", "--progress", "Begun.", "--on", "2021-03-01", root=many)
    assert result.exit_code == 0, result.stderr
    assert result.stdout.splitlines()[1:] == [
        "A1: 1 March 2021: Begun. ",
        "A2: 1 March 2021: Begun. ",
        "A3: 1 March 2021: Begun.",
    ]
    assert [len(a.progress) for a in register_of(many).actions] == [1, 1, 1]
    before = workspace.read_files(many)
    refused = run("act", "A1", "A3", "--turn", "--on", "2021-03-02", root=many)
    assert "A1 does not repeat" in refused.stderr
    assert workspace.read_files(many) == before


def test_milestones_turns_and_percentages(many: Path) -> None:
    """Each in its place, and told."""
    day = ("--on", "2021-03-02")
    assert "Done: not stated → 40%." in run("act", "A1", "--percent", "40", root=many).stdout
    met = run("act", "A1", "--met", "tender", *day, root=many)
    assert met.exit_code == 0, met.stderr
    assert run("act", "A1", "--milestone", "Signed", "--by", "2021-06", root=many).exit_code == 0
    assert run("act", "A2", "--turn", *day, root=many).exit_code == 0
    first, second, _ = register_of(many).actions
    assert [(m.what, str(m.due), str(m.met)) for m in first.milestones] == [
        ("Tender out", "2021-02", "2021-03-02"),
        ("Signed", "2021-06", "None"),
    ]
    assert first.percent == 40
    assert second.repeats is not None
    assert [str(day) for day in second.repeats.done] == ["2021-03-02"]
    again = run("act", "A1", "--met", "Tender out", *day, root=many)
    assert "no open milestone begins with 'Tender out'. Choose from: Signed." in again.stderr
    assert "already as you say" in run("act", "A1", "--percent", "40", root=many).stderr


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("A1", "--milestone", "x"), "--milestone and --by need each other."),
        (("A1", "--by", "2021-06"), "--milestone and --by need each other."),
        (("A1", "--on", "2021-03-20"), "Say what happened with"),
        (
            ("A1", "--milestone", "x", "--by", "2021-06", "--on", "2021-03-20"),
            "A new milestone has its day in --by.",
        ),
        (("A1", "--rate", "red", "--on", "2021-03-20"), "A rating or a percentage has none"),
        (
            ("A1", "--milestone", "x", "--by", "2015/17-Q1"),
            "the one that begins in 2015 is 2015/16. Write",
        ),
        (("A1", "--extend", "Q1/2022", "--reason", "x"), "Did you mean 2022-Q1?"),
        (("A1", "--progress", "x", "--on", "20/03/2021"), "Did you mean 2021-03-20?"),
        (("A1", "--percent", "101"), "is not a whole number from 0 to 100"),
        (("A2", "--turn", "--complete"), "--complete and --turn cannot be used together"),
        (("A1-A9", "--percent", "1"), "ACTION 'A1-A9' does not exist."),
    ],
)
def test_new_options_that_do_not_go_together(many: Path, words: tuple[str, ...], says: str) -> None:
    """They are refused, like the others."""
    result = run("act", *words, root=many)
    assert (result.exit_code, says in result.stderr) == (2, True), result.stderr


def test_positions_are_rated_in_ranges_and_with_evidence(many: Path) -> None:
    """The same evidence for each."""
    shown = ("--evidence", "Audit", "--evidence-date", "2021-03-01", "--evidence-where", "Drawer")
    result = run("rate", "1-2", "red", *shown, root=many)
    assert result.exit_code == 0, result.stderr
    assert "1: Green → Red. Evidence: Audit." in result.stdout
    for position in register_of(many).positions.values():
        assert position.rating.value == "red"
        assert [(e.title, str(e.date), e.where) for e in position.evidence] == [
            ("Audit", "2021-03-01", "Drawer")
        ]
    alone = run("rate", "1", "red", "--evidence-date", "2021-03-01", root=many)
    assert (alone.exit_code, "need --evidence" in alone.stderr) == (2, True)


def test_all_that_can_be_confirmed_is(many: Path) -> None:
    """What is written and rated, and not confirmed yet; the rest is listed."""
    result = run("confirm", "--all", "--on", "2021-03-30", root=many)
    assert result.exit_code == 0
    assert result.stdout.endswith("Confirmed: 1.\n")
    assert result.stderr == "Not confirmed, because not yet rated: 2.\n"
    again = run("confirm", "--all", root=many)
    assert (again.exit_code, again.stdout) == (0, "There is nothing to confirm.\n")
    assert "Confirmed: 1 and 2." in run("confirm", "1-2", "--on", "2021-03-31", root=many).stdout
    assert run("confirm", root=many).exit_code == 2
    assert run("confirm", "1", "--all", root=many).exit_code == 2


# What a record begins with


LIST = "1. Listen to families\n4(a) Say: sorry\n\n10\tPublish\n"
FACTS = (
    *("--title", "Review of Care: one", "--published", "2020-03-01", "--source", "The report"),
    *("--licence", "Open Government Licence v3.0"),
)


def listed(root: Path, text: str, name: str = "list.txt") -> str:
    """Write a list beside a workspace and return its path."""
    path = root.parent / name
    path.write_text(text)
    return str(path)


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    """Return a workspace that holds nothing yet."""
    (tmp_path / "empty/standards").mkdir(parents=True)
    return tmp_path / "empty"


def test_a_record_begins_from_a_list(empty: Path) -> None:
    """A set, a body, its first year and all its positions: only what is to be written is told."""
    done = run("add", "set", "our-review", listed(empty, LIST), *FACTS, root=empty)
    assert done.exit_code == 0, done.stderr
    words = ("--name", "The Board of a Test", "--short-name", "Test Board", "--kind", "icb")
    done = run("add", "body", *words, "--as-at", "2021-03-31", root=empty)
    assert done.stdout == "5 files written to standards/test-board.\n", done.stderr
    register = register_of(empty, "test-board")
    assert [(r.number, r.heading) for r in register.recommendations] == [
        ("1", "Listen to families"),
        ("4(a)", "Say: sorry"),
        ("10", "Publish"),
    ]
    assert (register.year_id, register.body.kind) == ("2021", "nhs board")
    assert register.counts.figures["unwritten"] == 3
    told = run("check", root=empty).stdout
    assert "3 recommendations have no text yet: 1, 4(a), 10. (recommendation-unwritten)" in told
    assert "3 positions are not yet written" in told
    assert "2 warnings in 2 files." in told
    assert run("build", "--format", "html", root=empty).exit_code == 0


def test_a_csv_file_can_have_the_texts_too(empty: Path) -> None:
    """By the names of its columns, in any order; without names they are number, heading, text."""
    rows = 'Text,Heading,Other,Number\n"Two\nlines.",First,x,B\n,Second,,A\n'
    done = run("add", "set", "one", listed(empty, rows, "list.CSV"), *FACTS, root=empty)
    assert done.exit_code == 0, done.stderr
    text = (empty / "standards/one/B.yaml").read_text()
    assert text.endswith("number: B\nheading: First\ntext: |\n  Two\n  lines.\n")
    assert "order:\n  - B\n  - A\n" in (empty / "standards/one/set.yaml").read_text()
    plain = listed(empty, '1,"One, two",Text.\n', "other.csv")
    assert run("add", "set", "other", plain, *FACTS, root=empty).exit_code == 0
    assert "heading: One, two\ntext: Text.\n" in (empty / "standards/other/1.yaml").read_text()


@pytest.mark.parametrize(
    ("text", "name", "says"),
    [
        ("1 One\n2\n1. Two\n((( x\n", "a.txt", "a.txt:2: there is no heading: '2'."),
        ("1 One\n2\n1. Two\n((( x\n", "a.txt", "a.txt:3: the number '1' is there twice."),
        (
            "1 One\n2\n1. Two\n((( x\n",
            "a.txt",
            "a.txt:4: the number '(((' has no letter and no digit.",
        ),
        ("Year One\n", "a.txt", "a.txt:1: 'Year' cannot be a number: another file is called so."),
        ('1,"One\n', "a.csv", "Line 1 of the list is not CSV: unexpected end of data."),
        (",One\n", "a.csv", "a.csv:1: there is no number: 'One'."),
        ("\n", "a.txt", "has no recommendations"),
    ],
)
def test_all_that_is_wrong_in_a_list_is_told(empty: Path, text: str, name: str, says: str) -> None:
    """With its lines; nothing is written."""
    result = run("add", "set", "new", listed(empty, text, name), *FACTS, root=empty)
    assert (result.exit_code, [*(empty / "standards").iterdir()]) == (1, [])
    assert says in result.stderr.replace(f"{empty.parent}/", "").replace(" '' ", " ")


def test_a_set_needs_to_be_known(empty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The address of a licence only where the program does not know it; questions come one by one."""
    path = listed(empty, LIST)
    missing = run("add", "set", "new", path, root=empty)
    assert missing.exit_code == 2
    for option in ("--title", "--published", "--source", "--licence"):
        assert f"  {option}: " in missing.stderr
    other = (*FACTS[:-1], "Licence of ours")
    assert "  --licence-url: " in run("add", "set", "new", path, *other, root=empty).stderr
    answers = "The Review\nsoon\n2020-03-01\nThe report\nOurs\nhttps://example.org/licence\n"
    result = answered(monkeypatch, empty, answers, "add", "set", "new", path)
    assert result.exit_code == 0, result.output
    assert "--published 'soon' is not a date" in result.output
    text = (empty / "standards/new/set.yaml").read_text()
    assert "licence: Ours\nlicence_url: https://example.org/licence\n" in text


def test_a_set_grows_and_years_stay_as_they_are(root: Path) -> None:
    """Also one that does not say which numbers it answers: it says it then."""
    result = run("add", "recommendation", "3", "--heading", "New", root=root)
    assert result.exit_code == 0, result.stderr
    assert register_of(root).numbers == ("1", "2")
    assert register_of(root).held.keys() == {"1", "2", "3"}
    assert 'last: "3"' in (root / "standards/inquiry/set.yaml").read_text()
    again = run("add", "recommendation", "3", "--heading", "New", root=root)
    assert (again.exit_code, "has a 3 already" in again.stderr) == (1, True)


def test_a_number_outside_all_themes_is_put_into_one_that_is_named(root: Path) -> None:
    """Without that, nothing is written."""
    place = root / "standards/inquiry/set.yaml"
    place.write_text(
        place.read_text().replace(
            'last: "2"\n', 'last: "1"\n  - title: Rest\n    first: "2"\n    last: "2"\n'
        )
    )
    words = ("add", "recommendation", "10", "--heading", "New")
    refused = run(*words, root=root)
    assert (
        refused.exit_code,
        "Name one with --theme. Choose from: Care, Rest." in refused.stderr,
    ) == (1, True)
    assert run(*words, "--theme", "Rest", root=root).exit_code == 0
    assert [theme.last for theme in register_of(root).set.themes] == ["1", "10"]


def test_positions_that_are_missing_are_written_at_once(root: Path) -> None:
    """Without numbers all of them; with numbers the year answers these too."""
    first = root / YEAR_FOLDER / "1.yaml"
    first.unlink()
    assert run("check", root=root).exit_code == 1
    done = run("add", "position", root=root)
    assert done.stdout == f"1 position written to {YEAR_FOLDER}.\n", done.stderr
    assert "value: not rated" in first.read_text()
    assert "value: under consideration" in first.read_text()
    assert "Nothing is missing" in run("add", "position", root=root).stdout
    run("add", "recommendation", "3", "--heading", "New", root=root)
    run("add", "recommendation", "4", "--heading", "New", root=root)
    assert run("add", "position", "3-4", root=root).exit_code == 0
    assert register_of(root).numbers == ("1", "2", "3", "4")
    assert 'first: "1"\n    last: "4"' in (root / YEAR_FOLDER / "year.yaml").read_text()
    again = run("add", "position", "3", root=root)
    assert (again.exit_code, "there is a position on 3 already" in again.stderr) == (1, True)


def test_a_body_without_a_word_for_not_yet_is_told_what_to_add(root: Path) -> None:
    """A rating that nobody gave is not invented."""
    (root / "standards/body/body.yaml").write_text(BODY.replace("    blank: true\n", "", 1))
    (root / YEAR_FOLDER / "1.yaml").unlink()
    result = run("add", "position", root=root)
    assert (result.exit_code, "no step of rating that says nothing yet" in result.stderr) == (
        1,
        True,
    )


def test_a_body_answers_a_second_set(root: Path) -> None:
    """In a first year of its own; of a set that it answers, the next year begins with another command."""
    path = listed(root, LIST)
    assert run("add", "set", "other", path, *FACTS, root=root).exit_code == 0
    words = ("add", "year", "other-2021", "--as-at", "2021-03-31")
    which = run(*words, root=root)
    assert (which.exit_code, "Choose one with --set: inquiry, other." in which.stderr) == (2, True)
    assert run(*words, "--set", "other", "--numbers", "1,10", root=root).exit_code == 0
    assert run("check", root=root).exit_code == 0
    found = loading.load(workspace.read_files(root)).registers
    assert {r.set_id: r.numbers for r in found} == {"inquiry": ("1", "2"), "other": ("1", "10")}
    again = run("add", "year", "2022", "--as-at", "2022-03-31", "--set", "inquiry", root=root)
    assert (again.exit_code, "francis new-year 2022" in again.stderr) == (1, True)


def test_what_is_there_is_never_written_over(root: Path) -> None:
    """Neither a set, nor a body, nor a year; and nothing is written elsewhere."""
    before = workspace.read_files(root)
    path = listed(root, LIST)
    body = ("--name", "x", "--kind", "icb", "--as-at", "2021-03-31")
    for words, says in {
        ("set", "inquiry", path, *FACTS): "standards/inquiry is there already",
        ("set", "../x", path, *FACTS): "A folder cannot be named '../x'",
        ("body", *body, "--folder", "body"): "standards/body is there already",
        ("body", *body, "--folder", "a/b"): "A folder cannot be named 'a/b'",
        ("body", *body, "--year", "../x"): "A folder cannot be named '../x'",
        ("body", *body, "--year", "papers"): "a folder of that name holds the covers of papers",
        ("set", "imports", path, *FACTS): "a folder of that name holds how tables",
    }.items():
        result = run("add", *words, root=root)
        assert (result.exit_code, says in result.stderr) == (1, True), result.stderr
    assert workspace.read_files(root) == before


# A new workspace


def test_a_new_workspace_has_samples_until_they_are_replaced(tmp_path: Path) -> None:
    """Its papers can be made at once; what is a sample says so, is counted once, and is never final."""
    for kind in ("ccg", "icb", "trust", "council-committee"):
        root = tmp_path / kind
        name = "É: a “Board”"
        words = ("--set", "francis-2013", "--name", name, "--short-name", name, "--kind", kind)
        done = run("init", str(root), *words, "--as-at", "2024-02-29")
        assert done.exit_code == 0, done.stderr
        told = run("check", root=root).stdout
        assert told.endswith("2 warnings in 1 file.\n"), told
        assert told.count("(sample-left)") == 1
        register = register_of(root, "e-a-board")
        assert (register.body.name, register.year_id) == (name, "2024")
        assert len(register.actions) == 3
        assert {*register.covers} == {"board-report", "hwbb"}
    meeting = register.covers["board-report"].meeting
    assert meeting == name  # of a committee it is its own
    assert run("build", "--format", "html", root=root).exit_code == 0
    for paper in ("action-plan", "board-report", "hwbb"):
        assert "Sample: " in (root / f"output/e-a-board/2024/{paper}-draft.html").read_text()
    final = run("build", "--final", root=root)
    assert "there are samples (A01, A02, A03, board-report, hwbb)" in final.stderr
    folder = root / "standards/e-a-board/2024"
    for path in (folder / "actions.yaml", *(folder / "papers").iterdir()):
        path.write_text(path.read_text().replace("Sample: ", ""))
    assert "sample" not in run("check", root=root).stdout
    assert "publication-unstated" in run("check", root=root).stdout


def test_a_new_workspace_asks_who_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One by one, again where the answer cannot be; in a script all that is missing is told."""
    missing = run("init", str(tmp_path / "a"))
    assert missing.exit_code == 2
    for option in ("--set", "--name", "--short-name", "--kind"):
        assert f"  {option}: " in missing.stderr
    assert not (tmp_path / "a").exists()
    monkeypatch.setattr(asking, "is_terminal", lambda: True)
    answers = "francis-2014\nfrancis-2013\nThe Board\nBoard\nccc\nccg\n"
    result = CliRunner().invoke(main, ["init", str(tmp_path / "a")], input=answers)
    assert result.exit_code == 0, result.output
    assert "--set 'francis-2014' does not exist. Choose from: francis-2013, none." in result.output
    assert "ccg: a clinical commissioning group" in result.output
    assert "Did you mean ccg?" in result.output
    assert (tmp_path / "a/standards/board/body.yaml").is_file()


def test_a_new_workspace_can_begin_with_a_set_of_its_own(tmp_path: Path) -> None:
    """Then nothing else is asked, and the commands that come next work."""
    root = tmp_path / "new"
    done = run("init", str(root), "--set", "none")
    assert done.exit_code == 0
    assert "francis add set FOLDER LIST" in done.stderr
    path = listed(root, LIST)
    assert run("add", "set", "ours", path, *FACTS, root=root).exit_code == 0
    assert run("add", "body", "--name", "Ours", "--kind", "trust", root=root).exit_code == 1
    assert run("add", "body", "--name", "Our Trust", "--kind", "trust", root=root).exit_code == 0
    assert run("build", "--format", "html", root=root).exit_code == 0
    same = ("--set", "francis-2013", "--name", "x", "--short-name", "Francis 2013", "--kind", "icb")
    assert "is the set. Choose another name." in run("init", str(tmp_path / "b"), *same).stderr


def test_a_list_whose_columns_have_no_number_is_refused(tmp_path: Path) -> None:
    """Or its headings would be recommendations."""
    root = write_files(tmp_path / "w", record_files())
    (tmp_path / "list.csv").write_text("heading,text\nOne,A text\n")
    words = (
        "--title",
        "T",
        "--published",
        "2020-01-01",
        "--source",
        "S",
        "--licence",
        "Open Government Licence v3.0",
    )
    told = run("add", "set", "other", str(tmp_path / "list.csv"), *words, root=root)
    assert told.exit_code == 1
    assert "Line 1 of the list names its columns, but none of them is “number”." in told.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("", "--name", "A", "--short-name", "a"), "FOLDER is empty"),
        (
            ("w", "--name", "NHS 943 476 5919", "--short-name", "a"),
            "--name holds a valid NHS number",
        ),
        (("w", "--name", "943 476 5919 A", "--short-name", "a"), "--name holds a valid NHS number"),
        (
            ("w", "--name", "A", "--short-name", "a", "--as-at", "9999-12-31"),
            "is not a day from 1900 to 2200",
        ),
    ],
)
def test_what_no_workspace_can_begin_with_is_wrong_use(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], said: str
) -> None:
    """Nothing is written."""
    monkeypatch.chdir(tmp_path)
    told = CliRunner().invoke(main, ["init", *words, "--set", "francis-2013", "--kind", "icb"])
    assert told.exit_code == 2
    assert said in told.stderr
    assert "943" not in told.stderr
    assert not [*tmp_path.iterdir()]
