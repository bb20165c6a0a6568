"""Templates: a register becomes HTML, and nothing that is written disappears."""

from __future__ import annotations

import datetime
import html
import json
import re
import time
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from francis import workspace
from francis.errors import FrancisError
from francis.formats.colour import ink
from francis.papers import limits, templates
from francis.papers.markdown import markdown, numbered, point
from francis.record.audience import for_audience
from francis.record.reading import loading
from francis.record.register import Register
from tests.shared.workspaces import POSITION, YEAR, record_files

MADE = datetime.datetime(2021, 3, 31)


def register(**changed: str | bytes | None) -> Register:
    """Return the register of the small workspace."""
    (only,) = loading.load(record_files(**changed)).registers
    return for_audience(only, "public")


def rendered(folder: Path, text: str, **changed: str | bytes | None) -> str:
    """Return what a template of the text `text` makes."""
    (folder / "t.html.j2").write_text(text)
    return templates.paper(
        "t.html.j2", register(**changed), [folder], provenance="commit 1", made=MADE, version="0"
    )


def test_templates_read_the_records_themselves(tmp_path: Path) -> None:
    """There is nothing between the record and the template."""
    text = "{{ body.short_name }} {{ register.positions['1'].rating.value }} {{ year.as_at | day }}"
    assert rendered(tmp_path, text) == "Test Body green 31 March 2021"


@pytest.mark.parametrize(
    ("audience", "may_see"),
    [
        ("public", ["public"]),
        ("internal", ["public", "internal"]),
        ("restricted", ["public", "internal", "restricted"]),
    ],
)
def test_templates_ask_who_may_see_something(
    tmp_path: Path, audience: str, may_see: list[str]
) -> None:
    """As the record does when it leaves something out."""
    text = (
        "{% for each in ['public', 'internal', 'restricted'] if each is visible_to('AUDIENCE') %}"
        "{{ each }} {% endfor %}"
    )
    assert rendered(tmp_path, text.replace("AUDIENCE", audience)).split() == may_see


def test_a_template_that_is_changed_is_read_anew(tmp_path: Path) -> None:
    """Also one that another takes its words from; one that is as it was need not be compiled again."""
    (tmp_path / "words.html.j2").write_text("{% macro said() %}one{% endmacro %}")
    (tmp_path / "parts.html.j2").write_text(
        '{% from "words.html.j2" import said %}{% macro part() %}{{ said() }}{% endmacro %}'
    )
    text = '{% from "parts.html.j2" import part %}{{ part() }}'
    assert [rendered(tmp_path, text), rendered(tmp_path, text)] == ["one", "one"]
    (tmp_path / "words.html.j2").write_text("{% macro said() %}two{% endmacro %}")
    assert rendered(tmp_path, text) == "two"
    assert rendered(tmp_path, text + " three") == "two three"


def test_an_assurance_reads_as_people_say_it(tmp_path: Path) -> None:
    """Whatever the body's own word for it."""
    words = ("Limited", "Not assessed", "None", "Full")
    steps = [{"word": word, "exception": word != "Full"} for word in words]
    (tmp_path / "t.html.j2").write_text(
        '{% import "exceptions.html.j2" as exceptions %}'
        f"{{{{ exceptions.assurances({json.dumps(steps)}) }}}}"
    )
    folders = (tmp_path, *workspace.template_folders(Path(__file__).parents[2]))
    said = templates.paper(
        "t.html.j2", register(), folders, provenance="commit 1", made=MADE, version="0"
    )
    assert said == "Limited assurance, assurance Not assessed or no assurance"


def test_what_is_printed_is_escaped(tmp_path: Path) -> None:
    """Text is text, whatever it looks like."""
    position = POSITION.format(number=1) + "lead: R&D <b>\n"
    assert (
        rendered(tmp_path, "{{ register.positions['1'].lead }}", body__2021__1=position)
        == "R&amp;D &lt;b&gt;"
    )


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("line\n{{ bdy.name }}", "t.html.j2:2: 'bdy' is undefined"),
        ("{{ body.nme }}", "t.html.j2:1: this Body has no attribute 'nme'"),
        ("\n\n{% for %}", "t.html.j2:3: Expected an expression"),
        ("{{ ''.__class__.__mro__ }}", "t.html.j2:1: access to attribute '__class__'"),
        ("{{ body.at.__call__.__globals__ }}", "t.html.j2:1: "),
        ("{{ register.positions['1'].at.text }}", "t.html.j2:1: access to attribute 'at'"),
        ("{{ register.positions['1']['at'].text }}", "t.html.j2:1: access to attribute 'at'"),
        ("{{ (register.positions['1'] | attr('at')).text }}", "t.html.j2:1: access to attribute 'at'"),
        ("{{ ([year] | map(attribute='at') | first).text }}", "t.html.j2:1: access to attribute 'at'"),
        ("{{ 1 / 0 }}", "t.html.j2:1: ZeroDivisionError"),
        ("{% for x in range(1000000000) %}{% endfor %}", "t.html.j2:1: OverflowError: Range too big"),
        ("{{ 9 ** 99999999 }}", "t.html.j2:1: ** can only multiply two numbers"),
        ("{{ 'x' * 10 ** 10 }}", "t.html.j2:1: ** can only multiply two numbers"),
        ("{{ 'x' * 10000000000 }}", "t.html.j2:1: * can only multiply two numbers"),
        ("{% include '../secret' %}", "There is no file '../secret'"),
        ("{% include '/etc/passwd' %}", "/etc/passwd leads outside the templates folder"),
        ("{{ body.words.__setattr__('position', 'x') }}", "t.html.j2:1: access to attribute '__setattr__'"),
    ],
)  # fmt: skip
def test_a_template_that_fails_is_told_by_its_line(tmp_path: Path, text: str, says: str) -> None:
    """Misspelt names, wrong syntax and what the sandbox forbids all end in one message."""
    with pytest.raises(FrancisError, match=re.escape(says)):
        rendered(tmp_path, text)


ENDLESS = "\n{% for a in range(99999) %}{% for b in range(99999) %}{% set c = a %}{% endfor %}{% endfor %}"


def test_a_template_that_never_ends_is_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody waits for a loop in it, and what runs afterwards is left alone."""
    monkeypatch.setattr(limits, "MOST_SECONDS", 0.3)
    with pytest.raises(
        FrancisError, match=r"t\.html\.j2:2: it was still running after 0\.3 seconds"
    ):
        rendered(tmp_path, ENDLESS)
    assert rendered(tmp_path, "{{ year.set }}") == "inquiry"
    time.sleep(0.4)


def test_a_template_that_writes_far_too_much_is_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before it takes all memory."""
    monkeypatch.setattr(limits, "MOST_CHARACTERS", 1000)
    with pytest.raises(FrancisError, match=r"it wrote more than 1,000 characters"):
        rendered(tmp_path, "{% for a in range(99999) %}{{ a }} {% endfor %}")


def test_a_limit_that_was_not_reached_leaves_no_trace() -> None:
    """Also where the time runs out just as the work ends."""
    for _ in range(60):
        with suppress(limits.LimitError), limits.time_limit(0.0005):
            sum(range(20_000))
    time.sleep(0.01)


def test_numbers_can_be_calculated_with(tmp_path: Path) -> None:
    """What the sandbox forbids is what takes all memory."""
    assert rendered(tmp_path, "{{ 2 * 3 + 1 }}") == "7"


def test_a_template_that_is_not_there_is_said(tmp_path: Path) -> None:
    """The message names the folders that were looked through."""
    with pytest.raises(
        FrancisError, match=re.escape(f"There is no file 'x.html.j2' in {tmp_path}")
    ):
        templates.paper("x.html.j2", register(), [tmp_path], provenance="", made=MADE, version="0")


def test_paragraphs_lists_emphasis_and_links() -> None:
    """So much of Markdown is meant, and no more."""
    text = "See [section 7](#7).\n\n- *a*\n- **b**\n  - c\n\n1. [d](https://example.org/?a=b&c)\n"
    assert markdown(text) == (
        '<p>See <a href="#item-7">section 7</a>.</p>\n'
        "<ul>\n<li><em>a</em></li>\n<li><strong>b</strong>\n<ul>\n<li>c</li>\n</ul>\n</li>\n</ul>\n"
        '<ol>\n<li><a href="https://example.org/?a=b&amp;c">d</a></li>\n</ol>'
    )


def test_paragraphs_of_a_list_item_are_lines() -> None:
    """A paragraph inside an item would break the tags of the PDF."""
    assert markdown("- a\n\n  b\n- c") == "<ul>\n<li>a<br>\nb</li>\n<li>c</li>\n</ul>"


@pytest.mark.parametrize(
    "text",
    [
        "#132 is not a heading",
        "##",
        "- a\n  # not in a list",
        "<script>alert(1)</script>",
        "![no picture](x.png)",
        "[x](javascript:alert(1))",
        "[a]: https://example.org",
        "`code`",
        "&nbsp;",
        "> 95% of patients",
        ">",
        "    not code",
        "a | b\nc | d",
        "a | b\n--|--|--\nc | d",
        "[ ] to do",
        "~~gone~~",
        "<https://example.org>",
        "said[^1]",
        "```\ncode\n```",
        "***",
        "CCG 's *",
        "2013. The year began",
        "-",
        "1.",
        "5*3*2 = 30",
        "1000000. too many",
        "snake_case_word",
    ],
)
def test_what_else_looks_like_markup_is_printed_as_it_stands(text: str) -> None:
    """Nothing vanishes and nothing runs."""
    shown = html.unescape(re.sub(r"</?(p|ul|li)>", "", str(markdown(text))))
    assert shown.split() == text.removeprefix("- ").split()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("One.\n\nTwo.", '<p>{} One.</p>\n<p>Two.</p>'),
        ("- one\n- two", "<p>{}</p>\n<ul>\n<li>one</li>\n<li>two</li>\n</ul>"),
        ("**One** <b>\n- a", "<p>{} <strong>One</strong> &lt;b&gt;</p>\n<ul>\n<li>a</li>\n</ul>"),
        ("", "<p>{}</p>\n"),
    ],
)  # fmt: skip
def test_a_number_stands_before_the_first_paragraph(text: str, shown: str) -> None:
    """What follows belongs to it; before a list the number has a paragraph of its own."""
    number = '<span class="paragraph-number">10.5</span>'
    expected = f'<div class="numbered">\n{shown.format(number)}\n</div>'
    assert numbered(text, "10.5") == expected
    assert "&lt;i&gt;</span>" in numbered(text, "<i>")


def test_lists_of_any_depth_keep_their_words() -> None:
    """The library leaves out what is nested deeper than it is told, in silence."""
    text = "\n".join("  " * level + f"- word{level}" for level in range(60))
    assert all(f"word{level}" in markdown(text) for level in range(60))


def test_a_narrative_has_the_figures_of_the_record_marked_with_their_names() -> None:
    """The figure of the text is the figure of the table, and can be compared with it."""
    narrative = "*{{ counts.green }}* of _{{counts.not_rated}}_; {{ counts.actions_not_rated }}"
    html = templates.with_figures(markdown(narrative), register().counts)
    shown = '<span class="fact" data-figure="{}">{}</span>'
    assert html == (
        f"<p><em>{shown.format('green', 2)}</em> of <em>{shown.format('not_rated', 0)}</em>; "
        f"{shown.format('actions_not_rated', 0)}</p>"
    )


def test_the_paragraphs_of_a_point_are_lines() -> None:
    """Text stays text in it, also where it looks like what holds it."""
    assert point("a *b*\n\n</p><p>") == "<li>a <em>b</em><br>\n&lt;/p&gt;&lt;p&gt;</li>"
    assert point("- a") == "<li><ul>\n<li>a</li>\n</ul></li>"


WORDS = st.text(
    st.characters(exclude_categories=["C", "Z"], exclude_characters="*_\\[]<>"), min_size=1
)


@pytest.mark.parametrize("text", ["-  " * 100 + "x", "a" + "\n" * 100_000 + "b"])
def test_no_text_is_read_for_long(text: str) -> None:
    """Signs of a list one behind the other, and empty lines, are looked through once."""
    assert re.sub(r"<[^>]+>|\s|-", "", markdown(text)) == re.sub(r"[\s-]", "", text)


@example("# 0 #")
@given(st.lists(WORDS, min_size=1).map(" ".join))
def test_every_word_of_a_text_arrives(text: str) -> None:
    """Words come out as they went in, but for the signs that make emphasis, links and lists."""
    shown = html.unescape(re.sub(r"<[^>]*>", " ", str(markdown(text))))
    marks = re.compile(r"^(([-+•]|\d{1,9}[.)]|#{1,6})\s)+|^>|(?<=\s)#+$")
    assert shown.split() == marks.sub("", text.strip()).split() or shown.split() == text.split()


TABLE = ("table", "colgroup", "col", "thead", "tbody", "tr", "th", "td")


@given(st.text() | st.text("|-\n> #ab\\*1"))
def test_no_text_makes_a_traceback_or_a_strange_element(text: str) -> None:
    """Whatever is written, only these elements come out."""
    tags = set(re.findall(r"</?([a-z0-9]+)", str(markdown(text))))
    assert tags <= {
        "p",
        "ul",
        "ol",
        "li",
        "strong",
        "em",
        "a",
        "br",
        "blockquote",
        *TABLE,
        "sub1",
        "sub2",
    }


@pytest.mark.parametrize(
    "colour", ["#000000", "#ffffff", "#1d70b8", "#00703c", "#ffbf00", "#d4351c", "#757575"]
)
def test_ink_can_be_read_on_its_colour(colour: str) -> None:
    """Black or white reaches the contrast of 4.5 to 1 that WCAG asks for."""

    def luminance(value: str) -> float:
        parts = [int(value[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    light, dark = sorted([luminance(colour), luminance(ink(colour))], reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 4.5


def stocktake(*, final: bool = False, **changed: str | bytes | None) -> str:
    """Return the stock-take of the small workspace."""
    folders = workspace.template_folders(Path(__file__).parents[2])
    return templates.paper(
        "stocktake.html.j2",
        register(**changed),
        folders,
        provenance="commit 1",
        made=MADE,
        version="0",
        final=final,
    )


def test_the_stocktake_prints_all_that_a_position_says() -> None:
    """Acceptance, rating and assurance with their reasons, the lead, and where a text breaks off."""
    position = POSITION.format(number=1).replace(
        "  value: accepted\n", "  value: accepted\n  meeting: Board\n  date: 2021-02-03\n  reason: It is right.\n"
    ).replace("  value: green\n", "  value: green\n  reason: Done in time.\n").replace(
        "  value: not assessed\n", "  value: not assessed\n  reason: No time.\n"
    ) + "incomplete: The text breaks off.\nlead: Director of Care\nnotes:\n  - As in [2](#2).\n"  # fmt: skip
    text = " ".join(
        html.unescape(re.sub(r"<[^>]*>", " ", stocktake(body__2021__1=position))).split()
    )
    for part in (
        "Acceptance: accepted (Board, 3 February 2021) – It is right.",
        "Rating: Green – Done in time.",
        "Assurance: Not assessed – No time.",
        "Lead: Director of Care",
        "The text breaks off.",
        "As in 2 .",
        "Note on 1",
    ):
        assert part in text


def test_a_rating_has_a_shape_and_one_without_a_colour_an_outline() -> None:
    """Whichever it is, its word is marked as the fact."""
    page = stocktake(
        body__2021__2=POSITION.format(number=2).replace("value: green", "value: not rated")
    )
    green = 'style="--colour: #00703c; --ink: #ffffff" data-shape="triangle" data-field="rating"'
    assert f'<span class="rating" {green}>Green</span>' in page
    assert '<span class="outlined" data-shape="dash" data-field="rating">Not rated</span>' in page


def test_a_draft_is_marked_and_a_final_paper_is_not() -> None:
    """A paper is a draft until it is made as a final one, whatever the year says of the record."""
    final = record_files()["standards/body/2021/year.yaml"].replace(b"draft", b"final")
    assert 'data-mark="Draft"' in stocktake(body__2021__year=final)
    assert "raft" not in stocktake(final=True, body__2021__year=final)


def test_the_words_of_the_paper_are_the_bodys() -> None:
    """No word of one body or one inquiry stands in a template."""
    for template in (Path(__file__).parents[2] / "templates").glob("*.j2"):
        assert not re.search(
            r"\b(CCG|Barnet|Francis|standards?|123)\b",
            re.sub(r"\{#.*?#\}", "", template.read_text(), flags=re.S),
        )


def test_what_was_carried_forward_is_marked() -> None:
    """Until it is changed or confirmed; and so is what answers an older text."""
    year = YEAR.replace("2021-03-31", "2022-03-31") + 'follows: "2021"\n'
    positions = {f"body__2022__{number}": POSITION.format(number=number) for number in (1, 2)}
    positions["body__2022__2"] += "confirmed:\n  on: 2022-03-01\nanswers: ffffffffffff\n"
    *_, later = loading.load(record_files(body__2022__year=year, **positions)).registers
    text = templates.paper(
        "stocktake.html.j2",
        for_audience(later, "public"),
        workspace.template_folders(Path(__file__).parents[2]),
        provenance="commit 1",
        made=MADE,
        version="0",
    )
    assert text.count("Carried forward from 2021, not yet confirmed.") == 1
    assert text.index("Carried forward") < text.index("Position on 1.") < text.index("For review:")
    assert text.count("has changed since this position was written.") == 1
