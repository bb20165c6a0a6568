"""Workspaces of any size, for measuring: the same files for the same size, whenever made."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from random import Random

WORDS = (
    "the board receives assurance that each provider reports on quality safety experience outcomes "
    "complaints staffing incidents audits contracts standards commissioning reviews patients care"
)

SET = """\
format: 1
title: Report of an Inquiry
short_title: Inquiry Report
published: 2013-02-06
total: {total}
item:
  one: recommendation
  many: recommendations
responder: The Government
acknowledgement: Made for measuring.
licence: Open Government Licence v3.0
licence_url: https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/
source: Made for measuring.
themes:
"""
THEME = """\
  - title: Theme {number}
    first: "{first}"
    last: "{last}"
"""
RECOMMENDATION = """\
format: 1
number: "{number}"
heading: Heading of recommendation {number}
text: |
{text}
response:
  status: unknown
"""
BODY = """\
format: 1
name: Measured Body
short_name: Measured
words:
  item:
    one: standard
    many: standards
  position: current position
  position_heading: Current position
ratings:
  - key: green
    word: Green
    meaning: On track.
    colour: "#00703c"
    claim: on track
  - key: not rated
    word: Not rated
    meaning: Nobody has given a rating.
    blank: true
assurances:
  - key: not assessed
    word: Not assessed
    meaning: Nobody has looked at the evidence.
    blank: true
committees:
  - name: Quality Committee
    also:
      - Clinical Quality Committee
"""
YEAR = """\
format: 1
set: a-set
as_at: 2013-04-25
status: draft
"""
POSITION = """\
format: 1
number: "{number}"
acceptance:
  value: under consideration
rating:
  value: not rated
assurance:
  value: not assessed
text: |
{text}
"""


LONG, ASKED, ANSWERED = 20, 5, 13
"""Sentences in a text: of 2.4 kB, as a long position is; and of some 80 and 200 words, a little more
than the recommendations and positions of the first real record have."""


def text(seed: str, known: int, sentences: int) -> str:
    """Return Markdown: four paragraphs, three bullets among them and a link, indented."""
    random = Random(seed)  # one text for one seed

    def sentence(words: int) -> str:
        return " ".join(random.choices(WORDS.split(), k=words)).capitalize() + "."

    paragraphs = [" ".join(sentence(13) for _ in range(sentences)[n::4]) for n in range(4)]
    paragraphs[1] += f" See [recommendation {known}](#{known})."
    bullets = "\n".join(f"- {sentence(max(4, sentences // 2))}" for _ in range(3))
    whole = "\n\n".join([*paragraphs[:2], bullets, *paragraphs[2:]])
    return "\n".join(f"  {line}" if line else "" for line in whole.split("\n"))


def workspace(root: Path, rows: int, asks: int = LONG, answers: int = LONG) -> Path:
    """Make a workspace of `rows` recommendations and a position for each; return its root.

    `asks` and `answers` are how many sentences each of them has.
    """
    home = root / "standards"
    year = home / "a-body" / "2013"
    year.mkdir(parents=True)
    (home / "a-set").mkdir()
    themes = (
        THEME.format(number=first // 20 + 1, first=first, last=first + 19)
        for first in range(1, rows + 1, 20)
    )
    (home / "a-set" / "set.yaml").write_text(SET.format(total=rows) + "".join(themes))
    (home / "a-body" / "body.yaml").write_text(BODY)
    (year / "year.yaml").write_text(YEAR)
    for number in range(1, rows + 1):
        asked = RECOMMENDATION.format(number=number, text=text(f"asked {number}", 1, asks))
        answered = POSITION.format(number=number, text=text(f"answered {number}", number, answers))
        (home / "a-set" / f"{number}.yaml").write_text(asked)
        (year / f"{number}.yaml").write_text(answered)
    return root


EVIDENCE = """\
lead: Director of Quality
evidence:
  - title: Report {number} to the committee
    date: 2013-03-01
"""
ACTION = """\
  - id: A{number:04}
    recommendations: ["{served}"]
    description: Do what recommendation {served} asks.
    measure: It is done.
    lead: Head of Contracting
    since: 2013-03-01
    original_due: 2013-06-30
    rating:
      value: green
"""


def planned(root: Path, rows: int, asks: int = LONG, answers: int = LONG) -> Path:
    """Make a workspace as `workspace` does, whose positions are rated and have evidence; return its root.

    An action in its plan serves every tenth recommendation.
    """
    workspace(root, rows, asks, answers)
    year = root / "standards" / "a-body" / "2013"
    for number in range(1, rows + 1):
        file = year / f"{number}.yaml"
        rated = file.read_text().replace("value: not rated", "value: green")
        file.write_text(rated + EVIDENCE.format(number=number))
    actions = (ACTION.format(number=n, served=n) for n in range(1, rows + 1, 10))
    (year / "actions.yaml").write_text("format: 1\nactions:\n" + "".join(actions))
    return root


def led(root: Path, leads: int) -> Path:
    """Make a workspace as `planned` does, with two positions and two actions for each of so many leads; return its root.

    In its folder `forms` are their forms, filled in.
    """
    from francis.intake.forms.questions import form_for, leads_with_work
    from francis.intake.forms.word import to_word_form
    from francis.record.reading.loading import load
    from francis.workspace import packaged, read_files
    from tests.shared.forms import fill_word

    planned(root, 2 * leads, ASKED, ANSWERED)
    year, actions = root / "standards" / "a-body" / "2013", "format: 1\nactions:\n"
    for number in range(1, 2 * leads + 1):
        lead, file = f"lead: Post {number % leads}", year / f"{number}.yaml"
        file.write_text(file.read_text().replace("lead: Director of Quality", lead))
        action = ACTION.format(number=number, served=number)
        actions += action.replace("lead: Head of Contracting", lead)
    (year / "actions.yaml").write_text(actions)
    (root / "forms").mkdir()
    (register,) = load(read_files(root)).registers
    house = (packaged() / "templates" / "house.docx").read_bytes()
    day = register.as_at
    for lead in leads_with_work(register):
        form = form_for(register, lead, ("actions", "positions", "evidence"), (day, day))
        assert form is not None
        answers = {
            (0, "filled_on"): str(day),
            (1, "progress"): "Half of it is done.",
            (3, "still_true"): "yes",
        }
        filled = fill_word(to_word_form(form, house, house, "0"), answers)
        (root / "forms" / f"{lead}.docx").write_bytes(filled)
    return root


def several(root: Path, rows: int, bodies: int) -> Path:
    """Make a workspace as `planned` does, with so many bodies that answer its set; return its root."""
    planned(root, rows)
    for number in range(1, bodies):
        shutil.copytree(root / "standards" / "a-body", root / "standards" / f"body-{number:04}")
    return root


def twice(root: Path, rows: int) -> Path:
    """Make a workspace of `rows` recommendations in two years and two commits; return its root.

    A tenth of the positions differ between the years, and a few files between the commits.
    """
    workspace(root, rows, ASKED, ANSWERED)
    body = root / "standards" / "a-body"
    git = ("git", "-C", str(root), "-c", "user.name=Bench", "-c", "user.email=bench@example.org")

    def commit() -> None:
        subprocess.run([*git, "add", "."], check=True)
        subprocess.run([*git, "commit", "--quiet", "--message", "Measured"], check=True)

    subprocess.run([*git, "init", "--quiet"], check=True)
    commit()
    if rows <= 290:
        shutil.copytree(body / "2013", body / "2014")
        year = YEAR.replace("2013-04-25", "2014-04-25") + 'follows: "2013"\n'
        (body / "2014" / "year.yaml").write_text(year)
    for number in range(1, rows + 1, 10):
        file = max(body.glob("20*")) / f"{number}.yaml"
        file.write_text(file.read_text().replace("board", "committee"))
    commit()
    return root


def changed(seed: int, words: int) -> tuple[str, str]:
    """Return a text of so many words, in five paragraphs, and the same with a twentieth changed."""
    random = Random(seed)
    vocabulary = [f"{word}{n}" for word in WORDS.split() for n in range(20)]
    old = [random.choice(vocabulary) for _ in range(words)]
    new = [random.choice(vocabulary) if random.random() < 0.05 else word for word in old]

    def paragraphs(text: list[str]) -> str:
        fifth = max(1, words // 5)
        return "\n\n".join(" ".join(text[n : n + fifth]) for n in range(0, words, fifth))

    return paragraphs(old), paragraphs(new)


PROVIDER = """\
format: 1
name: Provider {number}
kind: acute trust
measures:
{measures}"""
MEASURE = """\
  - key: m{number}
    name: Measure {number}
    unit: per cent
    better: up
    target: "50"
"""


def providers(number_of: int, measures: int, months: int = 36) -> dict[str, bytes]:
    """Return the files of so many providers of a body, with so many measures each, month by month."""
    listed = "".join(MEASURE.format(number=n) for n in range(measures))
    periods = [f"{2010 + n // 12}-{n % 12 + 1:02}" for n in range(months)]
    files = {}
    for number in range(number_of):
        values = Random(number)
        rows = "".join(
            f"m{n},{period},{values.randint(20, 80)}\n"
            for n in range(measures)
            for period in periods
        )
        folder = f"standards/a-body/providers/p{number}"
        files[f"{folder}/provider.yaml"] = PROVIDER.format(number=number, measures=listed).encode()
        files[f"{folder}/measures.csv"] = f"measure,period,value\n{rows}".encode()
    return files
