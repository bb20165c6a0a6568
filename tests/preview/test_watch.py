"""The record under watch: real files, a real server, and a real browser that follows it."""

from __future__ import annotations

import http.client
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack, closing, contextmanager
from itertools import islice
from pathlib import Path
from queue import Queue
from time import monotonic
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from click.testing import CliRunner

from francis import workspace
from francis.check.case import Case
from francis.check.rule import Finding, Rule
from francis.cli import main
from francis.errors import Place, Problem
from francis.papers import making
from francis.preview import server
from francis.preview.watch import Saved, Shown, Standing, Watch
from francis.record.audience import for_audience
from francis.record.model import Classification
from francis.record.reading import loading
from tests.shared.accessibility import violations
from tests.shared.workspaces import (
    BODY,
    COVER,
    FORM,
    POSITION,
    SET,
    YEAR,
    record_files,
    write_files,
)

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PAPER = "body/2021/stocktake-draft.html"
ONE = "standards/body/2021/1.yaml"
PATIENCE = 20
"""The seconds after which a test has waited too long."""
TEMPLATES = Path(__file__).parents[2] / "templates"


def position(words: str, rating: str = "green") -> str:
    return POSITION.format(number=1).replace("Position on 1", words).replace("green", rating)


BROKEN = position("Broken.", rating="gren")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_files(tmp_path / "déjà vu")


def save(root: Path, path: str, text: str, **more: str) -> None:
    """Save a file as editors do: beside its place, and then over it; `more` are others of its folder."""
    texts = {root / path: text} | {(root / path).with_stem(name): t for name, t in more.items()}
    for file, words in texts.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        (root.parent / file.name).write_text(words)
    for file in texts:
        (root.parent / file.name).replace(file)


def watched(
    root: Path,
    body: str | None = None,
    year: str | None = None,
    papers: Collection[str] = (),
    audience: Classification = "public",
    rules: Collection[Rule] = (),
) -> Watch:
    """Return a watch by these rules alone; what all of them find in a small record is not at issue here."""
    return Watch(root, body, year, papers, audience, rules)


def doubted(case: Case) -> Iterator[Finding]:
    yield Finding(case.register.year.at(), "It could be better.")


DOUBT = Rule("a-doubt", "warning", "claims", "Better it.", doubted)


# What a save touches


def years(root: Path) -> None:
    """Add a second year that follows the first, and a body that answers the same set."""
    positions = {f"body__2022__{n}": POSITION.format(number=n) for n in (1, 2)}
    others = {f"other__2021__{n}": POSITION.format(number=n) for n in (1, 2)}
    later = YEAR.replace("2021", "2022") + 'follows: "2021"\n'
    write_files(
        root,
        record_files(
            **positions,
            **others,
            body__2022__year=later,
            other__body=BODY,
            other__2021__year=YEAR,
        ),
    )


OURS = ("body/2022/stocktake-draft.html", "body/2022/progress-draft.html")
THEIRS = ("other/2021/stocktake-draft.html",)


def test_a_save_makes_again_what_it_touches(root: Path) -> None:
    """Papers of the year and of those that follow it, of the body, of all who answer the set, or all."""
    years(root)
    shutil.copytree(TEMPLATES, root / "templates")
    watch = watched(root)
    watch.look()
    for path, old, new, touched in (
        ("standards/body/2022/1.yaml", "Position on", "We are on", OURS),
        ("standards/body/2021/1.yaml", "Position on", "We were on", OURS),
        ("standards/body/body.yaml", "The Body of", "A Body of", OURS),
        ("standards/other/2021/2.yaml", "Position on", "They are on", THEIRS),
        ("standards/inquiry/set.yaml", "Report of", "Account of", (*OURS, *THEIRS)),
        ("templates/house.css", "--text: #212b32", "--text: #000000", (*OURS, *THEIRS)),
    ):
        text = (root / path).read_text()
        assert old in text
        save(root, path, text.replace(old, new))
        saved = watch.look()
        assert saved is not None
        assert saved.changed == (path,)
        assert saved.made == touched


def test_the_first_look_makes_all_that_is_asked_for(root: Path) -> None:
    """Of each body its latest year, or what was named; the pages are those that build writes."""
    years(root)
    saved = watched(root).look()
    assert saved is not None
    assert saved.made == (*OURS, *THEIRS)
    assert (saved.changed, saved.problems, saved.failures) == ((), (), ())
    watch = watched(root, "body", "2021", ["stocktake"], "internal")
    saved = watch.look()
    assert saved is not None
    assert saved.made == ("body/2021/stocktake-internal-draft.html",)
    watch = watched(root, "other")
    watch.look()
    (standing,) = watch.shown.standings.values()
    (register,) = (
        r for r in loading.load(workspace.read_files(root)).registers if r.body_id == "other"
    )
    made = making.make_papers(making.jobs(root, [for_audience(register, "public")], (), ["html"]))
    assert standing.pages == {path: file.data for path, file in made.files.items()}
    assert all(b"watch" not in data for data in standing.pages.values())


def test_a_save_that_changes_nothing_is_none(root: Path) -> None:
    """The bytes count, not the time; an undone change makes nothing again."""
    watch = watched(root)
    watch.look()
    edition = watch.edition
    save(root, ONE, (root / ONE).read_text())
    assert watch.look() is None
    assert watch.edition == edition
    good = (root / ONE).read_text()
    save(root, ONE, BROKEN)
    watch.look()
    save(root, ONE, good)
    saved = watch.look()
    assert saved is not None
    assert (saved.changed, saved.made, saved.problems) == ((ONE,), (), ())


def test_with_errors_the_papers_stay_as_they_were(root: Path) -> None:
    """Of the year that has them; the problems are those of the check."""
    years(root)
    watch = watched(root)
    watch.look()
    before = watch.shown.standings["body", "2022"].pages
    save(root, "standards/body/2022/1.yaml", BROKEN)
    save(root, "standards/other/2021/1.yaml", position("They change."))
    saved = watch.look()
    assert saved is not None
    assert saved.made == THEIRS
    assert [str(p.place) for p in saved.problems] == ["standards/body/2022/1.yaml:6:10"]
    broken, well = watch.shown.standings["body", "2022"], watch.shown.standings["other", "2021"]
    assert broken.pages == before
    assert broken.errors == saved.problems
    assert well.problems == ()


def test_every_error_that_stops_a_build_keeps_a_paper(root: Path) -> None:
    """Also one in spite of which all files of the year could be read."""
    watch = watched(root)
    watch.look()
    save(root, "standards/body/2021/1.yml", "a copy")
    save(root, ONE, position("It says more"))
    saved = watch.look()
    assert saved is not None
    assert saved.made == ()
    assert [problem.place.path for problem in saved.problems] == ["standards/body/2021/1.yml"]
    (root / "standards/body/2021/1.yml").unlink()
    saved = watch.look()
    assert saved is not None
    assert saved.made == (PAPER,)


def test_what_the_rules_find_is_told(root: Path) -> None:
    """Warnings beside a paper that is made; an error keeps it as it was, as it would stop a build."""

    def find(case: Case) -> Iterator[Finding]:
        if "must not" in (position := case.register.positions["1"]).text:
            yield Finding(position.at("text"), "It must not be.", "Take it out.")

    ban = Rule("a-ban", "error", "claims", "", find)
    watch = watched(root, rules=[ban, DOUBT])
    saved = watch.look()
    assert saved is not None
    assert saved.made == (PAPER,)
    assert [problem.rule for problem in saved.problems] == ["a-doubt"]
    page = server.answer(watch, f"/{PAPER}").data.decode()
    assert "<summary>1 warning</summary>" in page
    assert "Better it." in page
    assert 'role="alert"' not in page
    save(root, ONE, position("This must not"))
    saved = watch.look()
    assert saved is not None
    assert saved.made == ()
    assert [problem.rule for problem in saved.problems] == ["a-ban", "a-doubt"]
    page = server.answer(watch, f"/{PAPER}").data.decode()
    assert "1 error: this is the paper as it was before" in page
    assert "<summary>1 warning</summary>" in page
    assert "This must not" not in page


def test_papers_that_are_gone_are_not_shown(root: Path) -> None:
    """A cover that was removed, a body, a year that another one follows."""
    files = record_files(body__body=BODY + FORM, **{"body__2021__papers__board-report": COVER})
    write_files(root, files)
    watch = watched(root)
    watch.look()
    report = "body/2021/board-report-draft.html"
    assert server.answer(watch, f"/{report}").status == 200
    (root / "standards/body/2021/papers/board-report.yaml").unlink()
    watch.look()
    assert server.answer(watch, f"/{report}").status == 404
    years(root)
    watch.look()
    assert server.answer(watch, f"/{PAPER}").status == 404
    shutil.rmtree(root / "standards/body")
    watch.look()
    assert list(watch.shown.standings) == [("other", "2021")]


def test_a_mistake_in_a_template_keeps_its_paper_alone(root: Path) -> None:
    """It is shown with its line above the paper as it was."""
    years(root)
    shutil.copytree(TEMPLATES, root / "templates")
    watch = watched(root, "body")
    watch.look()
    name = "templates/progress.html.j2"
    good = (root / name).read_text()
    save(root, name, good + "{{ nothing.at.all }}")
    saved = watch.look()
    assert saved is not None
    assert saved.problems == ()
    (failure,) = saved.failures
    assert failure.startswith(f"{name}:{len(good.splitlines()) + 1}: ")
    assert failure in server.answer(watch, f"/{OURS[1]}").data.decode().replace("&#39;", "'")
    assert 'role="alert"' not in server.answer(watch, f"/{OURS[0]}").data.decode()
    save(root, name, good)
    saved = watch.look()
    assert saved is not None
    assert saved.failures == ()


def test_a_record_that_cannot_be_read_is_told_once(root: Path) -> None:
    """Above papers that stay, until it can be read again."""
    watch = watched(root)
    watch.look()
    (root / "standards").rename(root / "elsewhere")
    saved = watch.look()
    assert saved is not None
    (failure,) = saved.failures
    assert failure.startswith("Cannot read")
    assert watch.look() is None
    page = server.answer(watch, f"/{PAPER}").data.decode()
    assert "Position on 1" in page
    assert failure in page
    (root / "elsewhere").rename(root / "standards")
    saved = watch.look()
    assert saved is not None
    assert failure not in server.answer(watch, f"/{PAPER}").data.decode()


def test_without_a_paper_the_problems_stand_alone(root: Path) -> None:
    """Until the paper can be made; a paper that could never be made is not found."""
    save(root, ONE, BROKEN)
    watch = watched(root)
    watch.look()
    for address in ("/", f"/{PAPER}"):
        given = server.answer(watch, address)
        assert given.status == 200
        assert f"{ONE}:6:10" in given.data.decode()
    assert server.answer(watch, "/body/2020/stocktake.html").status == 404
    save(root, ONE, position("Mended"))
    watch.look()
    assert "Mended" in server.answer(watch, f"/{PAPER}").data.decode()


def test_problems_of_no_year_are_in_the_list(root: Path) -> None:
    """A workspace without a body still says what is wrong."""
    shutil.rmtree(root / "standards/body")
    save(root, "standards/inquiry/set.yaml", SET.replace("title", "titel", 1))
    watch = watched(root)
    saved = watch.look()
    assert saved is not None
    assert saved.problems
    assert "set.yaml:2:1" in server.answer(watch, "/").data.decode()


def test_a_paper_without_a_title_goes_by_its_name() -> None:
    """As a template of one's own may leave it; in the list, and above the paper with what is wrong."""
    page = b"<html><head></head><body><a>Skip</a><main></main></body></html>"
    of = Watch(Path())
    wrong = Problem(Place("file"), "No.", "value")
    standing = Standing("Body", (wrong,), {"b/1/p.html": page})
    of.shown = Shown({("b", "1"): standing})
    assert b"<title>1 error: p</title>" in server.answer(of, "/b/1/p.html").data
    assert b'<a href="/b/1/p.html">p</a>' in server.answer(of, "/").data


def test_what_files_say_is_no_markup(root: Path) -> None:
    """A value that is quoted in a message is text."""
    save(root, ONE, position("Text", rating="<script>alert(1)</script>"))
    watch = watched(root)
    watch.look()
    assert b"<script>alert" not in server.answer(watch, "/").data


# Following real saves


class Served(NamedTuple):
    """A workspace that is watched and served, and what came of its saves so far."""

    root: Path
    port: int
    saves: Queue[Saved]

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    def next(self) -> Saved:
        return self.saves.get(timeout=PATIENCE)

    def connection(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)


def port_of(address: str) -> int:
    return int(address.rstrip("/").rpartition(":")[2])


@pytest.fixture
def served(root: Path) -> Iterator[Served]:
    """Watch and serve a workspace, and see that nothing of it is left behind."""
    before = set(threading.enumerate())
    saves: Queue[Saved] = Queue()
    stop, watch = threading.Event(), watched(root)

    def follow() -> None:
        for saved in watch.saves(stop):
            saves.put(saved)

    follower = threading.Thread(target=follow)
    with server.serving(watch) as address:
        follower.start()
        served = Served(root, port_of(address), saves)
        assert served.next().made == (PAPER,)
        yield served
    stop.set()
    follower.join(PATIENCE)
    assert set(threading.enumerate()) == before


@contextmanager
def following(served: Served) -> Iterator[Callable[[], str]]:
    """Follow the events of the server, as what waits for the next of them."""
    with closing(served.connection()) as connection:
        connection.request("GET", "/events")
        with connection.getresponse() as answer:
            assert answer.getheader("Content-Type") == "text/event-stream"
            lines = (line.decode().strip() for line in iter(answer.readline, b""))
            yield lambda: next(line for line in lines if line.startswith("data:"))


def test_a_save_is_an_event(served: Served) -> None:
    """One comes at once, for what the page may have missed; then the problems, or each paper that is made."""
    with following(served) as event:
        assert event() == "data: news"
        save(served.root, ONE, position("It changed"))
        assert event() == "data: news"
    saved = served.next()
    assert (saved.changed, saved.made) == ((ONE,), (PAPER,))
    assert saved.seconds > 0


def test_a_burst_of_saves_is_one(served: Served) -> None:
    """Two files that are saved together are read together; a file that is the same is no save."""
    two, text = "standards/body/2021/2.yaml", POSITION.format(number=2)
    save(served.root, ONE, position("One changed"), **{"2": text.replace("Position", "Changed")})
    assert served.next().changed == (ONE, two)
    save(served.root, ONE, position("One changed"), **{"2": text})
    assert served.next().changed == (two,)
    assert served.saves.empty()


def test_folders_that_are_put_there_anew_are_watched(served: Served) -> None:
    """A record that was moved away and came back, and templates that were not there before."""
    (served.root / "standards").rename(served.root / "elsewhere")
    assert served.next().failures
    (served.root / "elsewhere").rename(served.root / "standards")
    assert served.next().failures == ()
    save(served.root, ONE, position("It came back"))
    assert served.next().changed == (ONE,)
    (served.root / "templates").mkdir()
    save(served.root, "templates/page.js", '"use strict"; // ours')
    assert "templates/page.js" in served.next().changed


def test_a_folder_that_goes_as_it_begins_to_be_watched_is_missed(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As git moves one aside for a moment: the watch goes on, and sees it come back."""
    watch, stop = watched(root), threading.Event()
    listed, moves = watch._folders, iter([("standards", "elsewhere"), ("elsewhere", "standards")])

    def folders() -> Any:
        found = listed()
        for old, new in islice(moves, 1):
            (root / old).rename(root / new)
        return found

    saves = watch.saves(stop)
    assert next(saves).failures == ()
    monkeypatch.setattr(watch, "_folders", folders)
    assert next(saves).failures
    assert next(saves).failures == ()
    stop.set()


def test_open_connections_do_not_keep_it_from_ending(root: Path) -> None:
    """A page that follows, and one that never says what it wants: both are let go."""
    watch, saves = watched(root), Queue[Saved]()
    with ExitStack() as clients:
        with server.serving(watch) as address:
            served = Served(root, port_of(address), saves)
            event = clients.enter_context(following(served))
            assert event() == "data: news"
            silent = socket.create_connection(("127.0.0.1", served.port), PATIENCE)
            clients.enter_context(silent)
            silent.sendall(b"GET / HTTP/1.1\r\n")
            begun = monotonic()
        assert monotonic() - begun < server.PATIENCE


# Who is served, and what


def asked(served: Served, method: str, path: str, **headers: str) -> tuple[int, str, Any]:
    """Return the status, the body and the headers of an answer to exactly this."""
    connection = served.connection()
    connection.putrequest(method, path, skip_host="Host" in headers)
    for name, value in headers.items():
        if value:
            connection.putheader(name, value)
    connection.endheaders()
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer.status, text, answer.headers


def test_pages_and_what_they_load(served: Served) -> None:
    """The list, the paper, their style and their script, by either name of this computer."""
    for path, kind, part in (
        ("/", "text/html", f'<a href="/{PAPER}">'),
        (f"/{PAPER}?again", "text/html", "Position on 1"),
        ("/watch.css", "text/css", "#watch"),
        ("/watch.js", "text/javascript", "EventSource"),
    ):
        for name in ("127.0.0.1", "localhost"):
            status, text, headers = asked(served, "GET", path, Host=f"{name}:{served.port}")
            assert (status, headers["Content-Type"]) == (200, f"{kind}; charset=utf-8")
            assert part in text
        status, text, headers = asked(served, "HEAD", path)
        assert (status, text) == (200, "")
        assert int(headers["Content-Length"]) > 0
    assert asked(served, "HEAD", "/events")[:2] == (200, "")


def test_the_policy_of_a_paper_is_its_own_and_what_follows_it(served: Served) -> None:
    """Nothing of another place may run, be asked, or frame it."""
    _, text, headers = asked(served, "GET", f"/{PAPER}")
    assert "http-equiv" not in text
    policy = dict(
        part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";")
    )
    digest = policy["script-src"].removeprefix("'self' ")
    assert digest.startswith("'sha256-")
    assert policy == {
        "default-src": "'none'",
        "style-src": "'self' 'unsafe-inline'",
        "script-src": f"'self' {digest}",
        "img-src": "data:",
        "connect-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'none'",
    }


def test_hostile_requests_are_refused(served: Served) -> None:
    """Under other names, by other methods, for other files; each answer forbids all use of it."""
    stranger = {"Host": "attacker.example.org"}
    for method, path, headers, status in (
        ("GET", "/", stranger, 421),
        ("GET", "/events", stranger, 421),
        ("GET", "/", {"Host": "127.0.0.1"}, 421),
        ("GET", "/", {"Host": ""}, 421),
        ("GET", "http://attacker.example.org/", {}, 421),
        ("POST", "/", {}, 501),
        ("PUT", f"/{PAPER}", {}, 501),
        ("DELETE", f"/{PAPER}", {}, 501),
        ("OPTIONS", "/", {}, 501),
        ("GET", "/../standards/body/body.yaml", {}, 404),
        ("GET", "/..%2f..%2fstandards/body/body.yaml", {}, 404),
        ("GET", "/standards/body/body.yaml", {}, 404),
        ("GET", "//etc/passwd", {}, 404),
        ("GET", "/screens/watch.js", {}, 404),
        ("GET", f"/{'a' * 70_000}", {}, 414),
        ("GET", "/", {f"X-{n}": "x" for n in range(200)}, 431),
    ):
        found, text, said = asked(served, method, path, **headers)
        assert found == status, (method, path[:40], headers)
        assert "name: The Body" not in text
        assert "default-src 'none'" in said["Content-Security-Policy"]
        assert said["X-Content-Type-Options"] == "nosniff"
        assert said["Cross-Origin-Resource-Policy"] == "same-origin"
        assert said["Cache-Control"] == "no-store"


def test_two_names_of_a_host_are_refused(served: Served) -> None:
    """The second could be the one that counts for somebody else; nor is a request without headers served."""
    for request in (
        f"GET / HTTP/1.1\r\nHost: 127.0.0.1:{served.port}\r\nHost: attacker.example.org\r\n\r\n",
        "GET /\r\n\r\n",
    ):
        with socket.create_connection(("127.0.0.1", served.port), PATIENCE) as plain:
            plain.sendall(request.encode())
            said = plain.makefile("rb").read()
        assert b"421" in said
        assert b"Papers" not in said


# The command


def test_the_command_from_start_to_end(root: Path) -> None:
    """It says its address, then a line a save with the problems, and ends with Ctrl+C and exit 0."""
    command = [sys.executable, "-m", "francis", "watch", "--root", str(root)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, encoding="utf-8") as running:
        assert running.stderr is not None
        line = running.stderr.readline
        try:
            address = line().split()[1]
            assert line().startswith("The record: 1 paper made in ")
            port = port_of(address)
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
            connection.request("GET", f"/{PAPER}")
            assert b"Position on 1" in connection.getresponse().read()
            taken = CliRunner().invoke(main, ["watch", "--root", str(root), "--port", str(port)])
            assert taken.exit_code == 1
            assert f"Port {port} cannot be used" in taken.output
            save(root, ONE, BROKEN)
            assert re.fullmatch(rf"{ONE}: no paper made in [0-9.]+ s; 1 error\.\n", line())
            assert line().startswith(f"{ONE}:6:10: error: the rating is 'gren'")
            assert line().startswith("    Use a key")
            save(root, ONE, position("Mended"))
            assert line().startswith(f"{ONE}: 1 paper made in ")
        finally:
            running.send_signal(signal.SIGINT)
        assert running.wait(PATIENCE) == 0
        assert running.stderr.read() == ""
    assert not (root / "output").exists()


@pytest.mark.parametrize(
    "wrong", [["stocktaik"], ["--body", "nobody"], ["--year", "1999"], ["--port", "70000"]]
)
def test_wrong_use_is_told_before_anything_starts(root: Path, wrong: list[str]) -> None:
    """Exit 2, as of every command."""
    assert CliRunner().invoke(main, ["watch", "--root", str(root), *wrong]).exit_code == 2


# In the browser


@pytest.fixture
def tab(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Return a function that opens an address, and see that the page does not complain."""
    contexts = []
    complaints: list[str] = []

    def open_tab(address: str, width: int = 1280, complains: bool = False, **settings: Any) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 700}, **settings)
        context.set_default_timeout(PATIENCE * 1000)
        contexts.append(context)
        page = context.new_page()
        if not complains:
            page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(address)
        return page

    yield open_tab
    for context in contexts:
        context.close()
    assert complaints == []


def test_the_page_follows_the_record(served: Served, tab: Callable[..., Page]) -> None:
    """A save refreshes it; an error stands above the paper as it was, and goes when it is mended."""
    page, index = tab(served.address + PAPER), tab(served.address)
    alert = page.get_by_role("alert")
    save(served.root, ONE, position("It changed"))
    page.get_by_text("It changed").wait_for()
    assert alert.count() == 0
    title = page.title()
    save(served.root, ONE, BROKEN)
    alert.wait_for()
    assert alert.inner_text() == "1 error: this is the paper as it was before"
    assert page.title() == f"1 error: {title}"
    panel = page.get_by_role("complementary", name="Problems of the record")
    assert f"{ONE}:6:10" in panel.inner_text()
    assert page.get_by_text("It changed").is_visible()
    index.get_by_text(f"{ONE}:6:10").wait_for()
    save(served.root, ONE, position("Mended"))
    page.get_by_text("Mended").wait_for()
    assert not panel.is_visible()
    assert page.title() == title
    index.get_by_text("No errors.").wait_for()
    index.get_by_role("link").click()
    index.get_by_text("Mended").wait_for()


def test_a_refreshed_page_keeps_its_place(served: Served, tab: Callable[..., Page]) -> None:
    """What stood at a height still stands there, though words came in above it; the filter keeps its words."""
    page = tab(f"{served.address}{PAPER}#item-1", 390)
    page.get_by_role("searchbox").fill("text of")
    page.evaluate(
        "scrollBy(0, document.getElementById('item-2').getBoundingClientRect().top - 200)"
    )
    heading = page.locator("#item-2")
    before = heading.bounding_box()
    save(served.root, ONE, position("\n\n  ".join(["It is long now."] * 30)))
    page.get_by_text("It is long now.").last.wait_for()
    page.wait_for_load_state()
    after = heading.bounding_box()
    assert before is not None
    assert after is not None
    assert before["y"] == pytest.approx(200, abs=1)
    assert abs(after["y"] - before["y"]) < 3
    assert page.get_by_role("searchbox").input_value() == "text of"
    save(served.root, ONE, position("It is short."))
    page.get_by_text("It is short.").wait_for()
    page.wait_for_load_state()
    again = heading.bounding_box()
    assert again is not None
    assert abs(again["y"] - before["y"]) < 3


def test_the_panel_can_be_hidden_until_something_else_is_wrong(
    served: Served, tab: Callable[..., Page]
) -> None:
    """By the keyboard; the paper is then read on, and other problems show it again."""
    page = tab(served.address + PAPER)
    save(served.root, ONE, BROKEN)
    button = page.get_by_role("button", name="Hide")
    button.press("Enter")
    assert not button.is_visible()
    assert page.evaluate("document.activeElement.localName") == "main"
    page.reload()
    page.get_by_role("heading", level=1).wait_for()
    assert not button.is_visible()
    two = POSITION.format(number=2).replace("green", "gren")
    save(served.root, "standards/body/2021/2.yaml", two)
    button.wait_for()
    assert page.get_by_role("alert").inner_text().startswith("2 errors")


def test_a_list_that_was_opened_stays_open(root: Path, tab: Callable[..., Page]) -> None:
    """When the paper is another one, and when something else is wrong."""
    watch = watched(root, rules=[DOUBT])
    watch.look()
    with server.serving(watch) as address:
        page, index = tab(address + PAPER), tab(address)
        doubt = "It could be better."
        for each in (page, index):
            each.locator("summary").click()
            each.get_by_text(doubt).wait_for()
        for path in (ONE, "standards/body/2021/1.yml"):
            save(root, path, position("It changed"))
            watch.look()
        index.get_by_text("1.yml").first.wait_for()
        page.get_by_role("alert").wait_for()
        assert page.get_by_text("It changed").is_visible()
        assert page.get_by_text(doubt).is_visible()
        assert index.get_by_text(doubt).is_visible()
        for each in (page, index):  # while they are served: a page that is cut off complains
            each.context.close()


def test_a_page_says_when_it_follows_nothing_any_more(root: Path, tab: Callable[..., Page]) -> None:
    """So that nobody takes it for the record as it is; a new start at the same address is found."""
    watch = watched(root)
    watch.look()
    with server.serving(watch) as address:
        page = tab(address, complains=True)
        page.get_by_text("No errors.").wait_for()
    ended = page.get_by_text("francis watch has ended")
    ended.wait_for()
    save(root, ONE, BROKEN)
    watch.look()
    with server.serving(watch, port_of(address)):
        page.get_by_text(f"{ONE}:6:10").wait_for()
        assert not ended.is_visible()


def test_axe_finds_nothing_in_what_is_wrong(root: Path, tab: Callable[..., Page]) -> None:
    """In warnings, errors and the list, on a telephone too; nor is anything wider than the screen."""

    def looked_at(path: str, width: int, words: str) -> None:
        page = tab(address + path, width, bypass_csp=True)
        for summary in page.locator("summary").all():
            summary.click()
        page.get_by_text(words).wait_for()
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.context.close()

    watch = watched(root, rules=[DOUBT])
    watch.look()
    with server.serving(watch) as address:
        looked_at(PAPER, 390, "It could be better.")
        save(root, ONE, BROKEN)
        watch.look()
        looked_at(PAPER, 390, f"{ONE}:6:10")
        looked_at(PAPER, 1280, f"{ONE}:6:10")
        looked_at("", 390, f"{ONE}:6:10")
