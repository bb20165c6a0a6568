"""Problems in the forms in which they are printed."""

from __future__ import annotations

from francis.check import all_rules, reports
from francis.errors import Place, Problem

MIXED = [
    Problem(Place("b.yaml", 3, 1), "A note.", "publication-unstated", "Write it.", "note"),
    Problem(Place("b.yaml", 9, 2), "B warns.", "markup", "Take it out.", "warning"),
    Problem(Place("a b,c.yaml", 7, 5), "100% wrong:\nit is.", "value", "Mend it.", "error"),
    Problem(Place("a.yaml", 1, 1), "A warns.", "markup", "Take it out.", "warning"),
    Problem(Place("a.yaml", 2, 1), "It breaks off.", "breaks-off", "Finish it.", "warning"),
    Problem(Place("a.yaml"), "It is empty.", "empty", "Fill it in."),
]


def test_people_read_errors_first_and_a_remedy_once() -> None:
    """Errors as they come; then warnings and notes, those of one rule together."""
    assert list(reports.problem_lines(MIXED, lambda text, level: text)) == [
        "a b,c.yaml:7:5: error: 100% wrong:\nit is. (value)",
        "    Mend it.",
        "a.yaml: error: It is empty. (empty)",
        "    Fill it in.",
        "a.yaml:2:1: warning: It breaks off. (breaks-off)",
        "    Finish it.",
        "a.yaml:1:1: warning: A warns. (markup)",
        "b.yaml:9:2: warning: B warns. (markup)",
        "    Take it out.",
        "b.yaml:3:1: note: A note. (publication-unstated)",
        "    Write it.",
    ]


def alike(count: int, words: str, level: str = "warning") -> list[Problem]:
    """Return findings of one kind in one file, one a line."""
    return [
        Problem(Place("a.yaml", n, 1), words.format(f"A{n:02}"), "kind", "Do it.", level)  # type: ignore[arg-type]
        for n in range(1, count + 1)
    ]


def plain(text: str, level: object) -> str:
    """Return a text without a colour."""
    return text


def test_findings_of_one_kind_in_one_file_are_one_line() -> None:
    """With a count and all names; errors, and two of a kind, are each a line, and with verbose all are."""
    found = [*alike(15, "{} has no lead."), *alike(17, "{} has no lead.")[16:]]
    assert [*reports.problem_lines(found, plain, verbose=False)] == [
        "a.yaml:1:1: warning: A01–A15, A17: each has no lead (16 findings). (kind)",
        "    Do it.",
    ]
    assert len([*reports.problem_lines(found, plain)]) == 17
    for each in (alike(2, "{} has no lead."), alike(9, "{} has no lead.", "error")):
        assert not reports.is_folded(each)
        assert len([*reports.problem_lines(each, plain, verbose=False)]) == len(each) + 1
    others = [p._replace(place=Place(f"{n}.yaml", 1, 1)) for n, p in enumerate(found)]
    assert not reports.is_folded(others)


def test_findings_in_other_words_are_one_line_with_the_lines_of_all() -> None:
    """The first in its own words."""
    found = [
        problem._replace(message=f"“{n}” is vague.") for n, problem in enumerate(alike(12, ""))
    ]
    assert next(reports.problem_lines(found, plain, verbose=False)) == (
        "a.yaml:1:1: warning: “0” is vague. And 11 more of this kind in this file: "
        "lines 2, 3, 4, 5, 6, 7, 8, 9, … (kind)"
    )
    assert reports.is_folded(found)


def test_few_lines_are_all_listed_and_names_are_listed_with_how_they_count_on() -> None:
    """A sentence that names nothing is told once, with its lines; two names that count on are no range."""
    found = [p._replace(message=f"“{n}” is vague.") for n, p in enumerate(alike(9, ""))]
    assert next(reports.problem_lines(found, plain, verbose=False)).endswith(
        "And 8 more of this kind in this file: lines 2, 3, 4, 5, 6, 7, 8, 9. (kind)"
    )
    said = [p._replace(message="It is vague.") for p in alike(12, "")]
    assert next(reports.problem_lines([*said[:9], *said[10:]], plain, verbose=False)) == (
        "a.yaml:1:1: warning: It is vague. So on lines 1–9, 11, 12 (11 findings). (kind)"
    )


def test_lines_fit_a_terminal() -> None:
    """Words and paths stay whole."""
    (problem,) = alike(1, "{} has no lead, no date and no measure of success.")
    problem = problem._replace(place=Place("a/long/path/of/a/file/somewhere.yaml", 1, 1))
    lines = [*reports.problem_lines([problem], plain, width=40)]
    assert lines == [
        "a/long/path/of/a/file/somewhere.yaml:1:1:",
        "    warning: A01 has no lead, no date",
        "    and no measure of success. (kind)",
        "    Do it.",
    ]


def test_github_shows_each_at_its_line() -> None:
    """What would end a value or the message is written as its code; a note is called a notice."""
    told = list(reports.annotated(MIXED))
    assert told[0] == (
        "::error file=a b%2Cc.yaml,line=7,col=5,title=value::100%25 wrong:%0Ait is.%0AMend it."
    )
    assert told[1] == "::error file=a.yaml,title=empty::It is empty.%0AFill it in."
    assert told[-1].startswith("::notice file=b.yaml,line=3,col=1,title=publication-unstated::")
    assert all("\n" not in line for line in told)


def test_sarif_names_each_rule_once_and_each_place() -> None:
    """Every result leads to its rule, and paths are addresses relative to the workspace."""
    whole = reports.sarif(MIXED, all_rules.RULES)
    (run,) = whole["runs"]
    assert (whole["$schema"], whole["version"]) == (
        "https://json.schemastore.org/sarif-2.1.0.json",
        "2.1.0",
    )
    assert (run["tool"]["driver"]["name"], run["columnKind"]) == ("francis", "unicodeCodePoints")
    described = run["tool"]["driver"]["rules"]
    assert len({rule["id"] for rule in described}) == len(described)
    rule = all_rules.RULES[0]
    assert described[0] == {
        "id": rule.name,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": rule.about},
        "help": {"text": rule.remedy},
        "defaultConfiguration": {"level": rule.level},
        "properties": {"tags": [rule.group]},
    }
    assert (described[-1]["defaultConfiguration"], described[-1]["properties"]) == (
        {"level": "error"},
        {"tags": ["record"]},
    )
    assert len(run["results"]) == len(MIXED)
    for result in run["results"]:
        assert described[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in ("error", "warning", "note")
    assert run["results"][1]["message"] == {"text": "It is empty. Fill it in."}
    first = run["results"][0]["locations"][0]["physicalLocation"]
    assert first["artifactLocation"] == {"uri": "a%20b%2Cc.yaml", "uriBaseId": "%SRCROOT%"}
    assert first["region"] == {"startLine": 7, "startColumn": 5}
    assert "region" not in run["results"][1]["locations"][0]["physicalLocation"]


def test_scripts_get_the_same_facts() -> None:
    """In the same order, with what was read and silenced."""
    facts = reports.problems_json(MIXED, 9, 2)
    assert (facts["files"], facts["silenced"]) == (9, 2)
    assert [problem["rule"] for problem in facts["problems"]][:3] == [
        "value",
        "empty",
        "breaks-off",
    ]
    assert facts["problems"][1] == {
        "path": "a.yaml",
        "line": 0,
        "column": 0,
        "level": "error",
        "rule": "empty",
        "message": "It is empty.",
        "remedy": "Fill it in.",
    }
