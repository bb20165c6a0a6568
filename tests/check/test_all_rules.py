"""Rules as a whole: what a body decides about them, and how they are explained."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from francis.check import all_rules, consistency, file_faults
from francis.check.rule import RULE_GROUPS, Rule
from francis.errors import Problem
from francis.record.reading import loading
from francis.record.register import STALE
from tests.shared.findings import reports
from tests.shared.workspaces import BODY, POSITION, record_files, record_with_plan

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs/checks.md"
REFUSED = POSITION.format(number=1).replace("value: accepted", "value: not accepted")
RULE = "refused-without-reason"


def found(files: dict[str, bytes], *names: str) -> all_rules.Found:
    """Return what some rules find in all years of a workspace without further files."""
    return all_rules.found(
        loading.load(files).readable, lambda path: False, all_rules.chosen(names or [RULE], ())
    )


def ruled(level: str, more: str = "", rule: str = RULE) -> str:
    """Return a body that gives a rule another level."""
    return f'{BODY}checks:\n  - rule: {rule}\n    level: "{level}"\n    reason: It is so.\n{more}'


def test_a_rule_has_its_own_level() -> None:
    """Unless the body decides otherwise."""
    (problem,) = found(record_files(body__2021__1=REFUSED)).problems
    assert problem.level == "warning"
    assert reports(str(problem), "standards/body/2021/1.yaml:4:10", RULE, "1 is not accepted")
    assert problem.remedy.endswith(".")


def test_a_message_is_one_line() -> None:
    """Although it has words of the record, which may stand on several."""
    body = BODY.replace("word: Green", 'word: "Green\\n::error::x"')
    (problem,) = found(record_files(body__body=body), "ratings-without-claim").problems
    assert problem.message == "the rating Green ::error::x does not say what it claims."


@pytest.mark.parametrize("level", ["error", "note"])
def test_a_body_gives_a_rule_another_level(level: str) -> None:
    """With its reason, in body.yaml."""
    (problem,) = found(record_files(body__2021__1=REFUSED, body__body=ruled(level))).problems
    assert problem.level == level


def test_what_a_body_silences_is_counted() -> None:
    """So that nobody takes silence for cleanness."""
    result = found(record_files(body__2021__1=REFUSED, body__body=ruled("off")))
    assert result == all_rules.Found((), 1)


@pytest.mark.parametrize(
    ("files", "silenced"), [("2021/1.yaml", 1), ("2021", 1), ("2021/2.yaml", 0), ("2021/1", 0)]
)
def test_a_ruling_may_hold_for_some_files_alone(files: str, silenced: int) -> None:
    """A file, or all files of a year."""
    body = ruled("off", f'    files: ["{files}"]\n')
    assert found(record_files(body__2021__1=REFUSED, body__body=body)).silenced == silenced


def test_a_ruling_for_a_file_goes_before_one_for_the_body() -> None:
    """In whichever order they stand."""
    both = ruled("off") + (
        f"  - rule: {RULE}\n    level: error\n    reason: Here it matters.\n    files: [2021/1.yaml]\n"
    )
    (problem,) = found(record_files(body__2021__1=REFUSED, body__body=both)).problems
    assert problem.level == "error"
    parts = both.partition("checks:\n")
    first, second = re.split(r"(?=  - rule)", parts[2])[1:]
    swapped = parts[0] + "checks:\n" + second + first
    assert (
        found(record_files(body__2021__1=REFUSED, body__body=swapped)).problems[0].level == "error"
    )


def test_a_ruling_about_no_rule_is_an_error() -> None:
    """With the rule that was meant."""
    (problem,) = found(
        record_files(body__body=ruled("off", rule="refused-without-reasons"))
    ).problems
    assert problem.level == "error"
    assert problem.message.endswith("Did you mean refused-without-reason?")
    assert problem.place.path == "standards/body/body.yaml"


def test_rules_look_at_a_record_with_broken_links() -> None:
    """So that all that is wrong is told in one run; but not where nothing can be counted."""
    files = record_with_plan(body__2021__actions="format: 1\nactions: []\n")
    assert "link" in {problem.rule for problem in loading.load(files).problems}
    assert not loading.load(files).registers
    assert found(files, "commitment-without-action").problems
    assert not loading.load(record_files(body__2021__1=None)).readable


def test_rules_and_groups_can_be_chosen() -> None:
    """Those selected, or all, less those ignored."""
    assert all_rules.chosen((), ()) == all_rules.RULES
    assert {rule.group for rule in all_rules.chosen(["claims"], ())} == {"claims"}
    assert [rule.name for rule in all_rules.chosen([RULE, "nhs-number"], ["publication"])] == [RULE]


# How rules are explained


def rule_of(name: str) -> Rule:
    return next(rule for rule in all_rules.RULES if rule.name == name)


def page() -> str:
    """Return the page on the checks as the rules explain themselves."""
    return "\n".join(_page())


def _page() -> Iterator[str]:
    yield "# What `francis check` looks for\n"
    yield (
        "A paper should never go out with claims that the record does not support, commitments that nobody acts on, or "
        "details\nthat must not be published. `francis check` looks for these before the paper is made. It looks at each "
        "body's latest\nyear of each set, or at the year that you name with `--year`. `francis check --explain RULE` shows the "
        "explanation of a rule in the\nterminal.\n"
    )
    yield (
        "Errors stop papers from being built. Warnings and notes do not, unless you use `--fail-on warning`. A body can "
        "change the\nlevel of a rule, or silence it, in its `body.yaml`: everywhere, or in some files. It must give a "
        "reason.\n"
    )
    yield (
        '```yaml\nchecks:\n  - rule: copied-sentence\n    level: "off"\n    files: [2013/132.yaml]\n    reason: The '
        "two recommendations ask for the same, and the Board agreed one answer.\n```\n"
    )
    for group, about in RULE_GROUPS.items():
        yield f"## {group.capitalize()}\n\n{about}\n"
        for rule in all_rules.RULES:
            if rule.group == group:
                yield f"### `{rule.name}` ({rule.level})\n"
                yield f"{rule.about}\n\n*What to do:* {rule.remedy}\n"
    yield "## Mistakes in files\n"
    yield "These are always errors, because the file or the year cannot be used as it is. The message says what to do.\n"
    yield "| name | what is wrong |\n|---|---|"
    yield from (f"| `{name}` | {about} |" for name, about in file_faults.ABOUT.items())
    yield ""


def test_every_rule_has_its_place_in_the_documentation(request: pytest.FixtureRequest) -> None:
    """The page says what the rules say of themselves."""
    if request.config.getoption("--rewrite"):
        PAGE.write_text(page())
    assert PAGE.read_text() == page(), "If this is meant: pytest --rewrite, and read the diff."


@pytest.mark.parametrize("rule", all_rules.RULES, ids=lambda rule: rule.name)
def test_a_rule_explains_itself(rule: Rule) -> None:
    """What it finds in a sentence, why that matters in another, and what to do."""
    assert re.fullmatch("[a-z]+(?:-[a-z]+)*", rule.name)
    assert rule.group in RULE_GROUPS
    assert rule.summary.endswith(".")
    assert "\n\n" in rule.about
    assert rule.remedy.endswith(".")


def test_a_rule_explains_its_limits_by_its_own_constants(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that what officers read is what is looked for: numbers, and lengths of time in days."""
    about = rule_of("meeting-two-dates").about
    assert f"than {consistency.NEAR} days" in about
    assert f"than {consistency.BESIDE} days" in about
    assert f"the {STALE.days} days" in rule_of("progress-stale").about
    monkeypatch.setattr(consistency, "NEAR", 17)
    assert "than 17 days" in rule_of("meeting-two-dates").about
    assert not [rule.name for rule in all_rules.RULES if "{" in rule.about + rule.remedy]


def test_names_of_rules_are_told_apart() -> None:
    """From each other, and from those of mistakes in files."""
    names = [rule.name for rule in all_rules.RULES] + [*file_faults.ABOUT] + [*RULE_GROUPS]
    assert len(names) == len(set(names))


def test_every_rule_that_is_written_is_a_rule_of_the_check() -> None:
    """In any module of the room; a rule that no group lists would never be run."""
    modules = [m for name, m in sys.modules.items() if name.startswith("francis.check.")]
    written = [each for m in modules for each in vars(m).values() if isinstance(each, Rule)]
    assert {each.name for each in written} == {each.name for each in all_rules.RULES}


def test_every_mistake_in_files_is_explained() -> None:
    """All the names by which the program calls a problem, and no others."""
    used: set[object] = set()
    for path in (ROOT / "src/francis").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Constant) and path.name != "file_faults.py":
                used.add(node.value)
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Problem":
                rule = node.args[2]
                assert not isinstance(rule, ast.Constant) or rule.value in file_faults.ABOUT, (
                    path.name
                )
    assert set(file_faults.ABOUT) <= used


def test_problems_of_the_tests_are_explained() -> None:
    """Also those whose names are put together elsewhere."""
    for files in (
        record_files(body__2021__1="format: 1\nnumber: 1\n"),
        record_files(body__body=None),
        record_files(body__2021__year=None),
        record_with_plan(body__2021__actions="format: 1\nactions:\n  - id: 7\n"),
    ):
        problems: tuple[Problem, ...] = loading.load(files).problems
        assert problems
        assert {problem.rule for problem in problems} <= set(file_faults.ABOUT)
