"""All git: which commit holds the record, what it was at any commit, and which commits changed it."""

from __future__ import annotations

import datetime
import hashlib
import os
import re
import subprocess
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Literal, NamedTuple

from francis.errors import FrancisError, excerpt, printable, quotation

AccessState = Literal["read", "no git", "not installed", "refused"]
ProvenanceState = Literal[
    "no git", "not installed", "refused", "no history", "shallow", "unchanged", "changed"
]


class Access(NamedTuple):
    """Whether git can read the repository of a folder, and what it said if it refused.

    The state is `no git` where no repository is, and `not installed` where git itself is missing.
    """

    state: AccessState
    reason: str = ""

    def __str__(self) -> str:
        """Return why nothing is known, and what to do, as messages say it; nothing if git can read it."""
        return {
            "read": "",
            "no git": "the record is not under version control.",
            "not installed": "git is not installed.\n"
            "Install it, for example from https://git-scm.com. Then run the command again.",
            "refused": f"git refused to read it: {self.reason}.\n"
            "If it speaks of ownership and the folder is yours, run: git config --global --add safe.directory "
            "FOLDER. Otherwise, ask whoever looks after the repository.",
        }[self.state]


READABLE = Access("read")


@dataclass(frozen=True)
class Provenance:
    """The commit that last changed some files, and whether they have changed since.

    `commit` is empty when the state is `no git` (no repository here), `not installed` (no git), `refused`
    (git will not or cannot read the repository), `no history` (the files were never committed) or `shallow`
    (the clone does not reach back to that commit). `changed` are the files that are not as they were
    committed, by their paths.
    """

    commit: str
    state: ProvenanceState
    changed: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Return it as papers print it."""
        return {
            "no git": "not under version control",
            "not installed": "commit not known, as git is not installed",
            "refused": "commit not known, as git refused to read it",
            "no history": "not yet committed",
            "shallow": "commit not known, as the history here is not whole",
            "unchanged": f"commit {self.commit}",
            "changed": f"commit {self.commit} with changes not committed",
        }[self.state]


class Origin(NamedTuple):
    """What git says of one file: the commit that last changed it, and whether it has changed since.

    `age` counts the commits after that one; `commit` is empty if the file was never committed.
    """

    age: int
    commit: str
    changed: bool


@dataclass(frozen=True)
class History:
    """What git says of some files, by their paths; those that were removed since are among them.

    `boundary` are the commits at which a shallow history ends, and before which nothing is known.
    """

    origins: Mapping[str, Origin]
    access: Access = READABLE
    boundary: frozenset[str] = frozenset()

    def provenance(self, is_read: Callable[[str], bool] = lambda path: True) -> Provenance:
        """Return where those of the files that are read come from: the newest of their commits."""
        read = {path: origin for path, origin in self.origins.items() if is_read(path)}
        last = min((origin for origin in read.values() if origin.commit), default=None)
        if self.access.state != "read":
            return Provenance("", self.access.state)
        if last is None:
            return Provenance("", "no history")
        if last.commit in self.boundary:
            return Provenance("", "shallow")
        changed = tuple(sorted(path for path, origin in read.items() if origin.changed))
        return Provenance(last.commit[:10], "changed" if changed else "unchanged", changed)


@dataclass(frozen=True)
class Committed:
    """What was committed below a folder: the id of each file that is `kept`, and the `last` commit of each there ever was.

    With each commit stands how many came after it; `boundary` is as in a history.
    """

    kept: Mapping[str, str] = field(default_factory=dict)
    last: Mapping[str, tuple[int, str]] = field(default_factory=dict)
    access: Access = READABLE
    boundary: frozenset[str] = frozenset()

    def history(self, places: Iterable[str], files: Mapping[str, bytes]) -> History:
        """Return what git says of the files in some places: files, or folders. `files` are all that are there now.

        The files are compared with the commit here, by their ids. Git's own `status` would run whatever
        filters the repository's settings name, and would pass over files that it is told to ignore.
        """
        kept, last, never = self.kept, self.last, (len(self.last), "")
        there = {path for place in places for path in self._in(place)}
        return History(
            {
                path: Origin(
                    *last.get(path, never),
                    changed=(path in files) != (path in kept)
                    or (path in files and not _is_blob(files[path], kept[path])),
                )
                for path in sorted(there.union(files) if self.access.state == "read" else ())
            },
            self.access,
            self.boundary,
        )

    def _in(self, place: str) -> list[str]:
        if place in self.last or place in self.kept:
            return [place]
        first, end = (bisect_left(self._paths, f"{place}{mark}") for mark in "/0")
        return self._paths[first:end]  # 0 is the character that follows the slash

    @cached_property
    def _paths(self) -> list[str]:
        return sorted(self.last.keys() | self.kept.keys())


def committed(root: Path, folder: str) -> Committed:
    """Return what was committed below a folder of a workspace."""
    if (access := access_to(root)).state != "read":
        return Committed(access=access)
    is_begun = _git(root, "rev-parse", "--verify", "--quiet", "HEAD") is not None
    try:
        kept = _kept(root, folder) if is_begun else {}
        last = _last_commits(root, folder) if is_begun else {}
    except _RefusedError as error:
        return Committed(access=Access("refused", str(error)))
    return Committed(kept, last, boundary=_boundary(root))


def access_to(root: Path) -> Access:
    """Return whether git can read the repository that holds a folder."""
    try:
        _asked(root, ("rev-parse", "--git-dir"))
    except OSError:
        return Access("not installed")
    except _RefusedError as error:
        is_none = "not a git repository" in str(error) and not _is_marked(root.absolute())
        return Access("no git") if is_none else Access("refused", str(error))
    return READABLE


def ignores(root: Path, path: str) -> bool:
    """Return whether git passes over a file that is there; without git, nothing keeps it."""
    if access_to(root).state != "read":
        return True
    return bool(_git(root, "ls-files", "--others", "--ignored", "--exclude-standard", "--", path))


def _is_marked(folder: Path) -> bool:
    """Return whether something named .git stands in a folder or one around it, as far as git looks."""
    if os.environ.get("GIT_CEILING_DIRECTORIES"):  # where not to look, which git knows better
        return False
    try:
        disk = folder.stat().st_dev
        for around in (folder, *folder.parents):
            if around.stat().st_dev != disk:
                return False
            if os.path.lexists(around / ".git"):
                return True
    except OSError:
        return False
    return False


def _kept(root: Path, folder: str) -> dict[str, str]:
    """Return the id of each file below a folder in the last commit, by its path."""
    listed = os.fsdecode(_asked(root, ("ls-tree", "-r", "-z", "HEAD", "--", folder)))
    entries = [entry.split("\t", 1) for entry in listed.split("\0") if entry]
    return {printable(name): about.split()[2] for about, name in entries if not _is_hidden(name)}


_COMMIT = re.compile(rb"(?:^|\0)\x01([0-9a-f]{40,64})\0")


def _last_commits(root: Path, folder: str) -> dict[str, tuple[int, str]]:
    """Return the commit that last changed each file that was ever below a folder, and how many came after it."""
    names = ("--relative", "--no-renames", "--diff-merges=combined", "--name-only", "-z")
    printed = _asked(root, ("log", "--no-show-signature", "--format=%x01%H", *names, "--", folder))
    _, *parts = _COMMIT.split(printed)
    last: dict[str, tuple[int, str]] = {}
    for age, (commit, listed) in enumerate(zip(parts[::2], parts[1::2], strict=True)):
        for name in filter(None, os.fsdecode(listed).lstrip("\n").split("\0")):
            if not _is_hidden(name):
                last.setdefault(printable(name), (age, commit.decode()))
    return last


def _is_hidden(path: str) -> bool:
    return any(part.startswith(".") for part in path.split("/"))


def _is_blob(data: bytes, blob: str) -> bool:
    """Return whether git would keep `data` under the id `blob`, as it is or with the line ends of Unix."""
    algorithm = hashlib.sha1 if len(blob) == 40 else hashlib.sha256
    return any(
        algorithm(b"blob %d\0" % len(text) + text).hexdigest() == blob
        for text in dict.fromkeys((data, data.replace(b"\r\n", b"\n")))
    )


def _boundary(root: Path) -> frozenset[str]:
    """Return the commits at which a shallow history ends."""
    where = _git(root, "rev-parse", "--git-path", "shallow")
    file = root / where if where else None
    return (
        frozenset(file.read_text().split()) if file is not None and file.is_file() else frozenset()
    )


def state(root: Path) -> str:
    """Return what decides, beside the files, what git says of them: the commit here, and where its history ends.

    It is empty without git.
    """
    where = _git(root, "rev-parse", "--show-prefix")
    if where is None:
        return ""
    head = _git(root, "rev-parse", "--verify", "--quiet", "HEAD")
    return " ".join(("git", where, head or "", *sorted(_boundary(root))))


class Commit(NamedTuple):
    """A commit: its short id, the day on which it was made, and the first line of what it says."""

    id: str
    day: datetime.date
    subject: str


def commit_of(root: Path, revision: str) -> str:
    """Return the whole id of the commit that git names: a tag, a branch, HEAD~3, or part of an id.

    `@2013-06-30` is the last commit of the current branch made by the end of that day, as the clock
    stood where it was made. Raise FrancisError if there is no git, or no such commit.
    """
    if (access := access_to(root)).state != "read":
        raise FrancisError(
            f"{quotation(revision)} is not a year of the record, and cannot be looked up in git: {access}\n"
            "You can compare two years without git."
        )
    if revision.startswith("@") and revision[1:2].isdigit():
        return _commit_on(root, revision[1:])
    found = _git(
        root, "rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}"
    )
    if found is None:
        hint = (
            " The history here is incomplete (a shallow clone). To get the rest: git fetch --unshallow"
            if _git(root, "rev-parse", "--is-shallow-repository") == "true"
            else ""
        )
        raise FrancisError(
            f"{quotation(revision)} is neither a year of the record nor a revision in git.{hint}\n"
            "Name a year, a tag, a branch, HEAD~3, part of a commit id, or a date such as @2013-06-30."
        )
    return found


def _commit_on(root: Path, day: str) -> str:
    try:
        datetime.date.fromisoformat(day)
    except ValueError:
        raise FrancisError(f"@{excerpt(day)} is not a date. Write it as @2013-06-30.") from None
    listed = _git(root, "log", "--first-parent", "--format=%H %cd", "--date=format:%Y-%m-%d")
    for line in (listed or "").splitlines():
        commit, _, made = line.partition(" ")
        if made <= day:
            return commit
    raise FrancisError(f"There is no commit on or before {day}. Name a later date.")


@dataclass(frozen=True)
class Tree:
    """The files below a folder of a workspace as they were at a commit: the id of each, by its path from `root`."""

    root: Path
    blobs: Mapping[str, str]

    def read(self, paths: Iterable[str]) -> dict[str, bytes]:
        """Return some of the files."""
        blobs = {path: self.blobs[path] for path in paths}
        contents = _blobs(self.root, list(blobs.values()))
        return {path: contents[blob] for path, blob in blobs.items()}


def tree_at(root: Path, commit: str, folder: str) -> Tree:
    """Return the files below `folder` of a workspace as they were at a commit; none of them is read.

    Where the workspace lay elsewhere in its repository then, it is followed there. Hidden files are left
    out, as they are when files are read from disk; links are no files.
    """
    home = _home(root, commit, folder)
    if home is None:
        return Tree(root, {})
    listed = _git(root, "ls-tree", "-r", "-z", "--full-tree", commit, "--", home + folder)
    if listed is None:
        raise FrancisError(_NOT_WHOLE)
    entries = [entry.split("\t", 1) for entry in listed.split("\0") if entry]
    blobs = {
        name.removeprefix(home): about.split()[2]
        for about, name in entries
        if about.startswith("100")
    }
    return Tree(root, {name: blobs[name] for name in sorted(blobs) if not _is_hidden(name)})


def _home(root: Path, commit: str, folder: str) -> str | None:
    """Return where a workspace lay in its repository at a commit: "", or a path that ends in a slash.

    That is where it lies now, if its `folder` was there. Otherwise git is asked which files were renamed
    since, and most of those that are below `folder` now, under the same names, tell where it was. None
    if it cannot be told, or the workspace was not there yet.
    """
    here = os.fsdecode(_run(root, ("rev-parse", "--show-prefix")) or b"").removesuffix("\n")
    if _git(root, "ls-tree", "--full-tree", commit, "--", here + folder):
        return here
    renamed = ("diff-index", "--cached", "--find-renames", "--diff-filter=R", "--name-status", "-z")
    told = os.fsdecode(_run(root, (*renamed, commit, "--")) or b"").split("\0")
    homes = Counter[str]()
    for old, new in zip(told[1::3], told[2::3], strict=True):
        name = new.removeprefix(here)
        if new.startswith(f"{here}{folder}/") and f"/{old}".endswith(f"/{name}"):
            homes[old.removesuffix(name)] += 1
    return max(homes, key=homes.__getitem__, default=None)


_NOT_WHOLE = """\
git cannot show every file of that commit, because the history here is incomplete.
To get the rest: git fetch --unshallow"""


def _blobs(root: Path, ids: list[str]) -> dict[str, bytes]:
    """Return the content of each blob, by one process for all."""
    asked = "".join(f"{blob}\n" for blob in dict.fromkeys(ids)).encode()
    answer = _run(root, ("cat-file", "--batch"), asked)
    found: dict[str, bytes] = {}
    at = 0
    while answer is not None and at < len(answer):
        end = answer.index(b"\n", at)
        name, kind, *rest = answer[at:end].decode().split()
        if kind != "blob":
            break
        size = int(rest[0])
        found[name] = answer[end + 1 : end + 1 + size]
        at = end + 2 + size
    if len(found) < len(set(ids)):
        raise FrancisError(_NOT_WHOLE)
    return found


def history(
    root: Path, folder: str, names: Sequence[str], since: str | None = None
) -> tuple[Commit, ...]:
    """Return the commits that changed some files below `folder` of a workspace, the newest first.

    There are none without git. The workspace is followed to wherever it lay in its repository. `since`
    leaves out those that the revision it names already had.
    """
    known = [f"^{commit_of(root, since)}"] if since is not None else []
    return tuple(_changes(root, "HEAD", folder, names, known))


def _changes(
    root: Path, until: str, folder: str, names: Sequence[str], known: Sequence[str]
) -> Iterator[Commit]:
    """Yield the commits up to one that changed files, wherever the workspace lay."""
    home = _home(root, until, folder)
    if home is None:
        return
    listed = _git(
        root / (_git(root, "rev-parse", "--show-cdup") or ""),
        *("log", "--no-show-signature", "--format=%H%x00%h%x00%cd%x00%s"),
        *("--date=format:%Y-%m-%d", until, *known),
        *("--", *(f"{home}{folder}/{name}" for name in names)),
    )
    whole = ""
    for line in listed.split("\n") if listed else ():  # a subject can hold other line ends
        whole, short, day, subject = line.split("\0")
        yield Commit(short, datetime.date.fromisoformat(day), printable(subject))
    if whole and _home(root, f"{whole}^", folder) != home:
        yield from _changes(root, f"{whole}^", folder, names, known)


def _git(root: Path, *words: str) -> str | None:
    """Return what git prints, or None if there is no git or it refuses."""
    printed = _run(root, words)
    return None if printed is None else os.fsdecode(printed).strip()


def _run(root: Path, words: Sequence[str], given: bytes = b"") -> bytes | None:
    """Return what git prints when it is `given` something to read, or None as above."""
    try:
        return _asked(root, words, given)
    except (OSError, _RefusedError):
        return None


class _RefusedError(Exception):
    """Git ended with an error; the text is the first line of what it said."""


_SETTINGS = (
    *("core.fsmonitor=false", "log.showSignature=false"),
    *("i18n.logOutputEncoding=UTF-8", "log.follow=false"),  # or its output has another form
)


def _asked(root: Path, words: Sequence[str], given: bytes = b"") -> bytes:
    """Return what git prints when it is `given` something to read.

    Only commands that run no program which a repository's settings could name; literal paths because
    a folder may be named `*`. Raise OSError if there is no git, and _RefusedError if it ends with an error.
    """
    settings = [word for setting in _SETTINGS for word in ("-c", setting)]
    command = ["git", "--literal-pathspecs", *settings, "-C", str(root), *words]
    environment = {**os.environ, "GIT_OPTIONAL_LOCKS": "0", "GIT_NO_LAZY_FETCH": "1", "LC_ALL": "C"}
    done = subprocess.run(  # noqa: S603 - no shell, and every word is ours or behind "--"
        command, input=given, capture_output=True, env=environment, check=False
    )
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().partition("\n")[0]
        raise _RefusedError(
            excerpt(said.removeprefix("fatal: ").rstrip("."), 200) or "no reason given"
        )
    return done.stdout
