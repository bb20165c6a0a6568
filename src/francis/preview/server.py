"""Papers under watch in a browser of this computer: what it is shown, and who serves it.

Only what is in memory is served, so that no address leads to a file. A page that another site makes
a browser ask for is refused: its `Host` is not this computer, or it may not read the answer.
"""

from __future__ import annotations

import os
import re
import socket
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from hashlib import sha256
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socketserver import TCPServer
from threading import Thread
from typing import TYPE_CHECKING, Any, NamedTuple

from francis.errors import FrancisError, tally
from francis.preview.watch import FIRST_PAGE, SITE, Standing, Watch
from francis.record.reading.workspaces import Scope

if TYPE_CHECKING:
    from jinja2 import Environment

LOOPBACK = "127.0.0.1"
HEARTBEAT = 15
"""The seconds after which a browser that is told nothing is asked whether it is still there."""
PATIENCE = 10
"""The seconds that a browser may take to say what it wants."""
OWN_POLICY = "default-src 'none'; style-src; script-src; img-src data:"
"""What a page may load that is no paper; a paper says so itself."""
SCREENS = Path(__file__).with_name("screens")
KINDS = {
    "css": "text/css",
    "js": "text/javascript",
    "json": "application/json",
    "csv": "text/csv",
    "xml": "text/xml",
}
"""The kinds of the files of a web site that are no pages, by how their names end."""
SCREEN_FILES = {"/watch.css": "text/css", "/watch.js": "text/javascript"}
"""What pages load besides, and the kind of each."""


# Pages


class Answer(NamedTuple):
    """What a browser is given: the bytes, their kind, and for a page what it may load."""

    data: bytes
    kind: str = "text/html"
    policy: str = OWN_POLICY
    status: HTTPStatus = HTTPStatus.OK


def answer(watch: Watch, address: str) -> Answer:
    """Return what stands at an address, which is a path from the root of the site."""
    if address in SCREEN_FILES:
        return Answer((SCREENS / address[1:]).read_bytes(), SCREEN_FILES[address])
    site = watch.shown.standings.get(SITE)
    if site is not None and (found := _of_site(site, address, watch.shown.trouble)):
        return found
    if address == "/":
        lead = "Each time you save a file of the record, the papers are made again and their pages refresh."
        return _index("Papers of the record", lead, watch)
    path = address[1:]
    scope = _scope(path)
    standing = watch.shown.standings.get(scope)
    if standing is not None and path in standing.pages:
        watch.first = path
        return _paper(standing, path, watch.shown.trouble)
    if standing is not None and (standing.errors or path in standing.failures):
        lead = "It will appear here as soon as the record has no errors."
        return _index("There is no such paper yet", lead, watch, [scope])
    lead = "These are the papers that there are. If this one is made later, it will appear here."
    return _index("There is no paper here", lead, watch)._replace(status=HTTPStatus.NOT_FOUND)


def _of_site(site: Standing, address: str, trouble: str) -> Answer | None:
    """Return a file of the web site under watch, or None if it has none at an address."""
    path = f"{address[1:]}{FIRST_PAGE}" if address.endswith("/") else address[1:]
    if path not in site.pages:
        return None
    if path.endswith(".html"):
        return _paper(site, path, trouble)
    return Answer(site.pages[path], KINDS.get(path.rpartition(".")[2], "text/plain"))


def _scope(path: str) -> Scope:
    body, _, rest = path.partition("/")
    return body, rest.partition("/")[0]


def _index(title: str, lead: str, watch: Watch, only: Collection[Scope] = ()) -> Answer:
    """Return the list of papers with how they stand, of all years or only of some."""
    shown = watch.shown
    html = _screen("index.html.j2").render(
        title=title,
        lead=lead,
        trouble=shown.trouble,
        strays=shown.problems,
        standings=[s for scope, s in shown.standings.items() if not only or scope in only],
    )
    tree = _tree(html.encode())
    return Answer(_followed(tree, html, ""))


def _paper(standing: Standing, path: str, trouble: str) -> Answer:
    """Return a paper as it could be made last, under what is wrong now."""
    from lxml import html as lxml_html

    page = standing.pages[path]
    failures = [why for why in (trouble, standing.failures.get(path)) if why]
    broken = bool(standing.errors or failures)
    panel = _screen("panel.html.j2").render(
        errors=standing.errors, failures=failures, remarks=standing.remarks, broken=broken
    )
    tree = _tree(page)
    if broken:
        head = tree.find("head")
        title = head.find("title")
        if title is None:  # a template of one's own may leave it out
            title = head.makeelement("title")
            head.append(title)
        title.text = f"{tally(standing.errors, len(failures))}: {_title(standing, path)}"
    policy = OWN_POLICY
    for meta in tree.xpath("head/meta[@http-equiv='Content-Security-Policy']"):
        policy = meta.get("content")
        meta.drop_tree()
    tree.find("body").insert(1, lxml_html.fragment_fromstring(panel))  # after the skip link
    return Answer(_followed(tree, panel, sha256(page).hexdigest()), policy=policy)


def _tree(page: bytes) -> Any:
    from lxml import html as lxml_html

    return lxml_html.document_fromstring(page, lxml_html.HTMLParser(encoding="utf-8"))


def _followed(tree: Any, told: str, paper: str) -> bytes:
    """Return a page that follows the record: it knows which paper it shows, and what it tells beside that."""
    from lxml import html as lxml_html

    head, part = tree.find("head"), tree.get_element_by_id("watch")
    part.set("data-paper", paper)
    part.set("data-problems", sha256(told.encode()).hexdigest())
    for tag, attributes in (
        ("link", {"rel": "icon", "href": "data:,"}),
        ("link", {"rel": "stylesheet", "href": "/watch.css"}),
        ("script", {"src": "/watch.js", "defer": ""}),
    ):
        head.append(head.makeelement(tag, attributes))
    page: bytes = lxml_html.tostring(tree, encoding="utf-8", doctype="<!DOCTYPE html>")
    return page


def _title(standing: Standing, path: str) -> str:
    """Return the title of a paper, or its name if it has none, or is not there yet."""
    page = standing.pages.get(path)
    title = page and _tree(page).findtext("head/title")
    return title or path.rpartition("/")[2].removesuffix(".html")


@cache
def _screens() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    screens = Environment(
        loader=FileSystemLoader(SCREENS),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    screens.filters |= {"counted": tally, "title_of": _title}
    return screens


def _screen(name: str) -> Any:
    return _screens().get_template(name)


# Serving


@contextmanager
def serving(watch: Watch, port: int = 0) -> Iterator[str]:
    """Serve what is watched to this computer alone, and yield the address; port 0 is any that is free."""
    try:
        server = _Server(watch, port)
    except OSError as error:
        raise FrancisError(
            f"Port {port} cannot be used: {error.strerror}.\n"
            "Choose another with --port, or leave it out to use any free port."
        ) from error
    thread = Thread(target=server.serve_forever, args=(0.1,))
    thread.start()
    try:
        yield f"http://{LOOPBACK}:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Server(ThreadingHTTPServer):
    """A server that nobody but this computer reaches, and that ends at once with all its threads."""

    daemon_threads = False
    allow_reuse_address = os.name == "posix"  # on Windows two programs would share a port

    def __init__(self, watch: Watch, port: int) -> None:
        self.watch = watch
        self.ended = False
        self._open: set[Any] = set()
        super().__init__((LOOPBACK, port), _Handler)

    def server_bind(self) -> None:
        TCPServer.server_bind(self)  # that of http.server asks the network for this computer's name
        self.server_name, self.server_port = LOOPBACK, self.server_address[1]

    def process_request(self, request: Any, client_address: Any) -> None:
        self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self._open.discard(request)
        super().shutdown_request(request)

    def server_close(self) -> None:
        with self.watch.news:
            self.ended = True
            self.watch.news.notify_all()
        for request in tuple(self._open):
            with suppress(OSError):
                request.shutdown(socket.SHUT_RDWR)
        super().server_close()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Let a browser go that went away; anything else is a mistake of this program, and is shown."""
        import sys

        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    """One request: GET and HEAD, of what `answer` has and of the news."""

    server: _Server
    timeout = PATIENCE
    error_content_type = "text/plain; charset=utf-8"
    error_message_format = "%(code)d %(message)s\n"
    policy = "default-src 'none'"

    def version_string(self) -> str:
        return "francis"

    def log_message(self, *args: object) -> None:
        """Say nothing of what browsers ask for."""

    def parse_request(self) -> bool:
        """Refuse what was not sent to this computer by the name that it has for itself."""
        if not super().parse_request():
            return False
        port = self.server.server_port
        if self.headers.get_all("Host") not in ([f"{LOOPBACK}:{port}"], [f"localhost:{port}"]):
            self.send_error(HTTPStatus.MISDIRECTED_REQUEST)
            return False
        return True

    def do_GET(self) -> None:
        address = self.path.partition("?")[0]
        if address == "/events":
            self._events()
            return
        given = answer(self.server.watch, address)
        allowed = re.sub(r"\b(style|script)-src", r"\1-src 'self'", given.policy)
        self.policy = f"{allowed}; connect-src 'self'"
        self.send_response(given.status)
        self.send_header("Content-Type", f"{given.kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(given.data)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(given.data)

    do_HEAD = do_GET

    def _events(self) -> None:
        """Say at once that there may be news, and then each time that there are."""
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        self.wfile.write(b"retry: 500\n")  # milliseconds, if this ends and is started again
        edition = -1
        while self.command == "GET" and not self.server.ended:
            last, edition = edition, self.server.watch.edition
            self.wfile.write(b"data: news\n\n" if edition != last else b":\n\n")
            self._wait(edition)

    def _wait(self, edition: int) -> None:
        """Wait for an edition after this one, but no longer than a heartbeat."""
        watch = self.server.watch
        with watch.news:
            watch.news.wait_for(lambda: self.server.ended or watch.edition != edition, HEARTBEAT)

    def end_headers(self) -> None:
        """Add to every answer, errors among them, what keeps it from being used by others."""
        fixed = (f"{name} 'none'" for name in ("base-uri", "form-action", "frame-ancestors"))
        policy = "; ".join([self.policy, *(rule for rule in fixed if rule not in self.policy)])
        for name, value in (
            ("Content-Security-Policy", policy),
            ("X-Content-Type-Options", "nosniff"),
            ("Cross-Origin-Resource-Policy", "same-origin"),
            ("Referrer-Policy", "no-referrer"),
            ("Cache-Control", "no-store"),
        ):
            self.send_header(name, value)
        super().end_headers()
