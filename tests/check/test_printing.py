"""Rules about what would be printed otherwise than it is meant."""

from __future__ import annotations

import pytest

from francis.check import printing
from francis.check.case import Case
from francis.check.phrases import sentences
from francis.check.rule import Rule
from francis.record.reading import loading
from francis.workspace import packaged, read_files
from tests.shared.findings import At, findings, position
from tests.shared.workspaces import BODY, COVER, FORM, POSITION, YEAR, action, plan, record_files


def said(rule: Rule, words: str) -> list[str]:
    """Return what a rule says of a position with some words."""
    return findings(rule, record_files(body__2021__1=position(words)))


def test_figures_are_filled_in_on_covers_alone() -> None:
    """Elsewhere papers print the braces, whatever stands in them."""
    assert said(
        printing.figure_as_text, "All is well.\nWe have {{ counts.positons }} positions."
    ) == [At("2021/1.yaml:11:1", "“{{ counts.positons }}”", "only a cover")]
    assert said(printing.figure_as_text, "A brace { and { another.") == []
    files = record_files(**{"body__body": BODY + FORM, "body__2021__papers__board-report": COVER})
    assert "{{ counts.positions }}" in COVER
    assert findings(printing.figure_as_text, files) == []
    cover = COVER.replace("The position of", "All {{ counts.positions }} of")
    files = record_files(**{"body__body": BODY + FORM, "body__2021__papers__board-report": cover})
    assert findings(printing.figure_as_text, files) == [
        At("2021/papers/board-report.yaml:2:8", "{{ counts.positions }}")
    ]


def test_a_key_with_its_list_inside_a_text_is_an_error() -> None:
    """It is a space too far to the right, so papers would print it."""
    words = "All is well.\ncommitments:\n  - text: All is well.\n    kind: will"
    assert said(printing.key_in_text, words) == [
        At("2021/1.yaml:11:1", "the key 'commitments' stands inside the text.")
    ]
    assert printing.key_in_text.level == "error"
    for words in ("Three things:\n- one", "reasons:\n- one", "text: one\nevidence: of it"):
        assert said(printing.key_in_text, words) == []


@pytest.mark.parametrize("line", ["lead: Head of Quality.", "change: A visit.", "classification: internal", '  classification: "restricted"'])  # fmt: skip
def test_a_key_with_its_words_at_the_end_of_a_text_is_an_error(line: str) -> None:
    """Papers would print it, and what is not for the public would be published."""
    key = line.split(":")[0].strip()
    assert said(printing.key_in_text, f"All is well.\n{line}") == [
        At("2021/1.yaml:11:1", f"the key '{key}' stands")
    ]
    goes_on = said(printing.key_in_text, f"All is well.\n{line}\nAnd so on.")
    assert bool(goes_on) == (key == "classification")
    assert said(printing.key_in_text, "What is a\nclassification: it says for whom.") == []


@pytest.mark.parametrize("row", ["Trust\tQ1\tQ2", "Trust | Q1 | Q2"])
def test_tables_are_told_once(row: str) -> None:
    """At their first row."""
    assert said(printing.pasted_table, f"All is well:\n{row}\n{row}") == [
        At("2021/1.yaml:11:1", "row of a table")
    ]


@pytest.mark.parametrize(
    "words",
    [
        "Either | or",
        "- a point",
        "1)\ta point",
        "a | b | c\n--|--|--\n1 | 2 | 3\n4 | 5 | 6",
        "One word.",
    ],
)
def test_what_is_no_table(words: str) -> None:
    """A stroke alone is none."""
    assert said(printing.pasted_table, words) == []


@pytest.mark.parametrize("sign", ["•", "•\t", "· ", "\uf0b7\t", "▪ ", "–\t", "o\t", "o   "])
def test_points_of_a_word_processor(sign: str) -> None:
    """They make no list; and where they are told, no table is."""
    words = f"All is well:\n{sign}one thing\n{sign}another"
    assert said(printing.pasted_points, words) == [At("2021/1.yaml:11:1", "one thing", "a point")]
    assert said(printing.pasted_table, words) == []
    assert said(printing.pasted_points, "From 4 – 5 May • all day") == []


@pytest.mark.parametrize(
    ("words", "what"),
    [
        ("Run `this`.", "“`this`” is code"),
        ("```\nrun\n```", "is code"),
        ("~~~\nrun\n~~~", "is struck out"),
        ("We ~~will~~ did.", "“~~will~~” is struck out"),
        ("![a chart](x.png)", "is a picture"),
        ("See <https://example.org>.", "is an address in angle brackets"),
        ("So it was.[^1]", "“[^1]” is a footnote"),
        ("[a]: https://example.org", "is the address of a link"),
        ("See [the report][a].", "is a link without its address"),
        ("- [ ] to do", "is a box to tick"),
        ("1. [x] done", "is a box to tick"),
        ("> - one\n> - 1) [ ] to do", "is a box to tick"),
        ("- - ## Found", "is a sub-heading inside a list"),
        ("- - > said", "is a quotation inside a list"),
        ("> ---", "is a line across the page"),
        ("One.\n\n---\n\nTwo.", "“---” is a line across the page"),
        ("One\n===\n\nTwo.", "under a heading"),
        ("##Found", "is no sub-heading yet"),
        ("#", "is no sub-heading yet"),
        ("- ## Found", "is a sub-heading inside a list"),
        ("- one\n  > said", "is a quotation inside a list"),
        (">> said", "is a quotation inside a list or another quotation"),
        ("- one\n\n  | a | b |\n  |---|---|\n  | 1 | 2 |", "is a table inside a list"),
        ("> | a | b |", "is a table inside a list or a quotation"),
        ("** bold **", "is not in bold"),
        ("**bold **", "is not in bold"),
        ("| a | b |\n| 1 | 2 |", "it has no header"),
        ("| a | b |\n|---|---|---|\n| 1 | 2 |", "it has no header"),
        ("| a | |\n|---|---|\n| 1 | 2 |", "column 2 of a table has no name"),
        ("| a | b |\n|---|---|", "no row below its header"),
        ("| a | b |\n|---|---|\n| 1 | 2 |\n| 1 |", "“| 1 |” has 1 cell, but the table has 2"),
        ("| a | b |\n|---|---|\n| 1 | 2 | 3 |", "has 3 cells, but the table has 2 columns"),
        ("|a|b|c|d|e|f|g|\n|-|-|-|-|-|-|-|\n|1|2|3|4|5|6|7|", "a table has 7 columns"),
        ("## A\n\nB.\n\n# C\n\nD.", "“# C” has a level that no paper has"),
        ("## A\n\nB.\n\n#### C\n\nD.", "“#### C” has a level that no paper has"),
    ],
)
def test_what_of_markdown_no_paper_prints_is_refused(words: str, what: str) -> None:
    """Each with what it is, and what to write instead."""
    (line,) = [line for line in said(printing.unprintable_markdown, words) if what in line]
    assert "2021/1.yaml:1" in line
    assert printing.unprintable_markdown.level == "error"


@pytest.mark.parametrize(
    "words",
    ["Run `this`.", "- [ ] to do", "| a | |\n|---|---|\n| 1 | 2 |", "| a | b |\n|---|---|\n| 1 | 2 |\n| 1 |",
     "|a|b|c|d|e|f|g|\n|-|-|-|-|-|-|-|\n|1|2|3|4|5|6|7|", "| a | b |\n|---|---|", "## A\n\nB.\n\n#### C\n\nD.",
     "| a | b |\n| 1 | 2 |", "See [it](x.docx)."],
)  # fmt: skip
def test_what_no_paper_prints_is_told_at_its_line(words: str) -> None:
    """Wherever in the text that is."""
    (there,) = said(printing.unprintable_markdown, words)
    (below,) = said(printing.unprintable_markdown, f"First.\n\nSecond.\n\n{words}")
    line, further = (int(each.split(":")[1]) for each in (there, below))
    assert further == line + 4


@pytest.mark.parametrize(
    "words",
    [
        "Found > 95% of 3 < 4, a # b, #132, and a|b.",
        "> 95% of patients\n\n- > 4 days\n- # of beds",
        "## A\n\n### B\n\n## C\n\n### D\n\nE.",
        "| a | b |\n|:--|--:|\n| 1 \\| 2 | **3** |\n\n> said\n>\n> - twice",
        "- one\n- two **bold** and *5*3*\n\n95%** of them\n\n** Since June.",
        "A hard  \nbreak, [a link](#1) and [another](https://example.org) [sic].",
        "—",
        "-",
    ],
)
def test_what_of_markdown_is_printed_is_not_told(words: str) -> None:
    """Nor signs that mean themselves."""
    assert said(printing.unprintable_markdown, words) == []


@pytest.mark.parametrize("key", ["asks", "fields", "message"])
def test_tables_stand_in_texts_and_sections_alone(key: str) -> None:
    """An ask is a point of a list, and a field a cell."""
    table = "|\n    | a | b |\n    |---|---|\n    | 1 | 2 |\n"
    value = {"asks": f"\n  - {table}", "fields": f"\n  author: {table}", "message": f" {table}"}[
        key
    ]
    old = "fields:\n  author: Director of Care\n" if key == "fields" else "purposes: [note]\n"
    new = "" if key == "fields" else old
    cover = COVER.replace(old, new) + f"{key}:{value}"
    files = record_files(**{"body__body": BODY + FORM, "body__2021__papers__board-report": cover})
    assert any(
        "a table cannot stand here" in f for f in findings(printing.unprintable_markdown, files)
    )


def test_two_posts_are_two_leads() -> None:
    """As a lead of a position or of an action; a stroke within a title is none."""

    def leads(lead: str) -> list[str]:
        files = record_files(body__2021__actions=plan(action("A1", f"lead: {lead}")))
        return findings(printing.lead_of_two, files)

    (line,) = leads("Head of Quality / Director of Nursing")
    assert line == At(
        "2021/actions.yaml:8:11", "'Head of Quality / Director of Nursing'", "two posts"
    )
    assert leads("Chief Nurse; Head of Quality") != []
    assert leads("Chief Nurse/Director of Quality") == []
    assert leads("Director of Quality and Safety") == []


RULING = 'checks:\n  - {{rule: field-empty, level: off, reason: So decided., files: ["{}"]}}\n'


@pytest.mark.parametrize(
    ("file", "count"),
    [
        ("2021/1.yaml", 0),
        ("2021", 0),
        ("2021/papers", 0),
        ("2021/7.yaml", 1),
        ("2020", 1),
        ("1.yaml", 1),
    ],
)
def test_a_ruling_for_nothing(file: str, count: int) -> None:
    """A file, a year, or its covers must be there."""
    files = record_files(body__body=BODY + RULING.format(file))
    (register,) = loading.load(files).registers
    found = [*printing.ruling_without_file.find(Case(register, files.__contains__))]
    assert len(found) == count
    assert all(repr(file) in finding.message for finding in found)


def test_the_wording_of_a_set_is_that_of_its_source() -> None:
    """What corrections explain is passed over; white space does not matter."""

    def told(old: str, new: str, more: str = "") -> list[str]:
        files = dict(read_files(packaged()))
        path = "standards/francis-2013/132.yaml"
        assert files[path].decode().count(old) == 1
        files[path] = (files[path].decode().replace(old, new) + more).encode()
        loaded = loading.load(files)
        cases = (
            Case(r, lambda path: False) for r in loaded.registers if r.body_id == "example-ccg"
        )
        return [f.message for f in printing.wording_changed.find(next(cases))]

    word = "must have the capacity"
    assert told(word, word) == []
    assert told(word, "must have\n  the capacity") == []
    (message,) = told(word, "should have the capacity")
    assert message.startswith(
        "the text of 132 is not worded as in its source: “Commissioners should have the capacity"
    )
    (message,) = told("monitor the performance", "monitor this performance")
    assert ": “to monitor this performance" in message
    left_out = "corrections:\n  - part: text\n    why: A slip.\n    reads: surely\n"
    assert told(word, "must surely have the capacity", left_out) == []
    correction = "corrections:\n  - part: text\n    why: A slip.\n    found: must have\n    reads: should have\n"
    assert told(word, "should have the capacity", correction) == []
    assert told(word, "could have the capacity", correction) != []


def test_no_text_is_looked_through_for_long() -> None:
    """Signs of a list one behind the other, with any number of spaces, are looked at once."""
    for words in (
        "-   " * 20_000 + "x",
        "> " * 20_000,
        "|" * 20_000,
        "#" * 20_000,
        "## a" + " " * 20_000 + "b",
        "`" * 20_001,
        "** a" * 20_000,
        "| a " * 5_000 + "\n" + "|---" * 5_000,
    ):
        assert len(list(printing._marks_in(words))) <= 2


def test_each_row_of_a_table_is_a_sentence_of_its_own() -> None:
    """So is a sub-heading: what a rule finds in one is not taken for what another says."""
    text = "## What we did\n\n| Date | By |\n|---|---|\n| We will | Lead |\n| In May | Head |"
    assert [words for _, words in sentences(text)] == [
        "## What we did",
        "| Date | By |",
        "|---|---|",
        "| We will | Lead |",
        "| In May | Head |",
    ]


CARE = "standards/francis-2013/132.yaml"


def wording(*changes: tuple[str, str], more: str = "") -> list[str]:
    """Return what is said of the one recommendation of a set of the program, after some of its words were changed."""
    files = record_files(
        inquiry__set=None,
        inquiry__1=None,
        inquiry__2=None,
        body__2021__year=YEAR.replace("inquiry", "francis-2013"),
        body__2021__1=None,
        body__2021__2=None,
        body__2021__132=POSITION.format(number=132),
    )
    for path in ("standards/francis-2013/set.yaml", CARE):
        files[path] = (packaged() / path).read_bytes()
    text = files[CARE].decode()
    for old, new in changes:
        assert text.count(old) == 1
        text = text.replace(old, new)
    files[CARE] = (text + more).encode()
    return [f"{f.place.line}: {f.message}" for f in printing.wording_changed.find(Case(loading.load(files).registers[-1], bool))]  # fmt: skip


HERE = "is not worded as in its source: "


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("must have the capacity", "should have the capacity", "5: the text of 132 {}“Commissioners should have the capacity"),
        ("  Commissioners must have", "  Each must have", "5: the text of 132 {}“Each must have the capacity"),
        ("capacity to monitor", "capacity to watch", "5: the text of 132 {}“capacity to watch the performance"),
        ("on fundamental standards.\n", "on\n", "5: the text of 132 {}“"),
        ("Monitoring tools", "Monitoring tool", "4: the heading of 132 {}“Monitoring tool”"),
    ],
)  # fmt: skip
def test_words_that_are_not_those_of_the_source_are_told_from_two_words_before(
    old: str, new: str, told: str
) -> None:
    """Of the heading as of the text."""
    (line,) = wording((old, new))
    assert line.startswith(told.format(HERE))


CORRECTED = "corrections:\n  - {{part: {}, why: A slip., {}}}\n"


@pytest.mark.parametrize(
    ("old", "new", "correction", "count"),
    [
        ("Monitoring tools", "Tools", ("heading", "found: Monitoring tools, reads: Tools"), 0),
        ("Monitoring tools", "Tools", ("text", "found: Monitoring tools, reads: Tools"), 1),
        ("every commissioning contract", "every contract", ("text", "found: every commissioning contract, reads: every contract"), 0),
        ("every commissioning contract", "every contract", ("text", "found: every commissioning, reads: all"), 1),
        ("continuing basis during", "continuing and open basis during", ("text", "reads: and open"), 0),
        ("continuing basis during", "continuing and open basis during", ("text", "reads: and closed"), 1),
    ],
)  # fmt: skip
def test_what_corrections_explain_is_the_wording_of_the_source(
    old: str, new: str, correction: tuple[str, str], count: int
) -> None:
    """Each of its own part; what was found, or what was left out there."""
    assert len(wording((old, new), more=CORRECTED.format(*correction))) == count


def test_white_space_and_marks_of_links_are_no_wording() -> None:
    """Nor is a set that did not come with the program held against one."""
    assert wording(("  Commissioners must have the", "  *Commissioners* must\n  have the")) == []
    files = record_files()
    (register,) = loading.load(files).registers
    assert not [*printing.wording_changed.find(Case(register, bool))]
