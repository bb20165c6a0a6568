"""The check before circulating, end to end."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner, Result

from francis.check import file_faults, publication
from francis.check.rule import RULE_GROUPS
from francis.cli import main
from tests.shared.findings import reports
from tests.shared.workspaces import BODY, POSITION, YEAR, plan, record_files, write_files
from tests.test_git import run as git

SCHEMA = json.loads((Path(__file__).parents[2] / "docs/problems.schema.json").read_text())
REFUSED = POSITION.format(number=1).replace("value: accepted", "value: not accepted")
NUMBERED = POSITION.format(number=2).replace("Position on 2", "About 943 476 5919")


def run(root: Path, *words: str) -> Result:
    """Return what `francis` says in a workspace."""
    return CliRunner().invoke(main, [*words, "--root", str(root)], catch_exceptions=False)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a workspace in which one thing is wrong, and another worse."""
    return write_files(tmp_path, record_files(body__2021__1=REFUSED, body__2021__2=NUMBERED))


def test_people_read_what_is_worst_first(root: Path) -> None:
    """With the remedy, the count, and a note of what the body's ratings do not say."""
    result = run(root, "check")
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    assert reports(lines[0], "standards/body/2021/2.yaml:10:1", "nhs-number", "error")
    assert "Data Protection Officer" in lines[1]
    assert lines[2].startswith("standards/body/2021/1.yaml:4:10: warning: 1 is not accepted")
    assert "note: the rating Green does not say what it claims. (ratings-without-claim)" in lines[4]
    assert lines[-1] == "1 error, 1 warning, 1 note in 3 files."


def test_an_nhs_number_stops_a_build(root: Path) -> None:
    """Nothing is written; and once it is gone, the build says that there are warnings."""
    result = run(root, "build", "--format", "html")
    assert result.exit_code == 1
    assert "a valid NHS number here" in result.stderr
    assert "943" not in result.stderr
    assert not (root / "output").exists()
    (root / "standards/body/2021/2.yaml").write_text(POSITION.format(number=2))
    result = run(root, "build", "--format", "html")
    assert result.exit_code == 0
    assert "1 warning about the record. To see it: francis check" in result.stderr


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ((), 0),
        (("--fail-on", "error"), 0),
        (("--fail-on", "warning"), 1),
        (("--fail-on", "note"), 1),
        (("--fail-on", "warning", "--ignore", "claims"), 0),
        (("--fail-on", "note", "--ignore", "refused-without-reason"), 1),
        (("--fail-on", "note", "--select", "publication"), 0),
        (("--fail-on", "note", "--select", "publication", "--select", "claims"), 1),
    ],
)
def test_what_fails_can_be_chosen(tmp_path: Path, words: tuple[str, ...], status: int) -> None:
    """By level, by rule and by group."""
    root = write_files(tmp_path, record_files(body__2021__1=REFUSED))
    assert run(root, "check", *words).exit_code == status


def test_mistakes_in_files_are_always_told(root: Path) -> None:
    """Whichever rules are chosen."""
    (root / "standards/body/2021/1.yaml").write_text("format: 1\n")
    result = run(root, "check", "--select", "promises")
    assert result.exit_code == 1
    assert "(missing-key)" in result.stdout


def test_scripts_get_json_by_its_schema(root: Path) -> None:
    """With what a body silenced."""
    (root / "standards/body/body.yaml").write_text(
        f'{BODY}checks:\n  - rule: refused-without-reason\n    level: "off"\n    reason: All know why.\n'
    )
    result = run(root, "check", "--format", "json")
    assert result.exit_code == 1
    printed = json.loads(result.stdout)
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.Draft202012Validator(SCHEMA).validate(printed)
    assert printed["silenced"] == 1
    assert [problem["rule"] for problem in printed["problems"]] == [
        "nhs-number",
        "ratings-without-claim",
    ]
    assert "1 more silenced by body.yaml." in run(root, "check").stdout


@pytest.mark.parametrize("form", ["json", "sarif", "github"])
def test_every_form_has_every_problem(root: Path, form: str) -> None:
    """And nothing else on standard output."""
    result = run(root, "check", "--format", form)
    assert result.exit_code == 1
    rules = ("nhs-number", "refused-without-reason", "ratings-without-claim")
    if form == "github":
        assert len(result.stdout.splitlines()) == 3
        assert [rule for rule in rules if f"title={rule}::" in result.stdout] == list(rules)
    else:
        printed = json.loads(result.stdout)
        found = printed["problems"] if form == "json" else printed["runs"][0]["results"]
        assert [p["rule" if form == "json" else "ruleId"] for p in found] == list(rules)


def test_a_clean_record_says_so(tmp_path: Path) -> None:
    """In every form."""
    root = write_files(tmp_path)
    assert run(root, "check", "--ignore", "claims").stdout == "No problems in 7 files.\n"
    assert run(root, "check", "--ignore", "claims", "--format", "github").stdout == ""


def test_a_rule_is_explained_in_the_terminal(tmp_path: Path) -> None:
    """Also the name of a mistake in a file, and without a workspace; another name is wrong use."""
    explain = CliRunner().invoke(main, ["check", "--explain", "postcode"])
    assert explain.exit_code == 0
    rule = publication.postcode
    assert explain.stdout.startswith(f"postcode (warning, publication)\n\n{rule.summary}\n\n")
    assert explain.stdout.endswith(f"\n\nWhat to do: {rule.remedy}\n")
    nhs = CliRunner().invoke(main, ["check", "--explain", "nhs-number"])
    assert nhs.exit_code == 0
    assert "one in eleven" in nhs.stdout
    conflict = CliRunner().invoke(main, ["check", "--explain", "conflict"]).stdout
    assert file_faults.ABOUT["conflict"] in conflict
    group = CliRunner().invoke(main, ["check", "--explain", "publication"]).stdout
    assert group.startswith(f"publication: {RULE_GROUPS['publication']}\n")
    assert f"\n\n  postcode (warning)\n    {rule.summary}\n" in group
    wrong = CliRunner().invoke(main, ["check", "--explain", "nhs-numbers"])
    assert wrong.exit_code == 2
    assert "Did you mean nhs-number?" in wrong.stderr


@pytest.mark.parametrize("option", ["--select", "--ignore"])
def test_a_rule_that_does_not_exist_is_wrong_use(root: Path, option: str) -> None:
    """With the one that was meant."""
    result = run(root, "check", option, "postcod")
    assert result.exit_code == 2
    assert "is neither a rule nor a group" in result.stderr
    assert "Did you mean postcode?" in result.stderr


def test_evidence_is_looked_for_in_the_workspace_and_nowhere_else(tmp_path: Path) -> None:
    """A path that leads out of it names no evidence, and is no way to ask what lies there."""
    (tmp_path / "secret.pdf").write_bytes(b"")
    root = tmp_path / "workspace"
    held = POSITION.format(number=1) + (
        "evidence:\n  - title: A\n    where: evidence/minutes.pdf\n  - title: B\n    where: ../secret.pdf\n"
    )
    write_files(root, record_files(body__2021__1=held))
    (root / "evidence").mkdir()
    (root / "evidence/minutes.pdf").write_bytes(b"")
    result = run(root, "check", "--select", "evidence-missing", "--fail-on", "warning")
    assert result.exit_code == 1
    assert "'../secret.pdf'" in result.stdout
    assert "minutes" not in result.stdout


def test_rules_look_at_the_latest_year_or_at_the_one_that_is_named(tmp_path: Path) -> None:
    """What was circulated years ago is not warned of each day."""
    root = write_files(
        tmp_path,
        record_files(
            body__2021__1=REFUSED,
            body__2022__year=YEAR.replace("2021", "2022") + 'follows: "2021"\n',
            body__2022__1=POSITION.format(number=1),
            body__2022__2=POSITION.format(number=2),
        ),
    )
    assert "refused-without-reason" not in run(root, "check").stdout
    assert "refused-without-reason" in run(root, "check", "--year", "2021").stdout


@pytest.mark.parametrize(
    ("state", "told"),
    [
        ("no git", "the record is not under version control."),
        ("not installed", "git is not installed."),
        ("refused", "git refused to read it: "),
        ("read", ""),
    ],
)
def test_check_and_build_say_the_same_of_git(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, state: str, told: str
) -> None:
    """Whether it knows where the record comes from, and if not, why; the papers say it too."""
    root = write_files(tmp_path / "w")
    if state != "no git":
        for words in (("init", "--quiet"), ("add", "."), ("commit", "--quiet", "-m", "Record")):
            git(root, *words)
    if state == "not installed":
        monkeypatch.setenv("PATH", str(tmp_path))
    if state == "refused":
        monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    said = []
    for command in ("check", "build stocktake --format html"):
        result = run(root, *command.split())
        assert result.exit_code == 0, result.output
        told_of = result.stderr.partition("Next: ")[0]
        head, found, rest = told_of.partition("Papers can name no commit: ")
        said.append(
            rest.partition("\nMade ")[0].rstrip("\n") if found else head.partition("Made")[0]
        )
    assert said[0] == said[1]
    assert said[0].startswith(told)
    assert bool(said[0]) == bool(told)
    assert run(root, "check", "--format", "json").stderr == ""
    (page,) = root.glob("output/*/*/stocktake*.html")
    printed = {
        "no git": "not under version control",
        "not installed": "commit not known, as git is not installed",
        "refused": "commit not known, as git refused to read it",
        "read": "commit ",
    }[state]
    assert printed in page.read_text()


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({}, "Next: francis build"),
        ({"body__2021__actions": plan("A1", "A2", "A3", "A4")}, "Next: go through the warnings"),
        ({"body__2021__1": "format: 1\nnumber: [\n"}, "Next: correct the errors"),
        ({"body__2021__year": YEAR.replace("draft", "Draft")}, "francis check --fix"),
    ],
)
def test_a_check_ends_with_what_to_do_next(
    tmp_path: Path, changed: dict[str, str], told: str
) -> None:
    """By the worst that it found; what one line stands for is listed with --verbose, and in other forms."""
    root = write_files(tmp_path / "w", record_files(**changed))
    result = run(root, "check")
    assert told in result.stderr
    folded = run(root, "check", "--verbose")
    few, many = (len(each.stdout.splitlines()) for each in (result, folded))
    is_folded = "body__2021__actions" in changed
    assert ("--verbose" in result.stderr) == is_folded == (few < many)
    assert ("A1–A4: each has no lead" in result.stdout) == is_folded
    assert "--verbose" not in folded.stderr
    listed = json.loads(run(root, "check", "--format", "json").stdout)["problems"]
    assert len([p for p in listed if p["rule"] == "action-incomplete"]) == 4 * is_folded
