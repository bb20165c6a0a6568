"""`francis check`: the problems of the record."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from francis.cli import completion, terminal
from francis.cli.options import root_of, root_option, scope_options
from francis.cli.record import known_scope
from francis.errors import (
    LEVELS,
    FrancisError,
    Level,
    Problem,
    did_you_mean,
    nearest,
    quotation,
)

if TYPE_CHECKING:
    from pathlib import Path

    from francis.check.rule import Rule


def _explain(ctx: click.Context, _option: click.Parameter, name: str | None) -> None:
    """Print the explanation of a rule, or the rules of a group, and end the command."""
    if name is None or ctx.resilient_parsing:
        return
    from francis.check import all_rules, file_faults
    from francis.check.rule import RULE_GROUPS

    rules = {rule.name: rule for rule in all_rules.RULES}
    if name in rules:
        rule = rules[name]
        told = f" ({rule.level}, {rule.group})\n\n{rule.about}\n\nWhat to do: {rule.remedy}"
    elif name in RULE_GROUPS:
        held = [rule for rule in all_rules.RULES if rule.group == name]
        lines = (f"  {rule.name} ({rule.level})\n    {rule.summary}" for rule in held)
        told = "\n\n".join((f": {RULE_GROUPS[name]}", *lines))
    elif name in file_faults.ABOUT:
        told = f" (error)\n\n{file_faults.ABOUT[name]}"
    else:
        near = did_you_mean(nearest(name, [*rules, *file_faults.ABOUT]))
        raise click.UsageError(f"--explain {quotation(name)} is not a rule.{near} {_LIST_RULES}")
    click.echo(click.style(name, bold=True) + told)
    ctx.exit()


_LIST_RULES = "To list the rules of a group, use --explain claims, promises, consistency, meetings, printing or publication."


@click.command()
@scope_options
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "sarif", "github"]),
    default="text",
    show_default=True,
    help="Text to read, JSON for scripts, SARIF for code hosts, or annotations for a GitHub pull request.",
)
@click.option(
    "--select",
    multiple=True,
    metavar="RULE",
    shell_complete=completion.rules,
    help="Use only this rule or group. You can give this option more than once.",
)
@click.option(
    "--ignore",
    multiple=True,
    metavar="RULE",
    shell_complete=completion.rules,
    help="Leave out this rule or group. You can give this option more than once.",
)
@click.option(
    "--fail-on",
    type=click.Choice(LEVELS),
    default="error",
    show_default=True,
    help="Exit with status 1 if there is a problem of this level or worse.",
)
@click.option(
    "--verbose",
    is_flag=True,
    help="List each finding; otherwise warnings and notes of one kind in one file are one line.",
)
@click.option(
    "--fix",
    is_flag=True,
    help="Mend what has one answer only, such as capital letters, tabs and .yml, after showing every change.",
)
@click.option("--yes", is_flag=True, help="With --fix: make the changes without asking.")
@click.option(
    "--explain",
    metavar="RULE",
    callback=_explain,
    expose_value=False,
    is_eager=True,
    shell_complete=completion.rules,
    help="Explain a rule: what it finds, why it matters and what to do. For a group, list its rules.",
)
@root_option
def check(
    body: str | None,
    set_id: str | None,
    year: str | None,
    form: str,
    select: Sequence[str],
    ignore: Sequence[str],
    fail_on: Level,
    verbose: bool,
    fix: bool,
    yes: bool,
    root: str | None,
) -> None:
    """Find every problem in the record, and say how to put it right.

    All problems are found in one run. Each is printed as path:line:column, errors first, with what to do
    below it. Mistakes in files are errors. Rules then check what the record claims and commits to, whether
    it contradicts itself, and what must not be published. They check the latest year of each body and
    set, or the year that you name with --year.

    The groups of rules are claims, promises, consistency, meetings, printing and publication. A body can
    change the level of a rule, or silence it, in body.yaml. The exit status is 1 if there is a problem of the level of
    --fail-on or worse, otherwise 0.

    --fix mends words in the wrong case, spaces and tabs that should not be there, curly quotation marks round
    numbers, mixed ends of lines, lists pasted from a word processor, and names that end in .yml. It shows the changes
    first, asks, and touches nothing else; scripts need --yes.

    \b
      francis check --body our-body
      francis check --fix
      francis check --fail-on warning --ignore date-vague
      francis check --explain promise-unrecorded
    """  # noqa: D301 - as above
    from francis import git
    from francis.check.body_by_body import check_workspace
    from francis.record.reading.scope import list_record

    rules = _rules(select, ignore)
    home = root_of(root)
    listing = list_record(home, body)
    known_scope(listing.years, (body, year, set_id), listing.sets_of(body) if set_id else ())
    if fix:
        _fix(home, body, year, yes=yes, err=form != "text")
        listing = list_record(home, body)
    elif yes:
        raise click.UsageError("--yes needs --fix.")
    found = check_workspace(home, listing, body, year, select, ignore, set_id=set_id)
    problems = [*found.problems, *found.found.problems]
    if form == "text":
        _print(problems, found.files, found.found.silenced, verbose)
        terminal.tell_of_git(git.access_to(home))
        terminal.tell_what_to_do(problems, verbose)
    else:
        _report(problems, form, found.files, found.found.silenced, rules)
    worst = LEVELS.index(fail_on)
    sys.exit(1 if any(LEVELS.index(problem.level) <= worst for problem in problems) else 0)


def _fix(home: Path, body: str | None, year: str | None, *, yes: bool, err: bool) -> None:
    """Show what has one answer only in the files that are meant, and mend it, if that is wanted."""
    from francis.cli.record import only_writer
    from francis.record.reading.scope import select_files
    from francis.record.writing.mending import mended_files
    from francis.record.writing.whole_files import fingerprints, write_whole
    from francis.workspace import RECORD

    begin = "/".join(filter(None, (RECORD, body, year if body else None))) + "/"

    def wanted(path: str) -> bool:
        of_year = body or year is None or path.split("/")[2:3] == [year]
        return path.startswith(begin) and bool(of_year)

    with only_writer(home) as held:
        record = select_files(home, body, year)
        mends = mended_files(record, wanted, lambda path: (home / path).exists())
        if not mends:
            click.echo("Nothing to fix.", err=err)
            return
        for line in terminal.difference(record.files, mends):
            click.echo(line, err=err)
        if not (yes or terminal.is_agreed("Make these changes?")):
            raise FrancisError(
                "Nothing was written. To make these changes without being asked, add --yes."
            )
        gone: dict[str, bytes | None] = {old: None for old, path, _ in mends if old != path}
        made = {path: data for _, path, data in mends} | gone
        write_whole(held, made, fingerprints(made, record.files))
    click.echo(f"Fixed: {', '.join(path for _, path, _ in mends)}", err=err)


def _rules(select: Sequence[str], ignore: Sequence[str]) -> tuple[Rule, ...]:
    """Return the rules that are meant; a name that is none is wrong use."""
    from francis.check import all_rules
    from francis.check.rule import RULE_GROUPS

    names = [*RULE_GROUPS, *(rule.name for rule in all_rules.RULES)]
    for option, given in (("--select", select), ("--ignore", ignore)):
        for name in given:
            if name not in names:
                near = did_you_mean(nearest(name, names))
                raise click.UsageError(
                    f"{option} {quotation(name)} is neither a rule nor a group.{near} {_LIST_RULES}"
                )
    return all_rules.chosen(select, ignore)


def _print(problems: Sequence[Problem], files: int, silenced: int, verbose: bool) -> None:
    """Print the problems as text, and what to do next."""
    terminal.show_problems(problems, verbose=verbose)
    click.echo(terminal.counted(problems, files))
    if silenced:
        click.echo(f"{silenced:,} more silenced by body.yaml.")


def _report(
    problems: Sequence[Problem], form: str, files: int, silenced: int, rules: Sequence[Rule]
) -> None:
    """Print the problems in the form that was asked for, each of them."""
    from francis.check import reports as forms

    if form == "github":
        for line in forms.annotated(problems):
            click.echo(line)
    else:
        _json(
            forms.problems_json(problems, files, silenced)
            if form == "json"
            else forms.sarif(problems, rules)
        )


def _json(value: Any) -> None:
    import json

    click.echo(json.dumps(value, indent=2, ensure_ascii=False))
