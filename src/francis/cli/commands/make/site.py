"""`francis site`: the public web site."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from francis.cli import terminal
from francis.cli.commands.make.build import Findings
from francis.cli.options import body_option, root_of, root_option, set_option, target_folder
from francis.cli.record import Parts, at_least_one, refuse_errors
from francis.cli.terminal import progress, tell_of_waiting
from francis.errors import FrancisError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from francis.errors import Problem
    from francis.site.folder import SiteUpdate
    from francis.site.making import RecordSource
    from francis.site.scopes import PublicScope

NOTHING_FINAL = """\
There is no site to make, because no stock-take that was asked for is final.
Write 'status: final' in the year.yaml of one that is approved. To see what the site would look like: francis site --draft"""


@click.command()
@body_option("Show only this body (the name of its folder).")
@set_option("Show only this set of recommendations (the name of its folder).")
@click.option(
    "--output",
    "folder",
    type=click.Path(file_okay=False),
    help="The folder of the site. The default is site/ in the workspace.",
)
@click.option(
    "--draft",
    is_flag=True,
    help="Show stock-takes that are not final too, marked as drafts on every page.",
)
@click.option(
    "--format",
    "formats",
    type=click.Choice(["docx", "pdf", "html", "xlsx"]),
    multiple=True,
    help="Make the papers only in this format. You can give this option more than once.",
)
@click.option(
    "--address",
    help="The web address at which the site is published, if body.yaml does not say it under site.",
)
@root_option
def site(
    body: str | None,
    set_id: str | None,
    folder: str | None,
    draft: bool,
    formats: tuple[str, ...],
    address: str | None,
    root: str | None,
) -> None:
    """Make the public web site of all final stock-takes.

    The site has a page for each recommendation, for each action and for what changed in each year, and every paper
    for download. It holds nothing that is not public. It works from any folder: copy it to a web server, or open
    site/index.html. The record must be committed, as for final papers. Only what has changed is written again, and
    what the record no longer makes is removed.

    \b
      francis site
      francis site --draft --output preview
      francis site --body our-body --address https://example.org/inquiry
    """  # noqa: D301 - as in the group
    from francis.record.paper_kinds import FORMATS
    from francis.site.folder import open_folder
    from francis.site.making import make_site

    home = root_of(root)
    if address is not None:
        _check_address(address)
    target = home / "site" if folder is None else target_folder(home, folder)
    opened = open_folder(target, home)
    parts = Parts(home, (body, None, set_id))
    shown = _Shown(parts, draft=draft)
    shares = shown.shares(home)
    wanted = [form for form in FORMATS if not formats or form in formats]
    done, messages = make_site(
        opened,
        home,
        shares,
        formats=wanted,
        address=address,
        several=sum(len(scopes) for scopes, _ in shares) > 1,
        progress=progress,
        waiting=tell_of_waiting,
    )
    shown.tell(address)
    _tell(target, done, messages)
    _tell_unless_ignored(home, target)
    terminal.tell_outdated(home)
    sys.exit(1 if messages else 0)


def _tell(target: Path, done: SiteUpdate, messages: Sequence[str]) -> None:
    """Print where the site is, and what became of its folder."""
    for path in done.kept:
        click.echo(f"Kept {path}: the site no longer has it, but the file was changed.", err=True)
    for message in messages:
        click.echo(f"Warning: {message}", err=True)
    click.echo(terminal.shown_path(target, "index.html"))
    counts = f"{len(done.written):,} written, {len(done.unchanged):,} unchanged"
    click.echo(f"{counts}, {len(done.removed):,} removed.", err=True)


def _tell_unless_ignored(home: Path, target: Path) -> None:
    """Say that git would keep the site in the repository of the record, unless it is told to leave it out."""
    from francis import git

    if not target.resolve().is_relative_to(home.resolve()):
        return
    folder = target.resolve().relative_to(home.resolve()).as_posix()
    if git.access_to(home).state == "read" and not git.ignores(home, f"{folder}/index.html"):
        click.echo(
            f"git would keep the site beside the record. Add a line with /{folder}/ to .gitignore.",
            err=True,
        )


def _check_address(address: str) -> None:
    """Refuse an address of the site that is none."""
    from francis.formats.addresses import is_address

    if not (is_address(address) and address.startswith(("https://", "http://"))):
        raise click.UsageError(
            f"--address {address!r} is not a web address. Write one that begins with https://."
        )


class _Shown:
    """What is shown of each body that is asked for; the record must have no errors."""

    def __init__(self, parts: Parts, *, draft: bool) -> None:
        self._parts, self._draft = parts, draft
        self.left_out: list[str] = []
        self.marked: list[Problem] = []
        self._scopes: list[PublicScope] = []

    def shares(self, root: Path) -> list[tuple[Sequence[PublicScope], RecordSource]]:
        """Return what is shown of each body, and where it comes from."""
        from francis import git, workspace
        from francis.site.making import RecordSource, scope_of

        commits = git.committed(root, workspace.RECORD)
        findings = Findings(workspace.holds(root))
        against: list[Problem] = []
        shares: list[tuple[Sequence[PublicScope], RecordSource]] = []
        years: list[str] = []
        for part in self._parts:
            origin = RecordSource(root, part.selection.files, commits)
            found: list[PublicScope] = []
            for register in part.registers:
                years.append(register.year_id)
                outlook = scope_of(register, origin, drafts=self._draft)
                against += outlook.against
                self.marked += outlook.marked
                if outlook.scope is None:
                    self.left_out.append(f"{register.body_id} on {register.set_id}")
                else:
                    found.append(outlook.scope)
            findings.look(part, against)
            if found:
                shares.append((found, origin))
                self._scopes += found
        refuse_errors(findings.problems, "Nothing was written.")
        at_least_one(years)
        terminal.tell_of_git(commits.access)
        if not shares:
            raise FrancisError(NOTHING_FINAL)
        return shares

    def tell(self, address: str | None) -> None:
        """Say what is not on the site, and why papers are marked as drafts."""
        for name in self.left_out:
            click.echo(f"Left out: {name} has no final stock-take. To see it: --draft", err=True)
        if self.marked:
            years = dict.fromkeys("/".join(p.place.path.split("/")[1:3]) for p in self.marked)
            click.echo(
                f"The papers of {', '.join(years)} are marked as drafts. To see what keeps them from being final: "
                "francis build --final.",
                err=True,
            )
        for scope in self._scopes:
            if not scope.has_contact:
                click.echo(
                    f"The pages of {scope.name} tell nobody whom to write to about a mistake. Write it in the "
                    "body.yaml, under site, as 'contact'.",
                    err=True,
                )
        sites = [scope.register.body.site for scope in self._scopes]
        known = {site.address if site else None for site in sites} if address is None else {address}
        if None in known:
            click.echo(
                "There is no feed and no sitemap, as the address of the site is not known. Write it in body.yaml, "
                "under site, or add: --address https://…",
                err=True,
            )
        elif len(known) > 1:
            click.echo(
                "There is no sitemap, as the bodies name different addresses of the site. Name one with --address.",
                err=True,
            )
