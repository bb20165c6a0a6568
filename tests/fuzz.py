"""Change files at random, and run the commands on what comes out: `make fuzz`.

`SEED` and `COUNT` in the environment say which changes and how many. A case is a small workspace in which
one file was changed; it is run in a process of its own, so that a crash or a hang is one finding and
not the end. What is found is printed with the seed of its case, which alone makes it again: `CASE=seed`.
"""

from __future__ import annotations

import json
import os
import random
import re
import select
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import click
from click.testing import CliRunner

from francis import workers
from francis.cli import main
from francis.record.reading.nodes import STRANGE
from francis.workspace import packaged
from tests.shared.every_key import every_key

SLOWEST = 5.0
"""The seconds within which every command must have ended."""
LONGEST = 700
"""The characters that a line of a message may have: a value is cut at 80, and choices are listed."""

READING = (("check",), ("status",), ("diff", "2020", "2021"), ("show", "1"), ("search", "e", "the"))
"""The commands of every case, beside the HTML of all papers."""
WRITING = (
    ("rate", "1", "green", "--reason", "Reached."),
    ("confirm", "1", "--on", "2021-03-30"),
    ("act", "A2", "--progress", "Begun.", "--on", "2021-03-31"),
    ("note", "royal", "Letters are late.", "--on", "2021-03-31"),
    ("act", "royal/C2", "--progress", "They answered.", "--on", "2021-03-31"),
    ("status", "--mine", "Head of Quality"),
    ("new-year", "2022", "--as-at", "2022-03-31"),
    ("check", "--format", "json"),
    ("check", "--format", "github"),
    ("diff", "2020", "2021", "--format", "json"),
    ("status", "--format", "json"),
)
"""Further commands, of which each case has one."""


def seeds() -> dict[str, bytes]:
    """Return the files of the workspace that is changed: every kind of file, with every key."""
    made = every_key()
    made["templates/house.css"] = (packaged() / "templates/house.css").read_bytes()
    made["output/.made.json"] = b'{"format": 2, "files": {}}\n'
    return made


HOSTILE: tuple[str, ...] = (
    "", " ", "~", "null", "true", "0", "-1", "1e400", ".nan", "0x7fffffffffffffff", "1" * 5000, "9" * 17,
    "[]", "{}", "[[[[[]]]]]", "{a: {b: {c: {}}}}", "&a [*a]", "*a", "!!python/object:os.system x", "!x y",
    "<<: *a", "? x", "---", "...", "%YAML 9.9", "@x", "`x`", "|", ">", "|9", ">-+",
    "0001-01-01", "9999-12-31", "9999-12", "0000-00-00", "2021-02-29", "2021-13", "2021-1-1", "0001-01",
    '"\\u0000"', '"\\uD800"', '"\\u202e"', '"\\e[31m"', '"a\\rb"', '"a\\nb"', '"\\x85"', '"\\u2028"', '"\\uFEFF"', '"\\a"',
    "[words]()", "[](https://example.org)", "[words](#)", "[words](<>)", "[words](#1", "[a [b](#1) c](#2)",
    "[w](javascript:alert(1))", "[w](https://)", "[w](https://[::1)", "[w](http://a:b:c)", "[w](#1 'title')",
    "![p](#1)", "[a]: https://example.org", "[w](https://example.org/\u00e9 x)", "[w](https://ex\\ample.org)",
    '"[w](https://example.org/%zz)"', "[w](mailto:a@example.org)", "[*](#1)", "[ ](#1)", "[\\ ](#1)", "[&nbsp;](#1)",
    "[" * 500, "]" * 500, "*" * 500 + "a", "_" * 501 + "a" + "_" * 501, "**a " * 300, "[a](" * 300, "\\" * 999,
    "> " * 300 + "a", "- " * 400 + "a", "1. " * 300 + "a", "`" * 400, "<b>" * 300, "&amp;" * 300, "!" * 300 + "[",
    "*a " * 400 + "* " * 400, "[x" * 200 + "](#1)" * 200, "a" * 5000, "a " * 3000, "\u00e9" * 900, "\u0301" * 300,
    "\u05e9\u05c1\u05b8\u05dc\u05d5\u05b9\u05dd \u05e2\u05b7\u05dc\u05b5\u05d9\u05db\u05b6\u05dd", "Z\u0351\u036b\u0343\u036a\u0302\u036b\u033d\u034f\u0334\u0319\u0324\u031e\u0349\u035a\u032f\u031e\u0320\u034dA",
    "\u0645\u0631\u062d\u0628\u0627 \u0628\u0643\u0645 123", "\u4e2d\u6587\u5b57", "\U0001f468\u200d\U0001f469\u200d\U0001f467", "\u0e01\u0e33\u0e48", "\ufdfa\ufb01\u00ad\u200b",
    "\u212b \u2126 \ufb03 \u1e9e", "\u0915\u094d\u0937\u093f", "\u1100\u1161\u11a8", "\ue000provenance\ue000", "\u2068provenance\u2069", "{{ counts.positions }}",
    "{{ counts.nothing }}", "{{ 7*7 }}", "{% for x in y %}", "{#", "{{", "=cmd|' /C calc'!A0", "+1", "@SUM(A1)",
    "<script>alert(1)</script>", "<!--", "]]>", "&#0;", "&lt;", "../../etc/passwd", "/etc/passwd", "con", "a\tb", "#", "a #b",
    "2021-Q5", "2021-Q1", "2021/23-Q1", "0001-Q1", "9999/00-Q4", "{to_be_set_by: 2021-02}", "{to_be_set_by: 9999-12-31}",
    "[{post: A}]", "[{post: A, role: B}, {post: A}]", "[a, a]", "{text: a, outcome: {value: agreed}}", "1e9", "101", "2(a)", "2-a",
    "week", "day", "number", "not applicable", "the test body", "positions", "a list", "Lead",
    "'", '"', '"a', "a: b", "- a", "\u201ca\u201d", "\u00a0", "\u200b", "\u2060", "x" * 81, "1.2.3.4.5", "A1.a(iii)", "\u0663",
)  # fmt: skip
"""Values that people and their programs leave in files, and those that somebody means badly."""

BLOCKS: tuple[str, ...] = (
    "- " * 400 + "a\n",
    "\n".join(" " * 2 * n + "- a" for n in range(60)) + "\n",
    "\n".join(" " * 3 * n + "1. a" for n in range(12)) + "\n",
    "> " * 200 + "a\n",
    "a\n\n" * 300,
    "# Heading\n\n---\n\n| a | b |\n|---|---|\n| 1 | 2 |\n",
    "```\ncode\n```\n\n    code\n",
    "1. one\n1) two\n* three\n+ four\n",
    "99999. many\n",
    "- \n-\n- -\n",
    "-   a\n\n    b\n\n    - c\n\n      d\n",
    "[a]: #1\n\n[a] [b][a]\n",
    "a  \nb\\\nc\n",
    "<div>\n\n*a\n</div>\n",
    "*a **b *c** d* e**\n",
    "\u202b\u05d0\u05d1\u05d2\u202c\n",
    "a" * 20000 + "\n",
    "<https://example.org> https://example.org www.example.org\n",
    "[one\ntwo](#1)\n",
    "[words](\n#1\n)\n",
    "[words](#1\n'title')\n",
)
"""Texts for a literal block, of Markdown that no paper can well have."""

Change = Callable[[bytes, random.Random], bytes]


def _flipped(data: bytes, chance: random.Random) -> bytes:
    out = bytearray(data or b"x")
    for _ in range(chance.randint(1, 4)):
        out[chance.randrange(len(out))] = chance.randrange(256)
    return bytes(out)


def _cut(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data) + 1)]


def _lines(data: bytes, chance: random.Random) -> bytes:
    """Return a file with lines twice, left out, moved, or indented otherwise."""
    lines = data.splitlines(keepends=True) or [b"\n"]
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(len(lines))
        match chance.randrange(5):
            case 0:
                lines.insert(at, lines[chance.randrange(len(lines))])
            case 1 if len(lines) > 1:
                del lines[at]
            case 2:
                other = chance.randrange(len(lines))
                lines[at], lines[other] = lines[other], lines[at]
            case 3:
                lines[at] = b" " * chance.randint(1, 4) + lines[at]
            case _:
                lines[at] = lines[at].lstrip(b" ")
    return b"".join(lines)


_VALUE = re.compile(
    rb"^(?P<key>[ ]*(?:- )?[a-z_]+:)(?P<value>[ ].*)?$|^(?P<item>[ ]*-)[ ].*$", re.MULTILINE
)


def _valued(data: bytes, chance: random.Random) -> bytes:
    """Return a file in which one value is a hostile one, or stands twice in two shapes."""
    found = list(_VALUE.finditer(data))
    if not found:
        return data + chance.choice(HOSTILE).encode()
    at = chance.choice(found)
    value = chance.choice(HOSTILE)
    if chance.random() < 0.6 and not value.startswith(('"', "'")):
        value = json.dumps(value, ensure_ascii=chance.random() < 0.2)
    start = at["key"] or at["item"]
    line = start + b" " + value.encode()
    if chance.random() < 0.15:
        line += b"\n" + data[at.start() : at.end()]
    return data[: at.start()] + line + data[at.end() :]


_BLOCK = re.compile(rb"^(?P<indent>[ ]*)(?P<key>(?:- )?(?:text|description|reason|change|summary)):.*\n(?:(?P=indent)[ ]+.*\n|\n)*", re.MULTILINE)  # fmt: skip


def _blocked(data: bytes, chance: random.Random) -> bytes:
    """Return a file in which a text is another, of Markdown that no paper can well have."""
    found = list(_BLOCK.finditer(data))
    if not found:
        return _valued(data, chance)
    at = chance.choice(found)
    margin = at["indent"].decode() + "    "
    text = chance.choice([*BLOCKS, "\n".join(chance.choices(HOSTILE, k=3)) + "\n"])
    block = "".join(f"{margin}{line}\n" if line else "\n" for line in text.split("\n"))
    return (
        data[: at.start()] + at["indent"] + at["key"] + b": |\n" + block.encode() + data[at.end() :]
    )


def _keyed(data: bytes, chance: random.Random) -> bytes:
    """Return a file in which a key has another name, or two keys have changed places."""
    keys = list(re.finditer(rb"[a-z_]+(?=:(?: |$))", data, re.MULTILINE))
    if len(keys) < 2:
        return data
    one, other = sorted(chance.sample(keys, 2), key=lambda key: key.start())
    if chance.random() < 0.5:
        name = chance.choice(
            [
                *HOSTILE,
                "at",
                "format",
                "number",
                "__class__",
                "answered_with",
                "lead",
                "fields",
                "to_be_set_by",
            ]
        ).encode()
        return data[: one.start()] + name + data[one.end() :]
    between = data[one.end() : other.start()]
    return data[: one.start()] + other[0] + between + one[0] + data[other.end() :]


def _inserted(data: bytes, chance: random.Random) -> bytes:
    """Return a file with a few hostile bytes in the middle, or in another encoding."""
    match chance.randrange(6):
        case 0:
            return data.replace(b"\n", b"\r\n")
        case 1:
            return data.replace(b"\n", b"\r")
        case 2:
            return data.decode("utf-8", "replace").encode(
                chance.choice(["utf-16", "utf-32", "utf-16-le"])
            )
        case 3:
            return b"\xef\xbb\xbf" * chance.randint(1, 2) + data
    at = chance.randrange(len(data) + 1)
    strange = chance.choice(
        [b"\0", b"\r", b"\x1b[2J", b"\xff", b"\xed\xa0\x80", b"\xef\xbb\xbf", b"\t", b"\xc2\x85", b"\xe2\x80\xa8",
         b"\xe2\x80\xae", b"\n---\n", b"\n...\n", b"&a ", b"*a ", b"!!str ", b"# ", b"{", b"[" * 3000, b"\n<<<<<<< a\n",
         b"<<: {a: b}\n", b"x: &x [*x]\n", b"'", b'"', b": ", b"- " * 600]
    )  # fmt: skip
    return data[:at] + strange + data[at:]


CHANGES: tuple[Change, ...] = (
    *(_valued,) * 5, *(_blocked,) * 3, *(_lines,) * 2, _keyed, _flipped, _cut, _inserted,
)  # fmt: skip
"""The ways in which a file is changed, the likelier ones more than once."""


class Case(NamedTuple):
    """A changed workspace: its seed, its files, the file that was changed, and the commands that are run."""

    seed: int
    files: Mapping[str, bytes]
    changed: str
    commands: Sequence[tuple[str, ...]]


def case(seed: int, *, heavy: bool | None = None) -> Case:
    """Return the case of a seed; a `heavy` one makes Word and PDF too, which by itself one in 40 does."""
    chance = random.Random(seed)
    files = seeds()
    weights = [1 if not path.endswith(".yaml") else 6 for path in files]
    (path,) = chance.choices(list(files), weights)
    for _ in range(1 if chance.random() < 0.8 else 2):
        files[path] = chance.choice(CHANGES)(files[path], chance)
    formats = ["html"]
    if chance.random() < 1 / 40 if heavy is None else heavy:
        formats += ["docx", "pdf", "xlsx"]
    build = ("build", *(word for form in formats for word in ("--format", form)))
    return Case(seed, files, path, (*READING, build, chance.choice(WRITING)))


class Outcome(NamedTuple):
    """What became of one command: its exit code, what it printed, how long it took, and a traceback's name."""

    code: int
    printed: str
    seconds: float
    raised: str


INTERNAL = re.compile(
    r"\.py\b|Traceback|\b[A-Z]\w+(?:Error|Exception):|\b(?:francis|jinja2|lxml|pydantic\w*|docx|openpyxl|weasyprint"
    r"|markdown_it|yaml|re|formats|papers|record)\.(?!yaml|yml)[a-z_]+\b(?![./])|please report"
)
"""What only the program's makers understand: the names of modules, of errors, and calls for help."""


_NAMES_TEMPLATE = re.compile(r"body\.yaml:.* templates/")
"""What is said of a template, or a Word file, that body.yaml names and that is not there."""


def complaints(of: Case, command: Sequence[str], outcome: Outcome) -> Iterator[str]:
    """Yield what is wrong with the outcome of a command."""
    if outcome.raised:
        yield f"a traceback: {outcome.raised}"
    if outcome.code not in (0, 1, 2):
        yield f"exit code {outcome.code}"
    if outcome.seconds > SLOWEST:
        yield f"{outcome.seconds:.1f} seconds"
    strange = set(STRANGE.findall(outcome.printed))
    if strange:
        yield f"control characters: {', '.join(f'U+{ord(c):04X}' for c in sorted(strange))}"
    told = (
        outcome.printed
        if command[0] in ("check", "build") and "--format" not in command[:2]
        else ""
    )
    if outcome.code:
        told = outcome.printed
    if command[:2] == ("check", "--format"):
        told = ""
    if found := INTERNAL.search(told):
        yield f"what no officer understands: {found[0]}"
    named = _NAMES_TEMPLATE.search(told) if of.changed.endswith("/body.yaml") else None
    if not of.changed.startswith("templates/") and "templates/" in told and not named:
        yield "a template is blamed"
    if any(len(line) > LONGEST for line in told.splitlines()):
        yield "a line without an end"


def run(of: Case) -> list[str]:
    """Return what is wrong with a case: each complaint with the command, and the words it printed."""
    found: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for path, data in of.files.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_bytes(data)
        outcomes = list(_outcomes(root, of.commands))
    for command, outcome in zip(of.commands, outcomes, strict=False):
        said = outcome.printed.strip().splitlines()[-3:]
        found += [
            f"{' '.join(command)}: {complaint}\n      " + "\n      ".join(map(ascii, said))[:600]
            for complaint in complaints(of, command, outcome)
        ]
    checked, built = outcomes[0], outcomes[4] if len(outcomes) > 4 else None
    is_record = of.changed.endswith(".yaml")
    if built is not None and is_record and checked.code == 0 and "Error: " in built.printed:
        found.append(f"build refuses what check accepts\n      {built.printed[-600:]!r}")
    return found


def _outcomes(root: Path, commands: Sequence[Sequence[str]]) -> Iterator[Outcome]:
    """Yield the outcome of each command in a process of its own; what does not end is ended, and is the last."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        workers.cores = lambda: 1  # no processes of its own, which would outlive it
        with os.fdopen(writer, "w") as pipe:
            for command in commands:
                pipe.write(json.dumps(_outcome(root, command)) + "\n")
                pipe.flush()
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb", buffering=0) as pipe:
        rest = b""
        for command in commands:
            limit = time.monotonic() + (SLOWEST * 24 if "pdf" in command else SLOWEST * 6)
            while b"\n" not in rest:
                ready, _, _ = select.select([pipe], [], [], max(0.0, limit - time.monotonic()))
                piece = pipe.read(1 << 20) if ready else b""
                if not piece:
                    break
                rest += piece
            line, newline, rest = rest.partition(b"\n")
            if not newline:
                break
            code, printed, seconds, raised = json.loads(line)
            yield Outcome(code, printed, 0.0 if "pdf" in command else seconds, raised)
        else:
            os.waitpid(child, 0)
            return
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    yield Outcome(1, "", SLOWEST * 2, f"it did not end, or the process did: {status}")


def _outcome(root: Path, command: Sequence[str]) -> Outcome:
    begun = time.process_time()  # so that other work on this computer makes nothing slow
    result = CliRunner().invoke(main, [*command, "--root", str(root)])
    seconds, error = time.process_time() - begun, result.exception
    raised = ""
    if error is not None and not isinstance(error, SystemExit):
        trace, places = error.__traceback__, []
        while trace is not None:
            code = trace.tb_frame.f_code
            places.append(f"{Path(code.co_filename).name}:{trace.tb_lineno} {code.co_name}")
            trace = trace.tb_next
        raised = f"{type(error).__name__}: {error!s:.200} at {' < '.join(reversed(places[-6:]))}"
    printed = result.output_bytes.decode("utf-8", "backslashreplace")
    return Outcome(result.exit_code, printed, seconds, raised)


def warm() -> None:
    """Import what the commands import, so that each case need not."""
    import importlib

    for name in (
        "jinja2.sandbox",
        "lxml.etree",
        "markdown_it",
        "openpyxl",
        "docx",
        "pypdfium2",
        "weasyprint",
    ):
        importlib.import_module(name)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for path, data in seeds().items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_bytes(data)
        for command in (*READING, ("build", "--format", "html"), *WRITING):
            outcome = _outcome(root, command)
            assert outcome.code == 0, (command, outcome)


def _main() -> None:
    """Run the cases that the environment names, and print what is found."""
    settings = os.environ
    first, count = int(settings.get("SEED") or 1), int(settings.get("COUNT") or 10_000)
    numbers = [int(settings["CASE"])] if settings.get("CASE") else range(first, first + count)
    warm()
    found = 0
    for seed in numbers:
        of = case(seed)
        for complaint in run(of):
            found += 1
            click.echo(f"case {seed}, {of.changed}: {complaint}")
        if (seed - first + 1) % 500 == 0:
            click.echo(f"{seed - first + 1:,} cases, {found:,} findings", err=True)
    click.echo(f"{len(numbers):,} cases, {found:,} findings")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    _main()
